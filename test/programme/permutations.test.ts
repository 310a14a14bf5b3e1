import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyOf } from '../../adapters/dynamodb/keys.ts';
import { readRow } from '../../adapters/dynamodb/read-row.ts';
import { openTable } from '../../adapters/dynamodb/table.ts';
import { ASK_MOVES } from '../../core/ask.ts';
import { PAYMENT_MOVES } from '../../core/claim.ts';
import { actorSchema } from '../../core/codes.ts';
import { instantOf } from '../../core/instant.ts';
import { PARTICIPATION_MOVES } from '../../core/participation.ts';
import { REJOINING_MOVES, rejoiningSchema } from '../../core/rejoining.ts';
import { deps } from '../../functions/support/deps.ts';
import { rejoinSchools } from '../../functions/use-cases/rejoin-schools.ts';
import { LOCAL_CREDENTIALS, LOCAL_REGION } from '../../local/messaging/local-account.ts';
import { LOCAL_TABLE } from '../../local/place.ts';
import type { Row } from '../../workflows/change.ts';
import { ROUTES } from '../../workflows/routes.ts';
import { declaration, developmentForm, key } from '../support/forms.ts';
import { claimOf } from '../support/money-rows.ts';
import {
  aligned,
  codesOf,
  holdsNothingElse,
  ruled,
  statusIn,
  written,
} from '../support/permutation-table.ts';
import { type Answer, type Person, type Programme, startProgramme } from '../support/programme.ts';
import {
  sampleAsk,
  sampleParticipation,
  samplePathwayGuard,
  samplePlacementAsk,
  sampleSchool,
  sampleSpecialist,
  sampleWorkGroup,
} from '../support/sample-rows.ts';

/**
 * Every pair of a state and an action: `→ state` where it is allowed, with what becomes of it, or the codes with which
 * it is refused. Each cell has a school of its own, written into the table of a running programme in that state on
 * 2 March 2026; each action goes through the API, by whoever is entitled to it. Windows are moved to that day, so that
 * the state is all that a cell depends on.
 */

const PARTICIPATIONS = `
state                   | enrol again      | join group         | form group         | leave group    | declare              | decide               | withdraw            | declare late         | restart            | reopen
enrolled                | already-enrolled | → placed           | → placed           | not-a-member   | not-found            | not-found            | → withdrawn         | milestone-unknown    | → enrolled         | not-undecided
placed                  | already-enrolled | school-not-waiting | school-not-waiting | → enrolled     | not-found            | not-found            | → withdrawn         | milestone-unknown    | → placed           | not-undecided
placed, year due        | already-enrolled | school-not-waiting | school-not-waiting | year-has-begun | not-found            | not-found            | → withdrawn         | milestone-unknown    | → active           | not-undecided
active                  | already-enrolled | school-not-waiting | school-not-waiting | year-has-begun | → active             | → active             | → withdrawn         | milestone-not-missed | → active           | not-undecided
active, start overdue   | already-enrolled | school-not-waiting | school-not-waiting | year-has-begun | ask-closed           | → active             | → withdrawn         | → active             | → active           | not-undecided
active, start missed    | already-enrolled | school-not-waiting | school-not-waiting | year-has-begun | ask-closed           | → active             | → withdrawn         | → active             | → active           | not-undecided
active, start declared  | already-enrolled | school-not-waiting | school-not-waiting | year-has-begun | ask-already-answered | ask-not-open-yet     | → withdrawn         | milestone-not-missed | → active           | not-undecided
closed, continue        | already-enrolled | school-not-waiting | school-not-waiting | year-has-begun | ask-already-answered | ask-already-answered | nothing-to-withdraw | milestone-not-missed | nothing-to-restart | not-undecided
closed, start missed    | already-enrolled | school-not-waiting | school-not-waiting | year-has-begun | ask-closed           | ask-already-answered | nothing-to-withdraw | → closed             | nothing-to-restart | not-undecided
closed, undecided       | already-enrolled | school-not-waiting | school-not-waiting | year-has-begun | ask-already-answered | ask-closed           | nothing-to-withdraw | milestone-not-missed | nothing-to-restart | → active
withdrawn               | → enrolled       | school-not-waiting | school-not-waiting | not-a-member   | not-found            | not-found            | nothing-to-withdraw | milestone-unknown    | nothing-to-restart | not-undecided
withdrawn, start missed | → enrolled       | school-not-waiting | school-not-waiting | not-a-member   | ask-closed           | ask-cancelled        | nothing-to-withdraw | ask-cancelled        | nothing-to-restart | not-undecided
enrolled, again         | already-enrolled | → placed           | → placed           | not-a-member   | ask-closed           | ask-cancelled        | → withdrawn         | milestone-unknown    | → enrolled         | not-undecided
not-placed              | → enrolled       | school-not-waiting | school-not-waiting | not-a-member   | not-found            | not-found            | nothing-to-withdraw | milestone-unknown    | nothing-to-restart | not-undecided
`;

