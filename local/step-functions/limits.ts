import { Buffer } from 'node:buffer';

/** Service quotas of Standard workflows, as AWS documents them. */
export const limits = {
  payloadBytes: 262_144,
  historyEvents: 25_000,
  executionMilliseconds: 365 * 24 * 60 * 60 * 1000,
  retentionMilliseconds: 90 * 24 * 60 * 60 * 1000,
  definitionBytes: 1_048_576,
  variableBytes: 262_144,
  assignBytes: 262_144,
  allVariablesBytes: 10_485_760,
  variableNameLength: 80,
  stateNameLength: 80,
  inlineMapConcurrency: 40,
  waitSeconds: 99_999_999,
  nesting: 1000,
} as const;

/** Whether JSON text nests deeper than the service's parser takes. */
export function nestsTooDeep(json: string): boolean {
  if (json.length < 2 * limits.nesting) return false;
  let depth = 0;
  for (const [mark] of json.matchAll(/"(?:[^"\\]|\\.)*"|[[{\]}]/gs)) {
    if (mark === '[' || mark === '{') depth += 1;
    else if (mark === ']' || mark === '}') depth -= 1;
    if (depth > limits.nesting) return true;
  }
  return false;
}

/** Whether a text is longer, in UTF-8 bytes, than `bytes`. */
export function exceeds(text: string, bytes: number): boolean {
  return text.length > bytes || (text.length * 3 > bytes && Buffer.byteLength(text) > bytes);
}
