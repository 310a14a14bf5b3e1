import type { PaymentStatus } from '../../core/claim.ts';
import type { NextStep, Outlook } from '../../core/claim-outlook.ts';
import { dateInWords } from '../../core/london.ts';
import { dayOf, type Month } from '../../core/month.ts';
import type { PolicyVersion } from '../../core/policy-version.ts';
import type { StatementStatus } from '../../core/statement.ts';
import { partsOfStatement, type StatementId } from '../../core/statement-id.ts';
import type { LineKind } from '../../core/statement-line.ts';
import type { Hubs } from '../hubs.ts';
import { INSTALMENTS, sentenceCase, stageName } from './names.ts';

/** What codes about money are called on pages. The compiler keeps each list whole. */

interface Tag {
  readonly text: string;
  readonly classes: string;
}

export const CLAIM_TAGS: Readonly<Record<PaymentStatus | 'not-raised', Tag>> = {
  'not-raised': { text: 'Not released', classes: 'govuk-tag--grey' },
  raised: { text: 'Waits for a statement', classes: 'govuk-tag--blue' },
  held: { text: 'On hold', classes: 'govuk-tag--orange' },
  'on-statement': { text: 'On a statement', classes: 'govuk-tag--yellow' },
  approved: { text: 'Approved', classes: 'govuk-tag--turquoise' },
  paid: { text: 'Paid', classes: 'govuk-tag--green' },
  cancelled: { text: 'Cancelled', classes: 'govuk-tag--grey' },
};

export const CLAWBACKS = {
  none: 'None',
  proposed: 'Proposed: a second person decides',
  approved: 'Approved: to be recovered',
  recovered: 'Recovered',
} as const;

export const STATEMENT_TAGS: Readonly<Record<StatementStatus, Tag>> = {
  gathering: { text: 'Being gathered', classes: 'govuk-tag--grey' },
  open: { text: 'To approve', classes: 'govuk-tag--yellow' },
  approved: { text: 'Approved', classes: 'govuk-tag--blue' },
  issued: { text: 'Issued', classes: 'govuk-tag--turquoise' },
  paid: { text: 'Paid', classes: 'govuk-tag--green' },
};

export const LINE_KINDS: Readonly<Record<LineKind, string>> = {
  claim: 'Claim',
  clawback: 'Recovered from the school',
  adjustment: 'Adjustment',
};

export const VERSION_TAGS: Readonly<Record<PolicyVersion['status'], Tag>> = {
  proposed: { text: 'Proposed', classes: 'govuk-tag--yellow' },
  declined: { text: 'Declined', classes: 'govuk-tag--grey' },
  active: { text: 'In force', classes: 'govuk-tag--green' },
  superseded: { text: 'Replaced', classes: 'govuk-tag--grey' },
};

/** `October 2026`. */
export const monthInWords = (month: Month): string => dateInWords(dayOf(month, 1)).slice(2);

/** `October 2026, Origin Maths Hub`. */
export function statementName(id: StatementId, hubs: Hubs): string {
  const { month, hub } = partsOfStatement(id);
  return `${monthInWords(month)}, ${hubs.nameOf(hub)}`;
}

/** What a claim is for: `Development 2026-27, started`. */
export const claimFor = ({
  stage,
  academicYear,
  instalment,
}: {
  readonly stage: Parameters<typeof stageName>[0];
  readonly academicYear: string;
  readonly instalment: keyof typeof INSTALMENTS;
}): string => `${stageName(stage)} ${academicYear}, ${INSTALMENTS[instalment].toLowerCase()}`;

const NEXT: Readonly<Record<NextStep['what'], string>> = {
  placement: 'find the school a place in a Work Group',
  selection: 'decide about the application',
  'leading-decision': 'decide whether the Specialist leads',
  days: 'declare the days worked',
  'late-days': 'declare the days late, with a reason',
  'year-to-open': 'open the year',
  'window-to-open': 'declare the milestone, once its window is open',
  declaration: 'declare the milestone',
  'late-declaration': 'declare the milestone late, with a reason',
  release: 'release the claim, or cancel it',
  'next-statement': 'put the claim on the hub’s next statement',
  approval: 'approve the statement',
  issue: 'issue the statement',
  payment: 'pay the statement',
  'clawback-decision': 'decide about the clawback, by a second person',
  'clawback-on-statement': 'put the clawback on the hub’s next statement',
  'clawback-recovery': 'recover the money',
};
const WHO: Readonly<Record<NextStep['who'], string>> = {
  hub: 'The hub',
  finance: 'Finance',
  admin: 'The programme’s admin',
  payer: 'The payer',
  workflow: 'Nobody: the service does it by itself',
};
const ENDED: Readonly<Record<Extract<Outlook, { ended: unknown }>['ended'], string>> = {
  paid: 'It is paid. Nothing is left to do.',
  recovered: 'It was paid, and recovered. Nothing is left to do.',
  cancelled: 'It was cancelled for good. Nothing will be paid.',
  deferred: 'It goes on a year later: this year releases nothing more.',
  withdrawn: 'The school or Specialist has left. Nothing more is released.',
  'not-placed': 'The school found no Work Group. Nothing is released.',
  'not-funded': 'This milestone has no instalment. Nothing is released.',
};

export const whoInWords = (who: NextStep['who']): string => WHO[who];
/** A step or an end that the API has learnt since is shown as its code reads. */
export const nextInWords = (what: string): string => wordFor(NEXT, what) ?? sentenceCase(what).toLowerCase();
export const endInWords = (ended: string): string => wordFor(ENDED, ended) ?? sentenceCase(ended);

const wordFor = (words: Readonly<Record<string, string>>, code: string): string | undefined =>
  Object.hasOwn(words, code) ? words[code] : undefined;
