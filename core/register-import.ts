import * as z from 'zod';
import { actorSchema } from './codes.ts';
import { type Instant, instantSchema, type LondonDate, londonDateSchema } from './instant.ts';
import { reasonCodeSchema } from './reason.ts';

/** `import-20260902030000000`: the instant at which the register was read. */
export const registerImportIdSchema = z
  .string()
  .regex(/^import-\d{17}$/)
  .brand<'RegisterImportId'>();
export type RegisterImportId = z.infer<typeof registerImportIdSchema>;

export const registerImportIdOf = (at: Instant): RegisterImportId =>
  registerImportIdSchema.parse(`import-${at.replace(/\D/g, '')}`);

const count = z.int().nonnegative();

/** How many schools of the register's file became what. */
export const importCountsSchema = z.strictObject({
  /** Rows below the header. */
  rows: count,
  added: count,
  changed: count,
  unchanged: count,
  /** Not taken, because they could not be read. */
  refused: count,
  /** Of the rows taken: how many may take part, and how many may not. */
  eligible: count,
  ineligible: count,
});

/** Refused rows that are kept: a file that is wrong throughout says the same on every line. */
export const REFUSED_KEPT = 20;

/** One reading of the school register: what came of it, in numbers. Never what stands in the file. */
export const registerImportSchema = z.strictObject({
  type: z.literal('register-import'),
  version: z.int().positive(),
  id: registerImportIdSchema,
  /** The day that the file's name says; absent where it says none. */
  fileDate: londonDateSchema.optional(),
  at: instantSchema,
  by: actorSchema,
  ...importCountsSchema.shape,
  /** How many schools each reason keeps out; a school may have several. */
  reasons: z.partialRecord(reasonCodeSchema, count),
  /** Where the first refused rows stand, and which columns were wrong. */
  refusedRows: z
    .array(z.strictObject({ line: z.int().positive(), columns: z.array(z.string()) }))
    .max(REFUSED_KEPT),
});
export type RegisterImport = z.infer<typeof registerImportSchema>;

/** `edubasealldata20260902.csv` is of 2 September 2026. */
export function fileDateOf(fileName: string): LondonDate | undefined {
  const match = /(\d{4})(\d\d)(\d\d)\.csv$/i.exec(fileName);
  return match ? londonDateSchema.safeParse(`${match[1]}-${match[2]}-${match[3]}`).data : undefined;
}
