import * as z from 'zod';

/** What became of a state in one execution. */
export type Outcome = 'not-reached' | 'running' | 'done' | 'recovered' | 'failed' | 'stopped';

/** How an execution went through one state. */
export interface Visits {
  readonly outcome: Outcome;
  /** How often it was entered. */
  readonly times: number;
}

export interface HistoryEvent {
  readonly id: number;
  readonly previousId: number;
  readonly type: string;
  readonly details: unknown;
}

/** An execution's way: each state's visits, and the ways from state to state that were taken. */
export interface Way {
  visitsOf(state: string): Visits;
  took(from: string, to: string): boolean;
}

const namedSchema = z.object({ name: z.string() });
const ENTERED = /StateEntered$/;
const EXITED = /StateExited$/;
/** An attempt of a state that went wrong; the state itself may have gone on. */
const ERROR = /(Failed|TimedOut)$/;

/** Follows an execution's history, event by event. States have different names throughout a machine. */
export function wayOf(history: readonly HistoryEvent[], executionStatus: string): Way {
  const states = new Map<number, string>();
  const [entered, exited] = [new Map<string, number>(), new Map<string, number>()];
  const erred = new Set<string>();
  const taken = new Set<string>();
  const types = new Map(history.map(({ id, type }) => [id, type]));
  for (const { id, previousId, type, details } of history) {
    const named = namedSchema.safeParse(details).data?.name;
    const state = (ENTERED.test(type) || EXITED.test(type)) && named ? named : states.get(previousId);
    if (!state) continue;
    states.set(id, state);
    if (EXITED.test(type)) count(exited, state);
    else if (ERROR.test(type)) erred.add(state);
    if (!ENTERED.test(type)) continue;
    count(entered, state);
    const before = states.get(previousId);
    if (before && EXITED.test(types.get(previousId) ?? '')) taken.add(`${before} ${state}`);
  }
  return {
    took: (from, to) => taken.has(`${from} ${to}`),
    visitsOf(state) {
      const times = entered.get(state) ?? 0;
      const inside = times > (exited.get(state) ?? 0);
      if (times === 0) return { outcome: 'not-reached', times };
      if (inside) return { outcome: outcomeInside(executionStatus), times };
      return { outcome: erred.has(state) ? 'recovered' : 'done', times };
    },
  };
}

/** Of a state that was entered and not left. */
function outcomeInside(executionStatus: string): Outcome {
  switch (executionStatus) {
    case 'RUNNING':
      return 'running';
    case 'ABORTED':
      return 'stopped';
    case 'SUCCEEDED':
      return 'done';
    default:
      return 'failed';
  }
}

const count = (counts: Map<string, number>, state: string) => counts.set(state, (counts.get(state) ?? 0) + 1);