const ASKS = `
state                         | answer               | declare late         | leave group    | withdraw            | enrol again      | reopen
placement open                | → answered           | milestone-unknown    | not-a-member   | → cancelled         | already-enrolled | not-undecided
placement overdue             | ask-closed           | milestone-unknown    | not-a-member   | → cancelled         | already-enrolled | not-undecided
placement answered            | ask-already-answered | milestone-unknown    | → open         | → answered          | already-enrolled | not-undecided
placement expired             | ask-closed           | milestone-unknown    | not-a-member   | nothing-to-withdraw | → open           | not-undecided
placement cancelled           | ask-cancelled        | milestone-unknown    | not-a-member   | nothing-to-withdraw | → open           | not-undecided
declaration-started upcoming  | ask-not-open-yet     | milestone-not-missed | year-has-begun | → cancelled         | already-enrolled | not-undecided
declaration-started open      | → answered           | milestone-not-missed | year-has-begun | → cancelled         | already-enrolled | not-undecided
declaration-started overdue   | ask-closed           | → answered           | year-has-begun | → cancelled         | already-enrolled | not-undecided
declaration-started answered  | ask-already-answered | milestone-not-missed | year-has-begun | → answered          | already-enrolled | not-undecided
declaration-started expired   | ask-closed           | → answered           | year-has-begun | → expired           | already-enrolled | not-undecided
declaration-started cancelled | ask-cancelled        | ask-cancelled        | not-a-member   | nothing-to-withdraw | → cancelled      | not-undecided
progression upcoming          | ask-not-open-yet     | milestone-not-missed | year-has-begun | → cancelled         | already-enrolled | not-undecided
progression open              | → answered           | milestone-not-missed | year-has-begun | → cancelled         | already-enrolled | not-undecided
progression overdue           | ask-closed           | milestone-not-missed | year-has-begun | → cancelled         | already-enrolled | not-undecided
progression answered          | ask-already-answered | milestone-not-missed | year-has-begun | → answered          | already-enrolled | not-undecided
progression expired           | ask-closed           | milestone-not-missed | year-has-begun | nothing-to-withdraw | already-enrolled | → open
progression cancelled         | ask-cancelled        | ask-cancelled        | not-a-member   | nothing-to-withdraw | → cancelled      | not-undecided
`;

const GROUPS = `
state                   | another joins | join group         | leave group    | change lead            | record session      | another session
a seat free             | → 2 of 2      | school-not-waiting | → 0 of 2       | → 1 of 2, another lead | → 1 of 2, a session | not-a-member
full                    | group-full    | school-not-waiting | → 1 of 2       | → 2 of 2, another lead | → 2 of 2, a session | not-a-member
full, size confirmed    | group-full    | school-not-waiting | → 1 of 2       | → 2 of 2, another lead | → 2 of 2, a session | not-a-member
a seat free, year begun | → 2 of 2      | school-not-waiting | year-has-begun | → 1 of 2, another lead | → 1 of 2, a session | not-a-member
full, year begun        | group-full    | school-not-waiting | year-has-begun | → 2 of 2, another lead | → 2 of 2, a session | not-a-member
deserted                | → 1 of 2      | → 1 of 2           | not-a-member   | → 0 of 2, another lead | → 0 of 2, a session | not-a-member
`;

