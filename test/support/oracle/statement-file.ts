import { createHash } from 'node:crypto';

/** The seal before a hub's first statement. */
export const NO_SEAL = '0'.repeat(64);

/** What a statement's CSV says to somebody who has nothing else. */
export interface StatementFile {
  /** `item` → pence, in the order of the lines. */
  readonly items: ReadonlyMap<string, number>;
  readonly total: number;
  readonly seal: string;
}

/** Reads the file, adds it up and seals it, as docs/statements.md describes; throws where an item stands in it twice. */
export function readStatementFile(text: string, sealBefore: string): StatementFile {
  const [header = '', ...lines] = text
    .replace(/^\uFEFF/, '')
    .split('\r\n')
    .filter((line) => line !== '');
  const columns = header.split(',');
  const items = new Map<string, number>();
  for (const line of lines) {
    const cells = line.split(',');
    const item = cells[columns.indexOf('item')] ?? '';
    if (items.has(item)) throw new Error(`${item} stands in the file twice`);
    items.set(item, penceIn(cells[columns.indexOf('amount')] ?? ''));
  }
  const seal = [header, ...lines].reduce(
    (before, line) => createHash('sha256').update(`${before}\n${line}`).digest('hex'),
    sealBefore,
  );
  return { items, total: [...items.values()].reduce((sum, amount) => sum + amount, 0), seal };
}

/** `-250.00` are -25000 pence. */
function penceIn(pounds: string): number {
  if (!/^-?\d+\.\d\d$/.test(pounds)) throw new Error(`${pounds} is no amount`);
  return Number(pounds.replace('.', ''));
}

/** 25000 pence are `250.00`. */
export const poundsOf = (pence: number): string => (pence / 100).toFixed(2);
