import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { balanceOf, owed, penceIn, penceSchema, poundsOf, recovered } from '../../core/pence.ts';
import { chainOf, FIRST_SEAL } from '../../core/seal.ts';
import {
  adjustmentItem,
  clawbackItem,
  itemIdSchema,
  STATEMENT_HEADER,
  textOf,
} from '../../core/statement-line.ts';
import { sampleClaim, sampleStatement, sampleStatementLine } from '../support/sample-rows.ts';

const pence = (amount: number) => penceSchema.parse(amount);

describe('money in pounds', () => {
  it.each([
    [0, '0.00'],
    [5, '0.05'],
    [-5, '-0.05'],
    [4_380, '43.80'],
    [-100_000, '-1000.00'],
    [123_456_789, '1234567.89'],
  ])('%i pence are £%s, and back', (amount, pounds) => {
    const signed = amount < 0 ? recovered(pence(-amount)) : owed(pence(amount));
    expect(poundsOf(signed)).toBe(pounds);
    expect(penceIn(pounds)).toBe(amount);
  });

  it.each([
    '',
    '1',
    '1.5',
    '1.005',
    '01.00',
    '+1.00',
    '1,000.00',
    '£1.00',
    '1e3.00',
    '-0.00',
    ' 1.00',
    '1.00 ',
  ])('is not read from %j', (text) => expect(penceIn(text)).toBeUndefined());

  it('balances what is owed with what is recovered', () => {
    expect(balanceOf([owed(pence(100_000)), recovered(pence(33_333))])).toBe(66_667);
    expect(Object.is(recovered(pence(0)), 0)).toBe(true);
  });
});

describe('a line of a statement', () => {
  it('is printed, and sealed, as codes and numbers under the header’s columns', () => {
    const text = textOf(sampleStatementLine());
    expect(text).toBe(
      'statement-2026-10-origin,1,claim,900001-2026-27-development.started,900001,2026-27,development,started,1,1000.00',
    );
    expect(text.split(',')).toHaveLength(STATEMENT_HEADER.split(',').length);
  });

  it('leaves the claim’s columns empty where it adjusts, and keeps the reason to itself', () => {
    const { id } = sampleStatement();
    const line = sampleStatementLine({
      number: 2,
      kind: 'adjustment',
      item: adjustmentItem(id, 2),
      amount: -2_550,
      urn: undefined,
      claim: undefined,
      adjustment: { reason: '=HYPERLINK("x"), paid in cash', by: 'f', at: '2026-11-02T09:00:00.000Z' },
    });
    expect(textOf(line)).toBe(
      'statement-2026-10-origin,2,adjustment,statement-2026-10-origin.adjustment-2,,,,,,-25.50',
    );
  });

  it('names its item so that a payment and its recovery can never be mistaken for each other', () => {
    expect(clawbackItem(sampleClaim().id)).toBe('900001-2026-27-development.started.clawback');
    for (const id of ['', '=1+1', 'a,b', '900001-2026-27-development', 'statement-2026-10-origin']) {
      expect(itemIdSchema.safeParse(id).success).toBe(false);
    }
  });
});

describe('the seal', () => {
  it('is the last link of a chain that anybody with SHA-256 can follow', () => {
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
    const one = sha256(`${FIRST_SEAL}\nheader`);
    expect(chainOf(FIRST_SEAL, ['header', 'line'], sha256)).toEqual([one, sha256(`${one}\nline`)]);
  });
});
