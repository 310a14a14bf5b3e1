import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAsk } from '../../adapters/dynamodb/asks.ts';
import { commit } from '../../adapters/dynamodb/commit.ts';
import { readPathwayGuard } from '../../adapters/dynamodb/enrolments.ts';
import { timelineOf } from '../../adapters/dynamodb/events.ts';
import { asksOf, claimsOf, readParticipation } from '../../adapters/dynamodb/participations.ts';
import { readPolicy } from '../../adapters/dynamodb/policies.ts';
import { listRejoining } from '../../adapters/dynamodb/rejoinings.ts';
import { readSchool } from '../../adapters/dynamodb/schools.ts';
import { readSpecialist, readTeacherGuard } from '../../adapters/dynamodb/specialists.ts';
import type { AcademicYear } from '../../core/academic-year.ts';
import { type Ask, askIdOf, askIdSchema } from '../../core/ask.ts';
import { actorSchema, type SpecialistId, type Urn } from '../../core/codes.ts';
import { type Instant, instantOf, toInstant } from '../../core/instant.ts';
import {
  type Participation,
  type ParticipationId,
  participationIdSchema,
  partsOf,
} from '../../core/participation.ts';
import { answerAsk } from '../../functions/use-cases/answer-ask.ts';
import { awaitAnswer } from '../../functions/use-cases/await-answer.ts';
import { closeYear } from '../../functions/use-cases/close-year.ts';
import { dueYear } from '../../functions/use-cases/due-year.ts';
import { openPlacement } from '../../functions/use-cases/open-placement.ts';
import { openYear } from '../../functions/use-cases/open-year.ts';
import { isRefusal } from '../../functions/use-cases/refusal.ts';
import { settleAsk } from '../../functions/use-cases/settle-ask.ts';
import { shippedPolicies } from '../../local/demo/policies.ts';
import { type Change, type Commit, changed } from '../../workflows/change.ts';
import { changeOf, openTableUnderTest } from '../adapters/table-at-hand.ts';
import {
  activeParticipation,
  sampleAsk,
  sampleParticipation,
  samplePathwayGuard,
  samplePlacementAsk,
  sampleSchool,
  sampleSpecialist,
  sampleWorkGroup,
} from '../support/sample-rows.ts';

/**
 * What a step leaves behind when it is called twice, at once, too late, or by an execution whose time is over:
 * one effect, and a quiet end. On the real engine, for conditions are what all of it rests on.
 */

const WORKFLOW = actorSchema.parse('workflow');
const SEPTEMBER = toInstant('2026-09-01T08:00:00Z');

let opened: Awaited<ReturnType<typeof openTableUnderTest>>;
beforeAll(async () => {
  opened = await openTableUnderTest();
  await opened.put(...shippedPolicies());
});
afterAll(() => opened.stop());

/** The verbs of the steps on the real table; the bell remembers whom it rang. */
function verbs() {
  const { table } = opened;
  const rung: string[] = [];
  return {
    readAsk: (id: Ask['id']) => readAsk(table, id),
    readParticipation: (id: ParticipationId) => readParticipation(table, id),
    readSchool: (urn: Urn) => readSchool(table, urn),
    readPathwayGuard: (urn: Urn, year: AcademicYear) => readPathwayGuard(table, urn, year),
    readSpecialist: (id: SpecialistId) => readSpecialist(table, id),
    readTeacherGuard: (hmac: string) => readTeacherGuard(table, hmac),
    asksOf: (id: ParticipationId) => asksOf(table, id),
    claimsOf: (id: ParticipationId) => claimsOf(table, id),
    policyFor: (year: AcademicYear) => readPolicy(table, year),
    commit: (change: Change) => commit(table, change),
    ring: async (token: string) => {
      rung.push(token);
    },
    rung,
  };
}

/** Commits, but somebody else's change gets there first, once. */
function overtakenBy(change: () => Promise<unknown>): Commit {
  let overtaken = false;
  return async (mine) => {
    if (!overtaken) {
      overtaken = true;
      await change();
    }
    return commit(opened.table, mine);
  };
}

