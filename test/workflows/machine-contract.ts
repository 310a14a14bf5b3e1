import * as z from 'zod';
import { TableUnavailable } from '../../adapters/dynamodb/table.ts';
import { instantSchema } from '../../core/instant.ts';
import { ChangedMeanwhile } from '../../functions/use-cases/try-again.ts';
import { machineInputSchema, ringSchema, STEPS, type StepName } from '../../workflows/steps.ts';
import { functionName, type MachineWiring } from '../../workflows/wiring.ts';
import { comparisonIn, kindsOfTemplate, type Report, type Sight, within } from './expression-kinds.ts';
import {
  COUNT,
  either,
  isNull,
  type Kind,
  type Kinds,
  kindOf,
  kindsOf,
  mismatches,
  record,
  TEXT,
} from './kinds.ts';

/**
 * Holds a definition against the contracts of its steps: follows the states in every order in which they can
 * run, and resolves each path and variable of each expression against what is surely there by then.
 */

const json = z.json();
const templates = z.record(z.string(), json);
const retrySchema = z.strictObject({
  Comment: z.string().optional(),
  ErrorEquals: z.array(z.string()),
  IntervalSeconds: z.int().positive(),
  BackoffRate: z.number().min(1),
  MaxDelaySeconds: z.int().positive(),
  MaxAttempts: z.int().positive(),
  JitterStrategy: z.string().optional(),
});
const catchSchema = z.strictObject({
  Comment: z.string().optional(),
  ErrorEquals: z.array(z.string()),
  Next: z.string(),
});
const stateFields = {
  Comment: z.string().optional(),
  Next: z.string().optional(),
  End: z.literal(true).optional(),
  Assign: templates.optional(),
  Output: json.optional(),
};
const taskSchema = z.strictObject({
  ...stateFields,
  Type: z.literal('Task'),
  Resource: z.enum(['arn:aws:states:::lambda:invoke', 'arn:aws:states:::lambda:invoke.waitForTaskToken']),
  Arguments: z.strictObject({ FunctionName: z.string(), Payload: templates }),
  TimeoutSeconds: json.optional(),
  Retry: z.array(retrySchema).default([]),
  Catch: z.array(catchSchema).default([]),
});
type Task = z.infer<typeof taskSchema>;
const choiceSchema = z.strictObject({
  Comment: z.string().optional(),
  Type: z.literal('Choice'),
  Choices: z.array(z.strictObject({ Condition: z.string(), Next: z.string() })).min(1),
  Default: z.string(),
});
type Choice = z.infer<typeof choiceSchema>;

interface Flow {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}
interface MapState {
  readonly Type: 'Map';
  readonly Comment?: string | undefined;
  readonly Next?: string | undefined;
  readonly End?: true | undefined;
  readonly Output?: z.infer<typeof json> | undefined;
  readonly Items: string;
  readonly MaxConcurrency?: number | undefined;
  readonly ItemProcessor: Flow;
}
const mapSchema: z.ZodType<MapState> = z.strictObject({
  Comment: z.string().optional(),
  Next: z.string().optional(),
  End: z.literal(true).optional(),
  Output: json.optional(),
  Type: z.literal('Map'),
  Items: z.string(),
  MaxConcurrency: z.int().positive().optional(),
  get ItemProcessor() {
    return z.strictObject({
      ...flowFields(),
      ProcessorConfig: z.strictObject({ Mode: z.literal('INLINE') }).optional(),
    });
  },
});
const simpleSchema = z.union([
  z.strictObject({ ...stateFields, Type: z.literal('Pass') }),
  z.strictObject({ ...stateFields, Type: z.literal('Wait'), Timestamp: z.string() }),
  z.strictObject({ Comment: z.string().optional(), Type: z.literal('Succeed') }),
]);
type State = Task | Choice | MapState | z.infer<typeof simpleSchema>;

function flowFields() {
  const state: z.ZodType<State> = z.lazy(() => z.union([taskSchema, choiceSchema, simpleSchema, mapSchema]));
  return { StartAt: z.string(), States: z.record(z.string(), state) };
}
const machineSchema = z.strictObject({
  Comment: z.string().optional(),
  QueryLanguage: z.literal('JSONata'),
  TimeoutSeconds: z.int().positive(),
  ...flowFields(),
});

/** What is surely known when a state is entered. */
interface Entry {
  readonly input: Kinds;
  readonly variables: ReadonlyMap<string, Variable>;
}
interface Variable {
  readonly kinds: Kinds;
  /** The state that assigned it; what it assigned together is true together. */
  readonly from: string;
}

