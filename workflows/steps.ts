import * as z from 'zod';
import { askIdSchema } from '../core/ask.ts';
import { instantSchema } from '../core/instant.ts';
import { participationIdSchema } from '../core/participation.ts';
import { approvalIdSchema, statementIdSchema } from '../core/statement-id.ts';

/**
 * What every step gets and gives. Each schema is parsed on the way in and on the way out, and a test resolves
 * every path and variable of the ASL files against them.
 */

const generation = z.int().positive();
/** Step Functions writes its instants with milliseconds; the virtual clock does too. */
const enteredAt = instantSchema;
const conducted = { participationId: participationIdSchema, generation };
const stated = { statementId: statementIdSchema, generation };

/** `superseded`: a later generation conducts this participation, or nobody has to any more. */
const standing = z.enum(['current', 'superseded']);

const askToKeep = z.strictObject({ id: askIdSchema, opensAt: instantSchema, closesAt: instantSchema });

/** A decision that is escalated before its deadline: `awaitUntil` is the next instant at which something is due. */
const decisionToKeep = z.strictObject({ ...askToKeep.shape, awaitUntil: instantSchema });

/** What a machine is started with: ids and the generation, so that the same start is byte-equal. */
export const machineInputSchema = z.strictObject(conducted);
/** What the machine `statement` is started with. */
export const statementInputSchema = z.strictObject(stated);
export type MachineInput = z.infer<typeof machineInputSchema> | z.infer<typeof statementInputSchema>;

/** The machines by their names, and what an execution can be. */
export const machineNameSchema = z.enum([
  'placement',
  'school-year',
  'specialist-selection',
  'specialist-year',
  'statement',
]);
export const executionStatusSchema = z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']);

export const STEPS = {
  'open-placement': {
    input: z.strictObject(conducted),
    output: z.strictObject({ standing, ask: askToKeep.nullable(), yearOpensAt: instantSchema.nullable() }),
  },
  'await-answer': {
    input: z.strictObject({
      askId: askIdSchema,
      generation,
      enteredAt,
      attempt: z.int().nonnegative(),
      token: z.string().min(1),
    }),
    output: z.strictObject({ rung: z.boolean() }),
  },
  'settle-ask': {
    input: z.strictObject({ askId: askIdSchema, generation, enteredAt }),
    output: z.strictObject({ status: z.enum(['open', 'answered', 'expired', 'superseded']) }),
  },
  'due-year': {
    input: z.strictObject({ ...conducted, enteredAt }),
    output: z.strictObject({ standing }),
  },
  'open-year': {
    input: z.strictObject({ ...conducted, enteredAt }),
    output: z.strictObject({
      standing,
      milestones: z.array(askToKeep),
      progression: askToKeep.nullable(),
    }),
  },
  'close-year': {
    input: z.strictObject({ ...conducted, enteredAt }),
    output: z.strictObject({ standing }),
  },
  'open-selection': {
    input: z.strictObject(conducted),
    /** Without an ask the place is the Specialist's already: only the year is waited for. */
    output: z.strictObject({
      standing,
      ask: decisionToKeep.nullable(),
      yearOpensAt: instantSchema.nullable(),
    }),
  },
  'escalate-ask': {
    input: z.strictObject({ askId: askIdSchema, generation, enteredAt }),
    output: z.strictObject({ awaitUntil: instantSchema }),
  },
  'open-specialist-year': {
    input: z.strictObject({ ...conducted, enteredAt }),
    output: z.strictObject({
      standing,
      /** Declarations of a training year, days of a leading one. */
      declarations: z.array(askToKeep),
      accreditation: decisionToKeep.nullable(),
    }),
  },
  'close-specialist-year': {
    input: z.strictObject({ ...conducted, enteredAt }),
    output: z.strictObject({ standing }),
  },
  'gather-lines': {
    input: z.strictObject({ ...stated, enteredAt }),
    output: z.strictObject({ progress: z.enum(['more', 'gathered', 'superseded']) }),
  },
  'open-statement': {
    input: z.strictObject({ ...stated, enteredAt }),
    output: z.strictObject({
      standing,
      approval: z.strictObject({ closesAt: instantSchema }).nullable(),
      givesUpAt: instantSchema.nullable(),
    }),
  },
  'await-approval': {
    input: z.strictObject({
      ...stated,
      enteredAt,
      attempt: z.int().nonnegative(),
      token: z.string().min(1),
    }),
    output: z.strictObject({ rung: z.boolean() }),
  },
  'settle-approval': {
    input: z.strictObject({ ...stated, enteredAt, givesUpAt: instantSchema }),
    output: z.strictObject({
      status: z.enum(['open', 'approved', 'superseded']),
      /** Until when to wait on, where it is open. */
      closesAt: instantSchema,
    }),
  },
  'issue-lines': {
    input: z.strictObject({ ...stated, enteredAt }),
    output: z.strictObject({ progress: z.enum(['more', 'issued', 'superseded']) }),
  },
} as const;

export type StepName = keyof typeof STEPS;
export type StepInput<Name extends StepName> = z.infer<(typeof STEPS)[Name]['input']>;
export type StepOutput<Name extends StepName> = z.infer<(typeof STEPS)[Name]['output']>;

/** What the bell says: nothing that a machine could mistake for the answer. */
export const ringSchema = z.strictObject({ askId: z.union([askIdSchema, approvalIdSchema]) });
export type Ring = z.infer<typeof ringSchema>;
