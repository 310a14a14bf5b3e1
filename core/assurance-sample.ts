import type { Claim } from './claim.ts';
import type { Hash } from './seal.ts';

/**
 * Draws claims for checking by value: a pound has the same chance whichever claim it is of, and no claim comes twice. The
 * same seed draws the same claims in the same order, and a larger sample begins with the smaller one; a claim that is paid
 * later changes nobody else's lot. Lots are `−ln(u) ÷ amount`, u made of the SHA-256 of seed and claim, and the smallest
 * are drawn (Efraimidis and Spirakis, "Weighted random sampling with a reservoir", 2006).
 */
export function assuranceSample(claims: readonly Claim[], seed: string, size: number, hash: Hash): Claim[] {
  return claims
    .map((claim) => ({ claim, lot: -Math.log(shareOf(hash(`${seed}\n${claim.id}`))) / claim.amount }))
    .sort((one, other) => one.lot - other.lot || (one.claim.id < other.claim.id ? -1 : 1))
    .slice(0, size)
    .map(({ claim }) => claim);
}

/** A number strictly between 0 and 1, of the first 48 bits of a hash in hexadecimal. */
const shareOf = (hash: string): number => (Number.parseInt(hash.slice(0, 12), 16) + 0.5) / 2 ** 48;
