import type { DaysAnswer } from './ask.ts';
import type { Claim } from './claim.ts';
import { type HubCode, type Instalment, isPathway, isSpecialistStage, type Stage } from './codes.ts';
import { daysAmount } from './days.ts';
import { plannedInstalments } from './funding-summary.ts';
import { type Participation, partsOf, stageAfter } from './participation.ts';
import { type Policy, planOf } from './policy.ts';
import { type Reason, reason } from './reason.ts';

/** What a stage's schools of a hub would receive under a changed policy, in pence. */
export interface WhatIfLine {
  readonly hub: HubCode;
  readonly stage: Stage;
  /** Participations of the year that have not opened yet. */
  readonly enrolled: number;
  /** Schools and Specialists of the year before that would come here, should all of them go on. */
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
 * before that are under way, as if every school went on to its next stage, and every Specialist to the second year of
 * training or to another year of leading. Nobody knows the days to come: whoever leads is taken with the days of the year
 * before, and without any in a first year.
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
  const before = participations.filter((each) => each.academicYear !== proposed.academicYear);
  const inYear = new Set(ofYear.filter(({ stage }) => hasNextYear(stage)).map(subjectOf));
  const daysBefore = new Map(before.map((each) => [subjectOf(each), daysOf(each)]));
  const continuing = before
    .filter((each) => each.status === 'active' && !inYear.has(subjectOf(each)))
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
    const total = (policy: Policy | undefined) =>
      sum(group.map(({ copy }) => paidUnder(copy, daysBefore.get(subjectOf(copy)), policy)));
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

const subjectOf = ({ id }: Participation) => partsOf(id).subject;

/** Preparatory topics lead nowhere. */
const hasNextYear = (stage: Stage): boolean => isPathway(stage) || isSpecialistStage(stage);

/** Whoever takes part, a year later; nobody where that is for an assessor to say, or where no stage follows. */
function nextYear(participation: Participation): Participation[] {
  const { releasedBefore, ...copy } = participation;
  const next = (stage: Stage): Participation[] => [{ ...copy, stage, status: 'enrolled', repeated: false }];
  const { stage } = participation;
  if (isPathway(stage)) return next(stageAfter(stage));
  if (!isSpecialistStage(stage)) return [];
  switch (stage) {
    case 'training-1':
      return next('training-2');
    case 'training-2':
      return [];
    case 'leading':
      return next('leading');
  }
}

/** The days that were declared in a year, all terms together. */
function daysOf({ days }: Participation): DaysAnswer {
  const terms = days?.terms ?? [];
  return {
    withOtherSchools: sum(terms.map(({ withOtherSchools = 0 }) => withOtherSchools)),
    hubWork: sum(terms.map(({ hubWork = 0 }) => hubWork)),
  };
}

function paidUnder(copy: Participation, days: DaysAnswer | undefined, policy: Policy | undefined): number {
  if (copy.stage !== 'leading') {
    return sum(plannedInstalments(copy, policy).map(({ instalment }) => instalment));
  }
  return days && policy ? daysAmount(policy.specialists.leading, days) : 0;
}

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
  const fields = [...released.values()].flatMap(({ stage, instalment }) => changesOf(stage, instalment));
  return [...new Set(fields)].map((field) => reason('policy-changes-released', field));

  /** The fields in which the two differ about what releases an instalment: its amount, or what a day is paid. */
  function changesOf(stage: Stage, instalment: Instalment): string[] {
    if (stage === 'leading') {
      const rates = ['withOtherSchools', 'hubWork'] as const;
      return rates
        .filter((rate) => proposed.specialists.leading[rate] !== active?.specialists.leading[rate])
        .map((rate) => `specialists.leading.${rate}`);
    }
    const [then, now] = [proposed, active].map(
      (policy) =>
        policy &&
        planOf(policy, stage)?.milestones.find(({ milestone }) => milestone === instalment)?.instalment,
    );
    const place = isSpecialistStage(stage) ? 'specialists.training' : 'stages';
    return then === now ? [] : [`${place}.${stage}.milestones.${instalment}`];
  }
}

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);
