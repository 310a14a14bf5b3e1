import * as z from 'zod';
import { academicYearSchema } from '../core/academic-year.ts';
import { askIdSchema, askKindSchema } from '../core/ask.ts';
import { claimIdSchema } from '../core/claim.ts';
import {
  actorSchema,
  enrolmentIdSchema,
  evidenceTypeSchema,
  hubCodeSchema,
  instalmentSchema,
  leadingDecisionSchema,
  milestoneSchema,
  sessionIdSchema,
  sessionTypeSchema,
  specialistIdSchema,
  stageSchema,
  termSchema,
  urnSchema,
  withdrawalReasonSchema,
  workGroupIdSchema,
  workGroupKindSchema,
} from '../core/codes.ts';
import { instantSchema, londonDateSchema } from '../core/instant.ts';
import { monthSchema } from '../core/month.ts';
import { outcomeSchema, participationIdSchema } from '../core/participation.ts';
import { paymentFileIdSchema, paymentSchema } from '../core/payment.ts';
import { penceSchema, signedPenceSchema } from '../core/pence.ts';
import { reasonCodeSchema } from '../core/reason.ts';
import { importCountsSchema, registerImportIdSchema } from '../core/register-import.ts';
import { sealSchema } from '../core/seal.ts';
import { statementIdSchema } from '../core/statement-id.ts';
import { itemIdSchema, lineKindSchema } from '../core/statement-line.ts';

const participation = {
  participationId: participationIdSchema,
  urn: urnSchema,
  academicYear: academicYearSchema,
  stage: stageSchema,
};
const conducted = { ...participation, generation: z.int().positive() };
/** A statement's workflow, where an event may speak of either. */
const stated = { statementId: statementIdSchema };
const findingSchema = z.enum(['no-execution', 'answer-not-picked-up']);
const ended = { execution: z.string(), status: z.enum(['FAILED', 'TIMED_OUT', 'ABORTED']) };

/** What finance's feed says of money: enough to rebuild every balance from the feed alone. Amounts in pence. */
const claim = { claimId: claimIdSchema, urn: urnSchema, amount: penceSchema };
const line = {
  statementId: statementIdSchema,
  line: z.int().positive(),
  kind: lineKindSchema,
  item: itemIdSchema,
  amount: signedPenceSchema,
};
const settled = { statementId: statementIdSchema, line: z.int().positive(), ...paymentSchema.shape };
const sum = { statementId: statementIdSchema, lines: z.int().nonnegative(), total: signedPenceSchema };
const sealed = { ...sum, previousSeal: sealSchema, seal: sealSchema };

