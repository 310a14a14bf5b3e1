import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keyOfEvent, outboxKeysOf } from '../../adapters/dynamodb/keys.ts';
import { openTable } from '../../adapters/dynamodb/table.ts';
import { academicYearFrom } from '../../core/academic-year.ts';
import { actorSchema, type WorkGroupId, workGroupIdSchema } from '../../core/codes.ts';
import { executionOf } from '../../core/execution-name.ts';
import { instantOf, londonDateSchema, toInstant } from '../../core/instant.ts';
import { type ParticipationId, participationIdOf } from '../../core/participation.ts';
import { deps } from '../../functions/support/deps.ts';
import { executionDeps } from '../../functions/support/execution-deps.ts';
import { loadFunctions } from '../../local/functions.ts';
import { Invoker } from '../../local/invoker.ts';
import { LOCAL_TABLE } from '../../local/place.ts';
import { changed } from '../../workflows/change.ts';
import type { EventRow } from '../../workflows/events.ts';
import { MACHINES } from '../../workflows/wiring.ts';
import { declaration, developmentForm, key } from '../support/forms.ts';
import { type Answer, type Person, type Programme, startProgramme } from '../support/programme.ts';
import { sampleSchool } from '../support/sample-rows.ts';

const NOTHING = { published: 0, withoutExecution: 0, notPickedUp: 0, emptySeats: 0 };
const YEAR = academicYearFrom(2026);
const [ONE, TWO] = [idOf('900001'), idOf('900002')];

/** Applications, placement and the first milestone are all open; the year has begun. */
const NOW = '2026-09-20T09:00:00Z';