const CLAIMS = `
state        | declare
none         | → 100000 raised
raised       | → 77700 raised
held         | → 77700 held
on-statement | → 77700 on-statement
approved     | → 77700 approved
paid         | → 77700 paid
cancelled    | → 77700 cancelled
`;

const REJOININGS = `
state                          | daily job
waiting, applications not open | → waiting
waiting, no policy yet         | → waiting
waiting, applications open     | → rejoined, enrolled
waiting, place taken           | → overtaken
rejoined                       | → rejoined
overtaken                      | → overtaken
`;

let programme: Programme;
let origin: Person;
let admin: Person;
beforeAll(async () => {
  programme = await startProgramme();
  [origin, admin] = await Promise.all([programme.hub('origin'), programme.admin()]);
});
afterAll(() => programme.stop());

type Changes = Readonly<Record<string, unknown>>;
const SEEDER = actorSchema.parse('seed');
const TODAY = '2026-03-02';
const OPEN = { opensAt: '2026-02-01T00:00:00.000Z', closesAt: '2026-04-30T16:00:00.000Z' };
const UPCOMING = { opensAt: '2026-04-01T00:00:00.000Z', closesAt: '2026-04-30T16:00:00.000Z' };
const OVERDUE = { opensAt: '2026-02-01T00:00:00.000Z', closesAt: '2026-03-01T17:00:00.000Z' };

/** Puts rows as they are: the state that a cell begins with. */
async function put(...rows: readonly Row[]): Promise<void> {
  const at = instantOf(programme.host.clock.now());
  const { outcome } = await deps().commit({ puts: rows, events: [], at, by: SEEDER });
  if (outcome !== 'committed') throw new Error('a row is there already');
}

/** A school in a cell: its participation, and the Work Group that it sits in or could join. */
interface Cell {
  readonly urn: string;
  readonly id: string;
  readonly group: string;
  /** A waiting school that does not sit in the group, and a Specialist who does not lead it. */
  readonly outsider: string;
  readonly otherLead: string;
}

const ASKED = {
  placement: { kind: 'placement', milestone: undefined },
  'declaration-started': { kind: 'declaration', milestone: 'started' },
  'declaration-completed': { kind: 'declaration', milestone: 'completed' },
  progression: { kind: 'progression', milestone: undefined },
} as const;
type Asked = keyof typeof ASKED;
const EVERY_ASK: readonly Asked[] = [
  'placement',
  'declaration-started',
  'declaration-completed',
  'progression',
];

interface State {
  readonly participation: Changes;
  /** The asks that are there, and in which state. */
  readonly asks: Readonly<Partial<Record<Asked, Changes>>>;
  readonly academicYear?: string;
  /** Seats of the group that schools of no interest have taken. */
  readonly others?: number;
  readonly group?: (cell: Cell) => Changes;
  readonly rows?: (cell: Cell) => readonly Row[];
}

let schools = 0;

