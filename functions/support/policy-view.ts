import * as z from 'zod';
import { academicYearSchema } from '../../core/academic-year.ts';
import type { PolicyVersion } from '../../core/policy-version.ts';

/** The path of a version: `/policies/2026-27/versions/2`. */
export const policyVersionPath = z.object({
  year: academicYearSchema,
  version: z
    .string()
    .regex(/^[1-9]\d{0,5}$/)
    .transform(Number),
});

/** A version as lists show it: without the policy itself. */
export const policyVersionView = ({
  academicYear,
  number,
  status,
  proposedBy,
  proposedAt,
  decidedBy,
  decidedAt,
}: PolicyVersion) => ({
  academicYear,
  version: number,
  status,
  proposedBy,
  proposedAt,
  decidedBy,
  decidedAt,
});
