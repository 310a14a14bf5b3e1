import { londonTimeInWords } from '../../core/london.ts';
import { nudgedAnswer, type StuckThing, stuckWorkAnswer } from '../admin-answers.ts';
import { isRefused } from '../api.ts';
import type { Hubs } from '../hubs.ts';
import type { Page, View, Visit } from '../page.ts';
import { errorsOnPage } from '../page-errors.ts';
import { addressOf } from '../routes.ts';
import { subjectLink } from '../words/subject-link.ts';

/** What does not go on by itself, with a nudge for each. */
export const stuckWork: Page = {
  show: (visit) => view(visit),
  async act(visit) {
    const subject = visit.form.text('subject');
    const answer = await visit.api.post('/stuck-work/nudges', { subject }, nudgedAnswer);
    if (isRefused(answer)) {
      return { ...(await view(visit)), errors: errorsOnPage(answer.faults, () => undefined) };
    }
    const notice =
      answer.mended.length > 0
        ? `${subject} is nudged, and goes on. The nudge stands in the audit log under your account`
        : `Nothing is stuck about ${subject} any more. Nothing was changed`;
    return { goTo: addressOf('stuck-work'), notice };
  },
};

async function view({ api, hubs }: Visit): Promise<View> {
  const { items, notLookedAt } = await api.get('/stuck-work', stuckWorkAnswer);
  const subjects = Map.groupBy(items, ({ subject }) => subject);
  return {
    template: 'stuck-work',
    title: 'Stuck work',
    data: {
      back: { text: 'Back to workflows', href: addressOf('workflows') },
      things: [...subjects].map(([subject, findings]) => thingOf(subject, findings, hubs)),
      notLookedAt,
    },
  };
}

function thingOf(subject: string, findings: readonly StuckThing[], hubs: Hubs) {
  const [first] = findings;
  return {
    subject,
    link: subjectLink(subject),
    school: first?.school?.name,
    hub: first ? hubs.nameOf(first.hub) : '',
    findings: findings.map((each) => ({
      what: whatInWords(each),
      since: londonTimeInWords(each.since),
      workflow: each.finding === 'failed' ? workflowLink(each) : undefined,
    })),
    nudges: [...new Set(findings.map(({ nudge }) => NUDGES[nudge]))],
  };
}

function whatInWords({ finding, seats }: StuckThing): string {
  switch (finding) {
    case 'no-execution':
      return 'No workflow conducts it: its start was lost';
    case 'failed':
      return 'Its workflow failed, and nobody has restarted it';
    case 'answer-not-picked-up':
      return 'An answer was given that its workflow has not heard';
    case 'approval-not-picked-up':
      return 'It was approved, and its workflow has not heard';
    case 'not-expired':
      return 'The time to answer a question has passed, and its workflow has not noticed';
    case 'empty-seats':
      return seats === 1 ? 'Nobody sits in one of its seats' : `Nobody sits in ${seats} of its seats`;
  }
}

const workflowLink = ({ execution }: StuckThing) =>
  execution && { text: execution, href: addressOf('workflow', { name: execution }) };

const NUDGES: Readonly<Record<StuckThing['nudge'], string>> = {
  restart:
    'Starts the workflow again, which goes on with what is still to do. Nothing is asked or paid twice',
  ring: 'Rings again, so that the workflow hears the answer',
  'free-seats': 'Frees the seats',
};
