import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { REASONS, type ReasonCode } from '../../core/reason.ts';

/** Codes that no ruling in this folder produces, each with why. */
const NOT_RULED_ON: Partial<Record<ReasonCode, string>> = {};

const rulings = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.test.ts') && file !== 'published-codes.test.ts')
  .map((file) => readFileSync(`${import.meta.dirname}/${file}`, 'utf8'))
  .join('\n');

describe('the published list of codes', () => {
  it.each(Object.keys(REASONS))('has a ruling on %s, or a reason why not', (code) => {
    expect(rulings.includes(`'${code}'`)).toBe(!(code in NOT_RULED_ON));
  });

  it('says every reason in a sentence, with a status that it may have', () => {
    for (const { status, says } of Object.values(REASONS)) {
      expect([400, 401, 403, 404, 405, 409, 410, 413, 422, 429, 503]).toContain(status);
      expect(says).toMatch(/^[A-Z].+\.$/);
    }
  });
});
