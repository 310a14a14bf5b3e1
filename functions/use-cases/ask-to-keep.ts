import { type Ask, type AskKind, askIdOf, nextDueOf } from '../../core/ask.ts';
import type { Milestone, Term } from '../../core/codes.ts';
import type { Participation } from '../../core/participation.ts';

/** An ask as a workflow keeps it at hand: it could read all of it, but a history is no place for a school's name. */
export function askToKeep({ id, opensAt, closesAt }: Ask) {
  return { id, opensAt, closesAt };
}

/** A decision as a workflow keeps it at hand, with the next instant at which something is due about it. */
export function decisionToKeep(ask: Ask) {
  return { ...askToKeep(ask), awaitUntil: nextDueOf(ask) };
}

/** One of a year's asks. Throws where the year has none of this kind. */
export function askOfYear(
  { id }: Participation,
  asks: readonly Ask[],
  kind: AskKind,
  part?: Milestone | Term,
): Ask {
  const ask = asks.find((each) => each.id === askIdOf(id, kind, part));
  if (!ask) throw new Error(`${id} has no ${kind} ask`);
  return ask;
}