/** The same verbs, but somebody else's change happens right after the first reading of anything. */
function betweenReadings<Verbs extends Pick<ReturnType<typeof verbs>, 'readAsk' | 'readParticipation'>>(
  deps: Verbs,
  change: () => Promise<unknown>,
): Verbs {
  let reading = 0;
  const interrupted =
    <Id, Found>(read: (id: Id) => Promise<Found>) =>
    async (id: Id): Promise<Found> => {
      const found = await read(id);
      reading += 1;
      if (reading === 1) await change();
      return found;
    };
  return {
    ...deps,
    readAsk: interrupted(deps.readAsk),
    readParticipation: interrupted(deps.readParticipation),
  };
}

let school = 300_000;
type Changes = Readonly<Record<string, unknown>>;

/** A school of its own for each ruling, with a participation in this state and the asks that go with it. */
async function given(kind: 'placement' | 'year', changes: Changes = {}, askChanges: Changes = {}) {
  school += 1;
  const urn = String(school);
  const id = participationIdSchema.parse(`${urn}-2026-27-development`);
  const about = { urn, participationId: id };
  const row = kind === 'placement' ? sampleParticipation : activeParticipation;
  const asks =
    kind === 'placement'
      ? [samplePlacementAsk({ ...about, id: `${id}.placement`, ...askChanges })]
      : [
          sampleAsk({ ...about, id: `${id}.declaration-started`, ...askChanges }),
          sampleAsk({
            ...about,
            id: `${id}.declaration-completed`,
            milestone: 'completed',
            opensAt: '2027-05-31T23:00:00.000Z',
            closesAt: '2027-07-31T16:00:00.000Z',
          }),
          sampleAsk({
            ...about,
            id: `${id}.progression`,
            kind: 'progression',
            milestone: undefined,
            opensAt: '2027-05-31T23:00:00.000Z',
            closesAt: '2027-08-21T16:00:00.000Z',
          }),
        ];
  await opened.put(sampleSchool({ urn, hub: 'origin' }), row({ id, urn, ...changes }), ...asks);
  return id;
}

/** All that can be seen of a participation: what a quiet end must leave as it was. */
async function seen(id: ParticipationId) {
  const { table } = opened;
  return {
    participation: await readParticipation(table, id),
    asks: await asksOf(table, id),
    claims: await claimsOf(table, id),
    events: (await timelineOf(table, id)).map(({ eventType }) => eventType),
  };
}

async function answer(id: Ask['id'], given: Ask['answer']): Promise<void> {
  const ask = await readAsk(opened.table, id);
  if (!ask) throw new Error(`no ask ${id}`);
  const put = changed(ask, {
    status: 'answered',
    ...(given ? { answer: given } : {}),
    answeredAt: SEPTEMBER,
  });
  await commit(opened.table, changeOf({ puts: [put] }));
}

/** Calls a step, and says that nothing at all was changed by it. */
async function quietly<Result>(id: ParticipationId, call: () => Promise<Result>): Promise<Result> {
  const before = await seen(id);
  const result = await call();
  expect(await seen(id)).toEqual(before);
  return result;
}

const NOT_CONDUCTED = [
  ['of an older generation', { generation: 3 }],
  ['of a withdrawn participation', { status: 'withdrawn' }],
] as const;

describe('OpenPlacement', () => {
  const call = (id: ParticipationId) => openPlacement({ participationId: id, generation: 1 }, verbs());

  it('reads the ask and the day the year opens, and writes nothing, however often', async () => {
    const id = await given('placement');
    const first = await quietly(id, () => call(id));
    expect(first).toEqual({
      standing: 'current',
      ask: {
        id: `${id}.placement`,
        opensAt: '2026-03-02T09:00:00.000Z',
        closesAt: '2026-10-16T16:00:00.000Z',
      },
      yearOpensAt: '2026-08-31T23:00:00.000Z',
    });
    expect(await call(id)).toEqual(first);
  });

  it.each([...NOT_CONDUCTED, ['of a year that is under way', { status: 'active' }]] as const)(
    'ends quietly for an execution %s',
    async (_whose, changes) => {
      const id = await given('placement', changes);
      const result = await quietly(id, () => call(id));
      expect(result).toEqual({ standing: 'superseded', ask: null, yearOpensAt: null });
    },
  );

  it('ends quietly where there is no such participation', async () => {
    const id = participationIdSchema.parse('399999-2026-27-development');
    expect(await call(id)).toMatchObject({ standing: 'superseded' });
  });
});

