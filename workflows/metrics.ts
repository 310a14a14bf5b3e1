import type { EventType } from './events.ts';

/**
 * Every number that our functions give to CloudWatch: dashboards show them, alarms stand on them. Counts only; a metric
 * says that something happened, the table says what.
 */
export const METRICS_NAMESPACE = 'MasteryPathways';

/** The one dimension of each: two stages may share an account. */
export const STAGE_DIMENSION = 'Stage';

/** Events that people follow from day to day. Counted once more where the stream hands one out again: no ledger. */
export const COUNTED_EVENTS = [
  'EnrolmentAccepted',
  'EnrolmentRefused',
  'YearOpened',
  'YearClosed',
  'MilestoneDeclared',
  'MilestoneMissed',
  'AskAnswered',
  'AskExpired',
  'ParticipationWithdrawn',
  'ClaimRaised',
  'ClaimPaid',
  'StatementIssued',
  'SpecialistSelected',
  'SpecialistAccredited',
  'WorkflowFailed',
] as const satisfies readonly EventType[];
export type CountedEvent = (typeof COUNTED_EVENTS)[number];

/** What the nightly jobs find; a quiet night writes none of them but `asks.open`. */
export const FOUND_METRICS = [
  /** Events that still bore their outbox marker, and were published by the sweep. */
  'sweep.published',
  /** Live participations and statements that no execution conducted. */
  'sweep.withoutExecution',
  /** Answers that their workflow had not heard of: a lost callback raises no metric of AWS. */
  'sweep.notPickedUp',
  /** Seats in which nobody sat. */
  'sweep.emptySeats',
  /** Minutes that the oldest event had waited for the bus when the sweep came. */
  'outbox.ageMinutes',
  /** Asks whose window closed more than an hour ago, and that no workflow has settled. */
  'asks.overdue',
  /** Asks that can be answered this morning. */
  'asks.open',
  /** Balances that rows and events tell differently. */
  'reconcile.divergences',
] as const;

export type MetricName = (typeof FOUND_METRICS)[number] | `event.${CountedEvent}`;

/** The metric of an event; undefined for the many that nobody follows. */
export function metricOf(type: EventType): `event.${CountedEvent}` | undefined {
  const counted = COUNTED_EVENTS.find((each) => each === type);
  return counted && `event.${counted}`;
}
