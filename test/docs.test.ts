import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { generatedDocs } from '../local/generate-docs.ts';

const docs = new URL('../docs/', import.meta.url);

describe('documents that are made from the code', () => {
  it.each([...generatedDocs()])('docs/%s is what `npm run docs` writes', (path, text) => {
    expect(readFileSync(new URL(path, docs), 'utf8')).toBe(text);
  });

  it('describes no event that does not exist', () => {
    const described = readdirSync(new URL('events/', docs)).map((file) => `events/${file}`);
    expect(described.filter((file) => !generatedDocs().has(file))).toEqual([]);
  });
});