describe('AwaitAnswer', () => {
  const call = (id: ParticipationId, token: string, changes: Changes = {}, deps = verbs()) =>
    awaitAnswer(
      { askId: askIdOf(id, 'placement'), generation: 1, enteredAt: SEPTEMBER, attempt: 0, token, ...changes },
      WORKFLOW,
      deps,
    ).then((result) => ({ ...result, whom: deps.rung }));
  const doorbell = async (id: ParticipationId) =>
    (await readAsk(opened.table, askIdOf(id, 'placement')))?.doorbell?.token;

  it('leaves its token on the open ask; called again it leaves the same', async () => {
    const id = await given('placement');
    expect(await call(id, 'one')).toEqual({ rung: false, whom: [] });
    expect(await call(id, 'one')).toEqual({ rung: false, whom: [] });
    expect(await doorbell(id)).toBe('one');
  });

  it('replaces the token of an earlier attempt, and never that of a later one', async () => {
    const id = await given('placement');
    await call(id, 'second', { attempt: 1 });
    expect(await quietly(id, () => call(id, 'first', { attempt: 0 }))).toEqual({ rung: false, whom: [] });
    expect(await doorbell(id)).toBe('second');
    await call(id, 'entered again', { enteredAt: instantOf(Date.parse(SEPTEMBER) + 1) });
    expect(await doorbell(id)).toBe('entered again');
  });

  it('rings at once where the ask was answered before it came', async () => {
    const id = await given('placement', { status: 'placed' }, { status: 'answered' });
    expect(await quietly(id, () => call(id, 'late'))).toEqual({ rung: true, whom: ['late'] });
  });

  it('rings at once where the answer comes between its reading and its writing', async () => {
    const id = await given('placement');
    const deps = verbs();
    const ask = askIdOf(id, 'placement');
    const racing = { ...deps, commit: overtakenBy(() => answer(ask, undefined)) };
    expect(await call(id, 'overtaken', {}, racing)).toEqual({ rung: true, whom: ['overtaken'] });
    expect(await doorbell(id)).toBeUndefined();
  });

  it.each<[string, Changes, Changes?]>([
    ...NOT_CONDUCTED.map(([whose, changes]): [string, Changes] => [whose, changes]),
    ['whose ask has expired', {}, { status: 'expired' }],
  ])('rings at once, and leaves no token, for an execution %s', async (_whose, changes, askChanges = {}) => {
    const id = await given('placement', changes, askChanges);
    expect(await quietly(id, () => call(id, 'old'))).toEqual({ rung: true, whom: ['old'] });
  });
});

