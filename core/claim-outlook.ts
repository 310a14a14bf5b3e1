import { type Ask, askStatusAt } from './ask.ts';
import type { Claim } from './claim.ts';
import { isSpecialistStage } from './codes.ts';
import type { Instant } from './instant.ts';
import { londonInstant } from './london.ts';
import { cutOffOf, monthOf } from './month.ts';
import { type Participation, wasDeferred } from './participation.ts';
import { deadlineOf, type Policy, windowOf } from './policy.ts';
import type { Statement } from './statement.ts';

/** What is still missing before money moves, and whose turn it is. */
export interface NextStep {
  readonly what:
    | 'placement'
    | 'selection'
    | 'leading-decision'
    | 'year-to-open'
    | 'window-to-open'
    | 'declaration'
    | 'late-declaration'
    | 'days'
    | 'late-days'
    | 'release'
    | 'next-statement'
    | 'approval'
    | 'issue'
    | 'payment'
    | 'clawback-decision'
    | 'clawback-on-statement'
    | 'clawback-recovery';
  /** `workflow`: nobody has to do anything; it happens by itself. */
  readonly who: 'hub' | 'finance' | 'admin' | 'payer' | 'workflow';
  /** Not before. */
  readonly from?: Instant | undefined;
  /** In time until then. */
  readonly until?: Instant | undefined;
}

/** Either somebody acts next, or it has ended, and as what. */
export type Outlook =
  | { readonly next: NextStep }
  | {
      readonly ended:
        | 'paid'
        | 'recovered'
        | 'cancelled'
        | 'withdrawn'
        | 'deferred'
        | 'not-placed'
        | 'not-funded';
    };

const next = (
  what: NextStep['what'],
  who: NextStep['who'],
  when: Omit<NextStep, 'what' | 'who'> = {},
): Outlook => ({ next: { what, who, ...when } });

/** What becomes of a claim that was raised. The statement is the one that it is on, its clawback's where there is one. */
export function outlookOfClaim(claim: Claim, statement: Statement | undefined): Outlook {
  switch (claim.status) {
    case 'raised':
      return next('next-statement', 'workflow', { from: cutOffOf(monthOf(claim.raisedAt)) });
    case 'held':
      return next('release', 'finance');
    case 'on-statement':
    case 'approved':
      return outlookOfStatement(statement, 'payment');
    case 'cancelled':
      return { ended: 'cancelled' };
    case 'paid':
      return outlookOfClawback(claim, statement);
  }
}

function outlookOfClawback({ clawback }: Claim, statement: Statement | undefined): Outlook {
  switch (clawback.status) {
    case 'none':
      return { ended: 'paid' };
    case 'proposed':
      return next('clawback-decision', 'finance');
    case 'approved':
      return clawback.listed
        ? outlookOfStatement(statement, 'clawback-recovery')
        : next('clawback-on-statement', 'workflow', { from: cutOffOf(monthOf(clawback.approvedAt)) });
    case 'recovered':
      return { ended: 'recovered' };
  }
}

function outlookOfStatement(
  statement: Statement | undefined,
  payment: 'payment' | 'clawback-recovery',
): Outlook {
  switch (statement?.status) {
    case undefined:
    case 'gathering':
    case 'approved':
      return next('issue', 'workflow');
    case 'open':
      return next('approval', 'finance', { until: statement.approveBy });
    case 'issued':
    case 'paid':
      return next(payment, 'payer', { from: londonInstant(statement.payOn, '00:00') });
  }
}

/**
 * What becomes of an instalment that has not been released; undefined where the year has no such ask.
 *
 * @param instalment in pence; undefined for days, which are worth what will be declared
 */
export function outlookOfInstalment(
  participation: Participation,
  instalment: number | undefined,
  ask: Ask | undefined,
  policy: Policy,
  now: Instant,
): Outlook | undefined {
  const { status } = participation;
  if (status === 'withdrawn' || status === 'not-placed') return { ended: status };
  if (wasDeferred(participation)) return { ended: 'deferred' };
  if (instalment === 0) return { ended: 'not-funded' };
  if (status === 'enrolled') return outlookOfEnrolment(participation, policy);
  if (status === 'placed')
    return next('year-to-open', 'workflow', { from: windowOf(policy, 'year').opensAt });
  if (!ask) return undefined;
  const isDays = ask.kind === 'days';
  switch (askStatusAt(ask, now)) {
    case 'upcoming':
      return next('window-to-open', 'hub', { from: ask.opensAt, until: ask.closesAt });
    case 'open':
      return next(isDays ? 'days' : 'declaration', 'hub', { from: ask.opensAt, until: ask.closesAt });
    case 'answered':
    case 'expired':
    case 'cancelled':
      return next(isDays ? 'late-days' : 'late-declaration', 'admin');
  }
}

/** What has to be decided before a year can open: where a school sits, or whether a Specialist trains or leads. */
function outlookOfEnrolment({ stage }: Participation, policy: Policy): Outlook {
  if (stage === 'leading') return next('leading-decision', 'hub');
  return isSpecialistStage(stage)
    ? next('selection', 'admin', { until: deadlineOf(policy, 'selection') })
    : next('placement', 'hub', { until: deadlineOf(policy, 'placement') });
}
