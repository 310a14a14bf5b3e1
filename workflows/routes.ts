/** Every route of the API: which function answers it, and whose it is. Plain data, for the host, the CDK and OpenAPI. */

export type Role = 'hub' | 'finance' | 'admin';

export interface Route {
  readonly method: 'GET' | 'POST';
  /** Below `/api/v1`; `{…}` is a parameter. */
  readonly path: `/${string}`;
  /** Who may call; empty: anybody, also without a token. */
  readonly roles: readonly Role[];
  readonly summary: string;
  /** What a body is, where it is not JSON; it may then be larger. */
  readonly takes?: 'text/csv';
}

export const API_BASE = '/api/v1';

/** A program's role is the scope of its token, behind this: `mastery-pathways/finance`. A person's role is a group. */
export const SCOPE_PREFIX = 'mastery-pathways/';

const EVERYONE = ['hub', 'finance', 'admin'] as const;
const HUBS = ['hub', 'admin'] as const;
const FINANCE = ['finance', 'admin'] as const;

export const ROUTES = {
  enrol: {
    method: 'POST',
    path: '/enrolments',
    roles: HUBS,
    summary: 'Enrol a school, on the pathway or in a preparatory Work Group; starts its placement',
  },
  'read-enrolment': {
    method: 'GET',
    path: '/enrolments/{id}',
    roles: HUBS,
    summary: 'An enrolment as it was accepted',
  },
  'list-refused-attempts': {
    method: 'GET',
    path: '/refused-attempts',
    roles: HUBS,
    summary: 'Enrolment forms of a hub, or of all, that were refused: why, and for which school',
  },
  'list-events': {
    method: 'GET',
    path: '/events',
    roles: HUBS,
    summary: 'Who did what, when: a day’s events, or a subject’s whole timeline, the newest first',
  },
  'list-participations': {
    method: 'GET',
    path: '/participations',
    roles: EVERYONE,
    summary: 'Participations of a hub, or of all',
  },
  'read-participation': {
    method: 'GET',
    path: '/participations/{id}',
    roles: EVERYONE,
    summary: 'One participation whole: milestones, claims, asks, executions, timeline',
  },
  'read-people': {
    method: 'GET',
    path: '/participations/{id}/people',
    roles: HUBS,
    summary: 'Who takes part in a year: named for it, or carried over',
  },
  withdraw: {
    method: 'POST',
    path: '/participations/{id}/withdrawal',
    roles: HUBS,
    summary: 'A school or Specialist leaves: the year stops at once, what was earned stays',
  },
  'defer-training': {
    method: 'POST',
    path: '/participations/{id}/deferral',
    roles: HUBS,
    summary: 'A Specialist’s training, or application, goes on a year later',
  },
  'declare-late': {
    method: 'POST',
    path: '/participations/{id}/declarations',
    roles: ['admin'],
    summary: 'Declare a missed milestone, or a term’s days, after its window, with a reason',
  },
  restart: {
    method: 'POST',
    path: '/participations/{id}/restart',
    roles: ['admin'],
    summary: 'Start a failed or lost workflow again; it goes on with what is still to do',
  },
  'reopen-year': {
    method: 'POST',
    path: '/participations/{id}/reopening',
    roles: ['admin'],
    summary: 'Ask again what comes after a year that closed as undecided',
  },
  'correct-contacts': {
    method: 'POST',
    path: '/enrolments/{id}/corrections',
    roles: HUBS,
    summary: 'Correct the people that an enrolment names',
  },
  'change-hub': {
    method: 'POST',
    path: '/schools/{urn}/hub',
    roles: ['admin'],
    summary: 'Move a school to another hub from a day on',
  },
  'join-work-group': {
    method: 'POST',
    path: '/work-groups/{id}/members',
    roles: HUBS,
    summary: 'A waiting school takes a free seat; answers its placement ask',
  },
  'leave-work-group': {
    method: 'POST',
    path: '/work-groups/{id}/departures',
    roles: HUBS,
    summary: 'A school gives up its seat before the year begins, and waits for another',
  },
  'change-lead': {
    method: 'POST',
    path: '/work-groups/{id}/lead',
    roles: HUBS,
    summary: 'Another Specialist takes the Work Group over',
  },
  'record-session': {
    method: 'POST',
    path: '/work-groups/{id}/sessions',
    roles: HUBS,
    summary: 'Record a Work Group meeting or a Specialist’s visit, with who attended',
  },
  'read-work-group': {
    method: 'GET',
    path: '/work-groups/{id}',
    roles: HUBS,
    summary: 'One Work Group: its members, leads and sessions',
  },
  'list-asks': {
    method: 'GET',
    path: '/asks',
    roles: EVERYONE,
    summary: 'What the pipeline asks, by deadline',
  },
  'answer-ask': {
    method: 'POST',
    path: '/asks/{id}/answer',
    roles: EVERYONE,
    summary: 'Answer an ask; the answer takes effect at once',
  },
  'list-hubs': {
    method: 'GET',
    path: '/hubs',
    roles: EVERYONE,
    summary: 'The Maths Hubs: code and name of each',
  },
  'search-schools': {
    method: 'GET',
    path: '/schools',
    roles: HUBS,
    summary: 'Schools by name, postcode or URN, with their eligibility',
  },
  'read-school': {
    method: 'GET',
    path: '/schools/{urn}',
    roles: HUBS,
    summary: 'One school of the register',
  },
  'school-eligibility': {
    method: 'GET',
    path: '/schools/{urn}/eligibility',
    roles: HUBS,
    summary: 'Whether a school may enrol, and why not',
  },
  'form-work-group': {
    method: 'POST',
    path: '/work-groups',
    roles: HUBS,
    summary: 'Form a Work Group of waiting schools; answers their placement asks',
  },
  'list-work-groups': {
    method: 'GET',
    path: '/work-groups',
    roles: HUBS,
    summary: 'Work Groups of a hub and year',
  },
  'read-policy': {
    method: 'GET',
    path: '/policies/{year}',
    roles: EVERYONE,
    summary: 'An academic year’s calendar, stages, amounts and sizes',
  },
  'list-specialists': {
    method: 'GET',
    path: '/specialists',
    roles: EVERYONE,
    summary: 'The register of Specialists',
  },
  'read-specialist': {
    method: 'GET',
    path: '/specialists/{id}',
    roles: EVERYONE,
    summary: 'One Specialist, with the groups they lead',
  },
  'change-specialist-school': {
    method: 'POST',
    path: '/specialists/{id}/school',
    roles: HUBS,
    summary: 'A Specialist teaches at another school from a day on; the hub follows the school',
  },
  'change-specialist-hub': {
    method: 'POST',
    path: '/specialists/{id}/hub',
    roles: ['admin'],
    summary: 'Another hub supports a Specialist from a day on',
  },
  'erase-specialist': {
    method: 'POST',
    path: '/specialists/{id}/erasure',
    roles: ['admin'],
    summary: 'Erase the person; the accreditation stays as a fact',
  },
  'list-claims': {
    method: 'GET',
    path: '/funding/claims',
    roles: EVERYONE,
    summary: 'Claims, the first raised first',
  },
  'funding-events': {
    method: 'GET',
    path: '/funding/events',
    roles: FINANCE,
    summary: 'The feed of funding events, 1, 2, 3 … without gap',
  },
  'accept-payments': {
    method: 'POST',
    path: '/funding/payments',
    roles: FINANCE,
    summary: 'Take in the payer’s file of what was paid, whole or not at all; its lines are then applied',
    takes: 'text/csv',
  },
  'check-payments': {
    method: 'POST',
    path: '/funding/payments/check',
    roles: FINANCE,
    summary: 'What taking in a payer’s file would do, or every problem of every line; nothing is kept',
    takes: 'text/csv',
  },
  'read-payment-file': {
    method: 'GET',
    path: '/funding/payments/{id}',
    roles: FINANCE,
    summary: 'A payer’s file, and how far it has been applied',
  },
  'hold-claim': {
    method: 'POST',
    path: '/funding/claims/{id}/hold',
    roles: FINANCE,
    summary: 'Stop a claim before it is approved, with a reason; off a statement that is open',
  },
  'release-claim': {
    method: 'POST',
    path: '/funding/claims/{id}/release',
    roles: FINANCE,
    summary: 'A held claim goes on the next statement after all',
  },
  'cancel-claim': {
    method: 'POST',
    path: '/funding/claims/{id}/cancellation',
    roles: FINANCE,
    summary: 'Give a claim up for good before it is on a statement, with a reason',
  },
  'propose-clawback': {
    method: 'POST',
    path: '/funding/claims/{id}/clawback',
    roles: FINANCE,
    summary: 'Propose to recover what was paid, or a part of it, with a reason',
  },
  'decide-clawback': {
    method: 'POST',
    path: '/funding/claims/{id}/clawback/approval',
    roles: FINANCE,
    summary: 'A second person approves a clawback, or declines it',
  },
  'assurance-sample': {
    method: 'GET',
    path: '/funding/assurance-sample',
    roles: FINANCE,
    summary: 'Paid claims of a year drawn by value for checking, with their evidence, as CSV',
  },
  'list-statements': {
    method: 'GET',
    path: '/funding/statements',
    roles: EVERYONE,
    summary: 'Statements of a hub, or of all, month by month',
  },
  'read-statement': {
    method: 'GET',
    path: '/funding/statements/{month}/{hub}',
    roles: EVERYONE,
    summary: 'One statement with its lines, its seal and whether it is intact; as CSV with Accept: text/csv',
  },
  'adjust-statement': {
    method: 'POST',
    path: '/funding/statements/{month}/{hub}/adjustments',
    roles: FINANCE,
    summary: 'Add a line to an open statement, with a reason',
  },
  'restart-statement': {
    method: 'POST',
    path: '/funding/statements/{month}/{hub}/restart',
    roles: ['admin'],
    summary: 'Start a statement’s failed or lost workflow again; it goes on from what is stored',
  },
  'read-claim': {
    method: 'GET',
    path: '/funding/claims/{id}',
    roles: EVERYONE,
    summary: 'Why a claim was paid, or is not yet: what released it, its rule, its statement, who acts next',
  },
  'funding-summary': {
    method: 'GET',
    path: '/funding/summary',
    roles: EVERYONE,
    summary: 'Expected, raised, paid and remaining, per hub, year and stage, in pence',
  },
  'propose-policy': {
    method: 'POST',
    path: '/policies',
    roles: ['admin'],
    summary: 'Propose a year’s next policy; answers with what it would change in pounds',
  },
  'list-policy-versions': {
    method: 'GET',
    path: '/policies/{year}/versions',
    roles: ['admin'],
    summary: 'A year’s active policy, and its versions',
  },
  'read-policy-version': {
    method: 'GET',
    path: '/policies/{year}/versions/{version}',
    roles: ['admin'],
    summary: 'A version of a policy; a proposed one with what it would change in pounds',
  },
  'decide-policy': {
    method: 'POST',
    path: '/policies/{year}/versions/{version}/approval',
    roles: ['admin'],
    summary: 'A second admin makes a proposed policy the active one, or any admin declines it',
  },
  'list-executions': {
    method: 'GET',
    path: '/executions',
    roles: ['admin'],
    summary: 'Executions of the state machines, by machine, status and name',
  },
  'read-execution': {
    method: 'GET',
    path: '/executions/{name}',
    roles: ['admin'],
    summary: 'One execution with its history, without task tokens',
  },
  'list-stuck-work': {
    method: 'GET',
    path: '/stuck-work',
    roles: ['admin'],
    summary: 'What does not go on by itself, since when, and what a nudge would do; nothing is changed',
  },
  'nudge-stuck-work': {
    method: 'POST',
    path: '/stuck-work/nudges',
    roles: ['admin'],
    summary: 'Mend what is stuck about one participation, statement or Work Group now',
  },
  'list-register-imports': {
    method: 'GET',
    path: '/register-imports',
    roles: ['admin'],
    summary: 'Readings of the school register, the last one first',
  },
  'read-register-import': {
    method: 'GET',
    path: '/register-imports/{id}',
    roles: ['admin'],
    summary: 'What a reading of the school register came to, in numbers',
  },
  'create-calendar-link': {
    method: 'POST',
    path: '/calendar-links',
    roles: ['hub'],
    summary: 'A new link to the hub’s deadlines as a calendar; its address is shown this once',
  },
  'list-calendar-links': {
    method: 'GET',
    path: '/calendar-links',
    roles: ['hub'],
    summary: 'The hub’s calendar links, without their addresses',
  },
  'revoke-calendar-link': {
    method: 'POST',
    path: '/calendar-links/{id}/revocation',
    roles: HUBS,
    summary: 'A calendar link stops working at once',
  },
  calendar: {
    method: 'GET',
    path: '/calendar/{link}',
    roles: [],
    summary: 'A hub’s deadlines as iCalendar, for whoever has the link',
  },
  openapi: { method: 'GET', path: '/openapi.json', roles: [], summary: 'This description' },
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof ROUTES;
