import type { Claim } from './claim.ts';
import { type HubCode, isPathway, type Stage } from './codes.ts';
import { plannedInstalments } from './funding-summary.ts';
import { type Participation, stageAfter } from './participation.ts';
import { type Policy, planOf } from './policy.ts';
import { type Reason, reason } from './reason.ts';

/** What a stage's schools of a hub would receive under a changed policy, in pence. */
export interface WhatIfLine {
  readonly hub: HubCode;
  readonly stage: Stage;
  /** Participations of the year that have not opened yet. */
  readonly enrolled: number;
  /** Schools of the year before that would come here, should all of them go on. */
  readonly continuing: number;
  /** Under the active policy; nothing where the year has none. */
  readonly today: number;
  readonly proposed: number;
  readonly difference: number;
}

export interface WhatIf {
  /** Participations whose year has opened: they froze their instalments, and nothing changes for them. */
  readonly frozen: number;
  /** Every stage of every hub that somebody is in, or would come to. */
  readonly lines: readonly WhatIfLine[];
  /** Pence; more is positive. */
  readonly difference: number;
}

/**
 * Runs a policy over copies of all live participations: those of its year that have not opened, and those of the year
 * before that are under way, as if every school went on to its next stage.
 *
 * @param participations of the policy's year and of the year before
 */
export function whatIf(
  proposed: Policy,
  active: Policy | undefined,
  participations: readonly Participation[],
): WhatIf {
  const ofYear = participations.filter((each) => each.academicYear === proposed.academicYear);
  const open = ofYear.filter(({ status }) => status === 'enrolled' || status === 'placed');
  const inYear = new Set(ofYear.filter(({ stage }) => isPathway(stage)).map(({ urn }) => urn));
  const continuing = participations
    .filter((each) => each.academicYear !== proposed.academicYear && each.status === 'active')
    .filter(({ urn }) => !inYear.has(urn))
    .flatMap(nextYear);
  const copies = [
    ...open.map((copy) => ({ copy, enrolled: 1, continuing: 0 })),
    ...continuing.map((copy) => ({ copy, enrolled: 0, continuing: 1 })),
  ];
  const groups = Map.groupBy(copies, ({ copy }) => `${copy.hub} ${copy.stage}`);
  const lines = [...groups]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([, group]) => (group[0] ? [lineOf(group[0].copy, group)] : []));
  return {
    frozen: ofYear.filter(({ status }) => status === 'active').length,
    lines,
    difference: sum(lines.map(({ difference }) => difference)),
  };

  function lineOf({ hub, stage }: Participation, group: typeof copies): WhatIfLine {
    const total = (policy: Policy | undefined) => sum(group.map(({ copy }) => paidUnder(copy, policy)));
    const [now, then] = [total(active), total(proposed)];
    return {
      hub,
      stage,
      enrolled: sum(group.map((each) => each.enrolled)),
      continuing: sum(group.map((each) => each.continuing)),
      today: now,
      proposed: then,
      difference: then - now,
    };
  }
}

/** The school a year later, where it is on the pathway and goes on. */
function nextYear(participation: Participation): Participation[] {
  const { stage } = participation;
  if (!isPathway(stage)) return [];
  return [{ ...participation, stage: stageAfter(stage), status: 'enrolled', repeated: false }];
}

const paidUnder = (copy: Participation, policy: Policy | undefined): number =>
  sum(plannedInstalments(copy, policy).map(({ instalment }) => instalment));

/**
 * Why a policy may not take the active one's place: it changes what a claim of its year was released with. The claims
 * themselves would not change, but two schools in one stage of one year would be paid differently.
 */
export function releasedReasons(
  proposed: Policy,
  active: Policy | undefined,
  claims: readonly Claim[],
): Reason[] {
  const released = new Map(
    claims
      .filter(({ academicYear, status }) => academicYear === proposed.academicYear && status !== 'cancelled')
      .map((claim) => [`${claim.stage} ${claim.instalment}`, claim]),
  );
  return [...released.values()].flatMap(({ stage, instalment }) => {
    const amounts = [proposed, active].map(
      (policy) =>
        policy &&
        planOf(policy, stage)?.milestones.find(({ milestone }) => milestone === instalment)?.instalment,
    );
    return amounts[0] === amounts[1]
      ? []
      : [reason('policy-changes-released', `stages.${stage}.milestones.${instalment}`)];
  });
}

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);
