import * as z from 'zod';
import { askSchema } from '../core/ask.ts';
import { calendarLinkSchema } from '../core/calendar-link.ts';
import { claimSchema } from '../core/claim.ts';
import type { Actor, HubCode } from '../core/codes.ts';
import { counterSchema } from '../core/counter.ts';
import { digestSchema } from '../core/digest.ts';
import { downloadSchema } from '../core/download.ts';
import { enrolmentSchema, peopleSchema, refusedAttemptSchema } from '../core/enrolment.ts';
import { idempotencySchema, pathwayGuardSchema, teacherGuardSchema } from '../core/guard.ts';
import { hubSchema } from '../core/hub.ts';
import type { Instant } from '../core/instant.ts';
import { participationSchema } from '../core/participation.ts';
import { paymentChunkSchema, paymentFileSchema, paymentsUnderWaySchema } from '../core/payment-file.ts';
import { policySchema } from '../core/policy.ts';
import { policyVersionSchema } from '../core/policy-version.ts';
import { reconciliationSchema } from '../core/reconciliation.ts';
import { registerImportSchema } from '../core/register-import.ts';
import { rejoiningSchema } from '../core/rejoining.ts';
import { schoolSchema } from '../core/school.ts';
import { sessionSchema } from '../core/session.ts';
import { specialistSchema } from '../core/specialist.ts';
import { statementSchema } from '../core/statement.ts';
import { statementLineSchema } from '../core/statement-line.ts';
import { workGroupSchema } from '../core/work-group.ts';
import type { Announcement } from './events.ts';

/** Every aggregate that the table holds, told apart by `type`. Events are written by the commit itself. */
export const rowSchema = z.discriminatedUnion('type', [
  hubSchema,
  schoolSchema,
  specialistSchema,
  policySchema,
  enrolmentSchema,
  peopleSchema,
  refusedAttemptSchema,
  participationSchema,
  pathwayGuardSchema,
  teacherGuardSchema,
  idempotencySchema,
  askSchema,
  claimSchema,
  workGroupSchema,
  sessionSchema,
  rejoiningSchema,
  digestSchema,
  calendarLinkSchema,
  counterSchema,
  statementSchema,
  statementLineSchema,
  paymentFileSchema,
  paymentChunkSchema,
  paymentsUnderWaySchema,
  policyVersionSchema,
  reconciliationSchema,
  downloadSchema,
  registerImportSchema,
]);
export type Row = z.infer<typeof rowSchema>;
export type RowType = Row['type'];
export type RowOf<Type extends RowType> = Extract<Row, { type: Type }>;

/** The events of one subject, in their order; numbered after the version that the subject has in this change. */
export interface SubjectEvents {
  readonly subject: string;
  readonly subjectVersion: number;
  readonly hub: HubCode;
  readonly announcements: readonly Announcement[];
}

/**
 * One change of the programme: everything in it is written in one transaction, or nothing is. A row carries the
 * version that it will have: 1 is put only where there is none, n only over n − 1.
 */
export interface Change {
  readonly puts: readonly Row[];
  /** Rows that a rule only read, and that must still be as they were read. */
  readonly unchanged?: readonly Row[];
  readonly events: readonly SubjectEvents[];
  readonly at: Instant;
  readonly by: Actor;
}

/** What became of a change. A conflict names the types of the rows that were not as expected. */
export type Commitment =
  | { readonly outcome: 'committed' }
  | { readonly outcome: 'conflict'; readonly on: readonly RowType[] };

export type Commit = (change: Change) => Promise<Commitment>;

/** The same row, changed, with its next version. */
export function changed<R extends Row>(row: R, fields: Partial<R>): R {
  return { ...row, ...fields, version: row.version + 1 };
}
