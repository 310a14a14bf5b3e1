import { balanceOf, type SignedPence } from './pence.ts';
import { chainOf, FIRST_SEAL, type Hash, type Seal } from './seal.ts';
import type { Statement } from './statement.ts';
import { STATEMENT_HEADER, type StatementLine, textOf } from './statement-line.ts';

/** The lines that count, in their order: those that were not taken off. */
export const countedLines = (lines: readonly StatementLine[]): StatementLine[] =>
  lines.filter(({ removed }) => !removed);

/** What the lines that count come to: how many, and the sum in pence. */
export function sumOfLines(lines: readonly StatementLine[]): { lines: number; total: SignedPence } {
  const counted = countedLines(lines);
  return { lines: counted.length, total: balanceOf(counted.map(({ amount }) => amount)) };
}

/** The chain of a statement: the link of each line that counts, and the seal, which is the last of them. */
export function sealingOf(
  lines: readonly StatementLine[],
  previousSeal: Seal,
  hash: Hash,
): { readonly links: ReadonlyMap<number, Seal>; readonly seal: Seal } {
  const counted = countedLines(lines);
  const [header = previousSeal, ...links] = chainOf(
    previousSeal,
    [STATEMENT_HEADER, ...counted.map(textOf)],
    hash,
  );
  return {
    links: new Map(links.map((link, index) => [counted[index]?.number ?? 0, link])),
    seal: links.at(-1) ?? header,
  };
}

/** What is not as it was sealed, and on which line where one can be named. */
export type Verification =
  | { readonly intact: true }
  | {
      readonly intact: false;
      readonly broken: 'line' | 'line-missing' | 'sum' | 'seal' | 'previous-seal';
      readonly line?: number;
    };

/**
 * Holds a statement's stored lines against its seal, and names the first line that was tampered with: changed, gone,
 * put in or taken off. Whoever rewrote the links behind it as well breaks the seal; whoever rewrote that, too, breaks
 * the next statement's. One that is not approved yet has no seal: only its count, sum and numbers can be wrong.
 */
export function verifyStatement(
  statement: Statement,
  lines: readonly StatementLine[],
  previous: Statement | undefined,
  hash: Hash,
): Verification {
  const { previousSeal, seal, issuedAt, lastLine } = statement;
  if (previousSeal && previousSeal !== (previous?.seal ?? FIRST_SEAL)) {
    return { intact: false, broken: 'previous-seal' };
  }
  const sealing = previousSeal && sealingOf(lines, previousSeal, hash);
  const byNumber = new Map(lines.map((line) => [line.number, line]));
  for (let number = 1; number <= Math.max(lastLine, ...byNumber.keys()); number += 1) {
    const line = byNumber.get(number);
    if (!line) return { intact: false, broken: 'line-missing', line: number };
    // While it is being issued, the first lines bear their links and the others do not yet.
    const linked = issuedAt !== undefined || line.link !== undefined;
    if (sealing && linked && line.link !== sealing.links.get(number)) {
      return { intact: false, broken: 'line', line: number };
    }
  }
  if (sealing && sealing.seal !== seal) return { intact: false, broken: 'seal' };
  const sum = sumOfLines(lines);
  if (sum.lines !== statement.lines || sum.total !== statement.total) return { intact: false, broken: 'sum' };
  return { intact: true };
}
