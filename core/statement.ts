import * as z from 'zod';
import { doorbellSchema } from './ask.ts';
import { actorSchema, hubCodeSchema, urnSchema } from './codes.ts';
import { instantSchema, londonDateSchema } from './instant.ts';
import { lineSchema } from './line.ts';
import { monthSchema } from './month.ts';
import { moves } from './moves.ts';
import { signedPenceSchema } from './pence.ts';
import { sealSchema } from './seal.ts';
import { statementIdSchema } from './statement-id.ts';

export const statementStatusSchema = z.enum(['gathering', 'open', 'approved', 'issued', 'paid']);
export type StatementStatus = z.infer<typeof statementStatusSchema>;

/** Adjusting and holding keep it open; from `approved` on nothing on it changes but what the payer says. */
export const STATEMENT_MOVES = moves('statement', statementStatusSchema.options, {
  gather: { from: ['gathering'], to: 'gathering' },
  open: { from: ['gathering'], to: 'open' },
  amend: { from: ['open'], to: 'open' },
  approve: { from: ['open'], to: 'approved' },
  issue: { from: ['approved'], to: 'issued' },
  settle: { from: ['issued'], to: 'paid' },
});

/** What a hub's schools are paid for a month. It is also the ask that finance answers with its approval. */
export const statementSchema = z.strictObject({
  type: z.literal('statement'),
  version: z.int().positive(),
  id: statementIdSchema,
  hub: hubCodeSchema,
  month: monthSchema,
  status: statementStatusSchema,
  /** Counts restarts of its workflow from 1. */
  generation: z.int().positive(),
  /** Executions whose failure has been recorded, each once. */
  failedExecutions: z.array(z.string()),
  /** The hub's statement before this one, whose seal the chain goes on from; the first one has none. */
  previous: statementIdSchema.optional(),
  /** Midnight London at the month's end: it takes what was due strictly before. */
  cutOff: instantSchema,
  createdAt: instantSchema,
  /** Line numbers given out. */
  lastLine: z.int().nonnegative(),
  /** Lines that count: those that were not taken off. */
  lines: z.int().nonnegative(),
  /** Pence: the sum of the lines that count. */
  total: signedPenceSchema,
  openedAt: instantSchema.optional(),
  /** From when on an approval is overdue. It stays possible. */
  approveBy: instantSchema,
  /** The day on which the payer is to pay. */
  payOn: londonDateSchema,
  /** Since when its approval is overdue: told once. */
  overdueAt: instantSchema.optional(),
  /** Whoever adjusted it, or held a claim on it: they may not approve it. */
  amendedBy: z.array(actorSchema),
  doorbell: doorbellSchema.optional(),
  approvedAt: instantSchema.optional(),
  approvedBy: actorSchema.optional(),
  /** Set at approval: until then a seal would change with every line, and is computed when somebody looks. */
  previousSeal: sealSchema.optional(),
  seal: sealSchema.optional(),
  issuedAt: instantSchema.optional(),
  /** Lines that the payer has not confirmed yet; from `issued` on. */
  unpaid: z.int().nonnegative().optional(),
  paidAt: instantSchema.optional(),
});
export type Statement = z.infer<typeof statementSchema>;

/** Whether its workflow still has something to do: what the nightly job looks after. */
export const isUnderWay = ({ status }: Statement): boolean => !['issued', 'paid'].includes(status);

/** Finance's approval. With the seal that was on the screen, nothing can have changed since somebody looked. */
export const approvalAnswerSchema = z.strictObject({
  decision: z.literal('approve'),
  seal: sealSchema.optional(),
});
export type ApprovalAnswer = z.infer<typeof approvalAnswerSchema>;

/** Ten million pounds, either way: a slip of the keyboard stops here. */
const MOST_ADJUSTED = 1_000_000_000;

/** What finance adds to a statement, or takes away, outside the claims. Pence with their sign. */
export const adjustmentFormSchema = z.strictObject({
  amount: signedPenceSchema
    .min(-MOST_ADJUSTED)
    .max(MOST_ADJUSTED)
    .refine((amount) => amount !== 0),
  /** Free text: it stays on the line's row, and is shown to whoever may see the statement. */
  reason: lineSchema,
  /** The school that it concerns; absent where it concerns the hub as a whole. */
  urn: urnSchema.optional(),
  /** How many lines there were when somebody looked: a form that is sent twice would add its line twice. */
  linesSeen: z.int().nonnegative().optional(),
});
export type AdjustmentForm = z.infer<typeof adjustmentFormSchema>;
