import { type Ask, type AskKind, askIdOf } from '../../core/ask.ts';
import type { Milestone, Term } from '../../core/codes.ts';
import type { Participation } from '../../core/participation.ts';
import { type Policy, type WindowName, windowOf } from '../../core/policy.ts';

/** Something that is asked in the course of a year, in one of its windows. */
export interface YearQuestion {
  readonly kind: AskKind;
  readonly window: WindowName;
  readonly milestone?: Milestone;
  readonly term?: Term;
}

/** An ask of a year that opens, on the row that was there where the same was asked before: whoever left came back. */
export function yearAsk(
  { id, hub, urn, schoolName }: Participation,
  { kind, window, milestone, term }: YearQuestion,
  policy: Policy,
  earlier: readonly Ask[],
): Ask {
  const askId = askIdOf(id, kind, milestone ?? term);
  return {
    type: 'ask',
    version: (earlier.find((each) => each.id === askId)?.version ?? 0) + 1,
    id: askId,
    participationId: id,
    kind,
    ...(milestone ? { milestone } : {}),
    ...(term ? { term } : {}),
    hub,
    urn,
    schoolName,
    status: 'open',
    ...windowOf(policy, window),
  };
}
