import * as z from 'zod';
import { type SpecialistId, specialistIdSchema } from './codes.ts';

/** The last number given out: of Specialists, so that people can say them (`sp-0042`). */
export const counterSchema = z.strictObject({
  type: z.literal('counter'),
  version: z.int().positive(),
  name: z.literal('specialists'),
  last: z.int().nonnegative(),
});
export type Counter = z.infer<typeof counterSchema>;

/** The counter once it has given out one number more; before the first, there is none. */
export function counted(counter: Counter | undefined): Counter {
  const before = counter ?? { type: 'counter', version: 0, name: 'specialists', last: 0 };
  return { ...before, version: before.version + 1, last: before.last + 1 };
}

/** The Specialist's number that a counter gave out last: `sp-0042`. */
export function specialistNumbered({ last }: Counter): SpecialistId {
  return specialistIdSchema.parse(`sp-${String(last).padStart(4, '0')}`);
}