describe('SettleAsk', () => {
  const settle = (ask: Ask['id'], enteredAt: Instant, deps = verbs()) =>
    settleAsk({ askId: ask, generation: 1, enteredAt }, WORKFLOW, deps);
  const placementOf = (id: ParticipationId) => askIdOf(id, 'placement');
  const closes = toInstant('2026-10-16T16:00:00Z');
  const before = instantOf(Date.parse(closes) - 1);

  it('says that an ask is still open a millisecond before it closes, and expires it at that instant', async () => {
    const id = await given('placement');
    expect(await quietly(id, () => settle(placementOf(id), before))).toEqual({ status: 'open' });
    expect(await settle(placementOf(id), closes)).toEqual({ status: 'expired' });
    const { participation, asks, events } = await seen(id);
    expect(participation?.status).toBe('not-placed');
    expect(asks.map(({ status }) => status)).toEqual(['expired']);
    expect(events).toEqual(['AskExpired']);
  });

  it('frees the school’s place of the year where no Work Group was named, and only that school’s', async () => {
    const [id, other] = [await given('placement'), await given('placement')];
    const [{ subject: urn }, { subject: otherUrn }] = [partsOf(id), partsOf(other)];
    await opened.put(
      samplePathwayGuard({ urn, participationId: id }),
      // The place was taken by another participation of the school meanwhile: it is not this one's to free.
      samplePathwayGuard({ urn: otherUrn, participationId: `${otherUrn}-2026-27-embedding` }),
    );
    for (const each of [id, other]) await settle(placementOf(each), closes);
    const guardOf = async (each: ParticipationId) => {
      const participation = (await seen(each)).participation;
      if (!participation) throw new Error(`no participation ${each}`);
      return (await verbs().readPathwayGuard(participation.urn, participation.academicYear))?.live;
    };
    expect([await guardOf(id), await guardOf(other)]).toEqual([false, true]);
  });

  it('expires an ask once, called twice or many times at once', async () => {
    const id = await given('placement');
    const calls = Array.from({ length: 5 }, () => settle(placementOf(id), closes));
    expect(await Promise.all(calls)).toEqual(calls.map(() => ({ status: 'expired' })));
    expect(await quietly(id, () => settle(placementOf(id), closes))).toEqual({ status: 'expired' });
    expect((await seen(id)).events).toEqual(['AskExpired']);
  });

  it('misses an undeclared milestone, and the year goes on without a claim', async () => {
    const id = await given('year');
    const ask = askIdOf(id, 'declaration', 'started');
    const end = toInstant('2026-10-31T17:00:00Z');
    expect(await settle(ask, end)).toEqual({ status: 'expired' });
    expect(await quietly(id, () => settle(ask, end))).toEqual({ status: 'expired' });
    const { participation, claims, events } = await seen(id);
    expect(participation).toMatchObject({
      status: 'active',
      milestones: [{ status: 'missed' }, { status: 'to-do' }],
    });
    expect(claims).toEqual([]);
    expect(events).toEqual(['AskExpired', 'MilestoneMissed']);
  });

  it('expires an unanswered progression and leaves the year to be closed', async () => {
    const id = await given('year');
    expect(await settle(askIdOf(id, 'progression'), toInstant('2027-08-21T16:00:00Z'))).toEqual({
      status: 'expired',
    });
    expect((await seen(id)).participation?.status).toBe('active');
  });

  it('does not expire what was answered in the same moment', async () => {
    const id = await given('placement');
    const racing = { ...verbs(), commit: overtakenBy(() => answer(placementOf(id), undefined)) };
    expect(await settle(placementOf(id), closes, racing)).toEqual({ status: 'answered' });
    expect((await seen(id)).events).toEqual([]);
  });

  it('finds a school placed that was placed between its two readings', async () => {
    const id = await given('placement');
    const placed = changed(sampleParticipation({ id, urn: partsOf(id).subject }), { status: 'placed' });
    const racing = betweenReadings(verbs(), async () => {
      await answer(placementOf(id), undefined);
      await commit(opened.table, changeOf({ puts: [placed] }));
    });
    expect(await settle(placementOf(id), closes, racing)).toEqual({ status: 'answered' });
    expect((await seen(id)).participation?.status).toBe('placed');
  });

  it.each<[string, Changes, Changes?]>([
    ...NOT_CONDUCTED.map(([whose, changes]): [string, Changes] => [whose, changes]),
    ['of a year that is closed', { status: 'closed' }],
    ['whose ask was cancelled', {}, { status: 'cancelled' }],
  ])('ends quietly for an execution %s', async (_whose, changes, askChanges = {}) => {
    const id = await given('placement', changes, askChanges);
    expect(await quietly(id, () => settle(placementOf(id), closes))).toEqual({ status: 'superseded' });
  });

  it('ends quietly where there is no such ask', async () => {
    const nobody = askIdSchema.parse('399999-2026-27-development.placement');
    expect(await settle(nobody, closes)).toEqual({ status: 'superseded' });
  });
});

