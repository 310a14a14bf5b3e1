import type { Json } from '../json.ts';
import { textOf } from '../json.ts';
import type { Scope } from '../language/expression.ts';
import { QueryEvaluationError } from '../language/query-error.ts';
import { evaluateTemplate, type Template } from '../language/template.ts';

type Kind = 'array' | 'boolean' | 'null' | 'number' | 'object' | 'string';

export function kindOf(value: Json): Kind {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  const kind = typeof value;
  return kind === 'boolean' || kind === 'number' || kind === 'string' ? kind : 'object';
}

/** Throws QueryEvaluationError, in AWS's words, when an expression gave another kind of value than its field takes. */
export function expectKind(template: Template, value: Json, expected: Kind, field: string): void {
  const actual = kindOf(value);
  if (actual === expected) return;
  const subject =
    template.kind === 'expression'
      ? `The JSONata expression '${template.expression.source}' specified for the field '${field}' returned`
      : `The field '${field}' has`;
  throw new QueryEvaluationError(
    `${subject} an unexpected result type. Expected '${expected}', but was '${actual}' for value: ${textOf(value)}`,
    field,
  );
}

/** A whole number from `least` to `most`, from a field that may be an expression. */
export async function evaluateInteger(
  template: Template,
  field: string,
  scope: Scope,
  least: number,
  most: number,
): Promise<number> {
  const value = await evaluateTemplate(template, scope);
  expectKind(template, value, 'number', field);
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw new QueryEvaluationError(
    `The ${field} field must be an integer from ${least} to ${most} but was: ${textOf(value)}`,
    field,
  );
}