/** A way out of a state: where to, and what is known there. Without `to` the flow ends. */
interface Exit {
  readonly to: string | undefined;
  readonly entry: Entry;
}

/** Everything around a flow that its states may see. */
interface Surroundings {
  readonly wiring: MachineWiring;
  readonly inMap: boolean;
  /** The names that this scope and outer ones assign: an inner one may not, or Step Functions refuses the definition. */
  readonly assigned: ReadonlySet<string>;
}

/** All that is wrong with a machine's definition, each problem with its place. */
export function contractProblems(
  definition: unknown,
  wiring: MachineWiring,
  input: z.ZodType = machineInputSchema,
): string[] {
  const parsed = machineSchema.safeParse(definition);
  if (!parsed.success) {
    return parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  }
  const problems = new Set<string>();
  const report: Report = (problem) => problems.add(problem);
  if (!isTrueComment(parsed.data.Comment)) report('the machine has no Comment that says what it is');
  const entry = { input: [kindOf(input)], variables: new Map() };
  follow(parsed.data, entry, { wiring, inMap: false, assigned: new Set() }, report);
  const used = tokensIn(parsed.data);
  for (const token of Object.keys(wiring.steps)) {
    if (!used.includes(token)) report(`the wiring has a step for ${token}, and no state uses it`);
  }
  return [...problems];
}

/** Follows a flow from its first state until nothing new is learnt, then checks each state. Answers with its outputs. */
function follow(flow: Flow, first: Entry, outside: Surroundings, report: Report): Kinds {
  const own = Object.values(flow.States).flatMap((state) => Object.keys(assignedBy(state)));
  const around = { ...outside, assigned: new Set([...outside.assigned, ...own]) };
  const entries = new Map([[flow.StartAt, first]]);
  const waiting = [flow.StartAt];
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    const state = flow.States[name];
    const entry = entries.get(name);
    if (!state || !entry) continue;
    for (const { to, entry: next } of exitsOf(name, state, entry, around, () => {})) {
      if (to === undefined) continue;
      const before = entries.get(to);
      const after = before ? bothWays(before, next) : next;
      if (before && sameEntry(before, after)) continue;
      entries.set(to, after);
      waiting.push(to);
    }
  }
  let outputs: Kinds = [];
  for (const [name, state] of Object.entries(flow.States)) {
    const here = within(report, name);
    if (!isTrueComment(state.Comment)) here('has no Comment that says what it is for');
    const entry = entries.get(name);
    if (!entry) {
      here('cannot be reached');
      continue;
    }
    for (const { to, entry: next } of exitsOf(name, state, entry, around, here)) {
      if (to === undefined) outputs = either(outputs, next.input);
      else if (!flow.States[to]) here(`goes on to ${to}, which is not there`);
    }
    for (const variable of Object.keys(assignedBy(state))) {
      if (outside.assigned.has(variable)) here(`.Assign.${variable}: is assigned in an outer scope too`);
    }
  }
  if (!flow.States[flow.StartAt]) report(`starts at ${flow.StartAt}, which is not there`);
  return outputs;
}

function bothWays(one: Entry, other: Entry): Entry {
  const variables = new Map<string, Variable>();
  for (const [name, variable] of one.variables) {
    const also = other.variables.get(name);
    if (!also) continue;
    const from = eitherState(variable.from, also.from);
    variables.set(name, { kinds: either(variable.kinds, also.kinds), from });
  }
  return { input: either(one.input, other.input), variables };
}

/** The states of both, each once and in one order: round a loop, nothing new is learnt the second time. */
function eitherState(one: string, other: string): string {
  return [...new Set([...one.split(' or '), ...other.split(' or ')])].sort().join(' or ');
}

const sameEntry = (one: Entry, other: Entry): boolean =>
  JSON.stringify([one.input, ...one.variables]) === JSON.stringify([other.input, ...other.variables]);

