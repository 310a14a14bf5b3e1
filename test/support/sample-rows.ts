import { type Ask, askSchema } from '../../core/ask.ts';
import { type Claim, claimSchema } from '../../core/claim.ts';
import { type PathwayGuard, pathwayGuardSchema } from '../../core/guard.ts';
import {
  type DayPlan,
  dayPlanSchema,
  type Participation,
  participationSchema,
} from '../../core/participation.ts';
import type { Policy } from '../../core/policy.ts';
import { type RegisterImport, registerImportSchema } from '../../core/register-import.ts';
import { type School, schoolSchema } from '../../core/school.ts';
import { type Specialist, specialistSchema } from '../../core/specialist.ts';
import { type Statement, statementSchema } from '../../core/statement.ts';
import { type StatementLine, statementLineSchema } from '../../core/statement-line.ts';
import { type WorkGroup, workGroupSchema } from '../../core/work-group.ts';
import { shippedPolicies } from '../../local/demo/policies.ts';

/** Rows that are ordinary in every respect; a test changes what its ruling is about. */

type Changes = Readonly<Record<string, unknown>>;

/** The policy of 2026-27, as shipped. */
export function policyOf2026(): Policy {
  const policy = shippedPolicies().find(({ academicYear }) => academicYear === '2026-27');
  if (!policy) throw new Error('no policy is shipped for 2026-27');
  return policy;
}

export const sampleSchool = (changes: Changes = {}): School =>
  schoolSchema.parse({
    type: 'school',
    version: 1,
    urn: '900001',
    name: 'Sample School Ash',
    typeCode: 34,
    typeName: 'Academy converter',
    statusCode: 1,
    phaseCode: 4,
    lowAge: 11,
    highAge: 18,
    ...changes,
  });

export const sampleParticipation = (changes: Changes = {}): Participation =>
  participationSchema.parse({
    type: 'participation',
    version: 1,
    id: '900001-2026-27-development',
    urn: '900001',
    schoolName: 'Sample School Ash',
    hub: 'origin',
    academicYear: '2026-27',
    stage: 'development',
    status: 'enrolled',
    generation: 1,
    enrolmentId: 'en-00000000',
    repeated: false,
    activities: [],
    milestones: [],
    yearDue: false,
    failedExecutions: [],
    enrolledOn: '2026-03-02',
    ...changes,
  });

/** The participation in the middle of its year: both milestones still to do. */
export const activeParticipation = (changes: Changes = {}): Participation =>
  sampleParticipation({
    status: 'active',
    yearDue: true,
    policyVersion: 1,
    workGroupId: 'wg-00000000',
    milestones: [
      { milestone: 'started', instalment: 100_000, status: 'to-do' },
      { milestone: 'completed', instalment: 100_000, status: 'to-do' },
    ],
    ...changes,
  });

/** The declaration of the start, in its window of September and October 2026. */
export const sampleAsk = (changes: Changes = {}): Ask =>
  askSchema.parse({
    type: 'ask',
    version: 1,
    id: '900001-2026-27-development.declaration-started',
    participationId: '900001-2026-27-development',
    kind: 'declaration',
    milestone: 'started',
    hub: 'origin',
    urn: '900001',
    schoolName: 'Sample School Ash',
    status: 'open',
    opensAt: '2026-08-31T23:00:00.000Z',
    closesAt: '2026-10-31T17:00:00.000Z',
    ...changes,
  });

export const samplePlacementAsk = (changes: Changes = {}): Ask =>
  askSchema.parse({
    ...sampleAsk(),
    id: '900001-2026-27-development.placement',
    kind: 'placement',
    milestone: undefined,
    opensAt: '2026-03-02T09:00:00.000Z',
    closesAt: '2026-10-16T16:00:00.000Z',
    ...changes,
  });

/** An accredited Specialist of another school than the samples'. */
export const sampleSpecialist = (changes: Changes = {}): Specialist =>
  specialistSchema.parse({
    type: 'specialist',
    version: 1,
    id: 'sp-0001',
    name: 'Sample Specialist Yew',
    hub: 'origin',
    urn: '900009',
    schoolName: 'Sample School Yew',
    schools: [{ urn: '900009', schoolName: 'Sample School Yew', from: '2023-09-01' }],
    hubs: [{ hub: 'origin', from: '2023-09-01' }],
    cohort: 8,
    accredited: true,
    accreditedOn: '2025-07-01',
    leading: [],
    decisions: [],
    conflicts: [],
    ...changes,
  });

/** An application for the cohort of September 2026, about which nobody has decided yet. */
export const sampleApplication = (changes: Changes = {}): Participation =>
  sampleParticipation({
    id: 'sp-0042-2026-27-training-1',
    urn: '900009',
    schoolName: 'Sample School Yew',
    stage: 'training-1',
    ...changes,
  });

