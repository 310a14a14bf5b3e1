import * as z from 'zod';
import { type HubCode, hubCodeSchema, urnSchema } from './codes.ts';
import { type LondonDate, londonDateSchema } from './instant.ts';
import type { Policy } from './policy.ts';
import { type Reason, reason } from './reason.ts';

/** One establishment of the register, without a single person in it, and the hub it belongs to. */
export const schoolSchema = z.strictObject({
  type: z.literal('school'),
  version: z.int().positive(),
  urn: urnSchema,
  name: z.string().min(1),
  /** LAESTAB, `201/3614`; absent where the register lacks either part. */
  dfeNumber: z.string().optional(),
  /** GIAS establishment type code: what decides whether the school is state-funded. */
  typeCode: z.int(),
  typeName: z.string(),
  /** GIAS establishment status: 1 open, 2 closed, 3 open but proposed to close, 4 proposed to open. */
  statusCode: z.int(),
  /** GIAS phase: 0 n/a, 1 nursery, 2 primary, 3 middle deemed primary, 4 secondary, 5 middle deemed secondary, 6 16 plus, 7 all-through. */
  phaseCode: z.int(),
  lowAge: z.int().optional(),
  highAge: z.int().optional(),
  openDate: londonDateSchema.optional(),
  closeDate: londonDateSchema.optional(),
  trust: z.string().optional(),
  postcode: z.string().optional(),
  town: z.string().optional(),
  region: z.string().optional(),
  /** The hub that it belongs to now: the one that first enrolled it, until an admin changes that. */
  hub: hubCodeSchema.optional(),
  /** Since when it has belonged to whom: dated, in order, without overlap; the last period is open. */
  hubPeriods: z
    .array(z.strictObject({ hub: hubCodeSchema, from: londonDateSchema, to: londonDateSchema.optional() }))
    .optional(),
});
export type School = z.infer<typeof schoolSchema>;

/** What the register says of a school: all but our own version and hub. */
export const registerEntrySchema = schoolSchema.omit({
  type: true,
  version: true,
  hub: true,
  hubPeriods: true,
});
export type RegisterEntry = z.infer<typeof registerEntrySchema>;

/** GIAS establishment status codes. */
const CLOSED = 2;
const PROPOSED_TO_OPEN = 4;

/** Secondary, middle deemed secondary, all-through. */
const SECONDARY_PHASES: readonly number[] = [4, 5, 7];
const PHASE_NOT_APPLICABLE = 0;

/**
 * Why this school may not take part; empty when it may. Source of the rules: the programme is for state-funded
 * secondary schools in England; state-funded is decided on the type code, never on the type group. Where the
 * register knows no phase (special schools, pupil referral units), the ages decide.
 */
export function ineligibleReasons(school: RegisterEntry, policy: Policy): Reason[] {
  const reasons: Reason[] = [];
  if (school.statusCode === CLOSED) reasons.push(reason('school-closed', 'urn'));
  if (school.statusCode === PROPOSED_TO_OPEN) reasons.push(reason('school-not-yet-open', 'urn'));
  if (!policy.schools.stateFundedTypes.includes(school.typeCode)) {
    reasons.push(reason('school-not-state-funded', 'urn'));
  }
  if (!teachesSecondary(school)) reasons.push(reason('school-not-secondary', 'urn'));
  return reasons;
}

/** Whether pupils of Years 7 to 11 are taught here, by phase or, without one, by ages. */
export function teachesSecondary({ phaseCode, lowAge, highAge }: RegisterEntry): boolean {
  if (SECONDARY_PHASES.includes(phaseCode)) return true;
  if (phaseCode !== PHASE_NOT_APPLICABLE || lowAge === undefined || highAge === undefined) return false;
  return lowAge <= 15 && highAge >= 12;
}

/** Whether the school may be enrolled by this hub: its own, or still nobody's. */
export function belongsElsewhere(school: School, hub: HubCode): boolean {
  return school.hub !== undefined && school.hub !== hub;
}

/** The school once it belongs to this hub from this day on: the present period is closed, a new one opened. */
export function underHub(school: School, hub: HubCode, from: LondonDate): Pick<School, 'hub' | 'hubPeriods'> {
  const closed = (school.hubPeriods ?? []).map((period) =>
    period.to === undefined ? { ...period, to: from } : period,
  );
  return { hub, hubPeriods: [...closed, { hub, from }] };
}
