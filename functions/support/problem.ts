import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type * as z from 'zod';
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

/** The reasons in a failed parse: one per fault, on its field. */
export function reasonsOf(error: z.ZodError): [Reason, ...Reason[]] {
  const [first = reason('invalid-value', ''), ...rest] = error.issues.flatMap((issue) =>
    reasonsOfIssue(issue),
  );
  return [first, ...rest];
}

function reasonsOfIssue(issue: Issue): Reason[] {
  const field = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => reason('unknown-field', [...issue.path, key].join('.')));
  }
  return [reason(codeOf(issue), field)];
}

function codeOf(issue: Issue): ReasonCode {
  switch (issue.code) {
    case 'invalid_type':
      // zod leaves the input itself out of its issues; its message still says that there was none.
      return issue.message.endsWith('received undefined') ? 'required' : 'wrong-type';
    case 'too_big':
      return issue.origin === 'number' || issue.origin === 'int' ? 'invalid-value' : 'too-long';
    case 'too_small':
      if (issue.origin === 'number' || issue.origin === 'int') return 'invalid-value';
      return issue.origin === 'string' && issue.minimum === 1 ? 'required' : 'too-short';
    case 'invalid_format':
      return issue.format === 'regex' && /\\P\{Cc\}/.test(String(issue.pattern))
        ? 'control-characters'
        : 'invalid-format';
    default:
      return 'invalid-value';
  }
}
