import { isObject, type Json } from '../json.ts';

/** Whether a value is what a vector expects, its matchers `$any`, `$json` and `$regex` included. */
export function matches(expected: Json, actual: Json | undefined): boolean {
  if (isObject(expected)) {
    const [only, ...others] = Object.keys(expected);
    if (others.length === 0 && only === '$any') return actual !== undefined;
    if (others.length === 0 && only === '$json')
      return typeof actual === 'string' && matchesText(expected.$json, actual);
    if (others.length === 0 && only === '$regex') {
      return typeof actual === 'string' && new RegExp(String(expected.$regex)).test(actual);
    }
    if (!isObject(actual)) return false;
    const keys = Object.keys(expected);
    return (
      keys.length === Object.keys(actual).length &&
      keys.every((key) => matches(expected[key] ?? null, actual[key]))
    );
  }
  if (Array.isArray(expected)) {
    return (
      Array.isArray(actual) &&
      expected.length === actual.length &&
      expected.every((item, index) => matches(item, actual[index]))
    );
  }
  return expected === actual;
}

function matchesText(expected: Json | undefined, actual: string): boolean {
  try {
    return matches(expected ?? null, JSON.parse(actual) as Json);
  } catch {
    return false;
  }
}
