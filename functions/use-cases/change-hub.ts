import type { HubCode, Urn } from '../../core/codes.ts';
import type { Hub } from '../../core/hub.ts';
import type { Instant, LondonDate } from '../../core/instant.ts';
import { londonDateOf } from '../../core/london.ts';
import { reason } from '../../core/reason.ts';
import { type School, underHub } from '../../core/school.ts';
import { type Commit, changed } from '../../workflows/change.ts';
import type { Caller } from './caller.ts';
import type { Refusal } from './refusal.ts';
import { tryAgain } from './try-again.ts';

export interface ChangeHubDeps {
  readonly readSchool: (urn: Urn) => Promise<School | undefined>;
  readonly readHub: (code: HubCode) => Promise<Hub | undefined>;
  readonly commit: Commit;
}

export interface ChangeHub {
  readonly urn: Urn;
  readonly hub: HubCode;
  readonly from: LondonDate;
  readonly caller: Caller;
  readonly now: Instant;
}

/**
 * Moves a school to another hub from a day on. A participation that exists stays with its hub, as do its claims; what
 * begins afterwards is the new hub's, who sees the history as well.
 */
export function changeHub(input: ChangeHub, deps: ChangeHubDeps): Promise<School | Refusal> {
  const { urn, hub, from, caller, now } = input;
  return tryAgain(async () => {
    const school = await deps.readSchool(urn);
    if (!school) return { refused: [reason('not-found', 'id')] };
    if (!school.hub) return { refused: [reason('school-without-hub', 'urn')] };
    if (school.hub === hub) return { refused: [reason('hub-unchanged', 'hub')] };
    if (!(await deps.readHub(hub))) return { refused: [reason('hub-unknown', 'hub')] };
    const began = school.hubPeriods?.at(-1)?.from;
    const early = began !== undefined && from <= began;
    if (early || from > londonDateOf(now)) return { refused: [reason('period-overlaps', 'from')] };
    const moved = changed(school, underHub(school, hub, from));
    const data = { urn, hub, formerHub: school.hub, from };
    const commitment = await deps.commit({
      puts: [moved],
      events: [
        {
          subject: urn,
          subjectVersion: moved.version,
          hub,
          announcements: [{ type: 'SchoolChangedHub', data }],
        },
      ],
      at: now,
      by: caller.actor,
    });
    return commitment.outcome === 'committed' ? moved : undefined;
  });
}
