import jsonata from 'jsonata';
import * as z from 'zod';

/** How long an execution can take: the walk over a definition that always waits to the end and always retries. */

const transition = z.looseObject({ Next: z.string() });
const retry = z.looseObject({
  IntervalSeconds: z.number(),
  BackoffRate: z.number(),
  MaxDelaySeconds: z.number(),
  MaxAttempts: z.number(),
});
const stateSchema = z.looseObject({
  Type: z.string(),
  Next: z.string().optional(),
  Default: z.string().optional(),
  Choices: z.array(transition).default([]),
  Catch: z.array(transition).default([]),
  Retry: z.array(retry).default([]),
  Timestamp: z.string().optional(),
  TimeoutSeconds: z.string().optional(),
  Items: z.string().optional(),
  ItemProcessor: z.looseObject({ StartAt: z.string(), States: z.record(z.string(), z.unknown()) }).optional(),
});
type State = z.infer<typeof stateSchema>;
const workflowSchema = z.looseObject({ StartAt: z.string(), States: z.record(z.string(), z.unknown()) });

/** What the expressions of a machine can name: the variables, as the steps would have assigned them. */
export type Variables = Readonly<Record<string, unknown>>;

/**
 * The latest instant, epoch milliseconds, at which an execution that starts at `start` can end. Waits and timeouts are
 * the definition's own expressions, evaluated; every Lambda call fails as often as its Retry allows. A state is
 * entered once on a path: the loops of our machines go back only before a deadline.
 */
export async function latestEnd(definition: unknown, variables: Variables, start: number): Promise<number> {
  const { StartAt, States } = workflowSchema.parse(definition);
  return walk(StartAt, States, variables, start, new Set());
}

async function walk(
  name: string,
  states: Readonly<Record<string, unknown>>,
  variables: Variables,
  clock: number,
  been: ReadonlySet<string>,
): Promise<number> {
  const state = stateSchema.parse(states[name]);
  const after = await leaving(state, variables, clock);
  const onwards = [
    state.Next,
    state.Default,
    ...state.Choices.map((each) => each.Next),
    ...state.Catch.map((each) => each.Next),
  ];
  const path = new Set([...been, name]);
  let latest = after;
  for (const next of new Set(onwards)) {
    if (next === undefined || path.has(next)) continue;
    latest = Math.max(latest, await walk(next, states, variables, after, path));
  }
  return latest;
}

/** The latest instant at which a state that is entered now is left. */
async function leaving(state: State, variables: Variables, clock: number): Promise<number> {
  switch (state.Type) {
    case 'Wait':
      return Math.max(
        clock,
        Date.parse(z.string().parse(await evaluated(state.Timestamp, variables, clock))),
      );
    case 'Task': {
      const waits = state.TimeoutSeconds ? await evaluated(state.TimeoutSeconds, variables, clock) : 0;
      return clock + (z.number().parse(waits) + retriesSeconds(state)) * 1000;
    }
    case 'Map': {
      let now = clock;
      const { StartAt = '', States = {} } = state.ItemProcessor ?? {};
      for (const item of z.array(z.unknown()).parse(await evaluated(state.Items, variables, clock))) {
        now = await walk(StartAt, States, { ...variables, ask: item }, now, new Set());
      }
      return now;
    }
    default:
      return clock;
  }
}

/** Everything that a Retry may wait, without the jitter that shortens it, and a minute for each attempt. */
function retriesSeconds({ Retry }: State): number {
  let seconds = 0;
  for (const { IntervalSeconds, BackoffRate, MaxDelaySeconds, MaxAttempts } of Retry) {
    for (let attempt = 0; attempt < MaxAttempts; attempt += 1) {
      seconds += Math.min(IntervalSeconds * BackoffRate ** attempt, MaxDelaySeconds) + 60;
    }
  }
  return seconds;
}

async function evaluated(
  expression: string | undefined,
  variables: Variables,
  clock: number,
): Promise<unknown> {
  const source = /^\{%(.*)%\}$/s.exec(expression ?? '')?.[1] ?? '';
  const context = { State: { EnteredTime: new Date(clock).toISOString() } };
  return jsonata(source).evaluate({}, { ...variables, states: { context } });
}
