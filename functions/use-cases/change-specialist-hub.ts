import type { HubCode, SpecialistId } from '../../core/codes.ts';
import type { Hub } from '../../core/hub.ts';
import type { Instant, LondonDate } from '../../core/instant.ts';
import { londonDateOf } from '../../core/london.ts';
import { reason } from '../../core/reason.ts';
import { continued, type Specialist } from '../../core/specialist.ts';
import { type Commit, changed } from '../../workflows/change.ts';
import type { Caller } from './caller.ts';
import { announce } from './participation-events.ts';
import type { Refusal } from './refusal.ts';
import { type SpecialistYearsDeps, yearsMovedWith } from './specialist-years.ts';
import { tryAgain } from './try-again.ts';

export interface ChangeSpecialistHubDeps extends SpecialistYearsDeps {
  readonly readSpecialist: (id: SpecialistId) => Promise<Specialist | undefined>;
  readonly readHub: (code: HubCode) => Promise<Hub | undefined>;
  readonly commit: Commit;
}

export interface ChangeSpecialistHub {
  readonly id: SpecialistId;
  readonly hub: HubCode;
  readonly from: LondonDate;
  readonly caller: Caller;
  readonly now: Instant;
}

/** Another hub supports the Specialist from a day on: the live years are its to conduct, what is over stays. */
export function changeSpecialistHub(
  { id, hub, from, caller, now }: ChangeSpecialistHub,
  deps: ChangeSpecialistHubDeps,
): Promise<Specialist | Refusal> {
  return tryAgain(async () => {
    const specialist = await deps.readSpecialist(id);
    if (!specialist || specialist.erasedOn) return { refused: [reason('not-found', 'id')] };
    if (specialist.hub === hub) {
      return { refused: [reason('hub-unchanged', 'hub', 'This hub supports the Specialist already.')] };
    }
    if (!(await deps.readHub(hub))) return { refused: [reason('hub-unknown', 'hub')] };
    const began = specialist.hubs.at(-1)?.from;
    const early = began !== undefined && from <= began;
    if (early || from > londonDateOf(now)) return { refused: [reason('period-overlaps', 'from')] };
    const moved = changed(specialist, { hub, hubs: continued(specialist.hubs, { hub, from }) });
    const data = { specialistId: id, hub, formerHub: specialist.hub, from };
    const commitment = await deps.commit({
      puts: [moved, ...(await yearsMovedWith(moved, deps))],
      events: [announce(moved, { type: 'SpecialistChangedHub', data })],
      at: now,
      by: caller.actor,
    });
    return commitment.outcome === 'committed' ? moved : undefined;
  });
}
