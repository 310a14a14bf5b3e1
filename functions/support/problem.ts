import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod';
import { REASONS, type Reason, type ReasonCode, reason } from '../../core/reason.ts';

type Issue = z.core.$ZodIssue;

/** RFC 9457: what is wrong, with a published code and the field for each fault. The first decides the status. */
export function problem(reasons: readonly [Reason, ...Reason[]]): APIGatewayProxyStructuredResultV2 {
  const [first] = reasons;
  const { status, says } = REASONS[first.code];
  return {
    statusCode: status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
    body: JSON.stringify({
      type: `urn:mastery-pathways:problem:${first.code}`,
      title: says,
      status,
      detail: reasons.map(({ detail }) => detail).join(' '),
      errors: reasons.map(({ code, field, detail }) => ({ code, field, detail })),
    }),
  };
}

/** No form has so many faults, but 64 KiB of nonsense has thousands. */
const MOST_REASONS = 50;

/** The reasons in a failed parse: the first fault of each field, at most 50. A text where a list should be is not too long as well. */
export function reasonsOf(error: z.ZodError): [Reason, ...Reason[]] {
  const byField = new Map<string, Reason>();
  for (const each of error.issues.flatMap(reasonsOfIssue)) {
    if (!byField.has(each.field)) byField.set(each.field, each);
  }
  const [first = reason('invalid-value', ''), ...rest] = [...byField.values()].slice(0, MOST_REASONS);
  return [first, ...rest];
}

function reasonsOfIssue(issue: Issue): Reason[] {
  const field = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => reason('unknown-field', [...issue.path, key].join('.')));
  }
  return [reason(codeOf(issue), field)];
}

/**
 * zod leaves the input itself out of its issues; with this its message still says that there was none. Of a union it
 * is the field that tells the kinds apart: its issue is on that field, and its input the whole.
 */
const ABSENT = 'required, but missing';
z.config({ customError: (issue) => (isAbsent(issue) ? ABSENT : undefined) });

function isAbsent({ code, input, discriminator }: z.core.$ZodRawIssue): boolean {
  if (code !== 'invalid_union' || typeof discriminator !== 'string') return input === undefined;
  return typeof input === 'object' && input !== null && Reflect.get(input, discriminator) === undefined;
}

function codeOf(issue: Issue): ReasonCode {
  if (issue.message === ABSENT) return 'required';
  switch (issue.code) {
    case 'invalid_type':
      return 'wrong-type';
    case 'too_big':
      return issue.origin === 'number' || issue.origin === 'int' ? 'invalid-value' : 'too-long';
    case 'too_small':
      if (issue.origin === 'number' || issue.origin === 'int') return 'invalid-value';
      return issue.origin === 'string' && issue.minimum === 1 ? 'required' : 'too-short';
    case 'invalid_format':
      return issue.format === 'regex' && String(issue.pattern).includes('\\p{Cc}')
        ? 'control-characters'
        : 'invalid-format';
    default:
      return 'invalid-value';
  }
}
