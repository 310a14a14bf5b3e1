import * as z from 'zod';

/** Money: a whole number of pence, never negative here; an adjustment carries its own sign. */
export const penceSchema = z.int().nonnegative().brand<'Pence'>();
export type Pence = z.infer<typeof penceSchema>;

/** The sum of amounts, in pence. */
export function sumOf(amounts: readonly Pence[]): Pence {
  return penceSchema.parse(amounts.reduce<number>((total, amount) => total + amount, 0));
}
