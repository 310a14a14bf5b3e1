import { dateInWords, londonTimeInWords } from '../../core/london.ts';
import { partsOfStatement } from '../../core/statement-id.ts';
import { claimAt } from '../claim-at.ts';
import type { ExplainedClaim } from '../funding-answers.ts';
import type { Hubs } from '../hubs.ts';
import type { Page } from '../page.ts';
import { addressOf } from '../routes.ts';
import type { Session } from '../session.ts';
import {
  CLAIM_TAGS,
  CLAWBACKS,
  claimFor,
  endInWords,
  nextInWords,
  STATEMENT_TAGS,
  statementName,
  whoInWords,
} from '../words/funding-names.ts';
import { pounds } from '../words/money.ts';
import { EVIDENCE, INSTALMENTS } from '../words/names.ts';

/** Why a claim was paid, or is not yet: from the evidence to the payer’s reference, on one page. */
export const claim: Page = {
  async show(visit) {
    const found = await claimAt(visit);
    const { school, next, ended } = found;
    return {
      template: 'claim',
      title: `${school.name}: ${claimFor(found)}`,
      data: {
        back: { text: 'Back to claims', href: addressOf('claims') },
        tag: CLAIM_TAGS[found.status],
        amount: found.amount === undefined ? undefined : pounds(found.amount),
        who: next ? whoInWords(next.who) : undefined,
        what: next ? nextInWords(next.what) : undefined,
        from: next?.from && londonTimeInWords(next.from),
        until: next?.until && londonTimeInWords(next.until),
        ended: ended && endInWords(ended),
        why: whyOf(found, visit.hubs),
        ...actionsOn(found, visit.person),
      },
    };
  },
};

/** The chain from what happened to the money, link by link; a link that is not there yet says so. */
function whyOf(found: ExplainedClaim, hubs: Hubs) {
  const { releasedBy, rule, rates, listed, statement, payment, hold, cancellation, clawback } = found;
  const row = (key: string, text: string) => ({ key: { text: key }, value: { text } });
  const link = (key: string, text: string, href: string) => ({
    ...row(key, text),
    actions: { items: [{ href, text: 'View', visuallyHiddenText: key.toLowerCase() }] },
  });
  return [
    link(
      'School',
      `${found.school.name} (${found.school.urn})`,
      addressOf('participation', { id: found.participation }),
    ),
    row('Hub', hubs.nameOf(found.hub)),
    row('What happened', releasedBy ? happened(found.instalment, releasedBy) : 'Not declared yet'),
    ...(releasedBy?.evidence.type ? [row('Evidence', evidence(releasedBy.evidence))] : []),
    ...(releasedBy?.days
      ? [
          row(
            'Days worked',
            `${releasedBy.days.withOtherSchools} with other schools, ${releasedBy.days.hubWork} of hub work`,
          ),
        ]
      : []),
    ...(releasedBy?.lateReason ? [row('Why it was declared late', releasedBy.lateReason)] : []),
    ...(rule
      ? [
          link(
            'Rule',
            `${pounds(rule.instalment)} of the ${pounds(rule.stageAmount)} for the year, by version ${rule.policyVersion} of the policy of ${found.academicYear}`,
            addressOf('policy', { year: found.academicYear }),
          ),
        ]
      : []),
    ...(rates
      ? [
          link(
            'Rule',
            `${pounds(rates.withOtherSchools)} for a day with other schools, ${pounds(rates.hubWork)} for a day of hub work, at most ${rates.mostDays} days a year, by version ${rates.policyVersion} of the policy of ${found.academicYear}`,
            addressOf('policy', { year: found.academicYear }),
          ),
        ]
      : []),
    ...(found.raisedAt ? [row('Became payable', londonTimeInWords(found.raisedAt))] : []),
    ...(hold ? [row('On hold', `${londonTimeInWords(hold.since)}: ${hold.reason}`)] : []),
    ...(cancellation
      ? [row('Cancelled', `${londonTimeInWords(cancellation.at)}: ${cancellation.reason}`)]
      : []),
    statement
      ? link(
          'Statement',
          `${statementName(statement.id, hubs)}${listed?.statementId === statement.id ? `, line ${listed.line}` : ''}: ${STATEMENT_TAGS[statement.status].text.toLowerCase()}`,
          addressOf('statement', partsOfStatement(statement.id)),
        )
      : row('Statement', 'On none yet'),
    row(
      'Payer’s reference',
      payment ? `${payment.reference}, ${dateInWords(payment.paidOn)}` : 'Not paid yet',
    ),
    ...(clawback && clawback.status !== 'none'
      ? [row('Clawback', `${pounds(clawback.amount ?? 0)}. ${CLAWBACKS[clawback.status]}`)]
      : []),
  ];
}

const happened = (
  instalment: ExplainedClaim['instalment'],
  { happenedOn, late }: NonNullable<ExplainedClaim['releasedBy']>,
): string =>
  `${INSTALMENTS[instalment]}, on ${dateInWords(happenedOn)}${late ? ', declared late by an admin' : ''}`;

const evidence = ({ type, reference }: NonNullable<ExplainedClaim['releasedBy']>['evidence']): string =>
  [type && EVIDENCE[type], reference].filter(Boolean).join(': ');

/** What finance may do with it now. The API judges again. */
function actionsOn({ id, status, clawback, statement, proposedByYou }: ExplainedClaim, { role }: Session) {
  if (role === 'hub') return {};
  const to = (
    permitted: boolean,
    name: 'hold-claim' | 'release-claim' | 'cancel-claim' | 'propose-clawback' | 'decide-clawback',
  ) => (permitted ? addressOf(name, { id }) : undefined);
  return {
    holdAt: to(
      status === 'raised' || (status === 'on-statement' && statement?.status === 'open'),
      'hold-claim',
    ),
    releaseAt: to(status === 'held', 'release-claim'),
    cancelAt: to(status === 'raised' || status === 'held', 'cancel-claim'),
    clawbackAt: to(status === 'paid' && clawback?.status === 'none', 'propose-clawback'),
    decideAt: to(clawback?.status === 'proposed' && !proposedByYou, 'decide-clawback'),
    own: clawback?.status === 'proposed' && proposedByYou,
  };
}
