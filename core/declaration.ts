import type { Ask } from './ask.ts';
import type { Instant, LondonDate } from './instant.ts';
import { londonDateOf } from './london.ts';
import type { Participation } from './participation.ts';
import { type Reason, reason } from './reason.ts';

/**
 * Why a milestone cannot have happened on this London day; empty when it can: inside its window, not in the
 * future, in the order of the milestones.
 */
export function declarationReasons(
  ask: Ask,
  participation: Participation,
  happenedOn: LondonDate,
  now: Instant,
): Reason[] {
  const first = londonDateOf(ask.opensAt);
  const last = londonDateOf(ask.closesAt);
  const outside = happenedOn < first || happenedOn > last;
  return [
    ...(outside
      ? [reason('happened-outside-window', 'happenedOn', `The window is ${first} to ${last}.`)]
      : []),
    ...(happenedOn > londonDateOf(now) ? [reason('happened-in-future', 'happenedOn')] : []),
    ...(inOrder(ask, participation, happenedOn) ? [] : [reason('happened-out-of-order', 'happenedOn')]),
  ];
}

/** Not before a milestone that comes before it, nor, declared late, after one that comes after it. */
function inOrder({ milestone }: Ask, { milestones }: Participation, happenedOn: LondonDate): boolean {
  const position = milestones.findIndex((each) => each.milestone === milestone);
  return milestones.every(({ happenedOn: other }, index) => {
    if (other === undefined || index === position) return true;
    return index < position ? other <= happenedOn : happenedOn <= other;
  });
}
