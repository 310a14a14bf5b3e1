import * as z from 'zod';
import { type Urn, urnSchema } from './codes.ts';
import { londonDateSchema } from './instant.ts';
import { type RegisterEntry, registerEntrySchema } from './school.ts';

/**
 * How a row of the DfE's school register (GIAS, `edubasealldata`) becomes an entry of ours. Columns are found by
 * name, because they move from year to year; what is not named here is never looked at, above all
 * `HeadTitle`, `HeadFirstName`, `HeadLastName` and `TelephoneNum`, which are personal data.
 */

/** Blank is unknown: the key stays away. */
const optionalText = z.string().transform((text) => (text === '' ? undefined : text));

const wholeNumber = z
  .string()
  .regex(/^\d{1,4}$/, 'is not a whole number')
  .transform(Number);
const optionalNumber = z.union([z.literal('').transform(() => undefined), wholeNumber], {
  error: 'is not a whole number',
});

const NOT_A_DATE = 'is not a date written dd-mm-yyyy';

/** `31-08-2021` is the day of that name in London. */
const optionalDate = z.string().transform((text, context) => {
  if (text === '') return undefined;
  const [, day, month, year] = /^(\d\d)-(\d\d)-(\d{4})$/.exec(text) ?? [];
  const date = londonDateSchema.safeParse(`${year}-${month}-${day}`);
  if (date.success) return date.data;
  context.addIssue({ code: 'custom', message: NOT_A_DATE });
  return z.NEVER;
});

/** What each column that we need must hold. A name differs from the file's in nothing. */
const columnsSchema = z.object({
  URN: z.string().pipe(z.custom<Urn>((text) => urnSchema.safeParse(text).success, 'is not six digits')),
  'LA (code)': z.string().regex(/^\d{0,3}$/, 'is not a code of up to three digits'),
  EstablishmentNumber: z.string().regex(/^\d{0,4}$/, 'is not a number of up to four digits'),
  EstablishmentName: z.string().min(1, 'is blank'),
  'TypeOfEstablishment (code)': wholeNumber,
  'TypeOfEstablishment (name)': z.string(),
  /** Needed to be there, never decided on: state-funded is a matter of the type code alone. */
  'EstablishmentTypeGroup (code)': z.string(),
  'EstablishmentStatus (code)': wholeNumber,
  'PhaseOfEducation (code)': optionalNumber,
  StatutoryLowAge: optionalNumber,
  StatutoryHighAge: optionalNumber,
  OpenDate: optionalDate,
  CloseDate: optionalDate,
  'Trusts (name)': optionalText,
  Postcode: optionalText,
  Town: optionalText,
  'GOR (name)': optionalText,
});

/** The columns without which the register cannot be read, by the names that the DfE gave them. */
export const NEEDED_COLUMNS: readonly string[] = columnsSchema.keyof().options;

/** The file's header lacks columns that we need. `missing` names all of them. */
export class RegisterColumnsMissing extends Error {
  override readonly name = 'RegisterColumnsMissing';
  readonly missing: readonly string[];
  constructor(missing: readonly string[]) {
    super(
      `The file's first line lacks columns that are needed:\n${missing.map((each) => `- ${each}`).join('\n')}`,
    );
    this.missing = missing;
  }
}

/** Where in the file each column is, and how many columns every row must have. */
export interface RegisterColumns {
  readonly count: number;
  readonly positions: ReadonlyMap<string, number>;
}

/** Finds the needed columns by their names. Throws RegisterColumnsMissing. */
export function registerColumnsOf(header: readonly string[]): RegisterColumns {
  const names = header.map((name) => name.trim());
  const missing = NEEDED_COLUMNS.filter((column) => !names.includes(column));
  if (missing.length > 0) throw new RegisterColumnsMissing(missing);
  return {
    count: header.length,
    positions: new Map(NEEDED_COLUMNS.map((column) => [column, names.indexOf(column)])),
  };
}

/** One thing that is wrong with a row: the column, and what is wrong with what it holds. */
export interface RegisterRowProblem {
  /** The column's name; empty where the row as a whole is meant. */
  readonly column: string;
  readonly says: string;
}

/** A row that was read, or all that is wrong with it. */
export type RegisterRow =
  | { readonly entry: RegisterEntry; readonly problems?: never }
  | { readonly entry?: never; readonly problems: readonly RegisterRowProblem[] };

/** GIAS phase 0, `Not applicable`: also what we take a blank phase for, so that the ages decide. */
const PHASE_NOT_APPLICABLE = 0;

/** One row of the file as an entry of the register. A row that cannot be trusted is refused whole, with reasons. */
export function registerRowOf(columns: RegisterColumns, fields: readonly string[]): RegisterRow {
  if (fields.length !== columns.count) {
    const says = `the row has ${fields.length} fields, the header ${columns.count}`;
    return { problems: [{ column: '', says }] };
  }
  const raw = Object.fromEntries(
    Array.from(columns.positions, ([column, position]) => [column, (fields[position] ?? '').trim()]),
  );
  const read = columnsSchema.safeParse(raw);
  if (!read.success) {
    return { problems: read.error.issues.map(({ path, message }) => problemOf(raw, path, message)) };
  }
  const row = read.data;
  return {
    entry: registerEntrySchema.parse(
      known({
        urn: row.URN,
        name: row.EstablishmentName,
        dfeNumber: dfeNumberOf(row['LA (code)'], row.EstablishmentNumber),
        typeCode: row['TypeOfEstablishment (code)'],
        typeName: row['TypeOfEstablishment (name)'],
        statusCode: row['EstablishmentStatus (code)'],
        phaseCode: row['PhaseOfEducation (code)'] ?? PHASE_NOT_APPLICABLE,
        lowAge: row.StatutoryLowAge,
        highAge: row.StatutoryHighAge,
        openDate: row.OpenDate,
        closeDate: row.CloseDate,
        trust: row['Trusts (name)'],
        postcode: row.Postcode,
        town: row.Town,
        region: row['GOR (name)'],
      }),
    ),
  };
}

/** LAESTAB: three digits of the local authority, four of the establishment; undefined where either is blank. */
function dfeNumberOf(authority: string, establishment: string): string | undefined {
  if (authority === '' || establishment === '') return undefined;
  return `${authority.padStart(3, '0')}/${establishment.padStart(4, '0')}`;
}

/** The longest piece of a value that a problem repeats: enough to find it, too short to flood a terminal. */
const QUOTED_LENGTH = 40;

function problemOf(
  raw: Readonly<Record<string, string>>,
  path: readonly PropertyKey[],
  message: string,
): RegisterRowProblem {
  const column = String(path[0] ?? '');
  const value = raw[column] ?? '';
  const says = value === '' ? 'is blank' : `${JSON.stringify(value.slice(0, QUOTED_LENGTH))} ${message}`;
  return { column, says };
}

/** Without the keys whose value is unknown, as a stored row has it. */
function known(entry: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined));
}
