import { statSync } from 'node:fs';
import { differences } from './judge.ts';
import { known } from './known.ts';
import { play } from './play.ts';
import { NotAVector, readVectors } from './vector.ts';

export interface VectorResult {
  name: string;
  verdict: 'passed' | 'failed' | 'known';
  differences: string[];
}

/** Runs every vector directly in a folder. One that is listed as known but passes counts as passed. */
export async function runVectors(folder: string): Promise<VectorResult[]> {
  const results: VectorResult[] = [];
  for (const { file, vector } of readVectors(folder)) {
    const name = vector instanceof NotAVector ? file : vector.name;
    const found = vector instanceof NotAVector ? [vector.message] : await judged(vector);
    const verdict = found.length === 0 ? 'passed' : Object.hasOwn(known, name) ? 'known' : 'failed';
    results.push({ name, verdict, differences: found });
  }
  return results;
}

async function judged(vector: Parameters<typeof play>[0]): Promise<string[]> {
  try {
    return differences(vector, await play(vector));
  } catch (error) {
    return [error instanceof Error ? `${error.name}: ${error.message}` : String(error)];
  }
}

async function main(folder: string | undefined): Promise<void> {
  if (folder === undefined || !statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    console.error('usage: npm run vectors -- DIR');
    process.exitCode = 2;
    return;
  }
  const results = await runVectors(folder);
  for (const { name, verdict, differences: found } of results) {
    if (verdict === 'failed') console.log([`FAILED ${name}`, ...found].join('\n  '));
    if (verdict === 'known') console.log(`known ${name}: ${known[name]}`);
  }
  const count = (verdict: VectorResult['verdict']) =>
    results.filter((result) => result.verdict === verdict).length;
  console.log(`${count('passed')} passed, ${count('failed')} failed`);
  if (count('failed') > 0) process.exitCode = 1;
}

if (import.meta.main) await main(process.argv[2]);
