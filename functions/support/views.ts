import { academicYearOf } from '../../core/academic-year.ts';
import { ANSWERED_BY, type Ask, askStatusAt } from '../../core/ask.ts';
import type { CalendarLink } from '../../core/calendar-link.ts';
import type { Claim } from '../../core/claim.ts';
import type { RefusedAttempt } from '../../core/enrolment.ts';
import { executionNamesOf } from '../../core/execution-name.ts';
import type { Hub } from '../../core/hub.ts';
import type { Instant } from '../../core/instant.ts';
import { leadingStatusIn } from '../../core/leading.ts';
import { londonDateOf } from '../../core/london.ts';
import type { Page } from '../../core/page.ts';
import { isSpecialist, type Participation, specialistOf } from '../../core/participation.ts';
import type { PaymentFile } from '../../core/payment-file.ts';
import type { RegisterImport } from '../../core/register-import.ts';
import type { Session } from '../../core/session.ts';
import type { Specialist } from '../../core/specialist.ts';
import type { WorkGroup } from '../../core/work-group.ts';
import type { EventRow } from '../../workflows/events.ts';

/** How rows are shown by the API: without our own bookkeeping, without task tokens, without free text. */

export const participationView = (row: Participation) => ({
  id: row.id,
  status: row.status,
  outcome: row.outcome,
  school: { urn: row.urn, name: row.schoolName },
  hub: row.hub,
  academicYear: row.academicYear,
  stage: row.stage,
  generation: row.generation,
  activities: row.activities,
  enrolmentId: row.enrolmentId,
  specialist: isSpecialist(row.id) ? specialistOf(row.id) : undefined,
  workGroupId: row.workGroupId,
  policyVersion: row.policyVersion,
  enrolledOn: row.enrolledOn,
  startedOn: row.startedOn,
  completedOn: row.completedOn,
  milestones: row.milestones,
  days: row.days,
  repeated: row.repeated,
  withdrawal: row.withdrawal && {
    reason: row.withdrawal.reason,
    effectiveOn: row.withdrawal.effectiveOn,
  },
  executions: executionNamesOf(row),
});

export const askView = (row: Ask, now: Instant) => ({
  id: row.id,
  kind: row.kind,
  milestone: row.milestone,
  term: row.term,
  status: askStatusAt(row, now),
  opensAt: row.opensAt,
  closesAt: row.closesAt,
  participation: row.participationId,
  school: { urn: row.urn, name: row.schoolName },
  hub: row.hub,
  answeredBy: ANSWERED_BY[row.kind],
  escalatedAt: row.escalatedAt,
  answeredAt: row.answeredAt,
});

export const claimView = (row: Claim) => ({
  id: row.id,
  participation: row.participationId,
  instalment: row.instalment,
  status: row.status,
  amount: row.amount,
  urn: row.urn,
  hub: row.hub,
  academicYear: row.academicYear,
  stage: row.stage,
  policyVersion: row.policyVersion,
  raisedAt: row.raisedAt,
  listed: row.listed,
  payment: row.payment && { reference: row.payment.reference, paidOn: row.payment.paidOn },
  clawback:
    row.clawback.status === 'none'
      ? { status: row.clawback.status }
      : { status: row.clawback.status, amount: row.clawback.amount },
});

export const registerImportView = ({ type, version, ...row }: RegisterImport) => row;

export const paymentFileView = ({ type, version, ...row }: PaymentFile) => row;

export const refusedAttemptView = ({ id, hub, urn, reasons, submittedAt, submittedBy }: RefusedAttempt) => ({
  id,
  hub,
  urn,
  reasons,
  submittedAt,
  submittedBy,
});

export const eventView = (row: EventRow) => ({
  eventId: row.eventId,
  type: row.eventType,
  occurredAt: row.occurredAt,
  actor: row.actor,
  data: row.data,
});

/** An event where events of many subjects stand side by side. */
export const loggedEventView = (row: EventRow) => ({ ...eventView(row), subject: row.subject, hub: row.hub });

export const workGroupView = ({ type, version, ...row }: WorkGroup) => row;

export const sessionView = ({ id, heldOn, sessionType, attended }: Session) => ({
  id,
  heldOn,
  type: sessionType,
  attended,
});

export const calendarLinkView = ({ id, hub, status, createdAt, revokedAt }: CalendarLink) => ({
  id,
  hub,
  status,
  createdAt,
  revokedAt,
});

export const hubView = ({ code, name }: Hub) => ({ code, name });

/** The register is public within the service: the Specialist's name is not part of it. */
export const specialistView = (row: Specialist, now: Instant) => ({
  id: row.id,
  accredited: row.accredited,
  accreditedOn: row.accreditedOn,
  leadingStatus: leadingStatusIn(row, academicYearOf(londonDateOf(now))),
  erasedOn: row.erasedOn,
  cohort: row.cohort,
  school: { urn: row.urn, name: row.schoolName },
  hub: row.hub,
  leading: row.leading,
});

/** A page of rows as the API answers it. */
export function pageOf<Entry, View>({ items, cursor }: Page<Entry>, view: (entry: Entry) => View) {
  return { status: 200, body: { items: items.map(view), cursor } };
}
