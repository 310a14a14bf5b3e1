import type { AcademicYear } from './academic-year.ts';
import { type Claim, type ClaimId, claimIdOf } from './claim.ts';
import { type HubCode, isSpecialistStage, type Stage } from './codes.ts';
import type { Participation } from './participation.ts';
import { type Policy, planOf } from './policy.ts';

/** What is expected, raised, paid and remaining in a stage of a hub's year, in pence. */
export interface FundingSummary {
  readonly hub: HubCode;
  readonly academicYear: AcademicYear;
  readonly stage: Stage;
  /** What was raised, and what the milestones still to do would release. */
  readonly expected: number;
  /** Of claims that were not cancelled. */
  readonly raised: number;
  readonly paid: number;
  /** What was paid and has been recovered since; it does not count as remaining. */
  readonly recovered: number;
  /** Expected, and not paid yet. */
  readonly remaining: number;
}

type Policies = ReadonlyMap<AcademicYear, Policy>;
type Amounts = Pick<FundingSummary, 'expected' | 'raised' | 'paid' | 'recovered'>;

/** Where the money stands, per hub, year and stage, in this order; a stage without any money is left out. */
export function fundingSummary(
  participations: readonly Participation[],
  claims: readonly Claim[],
  policies: Policies,
): FundingSummary[] {
  const taken = new Set(claims.map(({ id }) => id));
  const parts = [
    ...claims.map((claim) => part(claim, amountsOf(claim))),
    ...participations.map((each) =>
      part(each, { ...NOTHING, expected: stillToCome(each, taken, policies.get(each.academicYear)) }),
    ),
  ];
  const groups = Map.groupBy(parts, ({ of }) => `${of.hub} ${of.academicYear} ${of.stage}`);
  return [...groups]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([, group]) => {
      const [first] = group;
      const { expected, raised, paid, recovered } = group.map(({ amounts }) => amounts).reduce(plus);
      if (!first || expected + raised + paid === 0) return [];
      return [{ ...first.of, expected, raised, paid, recovered, remaining: expected - paid }];
    });
}

/** The sums over some of them, in pence. */
export function totalOf(summaries: readonly FundingSummary[]): Amounts & { readonly remaining: number } {
  const { expected, raised, paid, recovered } = summaries.reduce(plus, NOTHING);
  return { expected, raised, paid, recovered, remaining: expected - paid };
}

const NOTHING: Amounts = { expected: 0, raised: 0, paid: 0, recovered: 0 };

const part = ({ hub, academicYear, stage }: Claim | Participation, amounts: Amounts) => ({
  of: { hub, academicYear, stage },
  amounts,
});

const plus = (one: Amounts, other: Amounts): Amounts => ({
  expected: one.expected + other.expected,
  raised: one.raised + other.raised,
  paid: one.paid + other.paid,
  recovered: one.recovered + other.recovered,
});

function amountsOf({ status, amount, clawback }: Claim): Amounts {
  if (status === 'cancelled') return NOTHING;
  return {
    expected: amount,
    raised: amount,
    paid: status === 'paid' ? amount : 0,
    recovered: clawback.status === 'recovered' ? clawback.amount : 0,
  };
}

/**
 * What a participation would still release: of a year that has opened, what it froze for milestones still to do; of one
 * that has not, what its year's policy says today. A slot that was taken before the school left and came back gives
 * nothing again.
 */
function stillToCome(
  participation: Participation,
  taken: ReadonlySet<ClaimId>,
  policy: Policy | undefined,
): number {
  const free = plannedInstalments(participation, policy).filter(
    ({ milestone }) => !taken.has(claimIdOf(participation.id, milestone)),
  );
  return free.reduce<number>((total, { instalment }) => total + instalment, 0);
}

/**
 * The instalments that a live participation may still release; of an opened year only those still to do. None of a year
 * of leading: nobody knows how many days will be declared.
 */
export function plannedInstalments(
  { status, stage, milestones, repeated, releasedBefore = [] }: Participation,
  policy: Policy | undefined,
): readonly Pick<Participation['milestones'][number], 'milestone' | 'instalment'>[] {
  if (status === 'active') return milestones.filter((each) => each.status === 'to-do');
  if (status !== 'enrolled' && status !== 'placed') return [];
  if (!policy || (repeated && !isRepeatFunded(policy, stage))) return [];
  const planned = planOf(policy, stage)?.milestones ?? [];
  return planned.filter(({ milestone }) => !releasedBefore.includes(milestone));
}

const isRepeatFunded = ({ repeatsFunded, specialists }: Policy, stage: Stage): boolean =>
  isSpecialistStage(stage) ? specialists.extensionsFunded : repeatsFunded;