/** £350 and £200 a day, at most 15 a year, nothing declared. */
export const sampleDayPlan = (changes: Changes = {}): DayPlan =>
  dayPlanSchema.parse({
    withOtherSchools: 35_000,
    hubWork: 20_000,
    most: 15,
    terms: ['autumn', 'spring', 'summer'].map((term) => ({ term, status: 'to-do' })),
    ...changes,
  });

/** The question to the programme's admins about the sample application: escalated a week before it closes. */
export const sampleSelectionAsk = (changes: Changes = {}): Ask =>
  askSchema.parse({
    type: 'ask',
    version: 1,
    id: 'sp-0042-2026-27-training-1.selection',
    participationId: 'sp-0042-2026-27-training-1',
    kind: 'selection',
    hub: 'origin',
    urn: '900009',
    schoolName: 'Sample School Yew',
    status: 'open',
    opensAt: '2026-03-02T09:00:00.000Z',
    closesAt: '2026-07-31T16:00:00.000Z',
    escalatesAt: '2026-07-24T16:00:00.000Z',
    ...changes,
  });

/** A Development Work Group without members, led by the sample Specialist since March. */
export const sampleWorkGroup = (changes: Changes = {}): WorkGroup =>
  workGroupSchema.parse({
    type: 'work-group',
    version: 1,
    id: 'wg-00000000',
    kind: 'development',
    academicYear: '2026-27',
    hub: 'origin',
    lead: 'sp-0001',
    leads: [{ lead: 'sp-0001', from: '2026-03-02' }],
    members: [],
    sizeConfirmed: false,
    ...changes,
  });

/** The row that keeps a school from a second place on the pathway in 2026-27. */
export const samplePathwayGuard = (changes: Changes = {}): PathwayGuard =>
  pathwayGuardSchema.parse({
    type: 'pathway-guard',
    version: 1,
    urn: '900001',
    academicYear: '2026-27',
    participationId: '900001-2026-27-development',
    live: true,
    ...changes,
  });

/** The first instalment of the sample school's Development year, raised in October 2026. */
export const sampleClaim = (changes: Changes = {}): Claim =>
  claimSchema.parse({
    type: 'claim',
    version: 1,
    id: '900001-2026-27-development.started',
    participationId: '900001-2026-27-development',
    instalment: 'started',
    urn: '900001',
    hub: 'origin',
    academicYear: '2026-27',
    stage: 'development',
    amount: 100_000,
    policyVersion: 1,
    raisedAt: '2026-10-05T09:00:00.000Z',
    releasedBy: {
      askId: '900001-2026-27-development.declaration-started',
      happenedOn: '2026-10-01',
      evidenceType: 'attendance-register',
      late: false,
    },
    status: 'raised',
    clawback: { status: 'none' },
    ...changes,
  });

/** October's statement of the hub, just begun: nothing on it yet. */
export const sampleStatement = (changes: Changes = {}): Statement =>
  statementSchema.parse({
    type: 'statement',
    version: 1,
    id: 'statement-2026-10-origin',
    hub: 'origin',
    month: '2026-10',
    status: 'gathering',
    generation: 1,
    failedExecutions: [],
    cutOff: '2026-11-01T00:00:00.000Z',
    createdAt: '2026-11-01T02:30:00.000Z',
    lastLine: 0,
    lines: 0,
    total: 0,
    approveBy: '2026-11-15T17:00:00.000Z',
    payOn: '2026-11-25',
    amendedBy: [],
    ...changes,
  });

/** The sample claim as the first line of October's statement. */
export const sampleStatementLine = (changes: Changes = {}): StatementLine =>
  statementLineSchema.parse({
    type: 'statement-line',
    version: 1,
    statementId: 'statement-2026-10-origin',
    number: 1,
    kind: 'claim',
    item: '900001-2026-27-development.started',
    amount: 100_000,
    urn: '900001',
    claim: {
      id: '900001-2026-27-development.started',
      academicYear: '2026-27',
      stage: 'development',
      instalment: 'started',
      policyVersion: 1,
    },
    ...changes,
  });

/** A reading of the register in which one row was refused. */
export const sampleRegisterImport = (changes: Changes = {}): RegisterImport =>
  registerImportSchema.parse({
    type: 'register-import',
    version: 1,
    id: 'import-20260902030000000',
    fileDate: '2026-09-01',
    at: '2026-09-02T03:00:00.000Z',
    by: 'register',
    ...{ rows: 100, added: 2, changed: 7, unchanged: 90, refused: 1, eligible: 60, ineligible: 39 },
    reasons: { 'school-not-secondary': 35, 'school-closed': 6 },
    refusedRows: [{ line: 17, columns: ['URN'] }],
    ...changes,
  });