/** Writes a school in this state, with the rows that go with it. */
async function given({ participation, asks, academicYear = '2026-27', ...state }: State): Promise<Cell> {
  schools += 1;
  const number = String(schools).padStart(4, '0');
  const idOf = (urn: string) => `${urn}-${academicYear}-development`;
  const urn = `70${number}`;
  const cell = {
    urn,
    id: idOf(urn),
    group: `wg-permuted${number}`,
    outsider: `71${number}`,
    otherLead: `sp-8${number}`,
  };
  const { id, group } = cell;
  const { status } = participation;
  const sits = ['placed', 'active', 'closed'].includes(String(status));
  const seat = (each: string) => ({ participationId: idOf(each), urn: each, joinedOn: TODAY });
  const others = Array.from({ length: state.others ?? 0 }, (_, index) => seat(`7${index + 2}${number}`));
  const lead = `sp-9${number}`;
  await put(
    sampleSchool({ urn, hub: 'origin', hubPeriods: [{ hub: 'origin', from: '2026-01-01' }] }),
    sampleParticipation({ id, urn, academicYear, ...(sits ? { workGroupId: group } : {}), ...participation }),
    samplePathwayGuard({
      urn,
      academicYear,
      participationId: id,
      live: status !== 'withdrawn' && status !== 'not-placed',
    }),
    sampleSpecialist({ id: lead, leading: [{ workGroupId: group, academicYear, from: TODAY }] }),
    sampleSpecialist({ id: cell.otherLead }),
    sampleWorkGroup({
      id: group,
      academicYear,
      lead,
      leads: [{ lead, from: TODAY }],
      members: [...(sits ? [seat(urn)] : []), ...others],
      ...state.group?.(cell),
    }),
    ...EVERY_ASK.flatMap((name) => {
      const about = { id: `${id}.${name}`, participationId: id, urn, ...ASKED[name] };
      const changes = asks[name];
      return changes ? [sampleAsk({ ...OPEN, ...about, ...changes })] : [];
    }),
    sampleParticipation({ id: idOf(cell.outsider), urn: cell.outsider, academicYear }),
    samplePlacementAsk({
      id: `${idOf(cell.outsider)}.placement`,
      participationId: idOf(cell.outsider),
      urn: cell.outsider,
      ...OPEN,
    }),
    ...(state.rows?.(cell) ?? []),
  );
  return cell;
}

const milestones = (started: Changes) => [
  { milestone: 'started', instalment: 100_000, ...started },
  { milestone: 'completed', instalment: 100_000, status: 'to-do' },
];
/** A year that has opened, by what became of its start. */
const year = (status: string, started: Changes, more: Changes = {}) => ({
  status,
  yearDue: true,
  policyVersion: 1,
  milestones: milestones(started),
  ...more,
});
const TO_DO = { status: 'to-do' };
const MISSED = { status: 'missed' };
const STARTED = { status: 'declared', happenedOn: '2026-02-10' };
const ON_TIME = { startedOn: '2026-02-10' };
const ANSWERED = { status: 'answered' };
const EXPIRED = { ...OVERDUE, status: 'expired' };
const CANCELLED = { status: 'cancelled' };
const asksOf = (started: Changes, progression: Changes, rest: Changes = UPCOMING) => ({
  placement: ANSWERED,
  'declaration-started': started,
  'declaration-completed': rest,
  progression,
});

type Act = (cell: Cell, state: string) => Promise<Answer>;
const DECLARED = declaration('2026-02-10');
const ANSWERS: Readonly<Record<Asked, (cell: Cell) => object>> = {
  placement: ({ group }) => ({ workGroupId: group }),
  'declaration-started': () => DECLARED,
  'declaration-completed': () => DECLARED,
  progression: () => ({ decision: 'repeat' }),
};
const answer = (cell: Cell, ask: Asked) => origin.post(`/asks/${cell.id}.${ask}/answer`, ANSWERS[ask](cell));
/** The ask that a row of the table is about: its first word. */
const askOf = (state: string): Asked => EVERY_ASK.find((ask) => state.startsWith(`${ask} `)) ?? 'placement';