describe('the nightly sweep', () => {
  let programme: Programme;
  let admin: Person;
  let origin: Person;
  let functions: Invoker;
  /** What Step Functions was asked, and what it throttles all the time. */
  let calls: string[];
  let outage: ReadonlySet<string>;

  beforeEach(async () => {
    // The client's own tries wait in real time; the queue's come after virtual minutes.
    process.env['AWS_MAX_ATTEMPTS'] = '1';
    calls = [];
    outage = new Set();
    programme = await startProgramme({
      now: toInstant(NOW),
      throttle(operation) {
        calls.push(operation);
        return outage.has(operation);
      },
    });
    functions = new Invoker(await loadFunctions(), () => {});
    [admin, origin] = await Promise.all([programme.admin(), programme.hub('origin')]);
  });
  afterEach(() => programme.stop());

  it('starts the placement of an accepted enrolment whose message was lost', async () => {
    await duringOutageOf('StartExecution', () => enrol('900001'));
    expect(await programme.executions('placement')).toEqual([]);
    expect(await sweep()).toEqual({ ...NOTHING, withoutExecution: 1 });
    expect(await programme.executions('placement')).toEqual([`${ONE}-placement-r2 RUNNING`]);
    expect((await lastEvents(ONE, 3)).map(({ eventType }) => eventType)).toEqual([
      'StuckWorkFound',
      'WorkflowRestarted',
      'PlacementDue',
    ]);
    expect(programme.log()).toContain('"sweep.withoutExecution":1');
    await expectNothingMore();
  });

  it('goes on with an active year that no execution conducts, from where it stood', async () => {
    await beginYears();
    await ok(origin.post(`/asks/${ONE}.declaration-started/answer`, declaration('2026-09-10')));
    await duringOutageOf('StartExecution', () => ok(admin.post(`/participations/${ONE}/restart`, {})));
    expect(await sweep()).toEqual({ ...NOTHING, withoutExecution: 1 });
    expect(await programme.executions('school-year')).toEqual([
      `${ONE} ABORTED`,
      `${ONE}-r3 RUNNING`,
      `${TWO} RUNNING`,
    ]);
    const { claims } = (await admin.get(`/participations/${ONE}`)).body;
    expect(claims).toHaveLength(1);
    expect((await lastEvents(ONE, 3))[0]?.data).toMatchObject({ finding: 'no-execution' });
    await expectNothingMore();
  });

  it('rings again for an answer that its workflow has not heard of', async () => {
    await beginYears();
    await duringOutageOf('SendTaskSuccess', () =>
      ok(origin.post(`/asks/${ONE}.declaration-started/answer`, declaration('2026-09-10'))),
    );
    const waiting = await stateOf(ONE);
    expect(await sweep()).toEqual({ ...NOTHING, notPickedUp: 1 });
    expect([waiting, await stateOf(ONE)]).toEqual(['AwaitDeclaration', 'UntilOpens']);
    expect(await lastEvents(ONE, 1)).toMatchObject([
      { eventType: 'StuckWorkFound', data: { finding: 'answer-not-picked-up' } },
    ]);
    await expectNothingMore();
  });

  it('frees every seat in which nobody sits', async () => {
    const group = await deps().readWorkGroup(await beginYears());
    if (!group) throw new Error('no group');
    const ghosts = ['900003', '900004'].map((urn) => ({
      participationId: idOf(urn),
      urn: sampleSchool({ urn }).urn,
      joinedOn: londonDateSchema.parse('2026-09-20'),
    }));
    const haunted = changed(group, { members: [...group.members, ...ghosts] });
    await deps().commit({ puts: [haunted], events: [], at: now(), by: actorSchema.parse('ghost') });
    expect(await sweep()).toEqual({ ...NOTHING, emptySeats: 2 });
    const members = (await deps().readWorkGroup(group.id))?.members;
    expect(members?.map(({ urn, leftOn }) => [urn, leftOn])).toEqual([
      ['900001', undefined],
      ['900002', undefined],
      ['900003', '2026-09-20'],
      ['900004', '2026-09-20'],
    ]);
    expect((await lastEvents(group.id, 2)).map(({ eventType, data }) => [eventType, data])).toEqual([
      ['EmptySeatFound', { workGroupId: group.id, participationId: idOf('900003') }],
      ['EmptySeatFound', { workGroupId: group.id, participationId: idOf('900004') }],
    ]);
    await expectNothingMore();
  });

  it('publishes an event that still bears its marker, and leaves to it what it sets off', async () => {
    await duringOutageOf('StartExecution', () => enrol('900001'));
    const [due] = await lastEvents(ONE, 1);
    if (!due) throw new Error('no event');
    await markUnpublished(due);
    expect(await sweep()).toEqual({ ...NOTHING, published: 1 });
    expect(programme.log()).toContain('"outbox.ageMinutes":120');
    expect(await programme.executions('placement')).toEqual([`${ONE}-placement RUNNING`]);
    expect(await lastEvents(ONE, 1)).toEqual([due]);
    await expectNothingMore();
  });

  it('leaves alone a year whose failure is recorded, and one whose messages may still come', async () => {
    await beginYears();
    const { machine, name } = executionOf('year', ONE, 1);
    await executionDeps().stopExecution(machine, name, 'by hand');
    await programme.host.quiet();
    expect((await lastEvents(ONE, 1))[0]?.eventType).toBe('WorkflowFailed');
    await programme.advanceTo('2026-09-20T11:00:00Z');
    outage = new Set(['StartExecution']);
    await enrol('900003');
    expect(await sweep()).toEqual(NOTHING);
  });

  it('asks Step Functions as often for eight schools as for two', async () => {
    await beginYears();
    await programme.advanceTo('2026-09-20T11:00:00Z');
    const forTwo = await callsOfSweep();
    for (const urn of ['900003', '900004', '900007', '900008', '900009', '900010']) await enrol(urn);
    await ok(origin.post('/work-groups', groupOf('sp-0002', '900003', '900004')));
    await ok(origin.post('/work-groups', groupOf('sp-0002', '900007', '900008')));
    for (const id of [ONE, TWO, idOf('900003'), idOf('900007')]) {
      await programme.host.quiet();
      await ok(origin.post(`/asks/${id}.declaration-started/answer`, declaration('2026-09-10')));
    }
    await programme.advanceTo('2026-09-20T13:00:00Z');
    expect(await callsOfSweep()).toEqual(forTwo);
    expect(forTwo).toEqual(Object.keys(MACHINES).map(() => 'ListExecutions'));
  });

  const now = () => instantOf(programme.host.clock.now());

  /** Runs the job as the schedule does; answers with what it has found. */
  async function sweep(): Promise<unknown> {
    const found = await functions.invoke('jobs/sweep', { time: now() });
    // The host listens to the functions that it runs itself: a request of anybody's makes it look.
    await admin.get('/asks');
    await programme.host.quiet();
    return found;
  }

  async function expectNothingMore(): Promise<void> {
    await programme.advanceTo(instantOf(programme.host.clock.now() + 2 * 3_600_000));
    expect(await sweep()).toEqual(NOTHING);
  }

  async function callsOfSweep(): Promise<string[]> {
    calls.length = 0;
    expect(await functions.invoke('jobs/sweep', { time: now() })).toEqual(NOTHING);
    return [...calls];
  }

  /** Step Functions refuses this operation for two hours: what asks for it is given up. */
  async function duringOutageOf(operation: string, act: () => Promise<unknown>): Promise<void> {
    outage = new Set([operation]);
    await act();
    await programme.advanceTo(instantOf(programme.host.clock.now() + 2 * 3_600_000));
    expect(await programme.queue('dead-letters')).not.toEqual([]);
    outage = new Set();
  }

  const enrol = (urn: string) => ok(origin.post('/enrolments', developmentForm(urn), key(`enrol-${urn}`)));

  /** Two schools in one Development group, in the middle of their year. */
  async function beginYears(): Promise<WorkGroupId> {
    await enrol('900001');
    await enrol('900002');
    const { id } = await ok(origin.post('/work-groups', groupOf('sp-0001', '900001', '900002')));
    await programme.host.quiet();
    return workGroupIdSchema.parse(id);
  }

  const lastEvents = async (subject: string, count: number): Promise<EventRow[]> =>
    (await deps().timelineOf(subject)).slice(-count);

  /** The state that the year's execution entered last. */
  async function stateOf(id: ParticipationId): Promise<string | undefined> {
    const history = await programme.history('school-year', id);
    return history.findLast(({ stateEnteredEventDetails }) => stateEnteredEventDetails)
      ?.stateEnteredEventDetails?.name;
  }

  async function markUnpublished(row: EventRow): Promise<void> {
    const { outboxPk, outboxSk } = outboxKeysOf({ ...row, unpublished: true });
    const table = openTable(LOCAL_TABLE);
    await table.client.send(
      new UpdateCommand({
        TableName: table.name,
        Key: keyOfEvent(row.eventId),
        UpdateExpression: 'SET unpublished = :true, outboxPk = :pk, outboxSk = :sk',
        ExpressionAttributeValues: { ':true': true, ':pk': outboxPk, ':sk': outboxSk },
      }),
    );
    table.client.destroy();
  }
});

async function ok(answer: Promise<Answer>) {
  const { status, body } = await answer;
  expect(status, JSON.stringify(body)).toBeLessThan(300);
  return body;
}

const groupOf = (lead: string, ...schools: string[]) => ({
  kind: 'development',
  academicYear: YEAR,
  lead,
  schools,
});

function idOf(urn: string): ParticipationId {
  return participationIdOf(sampleSchool({ urn }).urn, academicYearFrom(2026), 'development');
}
