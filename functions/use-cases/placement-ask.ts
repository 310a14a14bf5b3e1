import { type Ask, askIdOf } from '../../core/ask.ts';
import type { Instant } from '../../core/instant.ts';
import type { Participation } from '../../core/participation.ts';
import { type Policy, placementClosesAt } from '../../core/policy.ts';

/** The ask with which every participation begins: which Work Group? Open at once, until the year's deadline. */
export function placementAskOf(participation: Participation, policy: Policy, now: Instant): Ask {
  const { id, hub, urn, schoolName } = participation;
  return {
    type: 'ask',
    version: 1,
    id: askIdOf(id, 'placement'),
    participationId: id,
    kind: 'placement',
    hub,
    urn,
    schoolName,
    status: 'open',
    opensAt: now,
    closesAt: placementClosesAt(policy),
  };
}
