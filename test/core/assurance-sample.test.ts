import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { assuranceSample } from '../../core/assurance-sample.ts';
import { claimOf } from '../support/money-rows.ts';

const hash = (text: string) => createHash('sha256').update(text).digest('hex');
const claims = Array.from({ length: 40 }, (_, each) =>
  claimOf(String(900_001 + each), { amount: each < 10 ? 300_000 : 50_000 }),
);
const drawn = (seed: number, size: number, of = claims) =>
  assuranceSample(of, String(seed), size, hash).map(({ id }) => id);

describe('an assurance sample', () => {
  it('draws each claim once at most, and all of them where more are asked for', () => {
    expect(new Set(drawn(1, 400)).size).toBe(40);
    expect(drawn(1, 7)).toEqual(drawn(1, 400).slice(0, 7));
  });

  it('does not depend on the order in which claims come', () => {
    expect(drawn(3, 9, [...claims].reverse())).toEqual(drawn(3, 9));
  });

  it('keeps everybody’s lot when another claim is paid later', () => {
    const later = drawn(4, 400);
    const before = drawn(4, 400, claims.slice(1));
    expect(later.filter((id) => id !== claims[0]?.id)).toEqual(before);
  });

  it('gives a pound the same chance wherever it is: a claim of £3,000 comes first six times as often as one of £500', () => {
    const large = new Set(claims.slice(0, 10).map(({ id }) => id));
    const first = Array.from({ length: 4000 }, (_, seed) => drawn(seed, 1)[0]);
    const share = first.filter((id) => id && large.has(id)).length / first.length;
    // £30,000 of £45,000.
    expect(share).toBeGreaterThan(0.64);
    expect(share).toBeLessThan(0.7);
  });
});
