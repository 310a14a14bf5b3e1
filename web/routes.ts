import type { Role } from '../workflows/routes.ts';

/** One page of the service. The router, the navigation and the tests all read this map, so none can be forgotten. */
export interface PageRoute {
  /** `:…` is a parameter. */
  readonly path: `/${string}`;
  /** Who may see it; anybody else is told that the page is not theirs. */
  readonly roles: readonly Role[];
  /** What the page is called where there is nothing more exact to call it. */
  readonly title: string;
  /** Its words in the navigation, where it stands there. */
  readonly navigation?: string;
  /** In whose navigation; of everybody who may see it, unless said. */
  readonly navigationOf?: readonly Role[];
  /** It only does something, and then shows another page. */
  readonly actsOnly?: true;
  /** It is for the script of another page. */
  readonly isData?: true;
  /** It is a file to keep. */
  readonly isFile?: true;
}

const EVERYONE = ['hub', 'finance', 'admin'] as const;
const HUBS = ['hub', 'admin'] as const;
const FINANCE = ['finance', 'admin'] as const;
const ADMIN = ['admin'] as const;

export const PAGES = {
  home: { path: '/', roles: HUBS, title: 'What needs doing', navigation: 'What needs doing' },
  schools: { path: '/schools', roles: HUBS, title: 'Find a school', navigation: 'Schools' },
  'school-suggestions': {
    path: '/schools/suggestions',
    roles: HUBS,
    title: 'Schools that are suggested',
    isData: true,
  },
  school: { path: '/schools/:urn', roles: HUBS, title: 'School' },
  'change-hub': { path: '/schools/:urn/hub', roles: ADMIN, title: 'Move this school to another hub' },
  'begin-enrolment': {
    path: '/schools/:urn/enrol',
    roles: ['hub'],
    title: 'Enrol this school',
    actsOnly: true,
  },
  'enrol-stage': { path: '/enrol/:draft/stage', roles: ['hub'], title: 'What does the school join?' },
  'enrol-people': { path: '/enrol/:draft/people', roles: ['hub'], title: 'Who takes part?' },
  'enrol-activities': { path: '/enrol/:draft/activities', roles: ['hub'], title: 'What will they work on?' },
  'enrol-teacher': { path: '/enrol/:draft/teacher', roles: ['hub'], title: 'Who is to be a Specialist?' },
  'discard-enrolment': {
    path: '/enrol/:draft/discard',
    roles: ['hub'],
    title: 'Discard this enrolment',
    actsOnly: true,
  },
  'enrol-check': { path: '/enrol/:draft/check', roles: ['hub'], title: 'Check your answers' },
  enrolled: { path: '/enrolments/:id/accepted', roles: ['hub'], title: 'School enrolled' },
  specialists: { path: '/specialists', roles: HUBS, title: 'Specialists', navigation: 'Specialists' },
  specialist: { path: '/specialists/:id', roles: HUBS, title: 'Specialist' },
  'change-specialist-hub': {
    path: '/specialists/:id/hub',
    roles: ADMIN,
    title: 'Have another hub support this Specialist',
  },
  'erase-specialist': { path: '/specialists/:id/erase', roles: ADMIN, title: 'Erase this person' },
  'change-specialist-school': {
    path: '/specialists/:id/school',
    roles: HUBS,
    title: 'Move this Specialist to another school',
  },
  participations: {
    path: '/participations',
    roles: EVERYONE,
    title: 'Schools taking part',
    navigation: 'Taking part',
  },
  participation: { path: '/participations/:id', roles: EVERYONE, title: 'A school’s year' },
  'defer-training': { path: '/participations/:id/defer', roles: HUBS, title: 'Defer this training' },
  withdraw: { path: '/participations/:id/withdraw', roles: HUBS, title: 'Withdraw this school' },
  'declare-late': { path: '/participations/:id/declare-late', roles: ADMIN, title: 'Declare late' },
  'reopen-year': { path: '/participations/:id/reopen', roles: ADMIN, title: 'Reopen this year' },
  'correct-contacts': { path: '/enrolments/:id/people', roles: HUBS, title: 'Correct the people named' },
  restart: { path: '/participations/:id/restart', roles: ADMIN, title: 'Restart this workflow' },
  progression: { path: '/progression', roles: ['hub'], title: 'What comes next year?' },
  'calendar-links': { path: '/calendar-links', roles: ['hub'], title: 'Your deadlines in your calendar' },
  ask: { path: '/asks/:id', roles: HUBS, title: 'Answer' },
  'work-groups': { path: '/work-groups', roles: HUBS, title: 'Work Groups', navigation: 'Work Groups' },
  'form-work-group': { path: '/work-groups/form', roles: ['hub'], title: 'Form a Work Group' },
  'work-group': { path: '/work-groups/:id', roles: HUBS, title: 'Work Group' },
  'declare-for-group': {
    path: '/work-groups/:id/declare',
    roles: HUBS,
    title: 'Declare for the whole Work Group',
  },
  'add-school': { path: '/work-groups/:id/schools', roles: ['hub'], title: 'Add a school to the Work Group' },
  'change-lead': { path: '/work-groups/:id/lead', roles: HUBS, title: 'Change who leads' },
  'record-session': { path: '/work-groups/:id/sessions', roles: HUBS, title: 'Record a session' },
  funding: { path: '/funding', roles: EVERYONE, title: 'Funding', navigation: 'Funding' },
  statements: { path: '/funding/statements', roles: EVERYONE, title: 'Statements' },
  statement: { path: '/funding/statements/:month/:hub', roles: EVERYONE, title: 'Statement' },
  'statement-file': {
    path: '/funding/statements/:month/:hub/file',
    roles: EVERYONE,
    title: 'Statement as a file',
    isFile: true,
  },
  'approve-statement': {
    path: '/funding/statements/:month/:hub/approve',
    roles: FINANCE,
    title: 'Approve this statement',
  },
  'adjust-statement': {
    path: '/funding/statements/:month/:hub/adjust',
    roles: FINANCE,
    title: 'Adjust this statement',
  },
  'restart-statement': {
    path: '/funding/statements/:month/:hub/restart',
    roles: ADMIN,
    title: 'Restart this statement’s workflow',
  },
  claims: { path: '/funding/claims', roles: EVERYONE, title: 'Claims' },
  claim: { path: '/funding/claims/:id', roles: EVERYONE, title: 'Claim' },
  'hold-claim': { path: '/funding/claims/:id/hold', roles: FINANCE, title: 'Hold this claim' },
  'release-claim': { path: '/funding/claims/:id/release', roles: FINANCE, title: 'Release this claim' },
  'cancel-claim': { path: '/funding/claims/:id/cancel', roles: FINANCE, title: 'Cancel this claim' },
  'propose-clawback': {
    path: '/funding/claims/:id/clawback',
    roles: FINANCE,
    title: 'Propose to recover money',
  },
  'decide-clawback': {
    path: '/funding/claims/:id/clawback/decision',
    roles: FINANCE,
    title: 'Decide about a clawback',
  },
  payments: { path: '/funding/payments', roles: FINANCE, title: 'Upload what the payer has paid' },
  'payment-file': { path: '/funding/payments/:id', roles: FINANCE, title: 'Payer’s file' },
  'assurance-sample': {
    path: '/funding/assurance-sample',
    roles: FINANCE,
    title: 'Draw a sample for assurance',
  },
  'assurance-sample-file': {
    path: '/funding/assurance-sample/file',
    roles: FINANCE,
    title: 'Assurance sample as a file',
    isFile: true,
  },
  'funding-events': { path: '/funding/events', roles: FINANCE, title: 'Funding events' },
  policies: { path: '/policies', roles: EVERYONE, title: 'Policy', navigation: 'Policy', actsOnly: true },
  policy: { path: '/policies/:year', roles: EVERYONE, title: 'Policy of a year' },
  'propose-policy': { path: '/policies/:year/propose', roles: ADMIN, title: 'Propose a policy' },
  'policy-version': { path: '/policies/:year/versions/:version', roles: ADMIN, title: 'Version of a policy' },
  'refused-attempts': { path: '/refused-attempts', roles: HUBS, title: 'Forms that were refused' },
  workflows: { path: '/workflows', roles: ADMIN, title: 'Workflows', navigation: 'Workflows' },
  'stuck-work': { path: '/stuck-work', roles: ADMIN, title: 'Stuck work' },
  'register-imports': { path: '/register-imports', roles: ADMIN, title: 'Imports of the school register' },
  'register-import': { path: '/register-imports/:id', roles: ADMIN, title: 'School register read' },
  'audit-log': {
    path: '/audit-log',
    roles: HUBS,
    title: 'Audit log',
    navigation: 'Audit log',
    navigationOf: ADMIN,
  },
  workflow: { path: '/workflows/:name', roles: ADMIN, title: 'Workflow' },
} as const satisfies Record<string, PageRoute>;

export type PageName = keyof typeof PAGES;

/** The address of a page, its parameters filled in. */
export function addressOf(name: PageName, parameters: Readonly<Record<string, string>> = {}): string {
  return PAGES[name].path.replace(/:(\w+)/g, (_, parameter: string) =>
    encodeURIComponent(parameters[parameter] ?? ''),
  );
}

/** Where somebody begins: finance has no asks to answer. */
export const startFor = (role: Role): string => addressOf(role === 'finance' ? 'funding' : 'home');
