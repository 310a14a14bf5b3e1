import * as z from 'zod';

/** Money: a whole number of pence, never negative here; an adjustment carries its own sign. */
export const penceSchema = z.int().nonnegative().brand<'Pence'>();
export type Pence = z.infer<typeof penceSchema>;

/** The sum of amounts, in pence. */
export function sumOf(amounts: readonly Pence[]): Pence {
  return penceSchema.parse(amounts.reduce<number>((total, amount) => total + amount, 0));
}

/** Money with a sign: a line of a statement. What the school is owed is positive, what is recovered negative. */
export const signedPenceSchema = z.int().brand<'SignedPence'>();
export type SignedPence = z.infer<typeof signedPenceSchema>;

/** Owed to the school. */
export const owed = (amount: Pence): SignedPence => signedPenceSchema.parse(amount);

/** Recovered from the school. */
export const recovered = (amount: Pence): SignedPence => signedPenceSchema.parse(0 - amount);

/** The sum of signed amounts, in pence. */
export function balanceOf(amounts: readonly SignedPence[]): SignedPence {
  return signedPenceSchema.parse(amounts.reduce<number>((total, amount) => total + amount, 0));
}

/** In pounds, as every CSV of ours and of the payer writes it: `1000.00`, `-0.50`; no separators, no sign but minus. */
export function poundsOf(amount: Pence | SignedPence): string {
  const digits = String(Math.abs(amount)).padStart(3, '0');
  return `${amount < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** The pence of an amount written by `poundsOf`; undefined where it is written in any other way (`1,000`, `1e3`, `-0.00`). */
export function penceIn(pounds: string): SignedPence | undefined {
  if (!/^-?(0|[1-9]\d{0,9})\.\d\d$/.test(pounds) || pounds === '-0.00') return undefined;
  return signedPenceSchema.parse(Number(pounds.replace('.', '')));
}
