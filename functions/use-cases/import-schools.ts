import { pipeline, Readable } from 'node:stream';
import { isDeepStrictEqual, TextDecoder } from 'node:util';
import { CsvError, parse } from 'csv-parse';
import type { Actor, Urn } from '../../core/codes.ts';
import type { Instant } from '../../core/instant.ts';
import type { Policy } from '../../core/policy.ts';
import type { ReasonCode } from '../../core/reason.ts';
import { type RegisterRowProblem, registerColumnsOf, registerRowOf } from '../../core/register-file.ts';
import { ineligibleReasons, type RegisterEntry, type School } from '../../core/school.ts';
import { type Commit, changed } from '../../workflows/change.ts';
import { tryAgain } from './try-again.ts';

export interface ImportSchoolsInput {
  /** The bytes of the register's file, as the DfE publishes it: Windows-1252, comma separated. */
  readonly file: AsyncIterable<Uint8Array>;
  /** Under whose rules the summary counts who may take part. */
  readonly policy: Policy;
  readonly at: Instant;
  readonly by: Actor;
}

export interface ImportSchoolsDeps {
  readonly readSchool: (urn: Urn) => Promise<School | undefined>;
  readonly commit: Commit;
}

/** A row that was not taken, with the line of the file on which it begins (the header is line 1). */
export interface RefusedRow {
  readonly line: number;
  readonly problems: readonly RegisterRowProblem[];
}

export interface ImportSummary {
  /** Rows below the header; blank lines are not rows. */
  readonly rows: number;
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  /** In the order of the file. What the table held of such a school stays as it was. */
  readonly refused: readonly RefusedRow[];
  /** Of the rows taken: how many may take part, and how many may not. */
  readonly eligible: number;
  readonly ineligible: number;
  /** How many schools each reason keeps out. A school may have several, so these add up to more than `ineligible`. */
  readonly reasons: ReadonlyMap<ReasonCode, number>;
}

/** The file is not comma separated text from some row on. Rows before it may have been taken already. */
export class RegisterUnreadable extends Error {
  override readonly name = 'RegisterUnreadable';
}

/** Rows on their way to the table at once: it is the round trips that an import waits for. */
const IN_FLIGHT = 16;

/**
 * Reads the school register row by row into the table. Only what differs is written, so the same file again
 * changes nothing; a school that is there keeps its hub. Throws RegisterColumnsMissing before anything is
 * written, RegisterUnreadable, ChangedMeanwhile, and whatever the deps throw: the import can be run again then.
 */
export async function importSchools(
  input: ImportSchoolsInput,
  deps: ImportSchoolsDeps,
): Promise<ImportSummary> {
  const tally = new Tally(input.policy);
  const entries = entriesOf(input.file, tally);
  const lanes = Array.from({ length: IN_FLIGHT }, async () => {
    for await (const entry of entries) tally.take(entry, await store(entry, input, deps));
  });
  // A lane that fails ends the shared rows for the others; all have stopped before the failure is told.
  for (const lane of await Promise.allSettled(lanes)) if (lane.status === 'rejected') throw lane.reason;
  return tally.summary();
}

type Outcome = 'added' | 'changed' | 'unchanged';

function store(
  entry: RegisterEntry,
  { at, by }: ImportSchoolsInput,
  deps: ImportSchoolsDeps,
): Promise<Outcome> {
  return tryAgain<Outcome>(async () => {
    const school = await deps.readSchool(entry.urn);
    const next = followed(school, entry);
    if (next === school) return 'unchanged';
    const { outcome } = await deps.commit({ puts: [next], events: [], at, by });
    if (outcome === 'conflict') return undefined;
    return school ? 'changed' : 'added';
  });
}

/** The school as the register now has it, with our version and hub; the very same row where nothing differs. */
function followed(school: School | undefined, entry: RegisterEntry): School {
  if (!school) return { type: 'school', version: 1, ...entry };
  const { type, version, hub } = school;
  const same: School = { type, version, ...entry, ...(hub === undefined ? {} : { hub }) };
  return isDeepStrictEqual(same, school) ? school : changed(same, {});
}

