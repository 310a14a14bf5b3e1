import * as z from 'zod';
import { academicYearSchema } from './academic-year.ts';
import { askIdSchema } from './ask.ts';
import {
  actorSchema,
  evidenceTypeSchema,
  hubCodeSchema,
  type Instalment,
  instalmentSchema,
  stageSchema,
  urnSchema,
} from './codes.ts';
import { instantSchema, londonDateSchema } from './instant.ts';
import { lineSchema } from './line.ts';
import { moves } from './moves.ts';
import { type ParticipationId, participationIdSchema } from './participation.ts';
import { paymentSchema } from './payment.ts';
import { penceSchema } from './pence.ts';
import { statementIdSchema } from './statement-id.ts';

/** `900001-2026-27-development.started`: the participation and the instalment. A slot, taken once. */
export const claimIdSchema = z
  .string()
  .regex(/^[a-z0-9-]{10,80}\.[a-z-]{3,40}$/, { abort: true })
  .refine((id) => participationIdSchema.safeParse(id.slice(0, id.indexOf('.'))).success, {
    message: 'not of a participation',
  })
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
export type PaymentStatus = z.infer<typeof paymentStatusSchema>;
export const PAYMENT_MOVES = moves('claim', paymentStatusSchema.options, {
  hold: { from: ['raised', 'on-statement'], to: 'held' },
  release: { from: ['held'], to: 'raised' },
  list: { from: ['raised'], to: 'on-statement' },
  approve: { from: ['on-statement'], to: 'approved' },
  pay: { from: ['approved'], to: 'paid' },
  cancel: { from: ['raised', 'held'], to: 'cancelled' },
});

/** Recovering what was paid: begins only once a claim is paid, and never changes its payment. */
export const clawbackStatusSchema = z.enum(['none', 'proposed', 'approved', 'recovered']);
export const CLAWBACK_MOVES = moves('clawback', clawbackStatusSchema.options, {
  propose: { from: ['none'], to: 'proposed' },
  decline: { from: ['proposed'], to: 'none' },
  approve: { from: ['proposed'], to: 'approved' },
  recover: { from: ['approved'], to: 'recovered' },
});

/** A line of a statement, by its number. */
const placeSchema = z.strictObject({ statementId: statementIdSchema, line: z.int().positive() });

const proposal = {
  /** Pence to recover: all that was paid, or a part of it. */
  amount: penceSchema.min(1),
  /** Free text: it stays on this row. */
  reason: lineSchema,
  proposedBy: actorSchema,
  proposedAt: instantSchema,
};
const approval = { ...proposal, approvedBy: actorSchema, approvedAt: instantSchema };

export const clawbackSchema = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('none') }),
  z.strictObject({ status: z.literal('proposed'), ...proposal }),
  /** Without `listed` it waits for the hub's next statement. */
  z.strictObject({ status: z.literal('approved'), ...approval, listed: placeSchema.optional() }),
  z.strictObject({
    status: z.literal('recovered'),
    ...approval,
    listed: placeSchema,
    recovery: paymentSchema,
  }),
]);

/** Why somebody stopped a payment, for now or for good. Free text: it stays on the claim's row. */
const stopSchema = z.strictObject({ reason: lineSchema, by: actorSchema, at: instantSchema });

/** An instalment that became payable. Amount, payee, policy version and what released it are frozen at birth. */
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
  raisedAt: instantSchema,
  /** What released it: the answer that declared the instalment's milestone, or the term's days. The evidence's reference is on the ask. */
  releasedBy: z.strictObject({
    askId: askIdSchema,
    happenedOn: londonDateSchema,
    /** Of a milestone; days worked are declared without. */
    evidenceType: evidenceTypeSchema.optional(),
    /** Declared by an admin after the window. */
    late: z.boolean(),
  }),
  status: paymentStatusSchema,
  /** Where it is to be paid: from `on-statement` on. */
  listed: placeSchema.optional(),
  /** While it is held, and after it was cancelled out of a hold. */
  hold: stopSchema.optional(),
  cancellation: stopSchema.optional(),
  payment: paymentSchema.optional(),
  clawback: clawbackSchema,
});
export type Claim = z.infer<typeof claimSchema>;

/** Why finance holds or cancels a claim. */
export const stopFormSchema = z.strictObject({ reason: lineSchema });

/** A clawback as it is proposed. */
export const clawbackFormSchema = z.strictObject({
  /** Pence; all that was paid where it is left out. */
  amount: proposal.amount.optional(),
  reason: lineSchema,
});

/** What a second person says of it; without a word, what the address says: an approval. */
export const clawbackDecisionSchema = z
  .strictObject({ decision: z.enum(['approve', 'decline']).default('approve') })
  .default({ decision: 'approve' });

/** The slot of a participation's instalment. */
export function claimIdOf(participationId: ParticipationId, instalment: Instalment): ClaimId {
  return claimIdSchema.parse(`${participationId}.${instalment}`);
}

/** Since when a claim waits to be put on its hub's next statement: as a payment, or as a clawback; undefined when not. */
export function dueSince({ status, raisedAt, clawback }: Claim): z.infer<typeof instantSchema> | undefined {
  if (status === 'raised') return raisedAt;
  return clawback.status === 'approved' && !clawback.listed ? clawback.approvedAt : undefined;
}
