import fc from 'fast-check';
import { academicYearFrom } from '../../core/academic-year.ts';
import { askIdOf, askKindSchema } from '../../core/ask.ts';
import { claimIdOf, paymentStatusSchema } from '../../core/claim.ts';
import {
  activitySchema,
  instalmentSchema,
  leadingDecisionSchema,
  milestoneSchema,
  pathwayStageSchema,
  sessionTypeSchema,
  specialistStageSchema,
  termSchema,
  workGroupKindSchema,
} from '../../core/codes.ts';
import { instantOf } from '../../core/instant.ts';
import { participationIdSchema, participationStatusSchema, partsOf } from '../../core/participation.ts';
import { reasonCodeSchema } from '../../core/reason.ts';
import { statementStatusSchema } from '../../core/statement.ts';
import { type Row, type RowType, rowSchema } from '../../workflows/change.ts';
import { developmentForm, preparatoryForm, specialistForm } from '../support/forms.ts';
import {
  policyOf2026,
  sampleAsk,
  sampleClaim,
  sampleDayPlan,
  sampleParticipation,
  sampleRegisterImport,
  sampleSchool,
  sampleSpecialist,
  sampleStatement,
  sampleStatementLine,
} from '../support/sample-rows.ts';

/** Any row that the table may hold, of ids so few that two rows often share some of them. */

const urn = fc.constantFrom('900001', '900002', '000000');
const start = fc.constantFrom(2026, 2027);
const academicYear = start.map(academicYearFrom);
const day = fc.constantFrom('2026-09-01', '2026-11-12');
const pathwayStage = fc.constantFrom(...pathwayStageSchema.options);
const topic = fc.constantFrom('years-5-8-continuity', 'subject-leadership');
const specialistStage = fc.constantFrom(...specialistStageSchema.options);
const hub = fc.constantFrom('origin', 'boundary', 'boundary-way');
const version = fc.integer({ min: 1, max: 20 });
const instant = fc.integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 }).map(instantOf);
const text = fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' });
const enrolmentId = fc.constantFrom('en-00000000', 'en-00000001');
const workGroupId = fc.constantFrom('wg-00000000', 'wg-00000001');
const specialistId = fc.constantFrom('sp-0001', 'sp-00010', 'sp-0010');
const milestone = fc.constantFrom(...milestoneSchema.options);
const term = fc.constantFrom(...termSchema.options);
/** A school in a stage or topic, or a Specialist in a year of theirs. */
const place = fc
  .oneof(
    fc.record({ subject: urn, stage: fc.oneof(pathwayStage, topic) }),
    fc.record({ subject: specialistId, stage: specialistStage }),
  )
  .chain((each) => academicYear.map((year) => ({ ...each, academicYear: year })));
const idOf = ({
  subject,
  academicYear: year,
  stage,
}: {
  subject: string;
  academicYear: string;
  stage: string;
}) => participationIdSchema.parse(`${subject}-${year}-${stage}`);
const participationId = place.map(idOf);
const hmac = fc.constantFrom('0', 'f').map((digit) => digit.repeat(64));
const actor = fc.constantFrom('hub-origin-a', 'hub-origin-a-b', 'workflow');
const people = developmentForm('900001').advocates;

const month = fc.constantFrom('2026-10', '2027-01');
const lineNumber = fc.integer({ min: 1, max: 12 });
const fileId = fc.constantFrom('0', '1').map((digit) => `pf-${digit.repeat(32)}`);
const AT = '2026-11-02T09:00:00.000Z';
const proposal = { amount: 50_000, reason: 'Left in December', proposedBy: 'f', proposedAt: AT };
const approval = { approvedBy: 'g', approvedAt: AT };

