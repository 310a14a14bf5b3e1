import type { Json, JsonObject } from '../json.ts';
import { isObject } from '../json.ts';
import { compileExpression, type Expression, type Scope } from './expression.ts';

/** A field's value with its expressions compiled: evaluated anew each time the field is reached. */
export type Template =
  | { kind: 'constant'; value: Json }
  | { kind: 'expression'; expression: Expression; location: string }
  | { kind: 'array'; items: Template[] }
  | { kind: 'object'; members: [string, Template][] };

/** The source between `{%` and `%}`; undefined for any other string, blanks outside the braces included. */
export function expressionSource(value: string): string | undefined {
  return value.startsWith('{%') && value.endsWith('%}') && value.length >= 4
    ? value.slice(2, -2).trim()
    : undefined;
}

/**
 * Compiles a field. `location` is its slash path within the state. In a state without JSONata (`queries` false)
 * every string is a literal. Syntax errors go to `report`, and compiling goes on.
 */
export function compileTemplate(
  value: Json,
  location: string,
  queries: boolean,
  report: (location: string, message: string) => void,
): Template {
  if (typeof value === 'string' && queries) {
    const source = expressionSource(value);
    if (source === undefined) return { kind: 'constant', value };
    try {
      return { kind: 'expression', expression: compileExpression(source), location };
    } catch (error) {
      report(location, `The JSONata expression '${source}' is invalid: ${messageOf(error)}`);
      return { kind: 'constant', value };
    }
  }
  if (Array.isArray(value)) {
    const items = value.map((item, index) => compileTemplate(item, `${location}[${index}]`, queries, report));
    return items.every((item) => item.kind === 'constant')
      ? { kind: 'constant', value }
      : { kind: 'array', items };
  }
  if (isObject(value)) {
    const members = Object.entries(value).map(([key, member]): [string, Template] => [
      key,
      compileTemplate(member, `${location}/${key}`, queries, report),
    ]);
    return members.every(([, member]) => member.kind === 'constant')
      ? { kind: 'constant', value }
      : { kind: 'object', members };
  }
  return { kind: 'constant', value };
}

/** Throws QueryEvaluationError at the first expression that fails. */
export async function evaluateTemplate(template: Template, scope: Scope): Promise<Json> {
  switch (template.kind) {
    case 'constant':
      return template.value;
    case 'expression':
      return template.expression.evaluate(scope, template.location);
    case 'array': {
      const items: Json[] = [];
      for (const item of template.items) items.push(await evaluateTemplate(item, scope));
      return items;
    }
    case 'object': {
      const members: JsonObject = {};
      for (const [key, member] of template.members) members[key] = await evaluateTemplate(member, scope);
      return members;
    }
  }
}

function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error
    ? String(error.message)
    : String(error);
}
