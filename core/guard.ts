import * as z from 'zod';
import { academicYearSchema } from './academic-year.ts';
import { specialistIdSchema, urnSchema } from './codes.ts';
import { participationIdSchema } from './participation.ts';

/** One live pathway stage per school and year: the row that makes a second enrolment impossible. */
export const pathwayGuardSchema = z.strictObject({
  type: z.literal('pathway-guard'),
  version: z.int().positive(),
  urn: urnSchema,
  academicYear: academicYearSchema,
  participationId: participationIdSchema,
  /** False once the participation was withdrawn or found no place: the school may enrol again. */
  live: z.boolean(),
});
export type PathwayGuard = z.infer<typeof pathwayGuardSchema>;

/**
 * One live application per teacher, by the HMAC of the teacher reference number: the row that makes a second one
 * impossible, whichever hub it comes from. A Specialist who applies again keeps the number.
 */
export const teacherGuardSchema = z.strictObject({
  type: z.literal('teacher-guard'),
  version: z.int().positive(),
  hmac: z.string().regex(/^[0-9a-f]{64}$/),
  /** Absent once the Specialist was erased: the number is nobody's any more. */
  specialistId: specialistIdSchema.optional(),
  /** False once the teacher was declined, or withdrew before accreditation: the teacher may apply again. */
  live: z.boolean(),
});
export type TeacherGuard = z.infer<typeof teacherGuardSchema>;

/** What an Idempotency-Key was answered with: the same key and body get the same answer again. */
export const idempotencySchema = z.strictObject({
  type: z.literal('idempotency'),
  version: z.int().positive(),
  caller: z.string(),
  key: z.string(),
  /** SHA-256 of the request's body, as it was parsed and written again. */
  bodyHash: z.string(),
  status: z.int(),
  body: z.unknown(),
  /** Epoch seconds at which the table may forget it. */
  expiresAt: z.int(),
});
