import fc from 'fast-check';
import { academicYearFrom } from '../../core/academic-year.ts';
import { askIdOf, askKindSchema } from '../../core/ask.ts';
import { claimIdOf, paymentStatusSchema } from '../../core/claim.ts';
import {
  activitySchema,
  milestoneSchema,
  pathwayStageSchema,
  sessionTypeSchema,
  workGroupKindSchema,
} from '../../core/codes.ts';
import { instantOf } from '../../core/instant.ts';
import { participationIdSchema, participationStatusSchema } from '../../core/participation.ts';
import { reasonCodeSchema } from '../../core/reason.ts';
import { type Row, type RowType, rowSchema } from '../../workflows/change.ts';
import { developmentForm, preparatoryForm } from '../support/forms.ts';
import {
  policyOf2026,
  sampleAsk,
  sampleParticipation,
  sampleSchool,
  sampleSpecialist,
} from '../support/sample-rows.ts';

/** Any row that the table may hold, of ids so few that two rows often share some of them. */

const urn = fc.constantFrom('900001', '900002', '000000');
const start = fc.constantFrom(2026, 2027);
const academicYear = start.map(academicYearFrom);
const day = fc.constantFrom('2026-09-01', '2026-11-12');
const pathwayStage = fc.constantFrom(...pathwayStageSchema.options);
const topic = fc.constantFrom('years-5-8-continuity', 'subject-leadership');
const stage = fc.oneof(pathwayStage, topic);
const hub = fc.constantFrom('origin', 'boundary', 'boundary-way');
const version = fc.integer({ min: 1, max: 20 });
const instant = fc.integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 }).map(instantOf);
const text = fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' });
const enrolmentId = fc.constantFrom('en-00000000', 'en-00000001');
const workGroupId = fc.constantFrom('wg-00000000', 'wg-00000001');
const specialistId = fc.constantFrom('sp-0001', 'sp-00010', 'sp-0010');
const milestone = fc.constantFrom(...milestoneSchema.options);
const participationId = fc
  .tuple(urn, academicYear, stage)
  .map((parts) => participationIdSchema.parse(parts.join('-')));
const actor = fc.constantFrom('hub-origin-a', 'hub-origin-a-b', 'workflow');
const people = developmentForm('900001').advocates;

