import { isObject, type Json, type JsonObject } from '../json.ts';
import type { StateFields } from './load-state.ts';
import type { Catcher, Retrier } from './machine.ts';

const retrierFields = ['ErrorEquals', 'IntervalSeconds', 'MaxAttempts', 'BackoffRate', 'MaxDelaySeconds'];

export function loadRetriers(fields: StateFields): Retrier[] {
  return entries(fields, 'Retry').map(([retrier, at, last]) => {
    for (const field of Object.keys(retrier)) {
      if (![...retrierFields, 'JitterStrategy', 'Comment'].includes(field)) {
        fields.schema(`${at}/${field}`, `Field '${field}' is not supported in a retrier`);
      }
    }
    const number = (
      field: string,
      fallback: number,
      holds: (value: number) => boolean,
      expected: string,
    ): number => {
      const value = retrier[field];
      if (value === undefined) return fallback;
      if (typeof value === 'number' && holds(value)) return value;
      fields.schema(`${at}/${field}`, `Expected ${expected}`);
      return fallback;
    };
    const natural = (value: number) => Number.isInteger(value) && value >= 0 && value <= 99_999_999;
    const positive = (value: number) => natural(value) && value > 0;
    const { JitterStrategy: jitter = 'NONE', MaxDelaySeconds: longest } = retrier;
    if (jitter !== 'NONE' && jitter !== 'FULL') {
      fields.schema(`${at}/JitterStrategy`, "Value must be one of 'FULL', 'NONE'");
    }
    const maxDelay = number(
      'MaxDelaySeconds',
      0,
      (value) => positive(value) && value < 31_622_400,
      'a positive integer',
    );
    const interval = number('IntervalSeconds', 1, positive, 'a positive integer');
    if (longest !== undefined && maxDelay <= interval) {
      fields.schema(`${at}/MaxDelaySeconds`, "Must be greater than 'IntervalSeconds'");
    }
    return {
      errorEquals: errorNames(retrier.ErrorEquals, at, last, fields),
      intervalSeconds: interval,
      maxAttempts: number('MaxAttempts', 3, natural, 'an integer from 0 to 99999999'),
      backoffRate: number('BackoffRate', 2, (value) => value >= 1, 'a number of at least 1.0'),
      maxDelaySeconds: longest === undefined ? undefined : maxDelay,
      fullJitter: jitter === 'FULL',
    };
  });
}

export function loadCatchers(fields: StateFields): Catcher[] {
  return entries(fields, 'Catch').flatMap(([catcher, at, last]) => {
    for (const field of Object.keys(catcher)) {
      if (field === 'ResultPath') {
        fields.reader.problems.unsupported(
          `${fields.path}/${at}/${field}`,
          'JSONPath is not supported; use JSONata',
        );
      } else if (!['ErrorEquals', 'Next', 'Assign', 'Output', 'Comment'].includes(field)) {
        fields.schema(`${at}/${field}`, `Field '${field}' is not supported in a catcher`);
      }
    }
    const errorEquals = errorNames(catcher.ErrorEquals, at, last, fields);
    const effects = fields.effects(catcher, `${at}/`);
    if (typeof catcher.Next === 'string') return [{ errorEquals, next: catcher.Next, ...effects }];
    fields.schema(at, "The field 'Next' is required but was missing");
    return [];
  });
}

function entries(fields: StateFields, field: string): [JsonObject, string, boolean][] {
  const list = fields.source[field];
  if (list === undefined) return [];
  if (!Array.isArray(list)) {
    fields.schema(field, 'Expected an array');
    return [];
  }
  return list.flatMap((entry, index): [JsonObject, string, boolean][] => {
    const at = `${field}[${index}]`;
    if (isObject(entry)) return [[entry, at, index === list.length - 1]];
    fields.schema(at, 'Expected an object');
    return [];
  });
}

function errorNames(value: Json | undefined, at: string, last: boolean, fields: StateFields): string[] {
  if (!Array.isArray(value) || value.length === 0 || !value.every((name) => typeof name === 'string')) {
    fields.schema(`${at}/ErrorEquals`, 'Expected a non-empty array of error names');
    return [];
  }
  if (value.includes('States.ALL') && (value.length > 1 || !last)) {
    fields.schema(`${at}/ErrorEquals`, "'States.ALL' must stand alone, and in the last entry");
  }
  return value.map(String);
}
