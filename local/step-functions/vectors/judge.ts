import { isObject, type Json, type JsonObject, parseJson } from '../json.ts';
import { matches } from './matches.ts';
import type { Played } from './play.ts';
import type { Vector } from './vector.ts';

/** Where an execution differs from its recording: the first differing event, or field of the result. */
export function differences(vector: Vector, { execution, history, described }: Played): string[] {
  const { expect } = vector;
  const found: string[] = [];
  const event = firstDifferentEvent(vector, history);
  if (event !== undefined) found.push(event);
  const compare = (what: string, expected: Json | undefined, actual: Json | undefined) => {
    const same = expected === undefined ? actual === undefined : matches(expected, actual);
    if (!same) found.push(`${what}: expected ${show(expected)}, got ${show(actual)}`);
  };
  compare('status', expect.status, execution.status);
  compare('output', expect.output, execution.output === null ? undefined : parseJson(execution.output));
  compare('error', expect.error ?? undefined, execution.error ?? undefined);
  compare('cause', expect.cause ?? undefined, execution.cause ?? undefined);
  for (const [field, expected] of Object.entries(expect.describe ?? {})) {
    compare(`DescribeExecution ${field}`, expected, described[field]);
  }
  return found;
}

function firstDifferentEvent({ expect }: Vector, history: JsonObject[]): string | undefined {
  const ordered = inRecordedOrder(expect.history, history, expect.unorderedRanges ?? []);
  for (let index = 0; index < Math.max(expect.history.length, ordered.length); index += 1) {
    const expected = expect.history[index];
    const actual = ordered[index];
    if (expected !== undefined && Object.hasOwn(expected, '$lost')) {
      if (actual !== undefined) continue;
    } else if (expected !== undefined && matches(expected, actual)) continue;
    return `event #${index + 1}: expected ${show(expected)}, got ${show(actual)}`;
  }
  return undefined;
}

/** Within an unordered range, each recorded event is met by any event of the range that matches it. */
function inRecordedOrder(
  expected: readonly JsonObject[],
  actual: readonly JsonObject[],
  ranges: readonly [number, number][],
): JsonObject[] {
  const ordered = [...actual];
  for (const [from, to] of ranges) {
    const left = ordered.slice(from, to);
    const met = expected.slice(from, to).map((event) => {
      const index = left.findIndex((candidate) => matches(event, candidate));
      return index < 0 ? undefined : left.splice(index, 1)[0];
    });
    const arranged = met.map((event) => event ?? left.shift()).filter((event) => isObject(event));
    ordered.splice(from, to - from, ...arranged);
  }
  return ordered;
}

function show(value: Json | undefined): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