const ACTIONS = {
  'enrol again': ({ urn, id }) =>
    origin.post('/enrolments', developmentForm(urn, { academicYear: id.slice(7, 14) }), key(id)),
  'join group': ({ urn, group }) => origin.post(`/work-groups/${group}/members`, { urn }),
  'form group': ({ urn, id, outsider, otherLead }) =>
    origin.post('/work-groups', {
      kind: 'development',
      academicYear: id.slice(7, 14),
      lead: otherLead,
      schools: [urn, outsider],
    }),
  'leave group': ({ urn, group }) => origin.post(`/work-groups/${group}/departures`, { urn }),
  answer: (cell, state) => answer(cell, askOf(state)),
  declare: (cell) => answer(cell, 'declaration-started'),
  decide: (cell) => answer(cell, 'progression'),
  withdraw: ({ id }) =>
    origin.post(`/participations/${id}/withdrawal`, { reason: 'staffing', effectiveOn: TODAY }),
  'declare late': ({ id }) =>
    admin.post(`/participations/${id}/declarations`, {
      milestone: 'started',
      ...DECLARED,
      reason: 'A sample',
    }),
  restart: ({ id }) => admin.post(`/participations/${id}/restart`, {}),
  reopen: ({ id }) => admin.post(`/participations/${id}/reopening`, {}),
  'another joins': ({ group, outsider }) => origin.post(`/work-groups/${group}/members`, { urn: outsider }),
  'change lead': ({ group, otherLead }) => origin.post(`/work-groups/${group}/lead`, { lead: otherLead }),
  'record session': ({ group, urn }) =>
    origin.post(`/work-groups/${group}/sessions`, { heldOn: '2026-02-10', type: 'meeting', attended: [urn] }),
  'another session': ({ group, outsider }) =>
    origin.post(`/work-groups/${group}/sessions`, {
      heldOn: '2026-02-10',
      type: 'visit',
      attended: [outsider],
    }),
} as const satisfies Record<string, Act>;
type Action = keyof typeof ACTIONS;

/** Tries each action in each state, each pair on a school of its own; the codes, or an arrow and what became of it. */
async function tried(
  states: Readonly<Record<string, State>>,
  actions: readonly Action[],
  become: (cell: Cell, state: string) => Promise<string>,
): Promise<string[][]> {
  const rows = Object.entries(states).map(async ([name, state]) => {
    const cells = actions.map(async (action) => {
      const cell = await given(state);
      return { cell, answered: await ACTIONS[action](cell, name) };
    });
    return { name, cells: await Promise.all(cells) };
  });
  const done = await Promise.all(rows);
  await programme.host.quiet();
  const drawn = done.map(async ({ name, cells }) => [
    name,
    ...(await Promise.all(
      cells.map(async ({ cell, answered: { status, body } }) => {
        if (status < 300) return `→ ${await become(cell, name)}`;
        return body.errors ? codesOf(body.errors) : `${status}`;
      }),
    )),
  ]);
  return [['state', ...actions], ...(await Promise.all(drawn))];
}

const statusOf = async ({ id }: Cell) => (await admin.get(`/participations/${id}`)).body.status;

describe('of a participation, every state and every action', () => {
  const STATES: Readonly<Record<string, State>> = {
    enrolled: { participation: { status: 'enrolled' }, asks: { placement: {} } },
    placed: { participation: { status: 'placed' }, asks: { placement: ANSWERED } },
    'placed, year due': { participation: { status: 'placed', yearDue: true }, asks: { placement: ANSWERED } },
    active: { participation: year('active', TO_DO), asks: asksOf({}, {}) },
    'active, start overdue': { participation: year('active', TO_DO), asks: asksOf(OVERDUE, {}) },
    'active, start missed': { participation: year('active', MISSED), asks: asksOf(EXPIRED, {}) },
    'active, start declared': {
      participation: year('active', STARTED, ON_TIME),
      asks: asksOf(ANSWERED, UPCOMING),
    },
    'closed, continue': {
      participation: year('closed', STARTED, { ...ON_TIME, outcome: 'continue' }),
      asks: asksOf(ANSWERED, ANSWERED, EXPIRED),
    },
    'closed, start missed': {
      participation: year('closed', MISSED, { outcome: 'finish' }),
      asks: asksOf(EXPIRED, ANSWERED, EXPIRED),
    },
    'closed, undecided': {
      participation: year('closed', STARTED, { ...ON_TIME, outcome: 'undecided' }),
      asks: asksOf(ANSWERED, EXPIRED, EXPIRED),
    },
    withdrawn: { participation: { status: 'withdrawn' }, asks: { placement: CANCELLED } },
    'withdrawn, start missed': {
      participation: year('withdrawn', MISSED),
      asks: asksOf(EXPIRED, CANCELLED, CANCELLED),
    },
    'enrolled, again': {
      participation: { status: 'enrolled', generation: 2 },
      asks: { ...asksOf(EXPIRED, CANCELLED, CANCELLED), placement: {} },
    },
    'not-placed': { participation: { status: 'not-placed' }, asks: { placement: EXPIRED } },
  };
  const COLUMNS = [
    'enrol again',
    'join group',
    'form group',
    'leave group',
    'declare',
    'decide',
    'withdraw',
    'declare late',
    'restart',
    'reopen',
  ] as const satisfies readonly Action[];

  it('is allowed with its effect, or refused with its code', async () => {
    expect(written(await tried(STATES, COLUMNS, statusOf))).toBe(aligned(PARTICIPATIONS));
  });

  it('is one that the table names: no other status and no other move exists', () => {
    const shown = new Set(
      ruled(PARTICIPATIONS)
        .slice(1)
        .map(([state = '']) => statusIn(state)),
    );
    const statuses = Object.values<{ from: readonly string[]; to: string }>(PARTICIPATION_MOVES.table);
    expect(new Set(statuses.flatMap(({ from, to }) => [...from, to]))).toEqual(shown);
    holdsNothingElse(PARTICIPATION_MOVES, PARTICIPATIONS, {
      place: ['join group', 'form group'],
      unseat: ['leave group'],
      declare: ['declare', 'declare late'],
      'declare-after-close': ['declare late'],
      decide: ['decide'],
      withdraw: ['withdraw'],
      reopen: ['reopen'],
      're-enrol': ['enrol again'],
      // The workflow's own: no call of the API makes them.
      lapse: [],
      open: [],
      miss: [],
      close: [],
      // A Specialist's: see specialist-permutations.
      'turn-down': [],
      defer: [],
      'ask-again': [],
    });
  });
});

