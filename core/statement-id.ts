import * as z from 'zod';
import { type HubCode, hubCodeSchema } from './codes.ts';
import { type Month, monthSchema } from './month.ts';

/** `statement-2026-10-origin`: the month and the hub; the name of its execution, too. */
export const statementIdSchema = z
  .string()
  .regex(/^statement-20\d\d-(0[1-9]|1[0-2])-[a-z][a-z0-9]*(-[a-z0-9]+)*$/)
  .max(67)
  .brand<'StatementId'>();
export type StatementId = z.infer<typeof statementIdSchema>;

export const statementIdOf = (month: Month, hub: HubCode): StatementId =>
  statementIdSchema.parse(`statement-${month}-${hub}`);

/** The month and the hub that an id was made of. */
export function partsOfStatement(id: StatementId): { month: Month; hub: HubCode } {
  return { month: monthSchema.parse(id.slice(10, 17)), hub: hubCodeSchema.parse(id.slice(18)) };
}

/** The name of a statement's execution: its id, `-r2` … after a restart. */
export const statementExecutionOf = (id: StatementId, generation: number): string =>
  generation === 1 ? id : `${id}-r${generation}`;

/** The statement and generation that an execution's name speaks of; undefined for the name of another machine's. */
export function statementConductedBy(
  name: string,
): { readonly id: StatementId; readonly generation: number } | undefined {
  const match = /^(.+?)(?:-r(\d+))?$/.exec(name);
  const id = statementIdSchema.safeParse(match?.[1]);
  return id.success ? { id: id.data, generation: Number(match?.[2] ?? 1) } : undefined;
}

const APPROVAL = '.approval';

/** `statement-2026-10-origin.approval`: the statement as an ask, which finance answers. No row bears this id. */
export const approvalIdSchema = z
  .string()
  .endsWith(APPROVAL)
  .refine((id) => statementIdSchema.safeParse(id.slice(0, -APPROVAL.length)).success)
  .brand<'ApprovalId'>();
export type ApprovalId = z.infer<typeof approvalIdSchema>;

export const approvalIdOf = (id: StatementId): ApprovalId => approvalIdSchema.parse(`${id}${APPROVAL}`);

/** The statement that an approval is about. */
export const statementOfApproval = (id: ApprovalId): StatementId =>
  statementIdSchema.parse(id.slice(0, -APPROVAL.length));
