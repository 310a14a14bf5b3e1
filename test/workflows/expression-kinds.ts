import jsonata from 'jsonata';
import * as z from 'zod';
import { instantSchema } from '../../core/instant.ts';
import {
  constant,
  either,
  isNull,
  isNumber,
  type Kind,
  type Kinds,
  kindOf,
  kindsOf,
  mismatches,
  NUMBER,
  YES_OR_NO,
} from './kinds.ts';

/** What an expression may read: the members of `$states`, and the variables that are surely assigned. */
export interface Sight {
  readonly states: Readonly<Record<string, Kinds>>;
  readonly variables: ReadonlyMap<string, Kinds>;
}

export type Report = (problem: string) => void;

type Json = z.core.util.JSONType;

/** The parts of JSONata's own syntax tree that we read. */
interface Node {
  readonly type: string;
  readonly value?: unknown;
  readonly steps?: readonly Node[] | undefined;
  readonly arguments?: readonly Node[] | undefined;
  readonly procedure?: Node | undefined;
  readonly expressions?: readonly Node[] | undefined;
  readonly lhs?: Node | readonly (readonly Node[])[] | undefined;
  readonly rhs?: Node | undefined;
  readonly stages?: unknown;
  readonly predicate?: unknown;
  readonly group?: unknown;
}

const nodeSchema: z.ZodType<Node> = z.lazy(() =>
  z.looseObject({
    type: z.string(),
    steps: z.array(nodeSchema).optional(),
    arguments: z.array(nodeSchema).optional(),
    procedure: nodeSchema.optional(),
    expressions: z.array(nodeSchema).optional(),
    lhs: z.union([nodeSchema, z.array(z.array(nodeSchema))]).optional(),
    rhs: nodeSchema.optional(),
  }),
);

/** The JSONata between `{%` and `%}`; undefined for a text that is just a text. */
export function expressionIn(text: string): string | undefined {
  return /^\{%([\s\S]*)%\}$/.exec(text)?.[1]?.trim();
}

/** A comparison with a word, `$settled = 'open'`, or with null: the variable and what it is compared with. */
export function comparisonIn(text: string): { variable: string; word: string | null } | undefined {
  const node = parse(expressionIn(text) ?? '');
  if (node?.type !== 'binary' || node.value !== '=' || !isNode(node.lhs)) return undefined;
  const { lhs, rhs } = node;
  if (lhs.type !== 'variable' || !rhs) return undefined;
  const variable = String(lhs.value);
  if (rhs.type === 'value' && rhs.value === null) return { variable, word: null };
  return rhs.type === 'string' ? { variable, word: String(rhs.value) } : undefined;
}

/** The kinds of whatever JSON with expressions in it becomes. Problems are reported with the path to them. */
export function kindsOfTemplate(template: Json, sight: Sight, report: Report): Kinds {
  if (typeof template === 'string') {
    const source = expressionIn(template);
    if (source === undefined) return [constant(template)];
    return kindsOfExpression(source, sight, report);
  }
  if (typeof template !== 'object' || template === null) return [constant(template)];
  if (Array.isArray(template)) {
    const elements = template.map((each, index) =>
      kindsOfTemplate(each, sight, within(report, `[${index}]`)),
    );
    return [{ type: 'array', items: { anyOf: elements.flat() } }];
  }
  const members = Object.entries(template).map(([key, each]): [string, Kind] => [
    key,
    { anyOf: kindsOfTemplate(each, sight, within(report, `.${key}`)) },
  ]);
  return [{ type: 'object', properties: Object.fromEntries(members), required: Object.keys(template) }];
}

