import { addressOf, PAGES, type PageName, type PageRoute } from '../../web/routes.ts';
import {
  declaration,
  developmentForm,
  key,
  preparatoryForm,
  specialistForm,
  workGroupForm,
} from '../support/forms.ts';
import { claimOf, given, paidClaimOf, statementOf } from '../support/money-rows.ts';
import type { Programme } from '../support/programme.ts';
import { sampleAsk, sampleRegisterImport } from '../support/sample-rows.ts';

/**
 * A programme with something for every page to show: one school waiting, two whose year has begun, one declared, a
 * teacher who trains as a Specialist, money paid and to be paid, and what only admins look after.
 */
export interface PageWorld {
  /** The address of a page that has something to show. */
  addressOf(page: PageName): string;
}

/** Every page of the route map: what is ruled of each of these is ruled of all. */
export const ROUTES: readonly (readonly [PageName, PageRoute])[] = Object.keys(PAGES).map((name) => {
  const page = name as PageName;
  return [page, PAGES[page]];
});

/** When it begins: while Specialists are still selected. */
export const WORLD_BEGINS = '2026-07-30T09:00:00Z';

/** Forms that a hub has begun, each kept by whoever begins it; answered with the id of the draft. */
export interface BegunForms {
  /** An application of a teacher at the school 900007. */
  application(): Promise<string>;
  /** An enrolment of the school 900005 in Development, filled in up to its last page. */
  enrolment(): Promise<string>;
}

/** The school's year that is declared. */
export const ALDER = '900001-2026-27-development';
/** The year beside it, whose declaration is still asked for. */
export const ASH = '900002-2026-27-development';
/** A declaration that nobody made in time. */
const MISSED = '900003-2026-27-development';
const TRAINEE = 'sp-0013';
const TRAINING = `${TRAINEE}-2026-27-training-1`;
const PAID = '900003-2026-27-development.started';
const PAID_WHOLE = '900008-2026-27-development.started';
const AUGUST = { month: '2026-08', hub: 'origin' };
const PAYMENT_FILE = `pf-${'0'.repeat(32)}`;
const READING = sampleRegisterImport();

/** August's statement, waiting to be approved; two claims paid before it, of one of which a part may be recovered; and the file that paid them. */
const MONEY = [
  ...statementOf('open', [claimOf('900004'), 5_000], { id: 'statement-2026-08-origin', month: '2026-08' }),
  paidClaimOf('900003', {
    clawback: {
      status: 'proposed',
      amount: 25_000,
      reason: 'Sample reason',
      proposedBy: 'finance.g',
      proposedAt: '2026-09-01T09:00:00.000Z',
    },
  }),
  paidClaimOf('900008'),
  {
    type: 'payment-file',
    version: 1,
    id: PAYMENT_FILE,
    status: 'applied',
    lines: 2,
    total: 200_000,
    chunks: 1,
    applied: 1,
    uploadedAt: '2026-08-25T09:00:00.000Z',
    uploadedBy: 'finance.f',
  },
];

const RECORDS = [
  sampleAsk({
    id: `${MISSED}.declaration-started`,
    participationId: MISSED,
    urn: '900003',
    status: 'expired',
  }),
  READING,
];

/** @param programme begun at WORLD_BEGINS */
export async function pageWorld(programme: Programme, begin: BegunForms): Promise<PageWorld> {
  const hub = await programme.hub('origin');
  // One after the other: what one row says of the others depends on their order.
  const enrolments = [];
  for (const urn of ['900001', '900002', '900003', '900008']) {
    enrolments.push(await hub.post('/enrolments', developmentForm(urn), key(urn)));
  }
  const enrolmentId: string = enrolments[0]?.body.id;
  await hub.post('/enrolments', preparatoryForm('900004'), key('900004'));
  const workGroupId: string = (await hub.post('/work-groups', workGroupForm(['900001', '900002']))).body.id;
  await hub.post('/enrolments', specialistForm('900006'), key('900006'));
  const admin = await programme.admin();
  await admin.post(`/asks/${TRAINING}.selection/answer`, { decision: 'accept' });
  const application = await begin.application();
  await programme.advanceTo('2026-09-02T09:00:00Z');
  await hub.post(`/asks/${ALDER}.declaration-started/answer`, declaration('2026-09-01'));
  await hub.post(`/work-groups/${workGroupId}/sessions`, {
    heldOn: '2026-09-02',
    type: 'meeting',
    attended: ['900001', '900002'],
  });
  await programme.host.quiet();
  await given(programme, [...MONEY, ...RECORDS]);
  await hub.post('/enrolments', developmentForm('900999'), key('900999'));
  const policy = (await admin.get('/policies/2027-28')).body;
  await admin.post('/policies', { ...policy, type: 'policy', version: 2 });
  const draft = await begin.enrolment();
  await programme.host.quiet();

  /** The compiler asks for a line for every page that there is. */
  const shown: Readonly<Record<PageName, Readonly<Record<string, string>>>> = {
    home: {},
    schools: {},
    'school-suggestions': {},
    school: { urn: '900001' },
    'begin-enrolment': { urn: '900005' },
    'enrol-stage': { draft },
    'enrol-people': { draft },
    'enrol-activities': { draft },
    'enrol-teacher': { draft: application },
    'discard-enrolment': { draft },
    'enrol-check': { draft },
    enrolled: { id: enrolmentId },
    participations: {},
    participation: { id: ALDER },
    specialists: {},
    specialist: { id: TRAINEE },
    'change-specialist-school': { id: TRAINEE },
    'defer-training': { id: TRAINING },
    withdraw: { id: ASH },
    restart: { id: ASH },
    progression: {},
    'calendar-links': {},
    ask: { id: `${ASH}.declaration-started` },
    'work-groups': {},
    'form-work-group': {},
    'work-group': { id: workGroupId },
    'declare-for-group': { id: workGroupId },
    'add-school': { id: workGroupId },
    'change-lead': { id: workGroupId },
    'record-session': { id: workGroupId },
    funding: {},
    statements: {},
    statement: AUGUST,
    'statement-file': AUGUST,
    'approve-statement': AUGUST,
    'adjust-statement': AUGUST,
    'restart-statement': AUGUST,
    claims: {},
    claim: { id: PAID },
    'hold-claim': { id: `${ALDER}.started` },
    'release-claim': { id: `${ALDER}.started` },
    'cancel-claim': { id: `${ALDER}.started` },
    'propose-clawback': { id: PAID_WHOLE },
    'decide-clawback': { id: PAID },
    payments: {},
    'payment-file': { id: PAYMENT_FILE },
    'assurance-sample': {},
    'assurance-sample-file': {},
    'funding-events': {},
    policies: {},
    policy: { year: '2026-27' },
    'propose-policy': { year: '2026-27' },
    'policy-version': { year: '2027-28', version: '2' },
    'refused-attempts': {},
    'audit-log': {},
    'change-hub': { urn: '900001' },
    'change-specialist-hub': { id: TRAINEE },
    'correct-contacts': { id: enrolmentId },
    'declare-late': { id: MISSED },
    'erase-specialist': { id: 'sp-0002' },
    'register-import': { id: READING.id },
    'register-imports': {},
    'reopen-year': { id: ASH },
    'stuck-work': {},
    workflows: {},
    workflow: { name: ALDER },
  };
  return { addressOf: (page) => addressOf(page, shown[page]) };
}
