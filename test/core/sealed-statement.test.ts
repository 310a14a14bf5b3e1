import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { csvLine } from '../../core/csv.ts';
import { FIRST_SEAL } from '../../core/seal.ts';
import { sealingOf, sumOfLines, verifyStatement } from '../../core/sealed-statement.ts';
import { type StatementLine, textOf } from '../../core/statement-line.ts';
import { sampleStatement, sampleStatementLine } from '../support/sample-rows.ts';

const hash = (text: string) => createHash('sha256').update(text).digest('hex');

/** An issued statement of this many claims; the line numbers in `off` were taken off while it was open. */
function issued(count: number, off: readonly number[] = []) {
  const plain = Array.from({ length: count }, (_, index) => {
    const id = `${900_001 + index}-2026-27-development.started`;
    const removed = { by: 'finance-f', at: '2026-11-02T09:00:00.000Z' };
    return sampleStatementLine({
      number: index + 1,
      item: id,
      claim: { ...sampleStatementLine().claim, id },
      ...(off.includes(index + 1) ? { removed } : {}),
    });
  });
  const { links, seal } = sealingOf(plain, FIRST_SEAL, hash);
  const lines = plain.map((line) => {
    const link = links.get(line.number);
    return link ? { ...line, link } : line;
  });
  const statement = sampleStatement({
    status: 'issued',
    issuedAt: '2026-11-03T09:00:00.000Z',
    lastLine: count,
    ...sumOfLines(lines),
    previousSeal: FIRST_SEAL,
    seal,
  });
  return { statement, lines };
}

const changing = (
  lines: readonly StatementLine[],
  number: number,
  changes: Readonly<Record<string, unknown>>,
) => lines.map((line) => (line.number === number ? sampleStatementLine({ ...line, ...changes }) : line));

describe('the verification of an issued statement', () => {
  const { statement, lines } = issued(5, [3]);
  const verdict = (tampered: readonly StatementLine[], of = statement) =>
    verifyStatement(of, tampered, undefined, hash);

  it('finds it intact as it was issued, and after the payer has confirmed its lines', () => {
    expect(verdict(lines)).toEqual({ intact: true });
    const payment = { reference: 'BACS-1', paidOn: '2026-11-25', fileId: `pf-${'0'.repeat(32)}` };
    expect(verdict(changing(lines, 4, { payment }))).toEqual({ intact: true });
  });

  it.each([
    ['amount', 1, { amount: 100_001 }],
    ['school', 2, { urn: '900099' }],
    ['stage', 4, { claim: { ...lines[3]?.claim, stage: 'embedding' } }],
    ['link', 5, { link: 'a'.repeat(64) }],
    ['presence, taken off afterwards', 4, { removed: { by: 'x', at: '2026-12-01T09:00:00.000Z' } }],
    ['absence, put back afterwards', 3, { removed: undefined }],
  ])('names the first line whose %s was changed', (_what, line, changes) => {
    expect(verdict(changing(lines, line, changes))).toEqual({ intact: false, broken: 'line', line });
  });

  it.each([1, 3, 5])('names line %i where its row is gone', (number) => {
    expect(verdict(lines.filter((line) => line.number !== number))).toEqual({
      intact: false,
      broken: 'line-missing',
      line: number,
    });
  });

  it('names a line that was put in behind the others', () => {
    const extra = sampleStatementLine({ ...lines[0], number: 6, link: undefined });
    expect(verdict([...lines, extra])).toEqual({ intact: false, broken: 'line', line: 6 });
  });

  it('is not deceived by links that were rewritten behind the change', () => {
    const changed = changing(lines, 2, { amount: 900_000 });
    const { links } = sealingOf(changed, FIRST_SEAL, hash);
    const relinked = changed.map((line) => {
      const link = links.get(line.number);
      return link ? { ...line, link } : line;
    });
    expect(verdict(relinked)).toEqual({ intact: false, broken: 'seal' });
  });

  it('tells a total that was changed on the statement itself, and a chain that begins elsewhere', () => {
    expect(verdict(lines, sampleStatement({ ...statement, total: 1 }))).toEqual({
      intact: false,
      broken: 'sum',
    });
    const before = sampleStatement({ seal: 'b'.repeat(64) });
    expect(verifyStatement(statement, lines, before, hash)).toEqual({
      intact: false,
      broken: 'previous-seal',
    });
  });
});

describe('a statement that is not approved yet', () => {
  it('has no seal to break, but its lines must still add up', () => {
    const lines = issued(2).lines.map(({ link, ...line }) => line);
    const open = sampleStatement({ status: 'open', lastLine: 2, lines: 2, total: 200_000 });
    expect(verifyStatement(open, lines, undefined, hash)).toEqual({ intact: true });
    const wrong = verifyStatement(open, changing(lines, 1, { amount: 5 }), undefined, hash);
    expect(wrong).toEqual({ intact: false, broken: 'sum' });
  });

  it('that is empty is sealed by its header alone', () => {
    expect(sealingOf([], FIRST_SEAL, hash)).toEqual({
      links: new Map(),
      seal: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });
});

describe('a line as text', () => {
  it('is what any writer of CSV would have made of its cells: nothing in it is quoted or escaped', () => {
    const adjustment = {
      kind: 'adjustment',
      item: 'statement-2026-10-origin.adjustment-1',
      amount: -50,
      urn: undefined,
      claim: undefined,
    };
    for (const changes of [{}, { kind: 'clawback', amount: -40_000 }, adjustment]) {
      const text = textOf(sampleStatementLine(changes));
      expect(csvLine(text.split(','))).toBe(text);
    }
  });
});
