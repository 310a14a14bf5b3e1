import * as z from 'zod';
import { instantSchema, type LondonDate, londonDateSchema } from './instant.ts';

/** A field of a claim or statement that the rows and the events tell differently. */
export const divergenceSchema = z.strictObject({
  /** The claim or statement. */
  id: z.string(),
  field: z.string(),
  /** As the row says, as the events say; a code or an amount in pence. */
  row: z.string(),
  events: z.string(),
  /** The event from which on they differ; absent where the events know nothing of it. */
  eventId: z.string().optional(),
});
export type Divergence = z.infer<typeof divergenceSchema>;

/** How one night's comparison of rows and events ended. */
export const reconciliationSchema = z.strictObject({
  type: z.literal('reconciliation'),
  version: z.int().positive(),
  /** The London day. */
  day: londonDateSchema,
  at: instantSchema,
  /** The feed's sequence up to which the events were read. */
  upTo: z.int().nonnegative(),
  claims: z.int().nonnegative(),
  statements: z.int().nonnegative(),
  divergences: z.int().nonnegative(),
  /** The first of them, in the feed's order. */
  first: divergenceSchema.optional(),
});
export type Reconciliation = z.infer<typeof reconciliationSchema>;

/** The subject of a night's events. */
export const reconciliationSubject = (day: LondonDate): string => `reconciliation-${day}`;
