import * as z from 'zod';
import { academicYearSchema } from './academic-year.ts';
import { actorSchema } from './codes.ts';
import { instantSchema } from './instant.ts';
import { moves } from './moves.ts';
import { policySchema } from './policy.ts';

export const policyVersionStatusSchema = z.enum(['proposed', 'declined', 'active', 'superseded']);
export const POLICY_VERSION_MOVES = moves('policy version', policyVersionStatusSchema.options, {
  decline: { from: ['proposed'], to: 'declined' },
  /** A declined one makes room: the next proposal takes its number. */
  'propose-again': { from: ['declined'], to: 'proposed' },
  approve: { from: ['proposed'], to: 'active' },
  supersede: { from: ['active'], to: 'superseded' },
});

/**
 * A year's policy as it was, is, or may become. The year's `policy` row is the active one, and its version the number;
 * here stand the ones before, and the one that a second admin has still to approve. The seeded first version gets its
 * row when it is superseded.
 */
export const policyVersionSchema = z.strictObject({
  type: z.literal('policy-version'),
  version: z.int().positive(),
  academicYear: academicYearSchema,
  number: z.int().positive(),
  status: policyVersionStatusSchema,
  policy: policySchema,
  proposedBy: actorSchema.optional(),
  proposedAt: instantSchema.optional(),
  decidedBy: actorSchema.optional(),
  decidedAt: instantSchema.optional(),
});
export type PolicyVersion = z.infer<typeof policyVersionSchema>;

/** `policy-2026-27-v2`: the subject of a version's events. */
export const policySubject = ({
  academicYear,
  number,
}: Pick<PolicyVersion, 'academicYear' | 'number'>): string => `policy-${academicYear}-v${number}`;

/** What an admin decides on a proposed version. */
export const policyDecisionSchema = z.strictObject({ decision: z.enum(['approve', 'decline']) });
