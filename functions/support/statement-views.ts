import type { Statement, StatementStatus } from '../../core/statement.ts';
import { approvalIdOf } from '../../core/statement-id.ts';
import type { StatementLine } from '../../core/statement-line.ts';

/** How statements are shown by the API. The reason of an adjustment is shown: whoever is paid less asks for it. */

export const statementView = (row: Statement) => ({
  id: row.id,
  month: row.month,
  hub: row.hub,
  status: row.status,
  cutOff: row.cutOff,
  lines: row.lines,
  total: row.total,
  approveBy: row.approveBy,
  overdueAt: row.overdueAt,
  payOn: row.payOn,
  previous: row.previous,
  previousSeal: row.previousSeal,
  seal: row.seal,
  approvedAt: row.approvedAt,
  issuedAt: row.issuedAt,
  unpaid: row.unpaid,
  paidAt: row.paidAt,
});

export const statementLineView = (row: StatementLine) => ({
  number: row.number,
  kind: row.kind,
  item: row.item,
  amount: row.amount,
  urn: row.urn,
  claim: row.claim,
  adjustment: row.adjustment && { reason: row.adjustment.reason, at: row.adjustment.at },
  removedAt: row.removed?.at,
  payment: row.payment && { reference: row.payment.reference, paidOn: row.payment.paidOn },
});

/** A statement as the ask that finance answers. */
export const approvalView = (row: Statement) => ({
  id: approvalIdOf(row.id),
  kind: 'statement',
  status: ASK_STATUS[row.status],
  opensAt: row.openedAt ?? row.createdAt,
  closesAt: row.approveBy,
  hub: row.hub,
  answeredAt: row.approvedAt,
  statement: statementView(row),
});

const ASK_STATUS: Readonly<Record<StatementStatus, 'upcoming' | 'open' | 'answered'>> = {
  gathering: 'upcoming',
  open: 'open',
  approved: 'answered',
  issued: 'answered',
  paid: 'answered',
};
