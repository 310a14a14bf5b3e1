import { createHash } from 'node:crypto';
import type { Chance } from './language/functions.ts';

/** Chance that depends on nothing but the seed, the execution and how often it has drawn before. */
export function seededChance(seed: string, execution: string, counter: { draws: number }): Chance {
  const draw = () => {
    counter.draws += 1;
    return createHash('sha256').update(`${seed}\0${execution}\0${counter.draws}`).digest();
  };
  return {
    number: () => draw().readUIntBE(0, 6) / 0x1_0000_0000_0000,
    uuid: () => uuidFrom(draw()),
  };
}

/** A version 4 UUID made of the first 16 of these bytes. */
export function uuidFrom(bytes: Buffer): string {
  const raw = Buffer.from(bytes.subarray(0, 16));
  raw.writeUInt8((raw.readUInt8(6) & 0x0f) | 0x40, 6);
  raw.writeUInt8((raw.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = raw.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
