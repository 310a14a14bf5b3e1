import type * as z from 'zod';
import type { Instant } from '../core/instant.ts';
import { deadlineOf, workGroupKindOf } from '../core/policy.ts';
import {
  type ParticipationAnswer,
  type PolicyAnswer,
  policyAnswer,
  type workGroupAnswer,
} from './answers.ts';
import type { Api } from './api.ts';
import { addressOf } from './routes.ts';
import { meetingKey } from './waiting-schools.ts';
import { GROUP_KINDS } from './words/names.ts';

/** A Work Group that can still take one more school. */
export interface FreeSeat {
  /** What a school that fits has in common with those that sit there. */
  readonly key: string;
  /** `Development Work Group of Sample School Alder, 2026-27`. */
  readonly name: string;
  /** Where a school is added to it. */
  readonly href: string;
}

/**
 * The hub's Work Groups with a seat to give, as long as places are found: those that a waiting school fits into, and
 * those where one school was left alone.
 *
 * @param live years that are to come or under way, of schools that wait and of those that sit in a group
 */
export async function freeSeats(
  api: Api,
  now: Instant,
  live: readonly ParticipationAnswer[],
): Promise<FreeSeat[]> {
  const awaited = new Set(live.filter(({ status }) => status === 'enrolled').map(meetingKey));
  const groups = Map.groupBy(live, ({ workGroupId }) => workGroupId);
  const candidates = [...groups].flatMap(([id, schools]) => {
    const [first] = schools;
    const kind = first && workGroupKindOf(first.stage);
    if (!id || !kind || (schools.length > 1 && !awaited.has(meetingKey(first)))) return [];
    return [{ id, kind, first, schools }];
  });
  const years = [...new Set(candidates.map(({ first }) => first.academicYear))];
  const policies = await Promise.all(years.map((year) => api.get(`/policies/${year}`, policyAnswer)));
  return candidates.flatMap(({ id, kind, first, schools }) => {
    const policy = policies.find(({ academicYear }) => academicYear === first.academicYear);
    if (!policy || !placesAreFound(policy, now)) return [];
    const { least, most } = policy.workGroups[kind];
    const needed = awaited.has(meetingKey(first)) || schools.length < least;
    if (!needed || schools.length >= most) return [];
    const names = schools.map(({ school }) => school.name).join(', ');
    const name = `${GROUP_KINDS[kind]} of ${names}, ${first.academicYear}`;
    return [{ key: meetingKey(first), name, href: addressOf('add-school', { id }) }];
  });
}

/** Why no school can be added to this Work Group; undefined where one can. */
export function seatsTaken(
  { kind, academicYear, members, sizeConfirmed }: z.infer<typeof workGroupAnswer>,
  policy: PolicyAnswer,
  now: Instant,
): string | undefined {
  const seated = members.filter(({ leftOn }) => leftOn === undefined).length;
  const { most, outside } = policy.workGroups[kind];
  if (!placesAreFound(policy, now)) return `Places in Work Groups of ${academicYear} are not given any more.`;
  const full = seated >= most && !(outside === 'confirm' && sizeConfirmed);
  return full ? 'This Work Group has no seat left.' : undefined;
}

const placesAreFound = (policy: PolicyAnswer, now: Instant): boolean =>
  now < deadlineOf({ ...policy, type: 'policy' }, 'placement');
