import { createHash } from 'node:crypto';
import type { Json } from '../json.ts';

/** Sources of what must repeat exactly under one seed. */
export interface Chance {
  /** 0 ≤ n < 1 */
  number(): number;
  /** A version 4 UUID. */
  uuid(): string;
}

const hashNames: Record<string, string> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};
const mostItems = 1000;

/** `$partition(array, size)`: chunks of at most `size`; the whole part of `size` counts. */
function partition(array: Json | undefined, size: Json | undefined): Json | undefined {
  if (array === undefined || size === undefined) return undefined;
  const items = Array.isArray(array) ? array : [array];
  const step = typeof size === 'number' ? Math.trunc(size) : Number.NaN;
  if (!(step >= 1))
    throw new Error('The second argument of the partition function must be a positive integer');
  const chunks: Json[] = [];
  for (let from = 0; from < items.length; from += step) chunks.push(items.slice(from, from + step));
  return chunks;
}

/** `$range(first, last, step)`: last included; a range of one is that bare number. */
function range(first: Json | undefined, last: Json | undefined, step: Json | undefined): Json | undefined {
  if (typeof first !== 'number' || typeof last !== 'number' || typeof step !== 'number') {
    throw new Error('The arguments of the range function must be numbers');
  }
  const [from, to, by] = [Math.round(first), Math.round(last), Math.round(step)];
  if (by === 0) throw new Error('The third argument of the range function must not be zero');
  const count = Math.max(0, Math.floor((to - from) / by) + 1);
  if (count > mostItems) throw new Error(`The range function cannot give more than ${mostItems} elements`);
  const numbers = Array.from({ length: count }, (_, index) => from + index * by);
  return numbers.length === 1 ? numbers[0] : numbers;
}

function hash(data: Json | undefined, algorithm: Json | undefined): Json | undefined {
  if (data === undefined) return undefined;
  const name = typeof algorithm === 'string' ? hashNames[algorithm] : undefined;
  if (name === undefined) {
    throw new Error(`The algorithm of the hash function must be one of ${Object.keys(hashNames).join(', ')}`);
  }
  return createHash(name)
    .update(typeof data === 'string' ? data : JSON.stringify(data))
    .digest('hex');
}

/** `$random()` draws from the execution's source; `$random(seed)` is the same number for the same seed. */
function seededNumber(seed: Json): number {
  return createHash('sha256').update(JSON.stringify(seed)).digest().readUInt32BE(0) / 0x1_0000_0000;
}

function parse(text: Json | undefined): Json | undefined {
  if (text === undefined) return undefined;
  if (typeof text !== 'string') throw new Error('The argument of the parse function must be a string');
  return JSON.parse(text) as Json;
}

/** The functions AWS adds to JSONata, for binding under their names. `$eval` is refused when a machine loads. */
export function awsFunctions(chance: Chance) {
  return {
    partition,
    range,
    hash,
    parse,
    random: (seed?: Json) => (seed === undefined ? chance.number() : seededNumber(seed)),
    uuid: () => chance.uuid(),
  };
}
