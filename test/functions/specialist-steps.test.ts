import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAsk } from '../../adapters/dynamodb/asks.ts';
import { commit } from '../../adapters/dynamodb/commit.ts';
import { timelineOf } from '../../adapters/dynamodb/events.ts';
import {
  asksOf,
  claimsOf,
  participationsOf,
  readParticipation,
} from '../../adapters/dynamodb/participations.ts';
import { readPolicy } from '../../adapters/dynamodb/policies.ts';
import { listRejoining } from '../../adapters/dynamodb/rejoinings.ts';
import { readSpecialist, readTeacherGuard } from '../../adapters/dynamodb/specialists.ts';
import type { AcademicYear } from '../../core/academic-year.ts';
import { type Ask, askIdOf } from '../../core/ask.ts';
import { claimIdOf } from '../../core/claim.ts';
import { actorSchema, type SpecialistId } from '../../core/codes.ts';
import { instantOf, toInstant } from '../../core/instant.ts';
import { type ParticipationId, participationIdSchema, partsOf } from '../../core/participation.ts';
import { closeSpecialistYear } from '../../functions/use-cases/close-specialist-year.ts';
import { escalateAsk } from '../../functions/use-cases/escalate-ask.ts';
import { openSelection } from '../../functions/use-cases/open-selection.ts';
import { openSpecialistYear } from '../../functions/use-cases/open-specialist-year.ts';
import { shippedPolicies } from '../../local/demo/policies.ts';
import type { Change } from '../../workflows/change.ts';
import { openTableUnderTest } from '../adapters/table-at-hand.ts';
import {
  sampleApplication,
  sampleClaim,
  sampleSelectionAsk,
  sampleSpecialist,
} from '../support/sample-rows.ts';

/** The steps of Specialists' machines, called twice, at once, too early, or by an execution whose time is over. */

const WORKFLOW = actorSchema.parse('workflow');
const SEPTEMBER = toInstant('2026-09-01T08:00:00Z');
type Changes = Readonly<Record<string, unknown>>;

let opened: Awaited<ReturnType<typeof openTableUnderTest>>;
beforeAll(async () => {
  opened = await openTableUnderTest();
  await opened.put(...shippedPolicies());
});
afterAll(() => opened.stop());

function verbs() {
  const { table } = opened;
  return {
    readAsk: (id: Ask['id']) => readAsk(table, id),
    readParticipation: (id: ParticipationId) => readParticipation(table, id),
    asksOf: (id: ParticipationId) => asksOf(table, id),
    claimsOf: (id: ParticipationId) => claimsOf(table, id),
    participationsOf: (id: SpecialistId) => participationsOf(table, id),
    readSpecialist: (id: SpecialistId) => readSpecialist(table, id),
    readTeacherGuard: (hmac: string) => readTeacherGuard(table, hmac),
    policyFor: (year: AcademicYear) => readPolicy(table, year),
    commit: (change: Change) => commit(table, change),
  };
}

let number = 5000;

/** A Specialist of its own for each ruling, in a year with its selection ask. */
async function given(
  year: string,
  changes: Changes = {},
  askChanges: Changes = {},
): Promise<ParticipationId> {
  number += 1;
  const id = participationIdSchema.parse(`sp-${number}-${year}`);
  const { academicYear, stage } = partsOf(id);
  await opened.put(
    sampleSpecialist({ id: `sp-${number}`, accredited: false, accreditedOn: undefined }),
    sampleApplication({ id, academicYear, stage, ...changes }),
    sampleSelectionAsk({ id: `${id}.selection`, participationId: id, ...askChanges }),
  );
  return id;
}

async function seen(id: ParticipationId) {
  return {
    participation: await readParticipation(opened.table, id),
    asks: await asksOf(opened.table, id),
    events: (await timelineOf(opened.table, id)).map(({ eventType }) => eventType),
  };
}

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

