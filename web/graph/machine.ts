import * as z from 'zod';
import type { MachineName } from '../../workflows/wiring.ts';
import { DEFINITIONS } from './definitions.ts';

/** A state machine as it is drawn: its states with where each may lead. */
export interface Graph {
  readonly startAt: string;
  readonly states: readonly GraphState[];
}

export interface GraphState {
  readonly name: string;
  readonly type: string;
  /** What it is for, in the definition's own words. */
  readonly comment: string;
  /** Where it may lead, the usual way first. */
  readonly leadsTo: readonly string[];
  /** What a Map does with each of its items. */
  readonly inner?: Graph;
}

const leadsTo = z.object({ Next: z.string() });
const definitionSchema = z.object({
  StartAt: z.string(),
  States: z.record(
    z.string(),
    z.object({
      Type: z.string(),
      Comment: z.string().default(''),
      Next: z.string().optional(),
      Choices: z.array(leadsTo).default([]),
      Default: z.string().optional(),
      Catch: z.array(leadsTo).default([]),
      get ItemProcessor() {
        return definitionSchema.optional();
      },
    }),
  ),
});
type Definition = z.infer<typeof definitionSchema>;

const read = new Map<MachineName, Graph>();

/** The graph of one of our machines, from the definition that is deployed; read once. */
export function graphOf(machine: MachineName): Graph {
  const known = read.get(machine);
  if (known) return known;
  const graph = drawable(definitionSchema.parse(DEFINITIONS[machine]));
  read.set(machine, graph);
  return graph;
}

function drawable({ StartAt, States }: Definition): Graph {
  return {
    startAt: StartAt,
    states: Object.entries(States).map(([name, state]) => {
      const targets = [
        state.Next,
        ...[...state.Choices, ...state.Catch].map(({ Next }) => Next),
        state.Default,
      ];
      return {
        name,
        type: state.Type,
        comment: state.Comment,
        leadsTo: [...new Set(targets.filter((target) => target !== undefined))],
        ...(state.ItemProcessor ? { inner: drawable(state.ItemProcessor) } : {}),
      };
    }),
  };
}
