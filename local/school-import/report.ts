import { REASONS } from '../../core/reason.ts';
import type { ImportSummary, RefusedRow } from '../../functions/use-cases/import-schools.ts';

/** Refused rows that a report spells out; a file that is wrong throughout says the same on every line. */
const REFUSED_SHOWN = 20;

/** What an import did, for a person at a terminal: what was taken, what is eligible, and why the rest is not. */
export function importReport(summary: ImportSummary, academicYear: string): string {
  const { added, changed, unchanged, refused } = summary;
  const reasons = [...summary.reasons].sort(([, some], [, others]) => others - some);
  const lines = [
    row('Rows read', summary.rows),
    '',
    row('Taken', added + changed + unchanged),
    row('  new', added),
    row('  changed', changed),
    row('  unchanged', unchanged),
    row('Refused', refused.length),
    ...refused.slice(0, REFUSED_SHOWN).map(refusedLine),
    ...(refused.length > REFUSED_SHOWN ? [`  … and ${refused.length - REFUSED_SHOWN} more`] : []),
    '',
    row(`Eligible for ${academicYear}`, summary.eligible),
    row('Not eligible', summary.ineligible),
    ...reasons.map(([code, count]) => `${row(`  ${code}`, count)}  ${REASONS[code].says}`),
  ];
  if (reasons.length > 0) lines.push('  (a school may have more than one reason)');
  return lines.join('\n');
}

function refusedLine({ line, problems }: RefusedRow): string {
  return `  line ${line}: ${problems.map(({ column, says }) => `${column} ${says}`.trim()).join('; ')}`;
}

function row(label: string, count: number): string {
  return `${label.padEnd(28)}${String(count).padStart(7)}`;
}