/** The data of every event, by type. Ids, codes, dates and pence; never a person, never free text. */
export const EVENT_DATA = {
  EnrolmentAccepted: z.strictObject({ ...participation, enrolmentId: enrolmentIdSchema }),
  EnrolmentRefused: z.strictObject({ enrolmentId: enrolmentIdSchema, codes: z.array(reasonCodeSchema) }),
  WorkGroupFormed: z.strictObject({
    workGroupId: workGroupIdSchema,
    kind: workGroupKindSchema,
    academicYear: academicYearSchema,
    lead: specialistIdSchema,
    schools: z.array(urnSchema),
  }),
  WorkGroupLeadChanged: z.strictObject({
    workGroupId: workGroupIdSchema,
    lead: specialistIdSchema,
    formerLead: specialistIdSchema,
  }),
  SessionRecorded: z.strictObject({
    workGroupId: workGroupIdSchema,
    sessionId: sessionIdSchema,
    sessionType: sessionTypeSchema,
    heldOn: londonDateSchema,
    attended: z.array(urnSchema),
  }),
  SeatLeft: z.strictObject({ ...participation, workGroupId: workGroupIdSchema }),
  PlacementDue: z.strictObject(conducted),
  /** A Specialist's participation waits for a decision, or only for its year: starts `specialist-selection`. */
  SelectionDue: z.strictObject(conducted),
  SpecialistSelected: z.strictObject({ ...participation, specialistId: specialistIdSchema }),
  SpecialistNotSelected: z.strictObject({
    ...participation,
    specialistId: specialistIdSchema,
    cause: z.enum(['declined', 'not-decided']),
  }),
  /** Nobody has decided yet, and the deadline is near. */
  AskEscalated: z.strictObject({
    ...participation,
    askId: askIdSchema,
    kind: askKindSchema,
    closesAt: instantSchema,
  }),
  SpecialistAccredited: z.strictObject({
    ...participation,
    specialistId: specialistIdSchema,
    accreditedOn: londonDateSchema,
  }),
  LeadingDecided: z.strictObject({
    ...participation,
    specialistId: specialistIdSchema,
    decision: leadingDecisionSchema,
  }),
  DaysDeclared: z.strictObject({
    ...participation,
    term: termSchema,
    /** Days, halves too. */
    withOtherSchools: z.number(),
    hubWork: z.number(),
    late: z.boolean().optional(),
  }),
  DaysMissed: z.strictObject({ ...participation, term: termSchema }),
  TrainingDeferred: z.strictObject({ ...conducted, rejoins: academicYearSchema }),
  SpecialistChangedSchool: z.strictObject({
    specialistId: specialistIdSchema,
    urn: urnSchema,
    formerUrn: urnSchema,
    from: londonDateSchema,
  }),
  SpecialistChangedHub: z.strictObject({
    specialistId: specialistIdSchema,
    hub: hubCodeSchema,
    formerHub: hubCodeSchema,
    from: londonDateSchema,
  }),
  /** The group's hub has to name another lead before the next year. */
  LeadConflictOpened: z.strictObject({
    specialistId: specialistIdSchema,
    workGroupId: workGroupIdSchema,
    cause: z.enum(['own-school', 'not-leading']),
  }),
  LeadConflictResolved: z.strictObject({
    specialistId: specialistIdSchema,
    workGroupId: workGroupIdSchema,
  }),
  SpecialistErased: z.strictObject({ specialistId: specialistIdSchema }),
  PlacementConfirmed: z.strictObject({ ...participation, workGroupId: workGroupIdSchema }),
  YearDue: z.strictObject(conducted),
  YearOpened: z.strictObject({ ...conducted, policyVersion: z.int().positive() }),
  AskAnswered: z.strictObject({ ...participation, askId: askIdSchema, kind: askKindSchema }),
  AskExpired: z.strictObject({ ...participation, askId: askIdSchema, kind: askKindSchema }),
  MilestoneDeclared: z.strictObject({
    ...participation,
    milestone: milestoneSchema,
    happenedOn: londonDateSchema,
    evidenceType: evidenceTypeSchema,
    /** Declared by an admin after the window. */
    late: z.boolean().optional(),
  }),
  MilestoneMissed: z.strictObject({ ...participation, milestone: milestoneSchema }),
  ClaimRaised: z.strictObject({
    ...participation,
    claimId: claimIdSchema,
    instalment: instalmentSchema,
    amount: penceSchema,
    policyVersion: z.int().positive(),
  }),
  ParticipationWithdrawn: z.strictObject({
    ...conducted,
    reason: withdrawalReasonSchema,
    effectiveOn: londonDateSchema,
  }),
  /** A new generation takes over; `generation` is the one that is over. */
  WorkflowRestarted: z.union([
    z.strictObject(conducted),
    z.strictObject({ ...stated, generation: z.int().positive() }),
  ]),
  YearReopened: z.strictObject(conducted),
  SchoolPaused: z.strictObject({ ...participation, rejoins: academicYearSchema }),
  ContactCorrected: z.strictObject({ ...participation, enrolmentId: enrolmentIdSchema }),
  SchoolChangedHub: z.strictObject({
    urn: urnSchema,
    hub: hubCodeSchema,
    formerHub: hubCodeSchema,
    from: londonDateSchema,
  }),
  /** Found by the nightly sweep, or nudged by an admin, and mended in the same change. */
  StuckWorkFound: z.union([
    z.strictObject({ ...participation, finding: findingSchema }),
    z.strictObject({ ...stated, finding: findingSchema }),
  ]),
  EmptySeatFound: z.strictObject({ workGroupId: workGroupIdSchema, participationId: participationIdSchema }),
  YearClosed: z.strictObject({ ...participation, outcome: outcomeSchema }),
  WorkflowFailed: z.union([
    z.strictObject({ ...participation, ...ended }),
    z.strictObject({ ...stated, ...ended }),
  ]),

  ClaimHeld: z.strictObject(claim),
  ClaimReleased: z.strictObject(claim),
  ClaimCancelled: z.strictObject(claim),
  ClaimPaid: z.strictObject({ ...claim, ...settled }),
  /** Here `amount` is what is to be recovered. */
  ClawbackProposed: z.strictObject(claim),
  ClawbackApproved: z.strictObject(claim),
  ClawbackDeclined: z.strictObject(claim),
  ClawbackRecovered: z.strictObject({ ...claim, ...settled }),
  /** Starts the statement's workflow; `generation` 1 is its birth. */
  StatementDue: z.strictObject({
    statementId: statementIdSchema,
    month: monthSchema,
    cutOff: instantSchema,
    generation: z.int().positive(),
  }),
  /** A claim is on a statement from here on, or a clawback, or an adjustment. */
  StatementLineAdded: z.strictObject({ ...line, urn: urnSchema.optional() }),
  StatementLineRemoved: z.strictObject(line),
  StatementOpened: z.strictObject(sum),
  StatementOverdue: z.strictObject({ statementId: statementIdSchema, approveBy: instantSchema }),
  StatementApproved: z.strictObject(sealed),
  /** The claims on it are approved from here on. */
  StatementIssued: z.strictObject(sealed),
  /** An adjustment was paid or recovered: claims have events of their own. */
  StatementAdjustmentPaid: z.strictObject({ ...line, ...paymentSchema.shape }),
  StatementPaid: z.strictObject(sum),
  PaymentFileAccepted: z.strictObject({
    fileId: paymentFileIdSchema,
    lines: z.int().positive(),
    total: signedPenceSchema,
    chunks: z.int().positive(),
  }),
  /** A chunk waits to be applied: a delivery each, so that none takes longer than a function may. */
  PaymentChunkDue: z.strictObject({ fileId: paymentFileIdSchema, chunk: z.int().positive() }),
  PaymentFileApplied: z.strictObject({ fileId: paymentFileIdSchema }),
  PolicyProposed: z.strictObject({ academicYear: academicYearSchema, policyVersion: z.int().positive() }),
  PolicyDeclined: z.strictObject({ academicYear: academicYearSchema, policyVersion: z.int().positive() }),
  PolicyActivated: z.strictObject({ academicYear: academicYearSchema, policyVersion: z.int().positive() }),
  /** The school register was read. */
  RegisterImported: z.strictObject({
    importId: registerImportIdSchema,
    fileDate: londonDateSchema.optional(),
    ...importCountsSchema.shape,
  }),
  /** Rows and events tell different stories: the first of the night's differences. */
  LedgerDiverged: z.strictObject({
    day: londonDateSchema,
    divergences: z.int().positive(),
    id: z.string(),
    field: z.string(),
    eventId: z.string().optional(),
  }),
} as const;

