import { ASK_MOVES, type Ask } from '../../core/ask.ts';
import type { Instant } from '../../core/instant.ts';
import type { Participation } from '../../core/participation.ts';
import { changed } from '../../workflows/change.ts';
import type { Caller } from './caller.ts';

/** An open ask with its participation, both just read: what every answer rests on. */
export interface Answering {
  readonly ask: Ask;
  readonly participation: Participation;
  readonly caller: Caller;
  readonly now: Instant;
  /** Why an admin answers after the deadline. */
  readonly lateReason?: string;
}

/** The ask's row once it is answered. */
export function answered(
  { ask, caller, now, lateReason }: Answering,
  answer: NonNullable<Ask['answer']>,
): Ask {
  return changed(ask, {
    status: ASK_MOVES.after(lateReason === undefined ? 'answer' : 'answer-late', ask.status),
    ...(lateReason === undefined ? {} : { lateReason }),
    answer,
    answeredAt: now,
    answeredBy: caller.actor,
  });
}
