import { type AcademicYear, academicYearFrom } from '../../core/academic-year.ts';
import type { HubCode, Stage, Urn } from '../../core/codes.ts';
import { enrolmentReasonsBeforeForm, isRepetition } from '../../core/enrolment.ts';
import type { Instant } from '../../core/instant.ts';
import { londonDateOf } from '../../core/london.ts';
import type { Participation } from '../../core/participation.ts';
import { type Policy, type PolicyFor, windowOf } from '../../core/policy.ts';
import type { Reason } from '../../core/reason.ts';
import type { School } from '../../core/school.ts';

export interface SchoolEligibilityDeps {
  readonly policyFor: PolicyFor;
  readonly participationsOf: (urn: Urn) => Promise<Participation[]>;
}

export interface SchoolEligibility {
  /** Why this school could not be enrolled now; empty when it could. */
  readonly reasons: readonly Reason[];
  /** It has been through this stage before; such a year is paid only where the policy pays repetitions. */
  readonly repeats: boolean;
}

/** What would become of this school's enrolment. The same rules as the form's, before there is a form. */
export async function schoolEligibility(
  input: {
    readonly school: School;
    readonly hub: HubCode | undefined;
    readonly stage: Stage;
    readonly academicYear: AcademicYear;
    readonly now: Instant;
  },
  deps: SchoolEligibilityDeps,
): Promise<SchoolEligibility> {
  const { school, hub, stage, academicYear, now } = input;
  const [policy, history] = await Promise.all([
    deps.policyFor(academicYear),
    deps.participationsOf(school.urn),
  ]);
  const asked = { academicYear, stage, admitted: false };
  const reasons = enrolmentReasonsBeforeForm(asked, { hub, school, history, policy, now });
  return { reasons, repeats: isRepetition(stage, history) };
}

/** The academic year that is open for applications at this instant; between two, the one that opens next. */
export async function yearForApplications(now: Instant, policyFor: PolicyFor): Promise<AcademicYear> {
  const thisYear = Number(londonDateOf(now).slice(0, 4));
  const candidates = [thisYear, thisYear + 1].map(academicYearFrom);
  const policies = await Promise.all(candidates.map(policyFor));
  const stillToClose = policies.find((policy) => policy && now < closesAt(policy));
  return stillToClose?.academicYear ?? academicYearFrom(thisYear + 1);
}

function closesAt(policy: Policy): Instant {
  return windowOf(policy, 'applications').closesAt;
}
