import { describe, expect, it } from 'vitest';
import { instantOf, toInstant } from '../../core/instant.ts';
import { cutOffOf, dayOf, latestCutOff, monthOf, monthSchema } from '../../core/month.ts';

const month = (text: string) => monthSchema.parse(text);

describe('a month of London', () => {
  it.each([
    ['2026-03', '2026-03-31T23:00:00.000Z'],
    ['2026-04', '2026-04-30T23:00:00.000Z'],
    ['2026-10', '2026-11-01T00:00:00.000Z'],
    ['2026-12', '2027-01-01T00:00:00.000Z'],
  ])('%s is cut off at %s, and the instant before is still its own', (text, cutOff) => {
    expect(cutOffOf(month(text))).toBe(cutOff);
    const before = instantOf(Date.parse(cutOff) - 1);
    expect(monthOf(before)).toBe(text);
    expect(latestCutOff(before)).not.toBe(text);
    expect(latestCutOff(toInstant(cutOff))).toBe(text);
  });

  it('has its days by their numbers, and no thirteenth beside it', () => {
    expect(dayOf(month('2026-11'), 5)).toBe('2026-11-05');
    for (const text of ['2026-13', '2026-00', '2026-1', '1926-10']) {
      expect(monthSchema.safeParse(text).success).toBe(false);
    }
  });
});
