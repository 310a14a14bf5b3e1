import { createHash } from 'node:crypto';

/** An id in the form of a UUID that follows from the seed, what it is for, and a number that is never reused. */
export function deterministicId(seed: string, purpose: string, number: number): string {
  const hex = createHash('sha256').update(`${seed}\n${purpose}\n${number}`).digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
