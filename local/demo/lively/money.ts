import * as z from 'zod';
import { poundsOf, signedPenceSchema } from '../../../core/pence.ts';
import { openAsks } from './asks.ts';
import type { Callers } from './callers.ts';

/** What finance does with what has become payable: approves on one day, pays on another. */

const statementsSchema = z.object({ items: z.array(z.object({ month: z.string(), hub: z.string() })) });
const linesSchema = z.object({
  items: z.array(
    z.object({
      item: z.string(),
      amount: signedPenceSchema,
      removedAt: z.string().optional(),
      payment: z.object({}).optional(),
    }),
  ),
});

/** A second person approves every statement that is open. */
export async function approveStatements(callers: Callers): Promise<void> {
  for (const { id } of await openAsks(callers, 'statement')) {
    await callers.approver.post(`/asks/${id}/answer`, { decision: 'approve' });
  }
}

/** The payer's file of what it has paid of the statements that are issued; undefined where there is nothing to pay. */
export async function payersFile(callers: Callers, paidOn: string): Promise<string | undefined> {
  const issued = await callers.finance.get('/funding/statements?status=issued&limit=200', statementsSchema);
  const lines: string[] = [];
  for (const { month, hub } of issued.items) {
    const { items } = await callers.finance.get(`/funding/statements/${month}/${hub}`, linesSchema);
    for (const { item, amount, removedAt, payment } of items) {
      if (removedAt || payment) continue;
      lines.push(`${item},${poundsOf(amount)},BACS-${paidOn}-${hub},${paidOn}`);
    }
  }
  return lines.length > 0 ? ['item,amount,reference,paid_on', ...lines].join('\n') : undefined;
}

/** The payer pays what is issued, and says so. */
export async function pay(callers: Callers, paidOn: string): Promise<void> {
  const file = await payersFile(callers, paidOn);
  if (file) await callers.finance.post('/funding/payments', file);
}

/** The payer's file comes with a sum that was mistyped: it is refused whole, and pays nothing. */
export async function payWrongly(callers: Callers, paidOn: string): Promise<void> {
  const file = await payersFile(callers, paidOn);
  if (file) await callers.finance.isRefused('/funding/payments', file.replace(/,(\d+)\.00,/, ',$1.50,'));
}
