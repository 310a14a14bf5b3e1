import * as z from 'zod';
import { academicYearSchema } from './academic-year.ts';
import { hubCodeSchema, type Instalment, instalmentSchema, stageSchema, urnSchema } from './codes.ts';
import { instantSchema } from './instant.ts';
import { moves } from './moves.ts';
import { type ParticipationId, participationIdSchema } from './participation.ts';
import { penceSchema } from './pence.ts';

/** `900001-2026-27-development.started`: the participation and the instalment. A slot, taken once. */
export const claimIdSchema = z
  .string()
  .regex(/^[a-z0-9-]{10,80}\.[a-z-]{3,40}$/)
  .brand<'ClaimId'>();
export type ClaimId = z.infer<typeof claimIdSchema>;

/** Payment only; clawback is a machine of its own. */
export const paymentStatusSchema = z.enum([
  'raised',
  'held',
  'on-statement',
  'approved',
  'paid',
  'cancelled',
]);
export const PAYMENT_MOVES = moves('claim', paymentStatusSchema.options, {
  hold: { from: ['raised', 'on-statement'], to: 'held' },
  release: { from: ['held'], to: 'raised' },
  list: { from: ['raised'], to: 'on-statement' },
  approve: { from: ['on-statement'], to: 'approved' },
  pay: { from: ['approved'], to: 'paid' },
  cancel: { from: ['raised', 'held'], to: 'cancelled' },
});

/** An instalment that became payable. Amount, payee and policy version are frozen at birth. */
export const claimSchema = z.strictObject({
  type: z.literal('claim'),
  version: z.int().positive(),
  id: claimIdSchema,
  participationId: participationIdSchema,
  instalment: instalmentSchema,
  urn: urnSchema,
  hub: hubCodeSchema,
  academicYear: academicYearSchema,
  stage: stageSchema,
  /** Pence. */
  amount: penceSchema,
  policyVersion: z.int().positive(),
  status: paymentStatusSchema,
  raisedAt: instantSchema,
});
export type Claim = z.infer<typeof claimSchema>;

/** The slot of a participation's instalment. */
export function claimIdOf(participationId: ParticipationId, instalment: Instalment): ClaimId {
  return claimIdSchema.parse(`${participationId}.${instalment}`);
}