describe('OpenSelection', () => {
  const call = (id: ParticipationId) => openSelection({ participationId: id, generation: 1 }, verbs());

  it('reads the decision with its next instant, and the day the year opens, and writes nothing', async () => {
    const id = await given('2026-27-training-1');
    expect(await quietly(id, () => call(id))).toEqual({
      standing: 'current',
      ask: {
        id: `${id}.selection`,
        opensAt: '2026-03-02T09:00:00.000Z',
        closesAt: '2026-07-31T16:00:00.000Z',
        awaitUntil: '2026-07-24T16:00:00.000Z',
      },
      yearOpensAt: '2026-08-31T23:00:00.000Z',
    });
  });

  it('waits for the deadline alone once the decision has been escalated', async () => {
    const id = await given('2026-27-training-1', {}, { escalatedAt: '2026-07-24T16:01:00.000Z' });
    expect((await call(id)).ask?.awaitUntil).toBe('2026-07-31T16:00:00.000Z');
  });

  it('has nothing to decide where the place is the Specialist’s already', async () => {
    const id = await given('2027-28-training-2', { status: 'placed' });
    expect(await call(id)).toMatchObject({ standing: 'current', ask: null });
  });

  it.each([...NOT_CONDUCTED, ['of an application that was declined', { status: 'closed' }]] as const)(
    'ends quietly for an execution %s',
    async (_whose, changes) => {
      const id = await given('2026-27-training-1', changes);
      expect(await quietly(id, () => call(id))).toEqual({
        standing: 'superseded',
        ask: null,
        yearOpensAt: null,
      });
    },
  );
});

describe('EscalateAsk', () => {
  const due = toInstant('2026-07-24T16:00:00Z');
  const closesAt = toInstant('2026-07-31T16:00:00Z');
  const call = (id: ParticipationId, enteredAt = due) =>
    escalateAsk({ askId: askIdOf(id, 'selection'), generation: 1, enteredAt }, WORKFLOW, verbs());

  it('does nothing a millisecond early, rung by mistake, and goes on waiting for its instant', async () => {
    const id = await given('2026-27-training-1');
    const early = instantOf(Date.parse(due) - 1);
    expect(await quietly(id, () => call(id, early))).toEqual({ awaitUntil: due });
  });

  it('tells the admins once, called twice or many times at once, and then waits for the deadline', async () => {
    const id = await given('2026-27-training-1');
    const calls = Array.from({ length: 5 }, () => call(id));
    expect(await Promise.all(calls)).toEqual(calls.map(() => ({ awaitUntil: closesAt })));
    expect(await quietly(id, () => call(id))).toEqual({ awaitUntil: closesAt });
    const { asks, events } = await seen(id);
    expect(asks.map(({ escalatedAt, status }) => [escalatedAt, status])).toEqual([[due, 'open']]);
    expect(events).toEqual(['AskEscalated']);
  });

  it('tells nobody of what was answered meanwhile', async () => {
    const id = await given('2026-27-training-1', { status: 'placed' }, { status: 'answered' });
    await quietly(id, () => call(id));
  });

  it.each(NOT_CONDUCTED)('ends quietly for an execution %s', async (_whose, changes) => {
    const id = await given('2026-27-training-1', changes);
    await quietly(id, () => call(id));
  });
});