describe('of an ask, every state and every action', () => {
  const active = year('active', TO_DO);
  const STATES: Readonly<Record<string, State>> = {
    'placement open': { participation: { status: 'enrolled' }, asks: { placement: {} } },
    'placement overdue': { participation: { status: 'enrolled' }, asks: { placement: OVERDUE } },
    'placement answered': { participation: { status: 'placed' }, asks: { placement: ANSWERED } },
    'placement expired': { participation: { status: 'not-placed' }, asks: { placement: EXPIRED } },
    'placement cancelled': { participation: { status: 'withdrawn' }, asks: { placement: CANCELLED } },
    'declaration-started upcoming': { participation: active, asks: asksOf(UPCOMING, UPCOMING) },
    'declaration-started open': { participation: active, asks: asksOf({}, UPCOMING) },
    'declaration-started overdue': { participation: active, asks: asksOf(OVERDUE, UPCOMING) },
    'declaration-started answered': {
      participation: year('active', STARTED, ON_TIME),
      asks: asksOf(ANSWERED, UPCOMING),
    },
    'declaration-started expired': { participation: year('active', MISSED), asks: asksOf(EXPIRED, UPCOMING) },
    'declaration-started cancelled': {
      participation: year('withdrawn', TO_DO),
      asks: { ...asksOf(CANCELLED, CANCELLED, CANCELLED) },
    },
    'progression upcoming': { participation: active, asks: asksOf({}, UPCOMING) },
    'progression open': { participation: active, asks: asksOf({}, {}) },
    'progression overdue': { participation: active, asks: asksOf({}, OVERDUE) },
    'progression answered': { participation: active, asks: asksOf({}, ANSWERED) },
    'progression expired': {
      participation: year('closed', STARTED, { ...ON_TIME, outcome: 'undecided' }),
      asks: asksOf(ANSWERED, EXPIRED, EXPIRED),
    },
    'progression cancelled': {
      participation: year('withdrawn', TO_DO),
      asks: asksOf(CANCELLED, CANCELLED, CANCELLED),
    },
  };
  const COLUMNS = ['answer', 'declare late', 'leave group', 'withdraw', 'enrol again', 'reopen'] as const;
  const askStatus = async ({ id }: Cell, state: string) => {
    const { asks } = (await admin.get(`/participations/${id}`)).body;
    return asks.find((each: { id: string }) => each.id === `${id}.${askOf(state)}`)?.status;
  };

  it('is allowed with its effect on the ask, or refused with its code', async () => {
    expect(written(await tried(STATES, COLUMNS, askStatus))).toBe(aligned(ASKS));
  });

  it('is one that the table names: no other status and no other move exists', () => {
    expect(ASK_MOVES.table).toEqual({
      answer: { from: ['open'], to: 'answered' },
      'answer-late': { from: ['open', 'expired'], to: 'answered' },
      cancel: { from: ['open'], to: 'cancelled' },
      reopen: { from: ['open', 'answered', 'expired', 'cancelled'], to: 'open' },
      // The workflow's own: no call of the API makes it.
      expire: { from: ['open'], to: 'expired' },
    });
    // An open row is shown as upcoming before its window and as expired after it: the table calls that overdue.
    const shown = new Set(
      ruled(ASKS)
        .slice(1)
        .map(([state = '']) => state.split(' ')[1]),
    );
    expect(shown).toEqual(new Set(['upcoming', 'open', 'overdue', 'answered', 'expired', 'cancelled']));
  });
});