export type EventType = keyof typeof EVENT_DATA;
export type EventData<Type extends EventType> = z.infer<(typeof EVENT_DATA)[Type]>;

/** An event as a use case announces it: a type with its data. Author, instant and number come with the change. */
export type Announcement = { [Type in EventType]: { type: Type; data: EventData<Type> } }[EventType];

const eventTypes = Object.keys(EVENT_DATA) as [EventType, ...EventType[]];
export const eventTypeSchema = z.enum(eventTypes);

/** What an event may be about: the id says in which partition it stands. */
export const subjectSchema = z.union([
  participationIdSchema,
  urnSchema,
  specialistIdSchema,
  workGroupIdSchema,
  enrolmentIdSchema,
  statementIdSchema,
  paymentFileIdSchema,
  registerImportIdSchema,
  z.string().regex(/^policy-\d{4}-\d\d-v\d{1,6}$/),
  z.string().regex(/^reconciliation-\d{4}-\d\d-\d\d$/),
]);

/** An event as a row: the audit log, the timeline, and, while it bears its marker, the outbox. */
export const eventRowSchema = z.strictObject({
  type: z.literal('event'),
  version: z.int().positive(),
  /** `<subject>#<version of the subject>#<n>`: deterministic, so that a retry writes the same row. */
  eventId: z.string(),
  eventType: eventTypeSchema,
  /** The version of the data's schema: 1 until a breaking change. */
  schemaVersion: z.literal(1),
  subject: z.string(),
  subjectVersion: z.int().positive(),
  number: z.int().nonnegative(),
  hub: hubCodeSchema,
  occurredAt: instantSchema,
  actor: actorSchema,
  data: z.record(z.string(), z.unknown()),
  /** Waiting for the bus. */
  unpublished: z.boolean(),
  /** Its place in finance's feed, once it has one. */
  feedSequence: z.int().positive().optional(),
});
export type EventRow = z.infer<typeof eventRowSchema>;

/** The `detail` that travels on the bus. */
export const eventDetailSchema = z.strictObject({
  metadata: z.strictObject({
    eventId: z.string(),
    version: z.literal(1),
    occurredAt: instantSchema,
    actor: actorSchema,
    subject: z.string(),
    hub: hubCodeSchema,
  }),
  data: z.record(z.string(), z.unknown()),
});
export type EventDetail = z.infer<typeof eventDetailSchema>;

/** A row as it goes on the bus. */
export function detailOf(row: EventRow): EventDetail {
  const { eventId, schemaVersion, occurredAt, actor, subject, hub, data } = row;
  return { metadata: { eventId, version: schemaVersion, occurredAt, actor, subject, hub }, data };
}

/** Whether finance is told of it: what is in finance's queue, and has a place in its feed. */
export const isFundingEvent = (type: EventType): boolean => /^(Claim|Clawback|Statement)/.test(type);

/** The data of an event of this type. Throws where they do not belong together. */
export function dataOf<Type extends EventType>(type: Type, data: unknown): EventData<Type> {
  return EVENT_DATA[type].parse(data) as EventData<Type>;
}