/** Checks a state as entered so, and answers with the ways out of it. */
function exitsOf(name: string, state: State, entry: Entry, around: Surroundings, report: Report): Exit[] {
  const kinds = new Map([...entry.variables].map(([each, variable]) => [each, variable.kinds]));
  const token = state.Type === 'Task' && isAwait(state);
  const sight: Sight = {
    states: { input: entry.input, context: [contextKind(token, around.inMap)] },
    variables: kinds,
  };
  switch (state.Type) {
    case 'Succeed':
      return [{ to: undefined, entry }];
    case 'Choice':
      return choose(state, entry, sight, report);
    case 'Pass':
      return [leave(name, state, entry, sight, entry.input, report)];
    case 'Wait': {
      const until = kindsOfTemplate(state.Timestamp, sight, within(report, '.Timestamp'));
      for (const problem of mismatches(until, kindOf(instantSchema))) report(`.Timestamp: ${problem}`);
      return [leave(name, state, entry, sight, entry.input, report)];
    }
    case 'Task':
      return perform(name, state, entry, sight, around, report);
    case 'Map': {
      const items = kindsOfTemplate(state.Items, sight, within(report, '.Items'));
      for (const problem of mismatches(items, { type: 'array' })) report(`.Items: ${problem}`);
      const item = { input: items.flatMap((kind) => kindsOf(kind.items ?? {})), variables: entry.variables };
      const results = follow(state.ItemProcessor, item, { ...around, inMap: true }, within(report, ' / '));
      return [leave(name, state, entry, sight, [{ type: 'array', items: { anyOf: results } }], report)];
    }
  }
}

/** The way on from a state that is done: its output is the next one's input, what it assigned is known. */
function leave(
  name: string,
  state: Pick<Task, 'Next' | 'End' | 'Output'> & { readonly Assign?: Task['Assign'] },
  { variables }: Entry,
  sight: Sight,
  result: Kinds,
  report: Report,
): Exit {
  const seen = { ...sight, states: { ...sight.states, result } };
  const assigned = Object.entries(state.Assign ?? {}).map(([key, template]): [string, Variable] => [
    key,
    { kinds: kindsOfTemplate(template, seen, within(report, `.Assign.${key}`)), from: name },
  ]);
  const input =
    state.Output === undefined ? result : kindsOfTemplate(state.Output, seen, within(report, '.Output'));
  if ((state.Next === undefined) === (state.End === undefined)) report('needs either Next or End');
  return { to: state.Next, entry: { input, variables: new Map([...variables, ...assigned]) } };
}

/** Each rule's way knows that its word was found; the default's that none of them was. */
function choose(state: Choice, entry: Entry, sight: Sight, report: Report): Exit[] {
  const words = new Map<string, (string | null)[]>();
  const exits = state.Choices.map(({ Condition, Next }, index): Exit => {
    const here = within(report, `.Choices[${index}].Condition`);
    const kinds = kindsOfTemplate(Condition, sight, here);
    for (const problem of mismatches(kinds, { type: 'boolean' })) here(problem);
    const comparison = comparisonIn(Condition);
    if (!comparison) return { to: Next, entry };
    const { variable, word } = comparison;
    words.set(variable, [...(words.get(variable) ?? []), word]);
    return { to: Next, entry: knowing(entry, variable, (each) => each === word) };
  });
  const otherwise = [...words].reduce(
    (known, [variable, found]) => knowing(known, variable, (each) => found.every((word) => word !== each)),
    entry,
  );
  return [...exits, { to: state.Default, entry: otherwise }];
}

/** A step that says `current` has also given what the machine goes on with: then none of it is null … */
const GIVES_ALL = 'current';
/** … but for these: a preparatory year asks nothing about the next one, a Specialist's place may be theirs already, and only the second year of training is assessed. */
const NULL_EVEN_SO = ['progression', 'decision', 'accreditation'];

/** What is known once a variable has been compared: which words it may be, whether null, whether anything else. */
function knowing(entry: Entry, name: string, possible: (word: unknown) => boolean): Entry {
  const known = entry.variables.get(name);
  if (!known) return entry;
  const kinds = known.kinds.flatMap((kind): Kinds => {
    if (kind.enum) return [{ ...kind, enum: kind.enum.filter(possible) }];
    return possible(isNull(kind) ? null : undefined) ? [kind] : [];
  });
  const complete = possible(GIVES_ALL) && kinds.every((kind) => kind.enum?.length === 1);
  const variables = [...entry.variables].map(([each, variable]): [string, Variable] => {
    if (each === name) return [each, { ...variable, kinds }];
    if (!complete || variable.from !== known.from || NULL_EVEN_SO.includes(each)) return [each, variable];
    return [each, { ...variable, kinds: variable.kinds.filter((kind) => !isNull(kind)) }];
  });
  return { ...entry, variables: new Map(variables) };
}

const isAwait = ({ Resource }: Task): boolean => Resource.endsWith('.waitForTaskToken');