describe('An answer', () => {
  const caller = {
    role: 'hub',
    hub: sampleParticipation().hub,
    actor: actorSchema.parse('hub-origin-a'),
  } as const;
  const policyVerbs = () => {
    const nobody = async () => undefined;
    return { ...verbs(), readWorkGroup: nobody, peopleOf: async () => [] };
  };
  const declared = {
    happenedOn: '2026-09-01',
    evidence: { type: 'attendance-register', reference: 'REG-1' },
  };
  const declare = (id: ParticipationId, deps = policyVerbs()) =>
    answerAsk(
      { askId: askIdOf(id, 'declaration', 'started'), answer: declared, caller, now: SEPTEMBER },
      deps,
    );
  const codesOf = (result: object) =>
    isRefusal(result) ? result.refused.map(({ code }) => code) : 'answered';

  it('that comes ten times at once is taken once and raises one claim', async () => {
    const id = await given('year');
    const results = await Promise.all(Array.from({ length: 10 }, () => declare(id)));
    expect(results.filter((result) => codesOf(result) === 'answered')).toHaveLength(1);
    expect(results.map(codesOf).filter((codes) => `${codes}` === 'ask-already-answered')).toHaveLength(9);
    const { claims, events } = await seen(id);
    expect(claims.map(({ id: claim, amount }) => [claim, amount])).toEqual([[`${id}.started`, 100_000]]);
    expect(events).toEqual(['AskAnswered', 'MilestoneDeclared', 'ClaimRaised']);
  });

  it('that another overtakes between its two readings is refused, not a failure', async () => {
    const id = await given('year');
    const racing = betweenReadings(policyVerbs(), () => declare(id));
    expect(codesOf(await declare(id, racing))).toEqual(['ask-already-answered']);
    expect((await seen(id)).claims).toHaveLength(1);
  });

  it('with a Work Group, that another Work Group overtakes between its two readings, is refused, not a failure', async () => {
    const id = await given('placement');
    const lead = sampleSpecialist({ id: `sp-${partsOf(id).subject}` });
    const group = sampleWorkGroup({ id: `wg-${partsOf(id).subject}00`, lead: lead.id });
    await opened.put(group, lead);
    const deps = { ...policyVerbs(), readWorkGroup: async () => group };
    const place = (using: typeof deps) =>
      answerAsk(
        { askId: askIdOf(id, 'placement'), answer: { workGroupId: group.id }, caller, now: SEPTEMBER },
        using,
      );
    expect(codesOf(await place(betweenReadings(deps, () => place(deps))))).toEqual(['ask-already-answered']);
    expect(await seen(id)).toMatchObject({
      participation: { status: 'placed' },
      events: ['AskAnswered', 'PlacementConfirmed'],
    });
  });
});

describe('DueYear', () => {
  const call = (id: ParticipationId) =>
    dueYear({ participationId: id, generation: 1, enteredAt: SEPTEMBER }, WORKFLOW, verbs());

  it('announces the year once, called twice or many times at once', async () => {
    const id = await given('placement', { status: 'placed' });
    const calls = Array.from({ length: 5 }, () => call(id));
    expect(await Promise.all(calls)).toEqual(calls.map(() => ({ standing: 'current' })));
    expect(await quietly(id, () => call(id))).toEqual({ standing: 'current' });
    expect(await seen(id)).toMatchObject({
      participation: { yearDue: true, version: 2 },
      events: ['YearDue'],
    });
  });

  it.each([...NOT_CONDUCTED, ['of a school that has no place', { status: 'enrolled' }]] as const)(
    'ends quietly for an execution %s',
    async (_whose, changes) => {
      const id = await given('placement', { status: 'placed', ...changes });
      expect(await quietly(id, () => call(id))).toEqual({ standing: 'superseded' });
    },
  );
});

