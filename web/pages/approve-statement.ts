import { approvalIdOf } from '../../core/statement-id.ts';
import { anyAnswer } from '../answers.ts';
import { isRefused } from '../api.ts';
import type { WholeStatement } from '../funding-answers.ts';
import type { Page, View, Visit } from '../page.ts';
import { errorsOnPage } from '../page-errors.ts';
import { addressOf } from '../routes.ts';
import { statementAt } from '../statement-at.ts';
import { whyNotToApprove } from '../why-not-to-approve.ts';
import { statementName } from '../words/funding-names.ts';
import { pounds } from '../words/money.ts';

/** Finance approves a statement as it was seen: with the seal that was on the screen, so that nothing slips in between. */
export const approveStatement: Page = {
  async show(visit) {
    return view(await statementAt(visit), visit);
  },
  async act(visit) {
    const found = await statementAt(visit);
    const answer = { decision: 'approve', seal: visit.form.text('seal') || undefined };
    const result = await visit.api.post(`/asks/${approvalIdOf(found.id)}/answer`, answer, anyAnswer);
    if (isRefused(result))
      return { ...view(found, visit), errors: errorsOnPage(result.faults, () => undefined) };
    return {
      goTo: addressOf('statement', { month: found.month, hub: found.hub }),
      notice: `${statementName(found.id, visit.hubs)} is approved. It is issued to the payer within minutes`,
    };
  },
};

function view(found: WholeStatement, { hubs }: Visit): View {
  const { id, month, hub, lines, total, seal, status } = found;
  return {
    template: 'approve-statement',
    title: 'Approve this statement',
    data: {
      back: { text: 'Back to the statement', href: addressOf('statement', { month, hub }) },
      caption: statementName(id, hubs),
      open: status === 'open',
      unapprovable: status === 'open' ? whyNotToApprove(found) : undefined,
      lines: lines === 1 ? '1 line' : `${lines} lines`,
      total: pounds(total),
      seal,
    },
  };
}