describe('of a Work Group, every state and every action', () => {
  /** Of the year that runs: sessions are held in it. */
  const group = (participation: Changes, others: number, changes?: State['group']): State => ({
    participation,
    asks: { placement: participation['status'] === 'enrolled' ? {} : ANSWERED },
    academicYear: '2025-26',
    others,
    ...(changes ? { group: changes } : {}),
  });
  const left = ({ id, urn }: Cell) => ({
    members: [{ participationId: id, urn, joinedOn: '2026-01-10', leftOn: '2026-02-20' }],
  });
  const STATES: Readonly<Record<string, State>> = {
    'a seat free': group({ status: 'placed' }, 0),
    full: group({ status: 'placed' }, 1),
    'full, size confirmed': group({ status: 'placed' }, 1, () => ({ sizeConfirmed: true })),
    'a seat free, year begun': group(year('active', TO_DO), 0),
    'full, year begun': group(year('active', TO_DO), 1),
    deserted: group({ status: 'enrolled' }, 0, left),
  };
  const COLUMNS = [
    'another joins',
    'join group',
    'leave group',
    'change lead',
    'record session',
    'another session',
  ] as const;

  it('is allowed with its effect on the group, or refused with its code', async () => {
    const become = async ({ group: id, otherLead }: Cell) => {
      const { members, lead, sessions } = (await admin.get(`/work-groups/${id}`)).body;
      const present = members.filter(({ leftOn }: { leftOn?: string }) => leftOn === undefined).length;
      const news = [
        ...(lead === otherLead ? ['another lead'] : []),
        ...(sessions.length > 0 ? ['a session'] : []),
      ];
      return [`${present} of 2`, ...news].join(', ');
    };
    expect(written(await tried(STATES, COLUMNS, become))).toBe(aligned(GROUPS));
  });
});

