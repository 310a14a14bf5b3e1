import { NO_HUB } from '../../core/hub.ts';
import type { LondonDate } from '../../core/instant.ts';
import { REFUSED_KEPT, type RegisterImport, registerImportIdOf } from '../../core/register-import.ts';
import type { Commit } from '../../workflows/change.ts';
import type { ImportSchoolsInput, ImportSummary } from './import-schools.ts';

/** Leaves a row and an event that say what a reading of the register came to. The same reading twice is one. */
export async function recordRegisterImport(
  { rows, added, changed, unchanged, refused, eligible, ineligible, reasons }: ImportSummary,
  { at, by, fileDate }: Pick<ImportSchoolsInput, 'at' | 'by'> & { readonly fileDate: LondonDate | undefined },
  { commit }: { readonly commit: Commit },
): Promise<void> {
  const id = registerImportIdOf(at);
  const of = fileDate ? { fileDate } : {};
  const counts = { rows, added, changed, unchanged, refused: refused.length, eligible, ineligible };
  const row: RegisterImport = {
    type: 'register-import',
    version: 1,
    id,
    ...of,
    at,
    by,
    ...counts,
    reasons: Object.fromEntries(reasons),
    refusedRows: refused.slice(0, REFUSED_KEPT).map(({ line, problems }) => ({
      line,
      columns: [...new Set(problems.map(({ column }) => column))],
    })),
  };
  const announcements = [{ type: 'RegisterImported' as const, data: { importId: id, ...of, ...counts } }];
  await commit({
    puts: [row],
    events: [{ subject: id, subjectVersion: 1, hub: NO_HUB, announcements }],
    at,
    by,
  });
}