function perform(
  name: string,
  state: Task,
  entry: Entry,
  sight: Sight,
  { wiring }: Surroundings,
  report: Report,
): Exit[] {
  const token = /^\$\{(\w+)\}$/.exec(state.Arguments.FunctionName)?.[1];
  const step = stepOf(wiring.steps[token ?? '']);
  if (!step) report(`.Arguments.FunctionName: ${state.Arguments.FunctionName} is not a step of the wiring`);
  const place = within(report, '.Arguments.Payload');
  const payload = kindsOfTemplate(state.Arguments.Payload, sight, place);
  if (step) for (const problem of mismatches(payload, kindOf(STEPS[step].input))) place(problem);
  checkRecovery(state, report);
  checkWaiting(state, sight, report);
  const result = isAwait(state) ? kindOf(ringSchema) : step ? invocationKind(kindOf(STEPS[step].output)) : {};
  const failed = { input: [record({ Error: TEXT, Cause: TEXT })], variables: entry.variables };
  return [
    leave(name, state, entry, sight, [result], report),
    ...state.Catch.map(({ Next }) => ({ to: Next, entry: failed })),
  ];
}

/** Lambda's own faults, and ours that may pass: by the names under which they are thrown. */
const RETRIED: readonly string[] = [
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.TooManyRequestsException',
  new TableUnavailable('').name,
  new ChangedMeanwhile('').name,
];

function checkRecovery({ Retry, Catch, ...state }: Task, report: Report): void {
  const named = Retry.flatMap(({ ErrorEquals }) => ErrorEquals);
  for (const error of RETRIED) if (!named.includes(error)) report(`.Retry: does not name ${error}`);
  for (const error of named) {
    if (!RETRIED.includes(error)) report(`.Retry: ${error} does not pass by itself, or is nobody's`);
  }
  if (Retry.some(({ JitterStrategy }) => JitterStrategy !== 'FULL')) report('.Retry: has no full jitter');
  for (const { ErrorEquals } of Catch) {
    if (ErrorEquals.join() !== 'States.Timeout') report(`.Catch: catches ${ErrorEquals.join(', ')}`);
    if (!state.Resource.endsWith('.waitForTaskToken')) report('.Catch: only a state that waits catches');
  }
}

/** A token without a timeout waits for a year, and no metric shows it. */
function checkWaiting(state: Task, sight: Sight, report: Report): void {
  if (!isAwait(state)) return;
  if (state.TimeoutSeconds === undefined) report('waits for a token without TimeoutSeconds');
  else {
    const here = within(report, '.TimeoutSeconds');
    for (const problem of mismatches(kindsOfTemplate(state.TimeoutSeconds, sight, here), { type: 'number' }))
      here(problem);
  }
  if (!JSON.stringify(state.Arguments.Payload).includes('$states.context.Task.Token')) {
    report('.Arguments.Payload: hands its token to nobody');
  }
  if (state.Catch.length === 0) report('nobody catches its timeout');
}

function stepOf(path: `steps/${string}` | undefined): StepName | undefined {
  const name = path && functionName(path);
  const isStep = (each: string): each is StepName => each in STEPS;
  return name !== undefined && isStep(name) ? name : undefined;
}

/** What `lambda:invoke` answers with. */
const invocationKind = (payload: Kind): Kind =>
  record({ ExecutedVersion: TEXT, Payload: payload, StatusCode: COUNT });

function contextKind(waits: boolean, inMap: boolean): Kind {
  const instant = kindOf(instantSchema);
  return record({
    Execution: record({
      Id: TEXT,
      Input: kindOf(machineInputSchema),
      Name: TEXT,
      RoleArn: TEXT,
      StartTime: instant,
    }),
    State: record({ EnteredTime: instant, Name: TEXT, RetryCount: COUNT }),
    StateMachine: record({ Id: TEXT, Name: TEXT }),
    ...(waits ? { Task: record({ Token: { ...TEXT, minLength: 1 } }) } : {}),
    ...(inMap ? { Map: record({ Item: record({ Index: COUNT }) }) } : {}),
  });
}

/** A sentence or more, and not the one that a template brings along. */
function isTrueComment(comment: string | undefined): boolean {
  return comment !== undefined && /^[A-Z0-9].{18,}\.$/.test(comment) && !/description of/i.test(comment);
}

const assignedBy = (state: State): Readonly<Record<string, unknown>> =>
  ('Assign' in state && state.Assign) || {};

function tokensIn({ States }: Flow): string[] {
  return Object.values(States).flatMap((state) => {
    if (state.Type === 'Map') return tokensIn(state.ItemProcessor);
    return state.Type === 'Task' ? [state.Arguments.FunctionName.replace(/^\$\{(\w+)\}$/, '$1')] : [];
  });
}
