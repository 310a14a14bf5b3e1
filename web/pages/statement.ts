import { dateInWords, londonTimeInWords } from '../../core/london.ts';
import { partsOfStatement } from '../../core/statement-id.ts';
import type { WholeStatement } from '../funding-answers.ts';
import type { Hubs } from '../hubs.ts';
import type { Page } from '../page.ts';
import { auditOf } from '../related.ts';
import { addressOf } from '../routes.ts';
import type { Session } from '../session.ts';
import { statementAt } from '../statement-at.ts';
import { whyNotToApprove } from '../why-not-to-approve.ts';
import { claimFor, LINE_KINDS, monthInWords, STATEMENT_TAGS, statementName } from '../words/funding-names.ts';
import { pounds } from '../words/money.ts';

/** One statement line by line, with its seal and whether it is intact. */
export const statement: Page = {
  async show(visit) {
    const found = await statementAt(visit);
    const { month, hub, status, items, verification } = found;
    return {
      template: 'statement',
      title: `Statement for ${monthInWords(month)}, ${visit.hubs.nameOf(hub)}`,
      data: {
        back: { text: 'Back to statements', href: addressOf('statements') },
        tag: STATEMENT_TAGS[status],
        facts: factsOf(found, visit.hubs),
        total: pounds(found.total),
        seal: found.seal,
        sealed: found.approvedAt !== undefined,
        intact: verification.intact,
        broken: brokenInWords(verification),
        file: addressOf('statement-file', { month, hub }),
        lines: items.map((line) => ({
          number: line.number,
          kind: LINE_KINDS[line.kind],
          school: line.schoolName ?? line.urn ?? 'The hub as a whole',
          urn: line.urn,
          what: line.claim ? claimFor(line.claim) : (line.adjustment?.reason ?? ''),
          href: line.claim && addressOf('claim', { id: line.claim.id }),
          amount: pounds(line.amount),
          removed: line.removedAt && londonTimeInWords(line.removedAt),
          paid: line.payment && `${line.payment.reference}, ${dateInWords(line.payment.paidOn)}`,
        })),
        ...actionsOn(found, visit.person),
        related: auditOf(found.id, visit.person),
        printable: true,
      },
    };
  },
};

function factsOf(found: WholeStatement, hubs: Hubs) {
  const row = (key: string, value: string) => ({ key: { text: key }, value: { text: value } });
  const { previous, overdueAt, approvedAt, issuedAt, unpaid, paidAt } = found;
  return [
    row('Hub', hubs.nameOf(found.hub)),
    row('Takes what was raised before', londonTimeInWords(found.cutOff)),
    row(
      approvedAt ? 'Had to be approved by' : 'To be approved by',
      `${londonTimeInWords(found.approveBy)}${overdueAt && !approvedAt ? ' (overdue)' : ''}`,
    ),
    ...(approvedAt ? [row('Approved', londonTimeInWords(approvedAt))] : []),
    ...(issuedAt ? [row('Issued', londonTimeInWords(issuedAt))] : []),
    row('Pay on', dateInWords(found.payOn)),
    ...(unpaid ? [row('Not confirmed by the payer yet', unpaid === 1 ? '1 line' : `${unpaid} lines`)] : []),
    ...(paidAt ? [row('Paid in full', londonTimeInWords(paidAt))] : []),
    ...(previous
      ? [
          {
            ...row('Statement before', statementName(previous, hubs)),
            actions: {
              items: [
                {
                  href: addressOf('statement', partsOfStatement(previous)),
                  text: 'View',
                  visuallyHiddenText: 'the statement before',
                },
              ],
            },
          },
        ]
      : []),
  ];
}

function brokenInWords({ intact, broken, line }: WholeStatement['verification']): string | undefined {
  if (intact) return undefined;
  switch (broken) {
    case 'line':
      return `Line ${line} was changed, taken off or put in after the seal.`;
    case 'line-missing':
      return `Line ${line} is gone.`;
    case 'sum':
      return 'The number or the sum of the lines is not what the statement says.';
    case 'previous-seal':
      return 'It does not go on from the seal of the hub’s statement before.';
    default:
      return 'The lines no longer give the seal that was approved.';
  }
}

function actionsOn(found: WholeStatement, { role }: Session) {
  const { month, hub, status } = found;
  const open = status === 'open' && role !== 'hub';
  const unapprovable = open ? whyNotToApprove(found) : undefined;
  return {
    approveAt: open && !unapprovable ? addressOf('approve-statement', { month, hub }) : undefined,
    unapprovable,
    adjustAt: open ? addressOf('adjust-statement', { month, hub }) : undefined,
    restartAt:
      role === 'admin' && ['gathering', 'open', 'approved'].includes(status)
        ? addressOf('restart-statement', { month, hub })
        : undefined,
    workflowsAt: role === 'admin' ? `${addressOf('workflows')}?query=statement-${month}-${hub}` : undefined,
  };
}
