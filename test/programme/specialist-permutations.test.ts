import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actorSchema } from '../../core/codes.ts';
import { teacherGuardSchema } from '../../core/guard.ts';
import { instantOf } from '../../core/instant.ts';
import { PARTICIPATION_MOVES } from '../../core/participation.ts';
import { deps } from '../../functions/support/deps.ts';
import { teacherDeps } from '../../functions/support/teacher-deps.ts';
import type { Row } from '../../workflows/change.ts';
import { declaration, key, specialistForm, TANSY } from '../support/forms.ts';
import { aligned, codesOf, ruled, statusIn, written } from '../support/permutation-table.ts';
import { type Answer, type Person, type Programme, startProgramme } from '../support/programme.ts';
import {
  sampleAsk,
  sampleDayPlan,
  sampleParticipation,
  sampleSelectionAsk,
  sampleSpecialist,
} from '../support/sample-rows.ts';

/**
 * Every pair of a state of a Specialist's participation and an action: `→ state` where it is allowed, with what becomes
 * of it, or the codes with which it is refused. As for schools (permutations), each cell has a Specialist of its own,
 * written into the table of a running programme in that state on 2 March 2026, with windows moved to that day.
 */
const TABLE = `
state                           | apply again                  | decide               | decide against       | extend           | declare              | declare days    | declare late         | defer           | withdraw            | restart            | reopen        | erase
enrolled, application           | teacher-already-on-programme | → placed             | → closed, declined   | not-found        | not-found            | not-found       | milestone-unknown    | → closed, pause | → withdrawn         | → enrolled         | not-undecided | still-on-programme
enrolled, offer                 | teacher-already-on-programme | → placed             | → closed, pause      | not-found        | not-found            | not-found       | milestone-unknown    | not-in-training | → withdrawn         | → enrolled         | not-undecided | still-on-programme
placed, to train                | teacher-already-on-programme | ask-already-answered | ask-already-answered | not-found        | not-found            | not-found       | milestone-unknown    | → closed, pause | → withdrawn         | → placed           | not-undecided | still-on-programme
placed, to lead                 | teacher-already-on-programme | ask-already-answered | ask-already-answered | not-found        | not-found            | not-found       | milestone-unknown    | not-in-training | → withdrawn         | → placed           | not-undecided | still-on-programme
active, training-1              | teacher-already-on-programme | ask-already-answered | ask-already-answered | not-found        | → active             | not-found       | milestone-not-missed | → closed, pause | → withdrawn         | → active           | not-undecided | still-on-programme
active, training-2              | teacher-already-on-programme | → active             | → active             | → active         | ask-closed           | not-found       | → active             | → closed, pause | → withdrawn         | → active           | not-undecided | still-on-programme
active, training-2 again        | teacher-already-on-programme | → active             | → active             | extended-already | → active             | not-found       | milestone-not-missed | → closed, pause | → withdrawn         | → active           | not-undecided | still-on-programme
active, leading                 | teacher-already-on-programme | ask-already-answered | ask-already-answered | not-found        | not-found            | → active        | milestone-not-missed | not-in-training | → withdrawn         | → active           | not-undecided | still-on-programme
active, 15 days declared        | teacher-already-on-programme | ask-already-answered | ask-already-answered | not-found        | not-found            | days-over-limit | milestone-not-missed | not-in-training | → withdrawn         | → active           | not-undecided | still-on-programme
active, autumn missed           | teacher-already-on-programme | ask-already-answered | ask-already-answered | not-found        | not-found            | ask-closed      | → active             | not-in-training | → withdrawn         | → active           | not-undecided | still-on-programme
closed, not selected            | teacher-already-on-programme | ask-already-answered | ask-already-answered | not-found        | not-found            | not-found       | milestone-unknown    | not-in-training | nothing-to-withdraw | nothing-to-restart | not-undecided | → closed, declined
closed, selection undecided     | teacher-already-on-programme | ask-closed           | ask-closed           | not-found        | not-found            | not-found       | milestone-unknown    | not-in-training | nothing-to-withdraw | nothing-to-restart | → enrolled    | → closed, undecided
closed, accreditation undecided | teacher-already-on-programme | ask-closed           | ask-closed           | ask-closed       | ask-already-answered | not-found       | milestone-not-missed | not-in-training | nothing-to-withdraw | nothing-to-restart | → active      | → closed, undecided
closed, deferred                | teacher-already-on-programme | ask-already-answered | ask-already-answered | not-found        | ask-cancelled        | not-found       | ask-cancelled        | not-in-training | nothing-to-withdraw | nothing-to-restart | not-undecided | → closed, pause
closed, not this year           | teacher-already-on-programme | ask-already-answered | ask-already-answered | not-found        | not-found            | not-found       | milestone-unknown    | not-in-training | nothing-to-withdraw | nothing-to-restart | not-undecided | → closed, pause
closed, offer undecided         | teacher-already-on-programme | ask-closed           | ask-closed           | not-found        | not-found            | not-found       | milestone-unknown    | not-in-training | nothing-to-withdraw | nothing-to-restart | → enrolled    | → closed, undecided
withdrawn                       | → enrolled                   | ask-cancelled        | ask-cancelled        | not-found        | not-found            | not-found       | milestone-unknown    | not-in-training | nothing-to-withdraw | nothing-to-restart | not-undecided | → withdrawn
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
const EXPIRED = {
  opensAt: '2026-02-01T00:00:00.000Z',
  closesAt: '2026-03-01T17:00:00.000Z',
  status: 'expired',
};
const ANSWERED = { ...OPEN, status: 'answered' };
const CANCELLED = { ...OPEN, status: 'cancelled' };

async function put(...rows: readonly Row[]): Promise<void> {
  const at = instantOf(programme.host.clock.now());
  const { outcome } = await deps().commit({ puts: rows, events: [], at, by: SEEDER });
  if (outcome !== 'committed') throw new Error('a row is there already');
}

/** The ask that decides about a participation in each stage, and one that its year puts. */
const ASKED = {
  selection: { kind: 'selection', milestone: undefined },
  accreditation: { kind: 'accreditation', milestone: undefined },
  leading: { kind: 'leading', milestone: undefined },
  'declaration-started': { kind: 'declaration', milestone: 'started' },
  'days-autumn': { kind: 'days', milestone: undefined, term: 'autumn' },
} as const;
type Asked = keyof typeof ASKED;
const EVERY_ASK: readonly Asked[] = [
  'selection',
  'accreditation',
  'leading',
  'declaration-started',
  'days-autumn',
];

interface State {
  readonly stage: 'training-1' | 'training-2' | 'leading';
  /** The year that is to come, unless it is the one that runs. */
  readonly running?: boolean;
  readonly participation: Changes;
  readonly asks: Readonly<Partial<Record<Asked, Changes>>>;
  /** Whether the teacher could not apply a second time. */
  readonly live?: boolean;
}

const TRAINED = {
  yearDue: true,
  policyVersion: 1,
  milestones: [
    { milestone: 'started', instalment: 100_000, status: 'to-do' },
    { milestone: 'retained', instalment: 100_000, status: 'to-do' },
    { milestone: 'completed', instalment: 100_000, status: 'to-do' },
  ],
};
const term = (name: string, status: string, withOtherSchools?: number) => ({
  term: name,
  status,
  ...(withOtherSchools === undefined ? {} : { withOtherSchools, hubWork: 0 }),
});
const led = (...terms: readonly object[]) => ({
  yearDue: true,
  policyVersion: 1,
  days: sampleDayPlan({ terms }),
});

const STATES: Readonly<Record<string, State>> = {
  'enrolled, application': {
    stage: 'training-1',
    participation: { status: 'enrolled' },
    asks: { selection: {} },
  },
  'enrolled, offer': { stage: 'leading', participation: { status: 'enrolled' }, asks: { leading: {} } },
  'placed, to train': {
    stage: 'training-1',
    participation: { status: 'placed' },
    asks: { selection: ANSWERED },
  },
  'placed, to lead': { stage: 'leading', participation: { status: 'placed' }, asks: { leading: ANSWERED } },
  'active, training-1': {
    stage: 'training-1',
    running: true,
    participation: { status: 'active', ...TRAINED },
    asks: { selection: ANSWERED, 'declaration-started': {} },
  },
  'active, training-2': {
    stage: 'training-2',
    running: true,
    participation: { status: 'active', ...TRAINED },
    asks: { 'declaration-started': EXPIRED, accreditation: {} },
  },
  'active, training-2 again': {
    stage: 'training-2',
    running: true,
    participation: { status: 'active', ...TRAINED, repeated: true },
    asks: { 'declaration-started': {}, accreditation: {} },
  },
  'active, leading': {
    stage: 'leading',
    running: true,
    participation: { status: 'active', ...led(term('autumn', 'to-do'), term('spring', 'to-do')) },
    asks: { leading: ANSWERED, 'days-autumn': {} },
  },
  'active, 15 days declared': {
    stage: 'leading',
    running: true,
    participation: { status: 'active', ...led(term('autumn', 'to-do'), term('spring', 'declared', 15)) },
    asks: { leading: ANSWERED, 'days-autumn': {} },
  },
  'active, autumn missed': {
    stage: 'leading',
    running: true,
    participation: { status: 'active', ...led(term('autumn', 'missed'), term('spring', 'to-do')) },
    asks: { leading: ANSWERED, 'days-autumn': EXPIRED },
  },
  'closed, not selected': {
    stage: 'training-1',
    participation: { status: 'closed', outcome: 'declined' },
    asks: { selection: ANSWERED },
    live: false,
  },
  'closed, selection undecided': {
    stage: 'training-1',
    participation: { status: 'closed', outcome: 'undecided' },
    asks: { selection: EXPIRED },
    live: false,
  },
  'closed, accreditation undecided': {
    stage: 'training-2',
    running: true,
    participation: { status: 'closed', outcome: 'undecided', ...TRAINED },
    asks: { 'declaration-started': ANSWERED, accreditation: EXPIRED },
  },
  'closed, deferred': {
    stage: 'training-1',
    running: true,
    participation: { status: 'closed', outcome: 'pause', ...TRAINED },
    asks: { selection: ANSWERED, 'declaration-started': CANCELLED },
  },
  'closed, not this year': {
    stage: 'leading',
    participation: { status: 'closed', outcome: 'pause' },
    asks: { leading: ANSWERED },
  },
  'closed, offer undecided': {
    stage: 'leading',
    participation: { status: 'closed', outcome: 'undecided' },
    asks: { leading: EXPIRED },
  },
  withdrawn: {
    stage: 'training-1',
    participation: { status: 'withdrawn' },
    asks: { selection: CANCELLED },
    live: false,
  },
};

/** A Specialist in a cell, and the teacher reference number that the guard was keyed by. */
interface Cell {
  readonly specialist: string;
  readonly id: string;
  readonly stage: State['stage'];
  readonly trn: string;
}

let cells = 0;

async function given({ stage, running, participation, asks, live = true }: State): Promise<Cell> {
  cells += 1;
  const specialist = `sp-9${String(cells).padStart(4, '0')}`;
  const trn = `99${String(cells).padStart(5, '0')}`;
  const academicYear = running ? '2025-26' : '2026-27';
  const id = `${specialist}-${academicYear}-${stage}`;
  const school = { urn: '900003', schoolName: 'Sample School Cedar' };
  const hmac = await teacherDeps().hmacOfTrn(trn);
  await put(
    sampleSpecialist({
      id: specialist,
      ...school,
      schools: [{ ...school, from: '2024-09-01' }],
      teacherHmac: hmac,
      ...(stage === 'leading' ? {} : { accredited: false, accreditedOn: undefined }),
    }),
    teacherGuardSchema.parse({ type: 'teacher-guard', version: 1, hmac, specialistId: specialist, live }),
    sampleParticipation({ id, ...school, academicYear, stage, ...participation }),
    ...EVERY_ASK.flatMap((name) => {
      const about = { id: `${id}.${name}`, participationId: id, ...school, ...ASKED[name], ...OPEN };
      const changes = asks[name];
      if (!changes) return [];
      const ask = ASKED[name].kind === 'selection' ? sampleSelectionAsk : sampleAsk;
      return [ask({ ...about, ...changes })];
    }),
  );
  return { specialist, id, stage, trn };
}

const DECIDING = { 'training-1': 'selection', 'training-2': 'accreditation', leading: 'leading' } as const;
const FOR = {
  'training-1': { decision: 'accept' },
  'training-2': { decision: 'accredit', assessedOn: '2026-02-20' },
  leading: { decision: 'lead' },
};
const AGAINST = {
  'training-1': { decision: 'decline' },
  'training-2': { decision: 'decline' },
  leading: { decision: 'not-this-year' },
};
const decide = ({ id, stage }: Cell, decision: object) =>
  admin.post(`/asks/${id}.${DECIDING[stage]}/answer`, decision);

type Act = (cell: Cell) => Promise<Answer>;
const ACTIONS = {
  'apply again': ({ trn }) =>
    origin.post('/enrolments', specialistForm('900003', { teacher: { ...TANSY, trn } }), key(`again-${trn}`)),
  decide: (cell) => decide(cell, FOR[cell.stage]),
  'decide against': (cell) => decide(cell, AGAINST[cell.stage]),
  extend: ({ id }) => admin.post(`/asks/${id}.accreditation/answer`, { decision: 'extend' }),
  declare: ({ id }) => origin.post(`/asks/${id}.declaration-started/answer`, declaration('2026-02-10')),
  'declare days': ({ id }) =>
    origin.post(`/asks/${id}.days-autumn/answer`, { withOtherSchools: 1, hubWork: 0.5 }),
  'declare late': ({ id, stage }) =>
    admin.post(`/participations/${id}/declarations`, {
      ...(stage === 'leading'
        ? { term: 'autumn', withOtherSchools: 1, hubWork: 0.5 }
        : { milestone: 'started', ...declaration('2026-02-10') }),
      reason: 'A sample',
    }),
  defer: ({ id }) => origin.post(`/participations/${id}/deferral`, {}),
  withdraw: ({ id }) =>
    origin.post(`/participations/${id}/withdrawal`, { reason: 'role-change', effectiveOn: TODAY }),
  restart: ({ id }) => admin.post(`/participations/${id}/restart`, {}),
  reopen: ({ id }) => admin.post(`/participations/${id}/reopening`, {}),
  erase: ({ specialist }) => admin.post(`/specialists/${specialist}/erasure`, {}),
} as const satisfies Record<string, Act>;
type Action = keyof typeof ACTIONS;
const COLUMNS = [
  'apply again',
  'decide',
  'decide against',
  'extend',
  'declare',
  'declare days',
  'declare late',
  'defer',
  'withdraw',
  'restart',
  'reopen',
  'erase',
] as const satisfies readonly Action[];

async function tried(): Promise<string[][]> {
  const rows = Object.entries(STATES).map(async ([name, state]) => {
    const done = COLUMNS.map(async (action) => {
      const cell = await given(state);
      return { cell, answered: await ACTIONS[action](cell) };
    });
    return { name, cells: await Promise.all(done) };
  });
  const done = await Promise.all(rows);
  await programme.host.quiet();
  const drawn = done.map(async ({ name, cells: row }) => [
    name,
    ...(await Promise.all(row.map(({ cell, answered }) => become(cell, answered)))),
  ]);
  return [['state', ...COLUMNS], ...(await Promise.all(drawn))];
}

async function become({ id }: Cell, { status: answered, body }: Answer): Promise<string> {
  if (answered >= 300) return body.errors ? codesOf(body.errors) : `${answered}`;
  const { status, outcome } = (await admin.get(`/participations/${id}`)).body;
  return `→ ${[status, outcome].filter(Boolean).join(', ')}`;
}

describe('of a Specialist’s participation, every state and every action', () => {
  it('is allowed with its effect, or refused with its code', async () => {
    expect(written(await tried())).toBe(aligned(TABLE));
  });

  it('is in a state that exists; a Specialist is never without a place, for none has to be found', () => {
    const statuses = Object.values<{ from: readonly string[]; to: string }>(PARTICIPATION_MOVES.table);
    const shown = ruled(TABLE)
      .slice(1)
      .map(([state = '']) => statusIn(state));
    const exist = new Set(statuses.flatMap(({ from, to }) => [...from, to]));
    expect(exist.difference(new Set(shown))).toEqual(new Set(['not-placed']));
  });

  it('moves nowhere else by the moves that only a Specialist’s makes', () => {
    const { 'turn-down': turnDown, defer, 'ask-again': askAgain } = PARTICIPATION_MOVES.table;
    expect({ turnDown, defer, askAgain }).toEqual({
      turnDown: { from: ['enrolled'], to: 'closed' },
      defer: { from: ['enrolled', 'placed', 'active'], to: 'closed' },
      askAgain: { from: ['closed'], to: 'enrolled' },
    });
  });
});