/** The rows of the file that can be taken. What cannot is noted and passed over. */
async function* entriesOf(
  file: AsyncIterable<Uint8Array>,
  tally: Tally,
): AsyncGenerator<RegisterEntry, void> {
  const lines = recordsOf(file);
  const header = await lines.next();
  const columns = registerColumnsOf(header.done ? [] : header.value.fields);
  const firstLines = new Map<Urn, number>();
  for await (const { line, fields } of lines) {
    tally.rows += 1;
    const { entry, problems } = registerRowOf(columns, fields);
    const before = entry && firstLines.get(entry.urn);
    if (problems) tally.refuse({ line, problems });
    else if (before) {
      // Taken both, the last one to be written would win, and a second import would write again.
      tally.refuse({
        line,
        problems: [{ column: 'URN', says: `"${entry.urn}" is on line ${before} already` }],
      });
    } else {
      firstLines.set(entry.urn, line);
      yield entry;
    }
  }
}

interface CsvRecord {
  readonly line: number;
  readonly fields: readonly string[];
}

/** A row of the register is about 1 kB; a quote that is never closed would otherwise take in the rest of the file. */
const LONGEST_RECORD = 100_000;

/** Every record with the line on which it begins. Blank lines are passed over. */
async function* recordsOf(file: AsyncIterable<Uint8Array>): AsyncGenerator<CsvRecord, void> {
  const parser = parse({ raw: true, relax_column_count: true, max_record_size: LONGEST_RECORD });
  // Whichever end stops first takes the other with it; the loop below is where the error comes out.
  pipeline(Readable.from(textOf(file)), parser, () => {});
  let line = 1;
  try {
    for await (const each of parser) {
      const { raw, record }: { raw: string; record: string[] } = each;
      if (record.length > 1 || record[0]) yield { line, fields: record };
      line += raw.trimEnd().split('\n').length;
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // Its code only: its message repeats what the file holds there, which may be a person's name.
    throw new RegisterUnreadable(
      `Row ${Number(error['records']) + 1} (the header is row 1) is not comma separated text: ${error.code}. ` +
        'Rows before it may have been taken.',
    );
  }
}

const UTF8_MARK = [0xef, 0xbb, 0xbf];

/** Decoded text. The DfE writes Windows-1252; a file saved again by a spreadsheet says with its mark that it is UTF-8. */
async function* textOf(file: AsyncIterable<Uint8Array>): AsyncGenerator<string, void> {
  let decoder: TextDecoder | undefined;
  for await (const bytes of file) {
    decoder ??= new TextDecoder(UTF8_MARK.every((byte, at) => bytes[at] === byte) ? 'utf-8' : 'windows-1252');
    yield decoder.decode(bytes, { stream: true });
  }
}

/** Counts while the rows go by. */
class Tally {
  rows = 0;
  readonly #policy: Policy;
  readonly #outcomes = { added: 0, changed: 0, unchanged: 0 };
  readonly #refused: RefusedRow[] = [];
  readonly #reasons = new Map<ReasonCode, number>();
  #eligible = 0;
  #ineligible = 0;

  constructor(policy: Policy) {
    this.#policy = policy;
  }

  refuse(row: RefusedRow): void {
    this.#refused.push(row);
  }

  take(entry: RegisterEntry, outcome: Outcome): void {
    this.#outcomes[outcome] += 1;
    const reasons = ineligibleReasons(entry, this.#policy);
    if (reasons.length === 0) this.#eligible += 1;
    else this.#ineligible += 1;
    for (const { code } of reasons) this.#reasons.set(code, (this.#reasons.get(code) ?? 0) + 1);
  }

  summary(): ImportSummary {
    return {
      rows: this.rows,
      ...this.#outcomes,
      refused: this.#refused,
      eligible: this.#eligible,
      ineligible: this.#ineligible,
      reasons: this.#reasons,
    };
  }
}
