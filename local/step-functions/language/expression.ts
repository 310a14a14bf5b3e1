import jsonata from 'jsonata';
import type { Json, JsonObject } from '../json.ts';
import { limits } from '../limits.ts';
import { awsFunctions, type Chance } from './functions.ts';
import { QueryEvaluationError } from './query-error.ts';

/** Everything an expression may see: `$states`, the variables in scope, the time and the source of chance. */
export interface Scope {
  states: JsonObject;
  variables: JsonObject;
  now: number;
  chance: Chance;
}

export interface Expression {
  readonly source: string;
  /** Throws QueryEvaluationError; `location` is the field the expression stands in. */
  evaluate(scope: Scope, location: string): Promise<Json>;
}

/** Steps and depth after which an expression counts as endless. */
const mostSteps = 2_000_000;
const mostDepth = 400;
/** JSONata calls what is bound to these around every step of an evaluation. */
const enter = Symbol.for('jsonata.__evaluate_entry');
const leave = Symbol.for('jsonata.__evaluate_exit');
interface Hooks {
  assign(name: string | symbol, value: unknown): void;
}

const formatInstant = jsonata('$fromMillis($instant, $picture, $timezone)');

/** Compiles what stands between `{%` and `%}`. Throws the parser's error. */
export function compileExpression(source: string): Expression {
  const compiled = jsonata(source);
  refuseEval(compiled.ast());
  return {
    source,
    async evaluate(scope, location) {
      const fail = (what: string) =>
        new QueryEvaluationError(
          `The JSONata expression '${source}' specified for the field '${location}' ${what}`,
          location,
        );
      let result: unknown;
      try {
        result = await compiled.evaluate(undefined, bindings(scope, compiled));
      } catch (error) {
        throw fail(`threw an error during evaluation. ${describe(error)}`);
      }
      if (result === undefined) throw fail('returned nothing (undefined).');
      const plain = plainJson(result, 0);
      if (plain === undefined) throw fail('returned an unsupported result type.');
      return plain;
    },
  };
}

function bindings(scope: Scope, compiled: Hooks): Record<string, unknown> {
  let steps = 0;
  let depth = 0;
  compiled.assign(enter, (_expr: unknown, _input: unknown, frame: { timestamp: Date }) => {
    // $toMillis fills what its picture lacks from the frame's own time, which would be the real one.
    if (steps === 0) frame.timestamp = new Date(scope.now);
    steps += 1;
    depth += 1;
    if (steps > mostSteps || depth > mostDepth) {
      throw Object.assign(new Error('Expression evaluation timeout or stack overflow'), { code: 'U1001' });
    }
  });
  compiled.assign(leave, () => {
    depth -= 1;
  });
  return {
    ...scope.variables,
    states: scope.states,
    ...awsFunctions(scope.chance),
    eval: undefined,
    millis: () => scope.now,
    now: (picture?: string, timezone?: string) =>
      picture === undefined && timezone === undefined
        ? new Date(scope.now).toISOString()
        : formatInstant.evaluate(undefined, { instant: scope.now, picture, timezone }),
  };
}

function describe(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? `${error.code}: ` : '';
  const message = 'message' in error ? String(error.message) : String(error);
  return `${code}${message}`;
}

/** The value without JSONata's array flags; undefined when it is no JSON, as a function is. Undefined members vanish. */
function plainJson(value: unknown, depth: number): Json | undefined {
  if (depth > limits.nesting) return undefined;
  if (
    value === null ||
    typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'boolean'
  ) {
    return value;
  }
  if (Array.isArray(value)) {
    const items: Json[] = [];
    for (const item of value) {
      const plain = plainJson(item, depth + 1);
      if (plain === undefined) return undefined;
      items.push(plain);
    }
    return items;
  }
  if (typeof value !== 'object') return undefined;
  if ('_jsonata_lambda' in value || '_jsonata_function' in value || value instanceof RegExp) return undefined;
  const members: JsonObject = {};
  for (const [key, member] of Object.entries(value)) {
    if (member === undefined) continue;
    const plain = plainJson(member, depth + 1);
    if (plain === undefined) return undefined;
    members[key] = plain;
  }
  return members;
}

/** AWS does not offer `$eval`; a machine that uses it must not load. */
function refuseEval(node: unknown): void {
  if (Array.isArray(node)) {
    for (const part of node) refuseEval(part);
  } else if (typeof node === 'object' && node !== null) {
    if ('type' in node && node.type === 'variable' && 'value' in node && node.value === 'eval') {
      throw new Error('The function $eval is not supported; use $parse for JSON text');
    }
    for (const part of Object.values(node)) refuseEval(part);
  }
}
