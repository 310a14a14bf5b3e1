import * as z from 'zod';
import { academicYearSchema } from '../core/academic-year.ts';
import { clawbackStatusSchema } from '../core/claim.ts';
import { evidenceTypeSchema, hubCodeSchema, stageSchema, urnSchema } from '../core/codes.ts';
import { instantSchema, londonDateSchema } from '../core/instant.ts';
import { monthSchema } from '../core/month.ts';
import { paymentFileIdSchema } from '../core/payment.ts';
import { signedPenceSchema } from '../core/pence.ts';
import { policySchema } from '../core/policy.ts';
import { policyVersionStatusSchema } from '../core/policy-version.ts';
import { statementStatusSchema } from '../core/statement.ts';
import { statementIdSchema } from '../core/statement-id.ts';
import { lineKindSchema } from '../core/statement-line.ts';
import { claimAnswer, listOf } from './answers.ts';

/** What the API answers about money and policy, as far as the pages read it. Amounts in pence. */

const payment = z.object({ reference: z.string(), paidOn: londonDateSchema });

/** A claim with where it is listed, its payment, and how its clawback stands. */
const fundingClaimAnswer = claimAnswer.extend({
  listed: z.object({ statementId: statementIdSchema, line: z.int() }).optional(),
  payment: payment.optional(),
  schoolName: z.string().optional(),
  clawback: z.object({
    status: clawbackStatusSchema,
    amount: z.int().optional(),
  }),
});
export const claimsAnswer = listOf(fundingClaimAnswer);

const sums = { expected: z.int(), raised: z.int(), paid: z.int(), recovered: z.int(), remaining: z.int() };
export const fundingSummaryAnswer = z.object({
  items: z.array(
    z.object({ hub: hubCodeSchema, academicYear: academicYearSchema, stage: stageSchema, ...sums }),
  ),
  total: z.object(sums),
});
export type FundingSums = z.infer<typeof fundingSummaryAnswer>['total'];

export const statementAnswer = z.object({
  id: statementIdSchema,
  month: monthSchema,
  hub: hubCodeSchema,
  status: statementStatusSchema,
  cutOff: instantSchema,
  lines: z.int(),
  total: signedPenceSchema,
  approveBy: instantSchema,
  overdueAt: instantSchema.optional(),
  payOn: londonDateSchema,
  previous: statementIdSchema.optional(),
  previousSeal: z.string().optional(),
  seal: z.string().optional(),
  approvedAt: instantSchema.optional(),
  issuedAt: instantSchema.optional(),
  unpaid: z.int().optional(),
  paidAt: instantSchema.optional(),
});
export type StatementAnswer = z.infer<typeof statementAnswer>;
export const statementsAnswer = listOf(statementAnswer);

export const wholeStatementAnswer = statementAnswer.extend({
  /** Whoever adjusted it, or held a claim on it, may not approve it. */
  changedByYou: z.boolean(),
  verification: z.object({ intact: z.boolean(), broken: z.string().optional(), line: z.int().optional() }),
  items: z.array(
    z.object({
      number: z.int(),
      kind: lineKindSchema,
      item: z.string(),
      amount: signedPenceSchema,
      urn: urnSchema.optional(),
      schoolName: z.string().optional(),
      claim: claimAnswer.pick({ id: true, academicYear: true, stage: true, instalment: true }).optional(),
      adjustment: z.object({ reason: z.string(), at: instantSchema }).optional(),
      removedAt: instantSchema.optional(),
      payment: payment.optional(),
    }),
  ),
});
export type WholeStatement = z.infer<typeof wholeStatementAnswer>;

/** Why a claim was paid, or is not yet; of one that has not been raised only what is known so far. */
export const explainedClaimAnswer = fundingClaimAnswer
  .omit({ status: true })
  .partial()
  .required({ id: true, participation: true, instalment: true, hub: true, academicYear: true, stage: true })
  .extend({
    status: z.enum([...claimAnswer.shape.status.options, 'not-raised']),
    school: z.object({ urn: urnSchema, name: z.string() }),
    /** Its clawback; whoever proposed one may not decide about it. */
    proposedByYou: z.boolean().optional(),
    releasedBy: z
      .object({
        happenedOn: londonDateSchema,
        evidence: z.object({ type: evidenceTypeSchema.optional(), reference: z.string().optional() }),
        late: z.boolean(),
        lateReason: z.string().optional(),
        days: z.object({ withOtherSchools: z.number(), hubWork: z.number() }).optional(),
      })
      .optional(),
    rates: z
      .object({ policyVersion: z.int(), withOtherSchools: z.int(), hubWork: z.int(), mostDays: z.int() })
      .optional(),
    rule: z.object({ policyVersion: z.int(), stageAmount: z.int(), instalment: z.int() }).optional(),
    statement: statementAnswer
      .pick({ id: true, month: true, status: true, approveBy: true, payOn: true, seal: true })
      .optional(),
    hold: z.object({ since: instantSchema, reason: z.string() }).optional(),
    cancellation: z.object({ at: instantSchema, reason: z.string() }).optional(),
    next: z
      .object({
        what: z.string(),
        who: z.enum(['hub', 'finance', 'admin', 'payer', 'workflow']),
        from: instantSchema.optional(),
        until: instantSchema.optional(),
      })
      .optional(),
    ended: z.string().optional(),
  });
export type ExplainedClaim = z.infer<typeof explainedClaimAnswer>;

export const checkedPaymentsAnswer = z.object({
  known: z.boolean(),
  lines: z.int(),
  total: z.int(),
  statements: z.array(z.object({ id: statementIdSchema, lines: z.int(), total: z.int() })),
});
export type CheckedPayments = z.infer<typeof checkedPaymentsAnswer>;

export const paymentFileAnswer = z.object({
  id: paymentFileIdSchema,
  status: z.enum(['accepted', 'applied']),
  lines: z.int(),
  total: z.int(),
  chunks: z.int(),
  applied: z.int(),
  uploadedAt: instantSchema,
});

export const whatIfAnswer = z.object({
  frozen: z.int(),
  difference: z.int(),
  lines: z.array(
    z.object({
      hub: hubCodeSchema,
      stage: stageSchema,
      enrolled: z.int(),
      continuing: z.int(),
      today: z.int(),
      proposed: z.int(),
      difference: z.int(),
    }),
  ),
});

export const policyVersionAnswer = z.object({
  academicYear: academicYearSchema,
  version: z.int(),
  status: policyVersionStatusSchema,
  proposedBy: z.string().optional(),
  proposedAt: instantSchema.optional(),
  decidedBy: z.string().optional(),
  decidedAt: instantSchema.optional(),
});
export const policyVersionsAnswer = z.object({
  active: policySchema.nullable(),
  versions: z.array(policyVersionAnswer),
});
export const wholePolicyVersionAnswer = policyVersionAnswer.extend({
  policy: policySchema,
  whatIf: whatIfAnswer.optional(),
});

const refusedAttemptAnswer = z.object({
  id: z.string(),
  hub: hubCodeSchema,
  urn: z.string().optional(),
  schoolName: z.string().optional(),
  reasons: z.array(z.object({ code: z.string(), field: z.string() })),
  submittedAt: instantSchema,
});
export type RefusedAttemptAnswer = z.infer<typeof refusedAttemptAnswer>;
export const refusedAttemptsAnswer = listOf(refusedAttemptAnswer);