describe('OpenYear', () => {
  const call = (id: ParticipationId, generation = 1) =>
    openYear({ participationId: id, generation, enteredAt: SEPTEMBER }, WORKFLOW, verbs());

  it('opens the year once, with its asks; a second call answers the same and writes nothing', async () => {
    const id = await given('placement', { status: 'placed', yearDue: true }, { status: 'answered' });
    const calls = await Promise.all(Array.from({ length: 5 }, () => call(id)));
    const [first] = calls;
    expect(calls).toEqual(calls.map(() => first));
    expect(await quietly(id, () => call(id))).toEqual(first);
    expect(first).toEqual({
      standing: 'current',
      milestones: [
        {
          id: `${id}.declaration-started`,
          opensAt: '2026-08-31T23:00:00.000Z',
          closesAt: '2026-10-31T17:00:00.000Z',
        },
        {
          id: `${id}.declaration-completed`,
          opensAt: '2027-05-31T23:00:00.000Z',
          closesAt: '2027-07-31T16:00:00.000Z',
        },
      ],
      progression: {
        id: `${id}.progression`,
        opensAt: '2027-05-31T23:00:00.000Z',
        closesAt: '2027-08-21T16:00:00.000Z',
      },
    });
    const { participation, events } = await seen(id);
    expect(participation).toMatchObject({ status: 'active', policyVersion: 1, version: 2 });
    expect(participation?.milestones.map(({ instalment }) => instalment)).toEqual([100_000, 100_000]);
    expect(events).toEqual(['YearOpened']);
  });

  it('of a preparatory topic asks for its completion only, pays nothing, and has nothing to decide', async () => {
    const { subject: urn } = partsOf(await given('placement'));
    const id = participationIdSchema.parse(`${urn}-2026-27-years-5-8-continuity`);
    await opened.put(
      sampleParticipation({ id, urn, stage: 'years-5-8-continuity', status: 'placed', yearDue: true }),
    );
    const first = await call(id);
    expect(first).toMatchObject({
      standing: 'current',
      milestones: [{ id: `${id}.declaration-completed` }],
      progression: null,
    });
    expect(await quietly(id, () => call(id))).toEqual(first);
    const { participation, asks } = await seen(id);
    expect(participation?.milestones).toMatchObject([{ milestone: 'completed', instalment: 0 }]);
    expect(asks.map(({ kind }) => kind)).toEqual(['declaration']);
  });

  it('that is repeated is worked, and asked about, like any other, and not paid for', async () => {
    const id = await given('placement', { status: 'placed', yearDue: true, repeated: true });
    expect((await call(id)).milestones).toHaveLength(2);
    const { participation } = await seen(id);
    expect(participation?.milestones.map(({ instalment }) => instalment)).toEqual([0, 0]);
  });

  it('of a school that withdrew and enrolled again asks anew on the rows that were there', async () => {
    const id = await given('year', {}, { status: 'answered', answeredAt: SEPTEMBER, lateReason: 'A sample' });
    const { participation } = await seen(id);
    if (!participation) throw new Error('no participation');
    const { policyVersion, ...before } = participation;
    const again = changed<Participation>(before, { status: 'placed', generation: 2, milestones: [] });
    await commit(opened.table, changeOf({ puts: [again] }));
    expect((await call(id, 2)).milestones).toHaveLength(2);
    const { asks } = await seen(id);
    expect(asks.map(({ status, version }) => `${status} ${version}`)).toEqual(['open 2', 'open 2', 'open 2']);
    expect(asks.filter((ask) => ask.answeredAt ?? ask.lateReason)).toEqual([]);
  });

  it('of a restart answers with what is still to do', async () => {
    const id = await given('year', {
      generation: 2,
      milestones: [
        { milestone: 'started', instalment: 100_000, status: 'declared', happenedOn: '2026-09-10' },
        { milestone: 'completed', instalment: 100_000, status: 'to-do' },
      ],
    });
    const { milestones, progression } = await quietly(id, () => call(id, 2));
    expect(milestones.map((ask) => ask.id)).toEqual([`${id}.declaration-completed`]);
    expect(progression?.id).toBe(`${id}.progression`);
    expect(await quietly(id, () => call(id, 1))).toMatchObject({ standing: 'superseded' });
  });

  it.each([
    ...NOT_CONDUCTED,
    ['of a school that has no place', { status: 'enrolled' }],
    ['of a closed year', { status: 'closed' }],
  ] as const)('ends quietly for an execution %s', async (_whose, changes) => {
    const id = await given('placement', changes);
    const result = await quietly(id, () => call(id));
    expect(result).toEqual({ standing: 'superseded', milestones: [], progression: null });
  });
});