/** Reports with the place before the problem: `AwaitPlacement.TimeoutSeconds: …`, `Milestones / UntilOpens: …`. */
export function within(report: Report, place: string): Report {
  const joined = (problem: string) => place.endsWith(' / ') || /^([.[]| \/ )/.test(problem);
  return (problem) => report(`${place}${joined(problem) ? '' : ': '}${problem}`);
}

function parse(source: string): Node | undefined {
  try {
    return nodeSchema.parse(jsonata(source).ast());
  } catch {
    return undefined;
  }
}

export function kindsOfExpression(source: string, sight: Sight, report: Report): Kinds {
  const node = parse(source);
  if (node) return kindsOfNode(node, sight, report);
  report(`${source} is not JSONata`);
  return [];
}

function kindsOfNode(node: Node, sight: Sight, report: Report): Kinds {
  const recur = (inner: Node | undefined) => (inner ? kindsOfNode(inner, sight, report) : []);
  switch (node.type) {
    case 'string':
    case 'number':
    case 'value':
      return [constant(z.union([z.string(), z.number(), z.boolean(), z.null()]).parse(node.value))];
    case 'variable':
      return kindsOfPath([node], sight, report);
    case 'path':
      return kindsOfPath(node.steps ?? [], sight, report);
    case 'block':
      return (node.expressions ?? []).map(recur).at(-1) ?? [];
    case 'function':
      return kindsOfCall(node, (node.arguments ?? []).map(recur), report);
    case 'binary':
      return kindsOfOperation(node, isNode(node.lhs) ? recur(node.lhs) : [], recur(node.rhs), report);
    case 'unary':
      if (node.value === '[')
        return [{ type: 'array', items: { anyOf: (node.expressions ?? []).flatMap(recur) } }];
  }
  report(
    `${node.type} ${String(node.value ?? '')} is more than this test understands: keep expressions small`,
  );
  return [];
}

function isNode(node: Node['lhs']): node is Node {
  return node !== undefined && 'type' in node;
}

function kindsOfPath([head, ...rest]: readonly Node[], sight: Sight, report: Report): Kinds {
  const plain = [head, ...rest].every((step) => step && !step.stages && !step.predicate && !step.group);
  if (head?.type !== 'variable' || !plain || !rest.every((step) => step.type === 'name')) {
    report('a path must be a variable and plain names');
    return [];
  }
  const names = rest.map((step) => String(step.value));
  const [root, path] = head.value === 'states' ? [`states.${names[0]}`, names.slice(1)] : [head.value, names];
  const found =
    head.value === 'states' ? sight.states[names[0] ?? ''] : sight.variables.get(String(head.value));
  if (!found) {
    report(
      head.value === 'states' ? `there is no $${root} here` : `$${root} is not assigned on every way here`,
    );
    return [];
  }
  let kinds = found;
  let place = `$${root}`;
  for (const name of path) {
    kinds = kinds.flatMap((kind) => memberOf(kind, name, place, report));
    place = `${place}.${name}`;
  }
  return kinds.reduce<Kinds>((all, kind) => either(all, [kind]), []);
}

function memberOf(kind: Kind, name: string, place: string, report: Report): Kinds {
  if (kind.type === 'null') report(`${place} may be null here`);
  else if (kind.type !== 'object') report(`${place} is ${kind.type}: it has no ${name}`);
  else {
    const member = kind.properties?.[name];
    if (!member) report(`${place} has no ${name}, only ${Object.keys(kind.properties ?? {}).join(', ')}`);
    else if (!kind.required?.includes(name)) report(`${place}.${name} may be missing`);
    return member ? kindsOf(member) : [];
  }
  return [];
}

const INSTANT = kindOf(instantSchema);
const FUNCTIONS: Readonly<Record<string, { readonly takes: Kind; readonly gives: Kind }>> = {
  max: { takes: { type: 'array', items: NUMBER }, gives: NUMBER },
  ceil: { takes: NUMBER, gives: { type: 'integer' } },
  toMillis: { takes: INSTANT, gives: NUMBER },
};

function kindsOfCall({ procedure }: Node, given: readonly Kinds[], report: Report): Kinds {
  const name = String(procedure?.value);
  const known = FUNCTIONS[name];
  if (!known) {
    report(`$${name} is a function that this test does not know`);
    return [];
  }
  if (given.length !== 1) report(`$${name} takes one argument`);
  for (const problem of mismatches(given[0] ?? [], known.takes)) report(`what $${name} is given ${problem}`);
  return [known.gives];
}

function kindsOfOperation({ value }: Node, left: Kinds, right: Kinds, report: Report): Kinds {
  switch (value) {
    case '+':
    case '-':
    case '*':
    case '/':
      if (![...left, ...right].every(isNumber)) report(`${value} needs numbers`);
      return [NUMBER];
    case '=': {
      if (right.every(isNull)) {
        if (!left.some(isNull)) report('is never null');
        return [YES_OR_NO];
      }
      const words = left.flatMap((kind) => kind.enum ?? []);
      const comparable = left.every((kind) => kind.type === 'string' && kind.enum);
      const strange = right.flatMap((kind) => kind.enum ?? []).filter((word) => !words.includes(word));
      if (!comparable) report('= compares something other than a word of a closed list');
      else if (strange.length > 0) report(`is never ${strange.join()}, only ${words.join(', ')}`);
      return [YES_OR_NO];
    }
    default:
      report(`${value} is more than this test understands: keep expressions small`);
      return [];
  }
}