const rows: Readonly<Record<RowType, fc.Arbitrary<object>>> = {
  hub: fc.record({ code: hub, name: text }),
  school: fc
    .record({ urn, name: text, hub: fc.option(hub, { nil: undefined }), phaseCode: fc.constantFrom(2, 4) })
    .map(sampleSchool),
  specialist: fc
    .record({
      id: specialistId,
      hub,
      name: fc.option(text, { nil: undefined }),
      teacherHmac: fc.option(hmac, { nil: undefined }),
      erasedOn: fc.option(day, { nil: undefined }),
      schools: fc.array(fc.record({ urn, schoolName: text, from: day }), { minLength: 1, maxLength: 3 }),
      hubs: fc.array(fc.record({ hub, from: day, to: day }), { minLength: 1, maxLength: 3 }),
      decisions: fc.array(
        fc.record({ academicYear, decision: fc.constantFrom(...leadingDecisionSchema.options) }),
        { maxLength: 3 },
      ),
      conflicts: fc.array(
        fc.record({
          workGroupId,
          academicYear,
          cause: fc.constantFrom('own-school', 'not-leading'),
          openedOn: day,
          resolvedOn: fc.option(day, { nil: undefined }),
        }),
        { maxLength: 2 },
      ),
    })
    .map(sampleSpecialist),
  policy: academicYear.map((each) => ({ ...policyOf2026(), academicYear: each })),
  enrolment: fc.record({
    id: enrolmentId,
    hub,
    participationId,
    form: fc.oneof(
      urn.map((each) => developmentForm(each)),
      urn.map((each) => preparatoryForm(each)),
      urn.map((each) => specialistForm(each)),
      fc.constant(undefined),
    ),
    erasedOn: fc.option(day, { nil: undefined }),
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
      place,
      urn,
      hub,
      status: fc.constantFrom(...participationStatusSchema.options),
      schoolName: text,
      days: fc.option(
        fc
          .record({ term, withOtherSchools: fc.constantFrom(0, 0.5, 14.5), hubWork: fc.constantFrom(0, 1) })
          .map((each) => sampleDayPlan({ terms: [{ ...each, status: 'declared' }] })),
        { nil: undefined },
      ),
      releasedBefore: fc.option(fc.uniqueArray(milestone), { nil: undefined }),
    })
    .map(({ place: { academicYear: year, stage, subject }, ...rest }) =>
      sampleParticipation({
        ...rest,
        id: idOf({ subject, academicYear: year, stage }),
        academicYear: year,
        stage,
      }),
    ),
  'pathway-guard': fc.record({ urn, academicYear, participationId, live: fc.boolean() }),
  'teacher-guard': fc.record({
    hmac,
    specialistId: fc.option(specialistId, { nil: undefined }),
    live: fc.boolean(),
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
      part: fc.oneof(
        milestone.map((each) => ({ milestone: each, term: undefined })),
        term.map((each) => ({ milestone: undefined, term: each })),
      ),
      hub,
      schoolName: text,
      escalatesAt: fc.option(instant, { nil: undefined }),
      escalatedAt: fc.option(instant, { nil: undefined }),
    })
    .map(({ part, ...each }) =>
      sampleAsk({
        ...each,
        ...part,
        id: askIdOf(each.participationId, each.kind, part.milestone ?? part.term),
      }),
    ),
  claim: fc
    .record({
      place,
      instalment: fc.constantFrom(...instalmentSchema.options),
      urn,
      hub,
      amount: fc.integer({ min: 0, max: 1_000_000 }),
      policyVersion: version,
      status: fc.constantFrom(...paymentStatusSchema.options),
      raisedAt: instant,
      clawback: fc.constantFrom(
        { status: 'none' },
        { status: 'proposed', ...proposal },
        { status: 'approved', ...proposal, ...approval },
      ),
    })
    .map(({ place: { subject, academicYear: year, stage }, ...each }) => {
      const id = idOf({ subject, academicYear: year, stage });
      return sampleClaim({
        ...each,
        id: claimIdOf(id, each.instalment),
        participationId: id,
        academicYear: year,
        stage,
        releasedBy: { ...sampleClaim().releasedBy, askId: askIdOf(id, 'declaration', each.instalment) },
      });
    }),
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
      place: fc
        .oneof(
          fc.record({ subject: urn, stage: pathwayStage }),
          fc.record({ subject: specialistId, stage: specialistStage }),
        )
        .chain((each) => academicYear.map((year) => ({ ...each, academicYear: year }))),
      urn,
      selected: fc.option(fc.boolean(), { nil: undefined }),
      releasedBefore: fc.option(fc.uniqueArray(milestone), { nil: undefined }),
      after: participationId,
      hub,
      repeated: fc.boolean(),
      enrolmentId,
      activities: fc.uniqueArray(fc.constantFrom(...activitySchema.options), { maxLength: 2 }),
      status: fc.constantFrom('waiting', 'rejoined', 'overtaken'),
    })
    .map(({ place: { subject, academicYear: year, stage }, ...each }) => ({
      ...each,
      id: idOf({ subject, academicYear: year, stage }),
      academicYear: year,
      stage,
    })),
  counter: fc.record({ name: fc.constant('specialists'), last: fc.integer({ min: 0, max: 999_999 }) }),
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
  statement: fc
    .record({
      month,
      hub,
      status: fc.constantFrom(...statementStatusSchema.options),
      amendedBy: fc.uniqueArray(actor, { maxLength: 2 }),
    })
    .map((each) => sampleStatement({ ...each, id: `statement-${each.month}-${each.hub}` })),
  'statement-line': fc
    .record({ month, hub, number: lineNumber, removed: fc.constantFrom(undefined, { by: 'f', at: AT }) })
    .map(({ month: of, hub: whose, ...each }) =>
      sampleStatementLine({ ...each, statementId: `statement-${of}-${whose}` }),
    ),
  'payment-file': fc.record({
    id: fileId,
    status: fc.constantFrom('accepted', 'applied'),
    lines: lineNumber,
    total: fc.integer({ min: -1_000_000, max: 1_000_000 }),
    chunks: lineNumber,
    applied: lineNumber,
    uploadedAt: instant,
    uploadedBy: actor,
  }),
  'payment-chunk': fc.record({
    fileId,
    number: lineNumber,
    applied: fc.boolean(),
    lines: fc.array(
      fc.record({
        item: fc.constantFrom(
          '900001-2026-27-development.started',
          '900001-2026-27-development.started.clawback',
          'statement-2026-10-origin.adjustment-3',
        ),
        statementId: fc.constant('statement-2026-10-origin'),
        line: lineNumber,
        amount: fc.integer({ min: -100, max: 100 }),
        reference: fc.constant('BACS/0001'),
        paidOn: day,
      }),
      { minLength: 1, maxLength: 3 },
    ),
  }),
  'payments-under-way': fc.record({ files: fc.array(fileId, { maxLength: 2 }) }),
  'policy-version': fc
    .record({
      academicYear,
      number: lineNumber,
      status: fc.constantFrom('proposed', 'declined', 'superseded'),
    })
    .map((each) => ({
      ...each,
      policy: { ...policyOf2026(), academicYear: each.academicYear, version: each.number },
    })),
  reconciliation: fc.record({
    day,
    at: instant,
    upTo: fc.nat(),
    claims: fc.nat(),
    statements: fc.nat(),
    divergences: fc.nat(),
  }),
  'register-import': fc
    .record({
      id: fc.constantFrom('import-20260902030000000', 'import-20260903030000000'),
      fileDate: fc.option(day, { nil: undefined }),
      at: instant,
      by: actor,
      rows: fc.nat(),
      refused: fc.nat(),
    })
    .map(sampleRegisterImport),
  download: fc.record({
    what: fc.constantFrom('statement-2026-10-origin', 'statement-2026-10-origin-2'),
    by: actor,
    at: fc.constantFrom(AT, '2026-11-02T09:00:00.001Z'),
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
      return `${row.type} ${partsOf(row.id).subject} ${row.academicYear}`;
    case 'counter':
      return `${row.type} ${row.name}`;
    case 'statement-line':
      return `${row.type} ${row.statementId} ${row.number}`;
    case 'payment-chunk':
      return `${row.type} ${row.fileId} ${row.number}`;
    case 'payments-under-way':
      return row.type;
    case 'policy-version':
      return `${row.type} ${row.academicYear} ${row.number}`;
    case 'reconciliation':
      return `${row.type} ${row.day}`;
    case 'download':
      return `${row.type} ${row.what} ${row.at} ${row.by}`;
    default:
      return `${row.type} ${row.id}`;
  }
}

export const ROW_TYPES = Object.keys(rows);
