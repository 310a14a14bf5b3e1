import { limits, nestsTooDeep } from './limits.ts';

/** What travels between states: anything JSON can say. Values are never changed in place. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

const texts = new WeakMap<object, string>();

/** The JSON text of a value. Texts of objects are remembered, as one value is written many times. */
export function textOf(value: Json): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const known = texts.get(value);
  if (known !== undefined) return known;
  const text = JSON.stringify(value);
  texts.set(value, text);
  return text;
}

/** Parses JSON text from outside; throws SyntaxError, also for text that nests deeper than the service allows. */
export function parseJson(text: string): Json {
  if (nestsTooDeep(text)) throw new SyntaxError(`JSON nests deeper than ${limits.nesting} levels`);
  return JSON.parse(text) as Json;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * A plain JSON copy of whatever a task handed over; what JSON cannot say becomes null or vanishes. Throws for what
 * has no end, or no bottom.
 */
export function toJson(value: unknown): Json {
  const text: string | undefined = JSON.stringify(value);
  return text === undefined ? null : parseJson(text);
}
