import { anyAnswer } from '../answers.ts';
import { isRefused } from '../api.ts';
import { wholePolicyVersionAnswer } from '../funding-answers.ts';
import { type Page, PageNotFound, type View, type Visit } from '../page.ts';
import { errorsOnPage, fieldsFrom } from '../page-errors.ts';
import { policyTables } from '../policy-tables.ts';
import { addressOf } from '../routes.ts';
import { VERSION_TAGS } from '../words/funding-names.ts';
import { pounds } from '../words/money.ts';
import { stageName } from '../words/names.ts';
import { yearAt } from '../year-at.ts';

/** One version of a year's policy; of a proposed one what it would change in pounds, and the decision about it. */
export const policyVersion: Page = {
  show: (visit) => view(visit),
  async act(visit) {
    const decision = visit.form.text('decision') || undefined;
    const answer = await visit.api.post(`${pathOf(visit)}/approval`, { decision }, anyAnswer);
    if (isRefused(answer)) return { ...(await view(visit)), errors: errorsOnPage(answer.faults, FIELDS) };
    return {
      goTo: addressOf('policy', { year: yearAt(visit) }),
      notice: decision === 'approve' ? 'The policy is in force from now on' : 'The proposal is declined',
    };
  },
};

const FIELDS = fieldsFrom({ decision: { name: 'decision', says: { required: 'Choose what you decide' } } });

function pathOf(visit: Visit): string {
  const version = visit.param('version');
  if (!/^[1-9]\d{0,5}$/.test(version)) throw new PageNotFound('no version');
  return `/policies/${yearAt(visit)}/versions/${version}`;
}

async function view(visit: Visit): Promise<View> {
  const { academicYear, version, status, policy, whatIf, proposedBy } = await visit.api.get(
    pathOf(visit),
    wholePolicyVersionAnswer,
  );
  return {
    template: 'policy-version',
    title: `Policy of ${academicYear}, version ${version}`,
    data: {
      back: {
        text: `Back to the policy of ${academicYear}`,
        href: addressOf('policy', { year: academicYear }),
      },
      tag: VERSION_TAGS[status],
      proposed: status === 'proposed',
      own: proposedBy === visit.person.actor,
      frozen: whatIf?.frozen,
      difference: whatIf && signed(whatIf.difference),
      lines: whatIf?.lines.map((line) => [
        { text: `${visit.hubs.nameOf(line.hub)}: ${stageName(line.stage)}` },
        { text: String(line.enrolled) },
        { text: String(line.continuing) },
        { text: pounds(line.today) },
        { text: pounds(line.proposed) },
        { text: signed(line.difference) },
      ]),
      tables: policyTables(policy),
    },
  };
}

const signed = (pence: number): string => `${pence > 0 ? '+' : ''}${pounds(pence)}`;