describe('OpenSpecialistYear', () => {
  const call = (id: ParticipationId) =>
    openSpecialistYear({ participationId: id, generation: 1, enteredAt: SEPTEMBER }, WORKFLOW, verbs());
  const placed = { status: 'placed', yearDue: true };
  const instalments = async (id: ParticipationId) =>
    (await seen(id)).participation?.milestones.map(({ instalment }) => instalment);

  it('opens a training year once; a second call answers the same and writes nothing', async () => {
    const id = await given('2026-27-training-1', placed, { status: 'answered' });
    const calls = await Promise.all(Array.from({ length: 5 }, () => call(id)));
    const [first] = calls;
    expect(calls).toEqual(calls.map(() => first));
    expect(await quietly(id, () => call(id))).toEqual(first);
    expect(first?.declarations.map((each) => each.id)).toEqual(
      ['started', 'retained', 'completed'].map((milestone) => `${id}.declaration-${milestone}`),
    );
    expect(first?.accreditation).toBeNull();
    expect((await seen(id)).events).toEqual(['YearOpened']);
    expect(await instalments(id)).toEqual([100_000, 100_000, 100_000]);
  });

  it('asks the assessor at the end of the second year, to be escalated a week before the deadline', async () => {
    const id = await given('2027-28-training-2', placed, { status: 'answered' });
    expect((await call(id)).accreditation).toEqual({
      id: `${id}.accreditation`,
      opensAt: '2028-05-31T23:00:00.000Z',
      closesAt: '2028-08-21T16:00:00.000Z',
      awaitUntil: '2028-08-14T16:00:00.000Z',
    });
  });

  it('pays nothing for a year extended, nor twice for what a deferred year released', async () => {
    const extended = await given('2027-28-training-2', { ...placed, repeated: true });
    await call(extended);
    expect(await instalments(extended)).toEqual([0, 0, 0]);
    const deferred = await given('2026-27-training-1', { ...placed, releasedBefore: ['started'] });
    await call(deferred);
    expect(await instalments(deferred)).toEqual([0, 100_000, 100_000]);
  });

  it('does not release again what was released before the teacher withdrew and applied again', async () => {
    const id = await given('2027-28-training-1', placed);
    const before = sampleApplication({
      id: id.replace('2027-28', '2026-27'),
      status: 'withdrawn',
    });
    await opened.put(
      before,
      sampleClaim({
        id: claimIdOf(before.id, 'started'),
        participationId: before.id,
        urn: before.urn,
        hub: before.hub,
        stage: 'training-1',
      }),
    );
    await call(id);
    expect(await instalments(id)).toEqual([0, 100_000, 100_000]);
  });

  it('asks for the days of each term in a year of leading, at the rates of its policy', async () => {
    const id = await given('2028-29-leading', placed, { status: 'answered' });
    expect((await call(id)).declarations.map((each) => each.id)).toEqual(
      ['autumn', 'spring', 'summer'].map((term) => `${id}.days-${term}`),
    );
    expect((await seen(id)).participation?.days).toMatchObject({
      withOtherSchools: 35_000,
      hubWork: 20_000,
      most: 15,
    });
  });

  it.each([...NOT_CONDUCTED, ['of an application', { status: 'enrolled' }]] as const)(
    'ends quietly for an execution %s',
    async (_whose, changes) => {
      const id = await given('2026-27-training-1', { ...placed, ...changes });
      expect(await quietly(id, () => call(id))).toMatchObject({ standing: 'superseded', declarations: [] });
    },
  );
});

describe('CloseSpecialistYear', () => {
  const call = (id: ParticipationId) =>
    closeSpecialistYear({ participationId: id, generation: 1, enteredAt: SEPTEMBER }, WORKFLOW, verbs());
  const active = { status: 'active', yearDue: true, policyVersion: 1 };
  const next = (id: ParticipationId, year: string) =>
    readParticipation(opened.table, participationIdSchema.parse(`${partsOf(id).subject}-${year}`));

  it('closes the first year once, and begins the second in the same change', async () => {
    const id = await given('2026-27-training-1', active, { status: 'answered' });
    const calls = Array.from({ length: 5 }, () => call(id));
    expect(await Promise.all(calls)).toEqual(calls.map(() => ({ standing: 'current' })));
    expect(await quietly(id, () => call(id))).toEqual({ standing: 'current' });
    expect(await seen(id)).toMatchObject({ participation: { outcome: 'continue' }, events: ['YearClosed'] });
    expect(await next(id, '2027-28-training-2')).toMatchObject({ status: 'placed', version: 1 });
  });

  it('leaves a row that waits, where the year to come has no policy yet', async () => {
    const id = await given('2028-29-training-1', active, { status: 'answered' });
    await call(id);
    expect(await next(id, '2029-30-training-2')).toBeUndefined();
    const { items } = await listRejoining(opened.table, undefined);
    expect(items.filter(({ after }) => after === id)).toMatchObject([
      { stage: 'training-2', academicYear: '2029-30', selected: true, repeated: false, status: 'waiting' },
    ]);
  });

  it('just ends a year of leading, and leaves an unassessed year undecided', async () => {
    const leading = await given('2026-27-leading', active, { status: 'answered' });
    await call(leading);
    expect((await seen(leading)).participation?.outcome).toBe('finish');
    const unassessed = await given('2026-27-training-2', active, { status: 'answered' });
    await call(unassessed);
    expect((await seen(unassessed)).participation?.outcome).toBe('undecided');
  });

  it.each([...NOT_CONDUCTED, ['of a year that has not opened', { status: 'placed' }]] as const)(
    'ends quietly for an execution %s',
    async (_whose, changes) => {
      const id = await given('2026-27-training-1', { ...active, ...changes });
      expect(await quietly(id, () => call(id))).toEqual({ standing: 'superseded' });
    },
  );
});
