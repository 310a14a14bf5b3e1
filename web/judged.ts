import type * as z from 'zod';
import type { ReasonCode } from '../core/reason.ts';
import type { Fault } from './api.ts';

/** What a schema takes, or the faults that it finds, in the API's own codes: one page of a long form at a time. */
export function judged<Value>(
  schema: z.ZodType<Value>,
  input: unknown,
): { readonly value: Value; readonly faults?: never } | { readonly faults: readonly Fault[] } {
  const parsed = schema.safeParse(input, { reportInput: true });
  if (parsed.success) return { value: parsed.data };
  return {
    faults: parsed.error.issues.map((issue) => ({
      code: codeOf(issue),
      field: issue.path.join('.'),
      detail: issue.message,
    })),
  };
}

function codeOf({ code, input }: z.core.$ZodIssue): ReasonCode {
  if (input === undefined || input === '') return 'required';
  if (code === 'too_big') return typeof input === 'string' ? 'too-long' : 'invalid-value';
  return code === 'invalid_format' ? 'invalid-format' : 'invalid-value';
}
