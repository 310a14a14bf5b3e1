import type { AcademicYear } from '../../core/academic-year.ts';
import { type Ask, type AskId, declarationAnswerSchema } from '../../core/ask.ts';
import { assuranceSample } from '../../core/assurance-sample.ts';
import type { Claim } from '../../core/claim.ts';
import { csvFile, csvLine } from '../../core/csv.ts';
import type { Instant } from '../../core/instant.ts';
import { poundsOf } from '../../core/pence.ts';
import type { Hash } from '../../core/seal.ts';
import type { Caller } from './caller.ts';
import { type RecordDownloadDeps, recordDownload } from './record-download.ts';

export interface AssuranceSampleDeps extends RecordDownloadDeps {
  readonly claimsPaid: (year: AcademicYear) => Promise<Claim[]>;
  readonly readAsk: (id: AskId) => Promise<Ask | undefined>;
  readonly hash: Hash;
}

export interface AssuranceSample {
  readonly academicYear: AcademicYear;
  readonly seed: string;
  /** Claims to draw; all of them where there are fewer. */
  readonly size: number;
  readonly caller: Caller;
  readonly now: Instant;
}

const HEADER = [
  'claim',
  'hub',
  'urn',
  'academic_year',
  'stage',
  'instalment',
  'amount',
  'statement',
  'line',
  'payer_reference',
  'paid_on',
  'happened_on',
  'evidence_type',
  'evidence_reference',
  'declared_late',
];

/** Paid claims of a year, drawn by value, as CSV with what their evidence is and where to find it. The download is recorded. */
export async function sampleForAssurance(input: AssuranceSample, deps: AssuranceSampleDeps): Promise<string> {
  const { academicYear, seed, size, caller, now } = input;
  const sample = assuranceSample(await deps.claimsPaid(academicYear), seed, size, deps.hash);
  const lines = await Promise.all(
    sample.map(async (claim) => lineOf(claim, await deps.readAsk(claim.releasedBy.askId))),
  );
  await recordDownload({ what: `assurance-sample-${academicYear}`, caller, now }, deps);
  return csvFile([HEADER, ...lines].map(csvLine));
}

function lineOf(claim: Claim, ask: Ask | undefined): string[] {
  const { releasedBy, listed, payment } = claim;
  const declared = declarationAnswerSchema.safeParse(ask?.answer);
  return [
    claim.id,
    claim.hub,
    claim.urn,
    claim.academicYear,
    claim.stage,
    claim.instalment,
    poundsOf(claim.amount),
    listed?.statementId ?? '',
    String(listed?.line ?? ''),
    payment?.reference ?? '',
    payment?.paidOn ?? '',
    releasedBy.happenedOn,
    releasedBy.evidenceType ?? '',
    declared.success ? declared.data.evidence.reference : '',
    releasedBy.late ? 'yes' : 'no',
  ];
}