const rows: Readonly<Record<RowType, fc.Arbitrary<object>>> = {
  hub: fc.record({ code: hub, name: text }),
  school: fc
    .record({ urn, name: text, hub: fc.option(hub, { nil: undefined }), phaseCode: fc.constantFrom(2, 4) })
    .map(sampleSchool),
  specialist: fc.record({ id: specialistId, hub, name: text }).map(sampleSpecialist),
  policy: academicYear.map((each) => ({ ...policyOf2026(), academicYear: each })),
  enrolment: fc.record({
    id: enrolmentId,
    hub,
    participationId,
    form: fc.oneof(
      urn.map((each) => developmentForm(each)),
      urn.map((each) => preparatoryForm(each)),
    ),
    submittedAt: instant,
    submittedBy: actor,
  }),
  people: fc.record({ participationId, enrolmentId, participants: fc.constant(people) }),
  'refused-attempt': fc.record({
    id: enrolmentId,
    hub,
    reasons: fc.array(fc.record({ code: fc.constantFrom(...reasonCodeSchema.options), field: text }), {
      minLength: 1,
      maxLength: 3,
    }),
    submittedAt: instant,
    submittedBy: actor,
  }),
  participation: fc
    .record({
      id: participationId,
      urn,
      academicYear,
      stage,
      hub,
      status: fc.constantFrom(...participationStatusSchema.options),
      schoolName: text,
    })
    .map(sampleParticipation),
  'pathway-guard': fc.record({ urn, academicYear, participationId, live: fc.boolean() }),
  'teacher-guard': fc.record({
    hmac: fc.constantFrom('0', 'f').map((digit) => digit.repeat(64)),
    specialistId,
  }),
  idempotency: fc.record({
    caller: actor,
    key: fc.constantFrom('k', 'k#k', '#', 'b#k'),
    bodyHash: text,
    status: fc.constant(202),
    body: fc.record({ id: enrolmentId, participation: fc.record({ id: participationId, status: text }) }),
    expiresAt: fc.integer({ min: 0, max: 2_000_000_000 }),
  }),
  ask: fc
    .record({
      participationId,
      kind: fc.constantFrom(...askKindSchema.options),
      milestone,
      hub,
      schoolName: text,
    })
    .map((each) => sampleAsk({ ...each, id: askIdOf(each.participationId, each.kind, each.milestone) })),
  claim: fc
    .record({
      participationId,
      instalment: milestone,
      urn,
      hub,
      academicYear,
      stage,
      amount: fc.integer({ min: 0, max: 1_000_000 }),
      policyVersion: version,
      status: fc.constantFrom(...paymentStatusSchema.options),
      raisedAt: instant,
    })
    .map((each) => ({ ...each, id: claimIdOf(each.participationId, each.instalment) })),
  'work-group': fc.record({
    id: workGroupId,
    kind: fc.constantFrom(...workGroupKindSchema.options),
    academicYear,
    hub,
    topic: fc.option(topic, { nil: undefined }),
    lead: specialistId,
    leads: fc.array(fc.record({ lead: specialistId, from: day, to: fc.option(day, { nil: undefined }) }), {
      maxLength: 3,
    }),
    members: fc.array(
      fc.record({ participationId, urn, joinedOn: day, leftOn: fc.option(day, { nil: undefined }) }),
      { maxLength: 3 },
    ),
    sizeConfirmed: fc.boolean(),
  }),
  session: fc.record({
    id: fc.constantFrom('se-00000000', 'se-00000001'),
    workGroupId,
    hub,
    heldOn: day,
    sessionType: fc.constantFrom(...sessionTypeSchema.options),
    attended: fc.uniqueArray(urn),
  }),
  rejoining: fc
    .record({
      urn,
      academicYear,
      stage: pathwayStage,
      after: participationId,
      hub,
      repeated: fc.boolean(),
      enrolmentId,
      activities: fc.uniqueArray(fc.constantFrom(...activitySchema.options), { maxLength: 2 }),
      status: fc.constantFrom('waiting', 'rejoined', 'overtaken'),
    })
    .map((each) => ({ ...each, id: `${each.urn}-${each.academicYear}-${each.stage}` })),
  digest: fc
    .record({ to: fc.oneof(hub, fc.constant('admin')), day, subject: text, text })
    .map((each) => ({ ...each, id: `digest-${each.to}-${each.day}`, status: 'composed' })),
  'calendar-link': fc.record({
    id: fc.constantFrom('cl-000000000000', 'cl-000000000001'),
    hub,
    secretHash: fc.constant('0'.repeat(64)),
    status: fc.constantFrom('live', 'revoked'),
    createdAt: instant,
    createdBy: actor,
  }),
};

export const anyRow: fc.Arbitrary<Row> = fc
  .oneof(...Object.entries(rows).map(([type, row]) => row.map((fields) => ({ ...fields, type }))))
  .chain((fields) => version.map((each) => rowSchema.parse({ ...fields, version: each })));

/** What makes a row the one it is: its type and its id, or what it guards. */
export function identityOf(row: Row): string {
  switch (row.type) {
    case 'hub':
      return `${row.type} ${row.code}`;
    case 'school':
      return `${row.type} ${row.urn}`;
    case 'policy':
      return `${row.type} ${row.academicYear}`;
    case 'people':
      return `${row.type} ${row.participationId}`;
    case 'pathway-guard':
      return `${row.type} ${row.urn} ${row.academicYear}`;
    case 'teacher-guard':
      return `${row.type} ${row.hmac}`;
    case 'idempotency':
      return `${row.type} ${row.caller} ${row.key}`;
    case 'session':
      return `${row.type} ${row.workGroupId} ${row.heldOn} ${row.id}`;
    case 'rejoining':
      return `${row.type} ${row.urn} ${row.academicYear}`;
    default:
      return `${row.type} ${row.id}`;
  }
}

export const ROW_TYPES = Object.keys(rows);
