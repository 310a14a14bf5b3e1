import type { Ask } from './ask.ts';
import { type Instant, type LondonDate, londonDateSchema } from './instant.ts';
import { londonDateOf } from './london.ts';
import type { Participation } from './participation.ts';
import { type Reason, reason } from './reason.ts';

/**
 * Why a milestone cannot have happened on this London day; empty when it can: inside its window, not in the
 * future, not before an earlier milestone.
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
  const earlier = latestDeclared(participation);
  return [
    ...(outside
      ? [reason('happened-outside-window', 'happenedOn', `The window is ${first} to ${last}.`)]
      : []),
    ...(happenedOn > londonDateOf(now) ? [reason('happened-in-future', 'happenedOn')] : []),
    ...(earlier && happenedOn < earlier ? [reason('happened-out-of-order', 'happenedOn')] : []),
  ];
}

/** The latest day on which a milestone of this year was declared to have happened. */
function latestDeclared({ milestones }: Participation): LondonDate | undefined {
  const dates = milestones.flatMap((each) => (each.happenedOn ? [each.happenedOn] : []));
  const latest = dates.sort().at(-1);
  return latest && londonDateSchema.parse(latest);
}