describe('of a claim, every state and every action', () => {
  /** Of a school whose year is under way; every other action on it is ruled on where money is: test/api/funding-claims. */
  const claim = (status: string): State => ({
    participation: year('active', TO_DO),
    asks: asksOf({}, UPCOMING),
    rows: ({ urn }) => [claimOf(urn, { amount: 77_700, status })],
  });

  it('is the raising of it, and a slot that is taken is never taken again, whatever became of the claim', async () => {
    const none: State = { participation: year('active', TO_DO), asks: asksOf({}, UPCOMING) };
    const statuses = ['raised', 'held', 'on-statement', 'approved', 'paid', 'cancelled'];
    const states = Object.fromEntries([['none', none], ...statuses.map((status) => [status, claim(status)])]);
    const become = async ({ id }: Cell) => {
      const { claims } = (await admin.get(`/participations/${id}`)).body;
      return claims
        .map((each: { amount: number; status: string }) => `${each.amount} ${each.status}`)
        .join(', ');
    };
    expect(written(await tried(states, ['declare'], become))).toBe(aligned(CLAIMS));
  });

  it('is one of these, and these calls make them; the rest is done by a statement and the payer’s file', () => {
    const calls = Object.values(ROUTES).filter(
      ({ method, path }) => method === 'POST' && path.startsWith('/funding/claims'),
    );
    expect(calls.map(({ path }) => path.replace('/funding/claims/{id}/', ''))).toEqual([
      'hold',
      'release',
      'cancellation',
      'clawback',
      'clawback/approval',
    ]);
    expect(PAYMENT_MOVES.table).toEqual({
      hold: { from: ['raised', 'on-statement'], to: 'held' },
      release: { from: ['held'], to: 'raised' },
      list: { from: ['raised'], to: 'on-statement' },
      approve: { from: ['on-statement'], to: 'approved' },
      pay: { from: ['approved'], to: 'paid' },
      cancel: { from: ['raised', 'held'], to: 'cancelled' },
    });
    const inMoves = Object.values(PAYMENT_MOVES.table).flatMap(({ from, to }) => [...from, to]);
    const shown = ruled(CLAIMS)
      .slice(1)
      .map(([state]) => state);
    expect(new Set(['none', ...inMoves])).toEqual(new Set(shown));
  });
});

describe('of a school that waits to rejoin, every state and the daily job', () => {
  /** Of what year it waits for, whether its place there is taken, and whether it still waits. */
  const STATES = {
    'waiting, applications not open': { academicYear: '2028-29', status: 'waiting', taken: false },
    'waiting, no policy yet': { academicYear: '2035-36', status: 'waiting', taken: false },
    'waiting, applications open': { academicYear: '2026-27', status: 'waiting', taken: false },
    'waiting, place taken': { academicYear: '2026-27', status: 'waiting', taken: true },
    rejoined: { academicYear: '2026-27', status: 'rejoined', taken: true },
    overtaken: { academicYear: '2026-27', status: 'overtaken', taken: true },
  } as const;

  it('becomes what the table says, and the second night changes nothing', async () => {
    const at = instantOf(programme.host.clock.now());
    const table = openTable(LOCAL_TABLE, {
      endpoint: programme.host.dynamoAddress,
      region: LOCAL_REGION,
      credentials: LOCAL_CREDENTIALS,
    });
    const waiting = await Promise.all(
      Object.entries(STATES).map(async ([name, { academicYear, status, taken }], index) => {
        const urn = `74000${index}`;
        const row = rejoiningSchema.parse({
          type: 'rejoining',
          version: 1,
          id: `${urn}-${academicYear}-embedding`,
          after: `${urn}-2024-25-development`,
          urn,
          hub: 'origin',
          academicYear,
          stage: 'embedding',
          repeated: false,
          enrolmentId: 'en-00000000',
          activities: [],
          status,
        });
        const guard = samplePathwayGuard({
          urn,
          academicYear,
          participationId: `${urn}-${academicYear}-development`,
        });
        await put(sampleSchool({ urn, hub: 'origin' }), row, ...(taken ? [guard] : []));
        return { name, row };
      }),
    );
    const night = async () => {
      const back = await rejoinSchools(at, SEEDER, deps());
      const rows = waiting.map(async ({ name, row }) => {
        const { status } = (await readRow(table, 'rejoining', keyOf.rejoining(row.id))) ?? row;
        const begun = await deps().readParticipation(row.id);
        return [name, `→ ${status}${begun ? `, ${begun.status}` : ''}`];
      });
      return { back, drawn: written([['state', 'daily job'], ...(await Promise.all(rows))]) };
    };
    expect(await night()).toEqual({ back: 1, drawn: aligned(REJOININGS) });
    expect(await night()).toEqual({ back: 0, drawn: aligned(REJOININGS) });
    table.client.destroy();
  });

  it('is one that the table names: no other status and no other move exists', () => {
    expect(REJOINING_MOVES.table).toEqual({
      rejoin: { from: ['waiting'], to: 'rejoined' },
      overtake: { from: ['waiting'], to: 'overtaken' },
    });
  });
});