describe('CloseYear', () => {
  const AUGUST = toInstant('2027-08-21T16:01:00Z');
  const call = (id: ParticipationId) =>
    closeYear({ participationId: id, generation: 1, enteredAt: AUGUST }, WORKFLOW, verbs());
  const nextOf = (id: ParticipationId, stage: string) =>
    participationIdSchema.parse(`${partsOf(id).subject}-2027-28-${stage}`);

  it('closes the year once and writes the next one with it, called many times at once', async () => {
    const id = await given('year', { startedOn: '2026-09-10' });
    await answer(askIdOf(id, 'progression'), { decision: 'continue' });
    const calls = Array.from({ length: 5 }, () => call(id));
    expect(await Promise.all(calls)).toEqual(calls.map(() => ({ standing: 'current' })));
    expect(await quietly(id, () => call(id))).toEqual({ standing: 'current' });
    expect(await seen(id)).toMatchObject({
      participation: { status: 'closed', outcome: 'continue' },
      events: ['YearClosed'],
    });
    const next = await seen(nextOf(id, 'embedding'));
    expect(next).toMatchObject({
      participation: { status: 'enrolled', generation: 1, version: 1 },
      asks: [{ kind: 'placement', status: 'open', closesAt: '2027-10-16T16:00:00.000Z' }],
      events: ['PlacementDue'],
    });
  });

  it('closes an unanswered year as undecided, and nothing starts by itself', async () => {
    const id = await given('year');
    await call(id);
    expect((await seen(id)).participation).toMatchObject({ status: 'closed', outcome: 'undecided' });
    expect((await seen(nextOf(id, 'embedding'))).participation).toBeUndefined();
  });

  it('closes a preparatory year as finished: nobody was asked, and nothing follows', async () => {
    const { subject: urn } = partsOf(await given('placement'));
    const id = participationIdSchema.parse(`${urn}-2026-27-subject-leadership`);
    await opened.put(activeParticipation({ id, urn, stage: 'subject-leadership' }));
    await call(id);
    expect((await seen(id)).participation).toMatchObject({ status: 'closed', outcome: 'finish' });
    expect((await seen(nextOf(id, 'subject-leadership'))).participation).toBeUndefined();
  });

  it('closes a year that pauses, and leaves the row that brings the school back after one year missed', async () => {
    const [started, idle] = [await given('year', { startedOn: '2026-09-10' }), await given('year')];
    for (const id of [started, idle]) {
      await answer(askIdOf(id, 'progression'), { decision: 'pause' });
      expect(await call(id)).toEqual({ standing: 'current' });
      expect(await quietly(id, () => call(id))).toEqual({ standing: 'current' });
      expect(await seen(id)).toMatchObject({
        participation: { status: 'closed', outcome: 'pause' },
        events: ['YearClosed', 'SchoolPaused'],
      });
    }
    const { items } = await listRejoining(opened.table, undefined);
    const waiting = items.map(({ id, after, status }) => [id, after, status]);
    // A school that never started Development comes back to it.
    expect(waiting).toEqual([
      [`${partsOf(started).subject}-2028-29-embedding`, started, 'waiting'],
      [`${partsOf(idle).subject}-2028-29-development`, idle, 'waiting'],
    ]);
  });

  it('closes a finished year, and nothing follows', async () => {
    const id = await given('year');
    await answer(askIdOf(id, 'progression'), { decision: 'finish' });
    await call(id);
    expect((await seen(id)).participation).toMatchObject({ status: 'closed', outcome: 'finish' });
    for (const stage of ['development', 'embedding', 'sustaining']) {
      expect((await seen(nextOf(id, stage))).participation).toBeUndefined();
    }
  });

  it('closes the year also where a form has taken the school’s place in the next one', async () => {
    const id = await given('year', { startedOn: '2026-09-10' });
    await answer(askIdOf(id, 'progression'), { decision: 'continue' });
    const { subject } = partsOf(id);
    const participationId = nextOf(id, 'development');
    await opened.put(samplePathwayGuard({ urn: subject, academicYear: '2027-28', participationId }));
    expect(await call(id)).toEqual({ standing: 'current' });
    expect((await seen(id)).participation?.status).toBe('closed');
    expect((await seen(nextOf(id, 'embedding'))).participation).toBeUndefined();
  });

  it.each([...NOT_CONDUCTED, ['of a year that has not begun', { status: 'placed' }]] as const)(
    'ends quietly for an execution %s',
    async (_whose, changes) => {
      const id = await given('year', changes);
      expect(await quietly(id, () => call(id))).toEqual({ standing: 'superseded' });
    },
  );
});
