import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { academicYearFrom } from '../../core/academic-year.ts';
import { askIdOf } from '../../core/ask.ts';
import { actorSchema, workGroupIdSchema } from '../../core/codes.ts';
import { executionOf } from '../../core/execution-name.ts';
import { instantOf, londonDateSchema, toInstant } from '../../core/instant.ts';
import { type ParticipationId, participationIdOf } from '../../core/participation.ts';
import { deps } from '../../functions/support/deps.ts';
import { executionDeps } from '../../functions/support/execution-deps.ts';
import { type Change, changed } from '../../workflows/change.ts';
import { type Court, startCourt } from '../support/court.ts';
import { declaration, developmentForm, key, workGroupForm } from '../support/forms.ts';
import type { Person } from '../support/programme.ts';
import { sampleSchool } from '../support/sample-rows.ts';

const idOf = (urn: string): ParticipationId =>
  participationIdOf(sampleSchool({ urn }).urn, academicYearFrom(2026), 'development');
const [FAILED, UNHEARD, LATE, LOST] = ['900001', '900002', '900003', '900004'].map(idOf) as [
  ParticipationId,
  ParticipationId,
  ParticipationId,
  ParticipationId,
];

/** Four years under way, each stuck in a way of its own, and a group in whose seat nobody sits. */
describe('stuck work, as an admin sees it', () => {
  let court: Court;
  let admin: Person;
  let origin: Person;
  let group: string;
  let calls: string[];
  let outage: string | undefined;

  beforeAll(async () => {
    process.env['AWS_MAX_ATTEMPTS'] = '1';
    calls = [];
    court = await startCourt({
      now: toInstant('2026-09-20T09:00:00Z'),
      schedules: {},
      throttle(operation) {
        calls.push(operation);
        return operation === outage;
      },
    });
    const { programme } = court;
    [admin, origin] = await Promise.all([programme.admin(), programme.hub('origin')]);
    for (const urn of ['900001', '900002', '900003', '900004']) {
      await origin.post('/enrolments', developmentForm(urn), key(urn));
    }
    group = (await origin.post('/work-groups', workGroupForm(['900001', '900002']))).body.id;
    await origin.post('/work-groups', workGroupForm(['900003', '900004'], { lead: 'sp-0002' }));
    await programme.host.quiet();
  });
  afterAll(() => court.stop());

  const now = () => instantOf(court.programme.host.clock.now());
  const later = () => court.programme.advanceTo(instantOf(court.programme.host.clock.now() + 2 * 3_600_000));
  const puts = (...rows: Change['puts']) =>
    deps().commit({ puts: rows, events: [], at: now(), by: actorSchema.parse('ghost') });
  const found = async () => (await admin.get('/stuck-work')).body;
  const nudges = (subject: string) => admin.post('/stuck-work/nudges', { subject });
  const lastOf = async (subject: string, count: number) =>
    (await deps().timelineOf(subject)).slice(-count).map(({ eventType, actor }) => [eventType, actor]);

  it('is none where all goes on, and tells the costs: a call for each machine', async () => {
    await later();
    calls.length = 0;
    expect(await found()).toEqual({ items: [], notLookedAt: 0 });
    expect(calls).toEqual(Array.from({ length: 5 }, () => 'ListExecutions'));
  });

  it('is told with what it is, since when, and what a nudge would do, and is left as it was', async () => {
    const since = now();
    const { machine, name } = executionOf('year', FAILED, 1);
    await executionDeps().stopExecution(machine, name, 'by hand');
    outage = 'SendTaskSuccess';
    await origin.post(`/asks/${UNHEARD}.declaration-started/answer`, declaration('2026-09-10'));
    await later();
    outage = 'StartExecution';
    await admin.post(`/participations/${LOST}/restart`, {});
    await later();
    outage = undefined;
    const ask = await deps().readAsk(askIdOf(LATE, 'declaration', 'started'));
    const haunted = await deps().readWorkGroup(workGroupIdSchema.parse(group));
    if (!ask || !haunted) throw new Error('no ask or no group');
    const ghost = {
      participationId: idOf('900009'),
      urn: sampleSchool({ urn: '900009' }).urn,
      joinedOn: londonDateSchema.parse('2026-09-20'),
    };
    await puts(
      changed(ask, { closesAt: toInstant('2026-09-19T16:00:00Z') }),
      changed(haunted, { members: [...haunted.members, ghost] }),
    );

    const before = await court.stored.rows();
    const { items, notLookedAt } = await found();
    expect(await court.stored.rows()).toEqual(before);
    expect(notLookedAt).toBe(0);
    const told = Object.fromEntries(items.map((each: { subject: string }) => [each.subject, each]));
    expect(items).toHaveLength(5);
    expect(told[FAILED]).toMatchObject({
      ...{ finding: 'failed', nudge: 'restart', since, execution: FAILED, hub: 'origin' },
      school: { urn: '900001' },
    });
    expect(told[UNHEARD]).toMatchObject({ finding: 'answer-not-picked-up', nudge: 'ring', since });
    expect(told[LATE]).toMatchObject({ finding: 'not-expired', nudge: 'restart', ask: ask.id });
    expect(told[LOST]).toMatchObject({ finding: 'no-execution', nudge: 'restart', execution: `${LOST}-r2` });
    expect(told[group]).toMatchObject({ finding: 'empty-seats', nudge: 'free-seats', seats: 1 });
    expect(JSON.stringify(items)).not.toMatch(/token|doorbell/i);
  });

  it.each([
    ['a failed workflow', () => FAILED, 'failed', ['WorkflowRestarted', 'YearDue']],
    ['an answer that was not heard', () => UNHEARD, 'answer-not-picked-up', ['StuckWorkFound']],
    ['a question that nothing settled', () => LATE, 'not-expired', ['WorkflowRestarted', 'YearDue']],
    ['a lost workflow', () => LOST, 'no-execution', ['StuckWorkFound', 'WorkflowRestarted', 'YearDue']],
    ['an empty seat', () => group, 'empty-seats', ['EmptySeatFound']],
  ] as const)('is mended by a nudge, as the admin: %s', async (_, subjectOf, finding, events) => {
    const subject = subjectOf();
    calls.length = 0;
    const answer = await nudges(subject);
    expect([answer.status, answer.body]).toEqual([200, { subject, mended: [finding] }]);
    expect(calls.filter((operation) => operation === 'ListExecutions')).toEqual([]);
    expect(await lastOf(subject, events.length)).toEqual(events.map((event) => [event, 'admin.z']));
    await court.programme.host.quiet();
  });

  it('is none once it was nudged; a second nudge changes nothing', async () => {
    const subjects = [FAILED, UNHEARD, LATE, LOST, group];
    await court.programme.host.quiet();
    const before = await court.stored.rows();
    for (const subject of subjects) expect((await nudges(subject)).body).toEqual({ subject, mended: [] });
    expect(await court.stored.rows()).toEqual(before);
    expect((await found()).items).toEqual([]);
    expect(await court.programme.executions('school-year')).toEqual([
      `${FAILED} ABORTED`,
      `${FAILED}-r2 RUNNING`,
      `${UNHEARD} RUNNING`,
      `${LATE} ABORTED`,
      `${LATE}-r2 RUNNING`,
      `${LOST} ABORTED`,
      `${LOST}-r3 RUNNING`,
    ]);
    expect((await origin.get(`/asks?status=expired`)).body.items.map(({ id }: { id: string }) => id)).toEqual(
      [`${LATE}.declaration-started`],
    );
  });

  it('is about one thing that can be stuck, and for admins alone', async () => {
    await court.refuses(() => admin.post('/stuck-work/nudges', undefined), ['required', '']);
    await court.refuses(() => admin.post('/stuck-work/nudges', {}), ['required', 'subject']);
    await court.refuses(() => nudges('everything'), ['invalid-value', 'subject']);
    expect((await nudges(idOf('900022'))).body.mended).toEqual([]);
    for (const person of [origin, await court.programme.finance()]) {
      await court.refuses(() => person.get('/stuck-work'), ['not-permitted', 'Authorization']);
      await court.refuses(
        () => person.post('/stuck-work/nudges', { subject: FAILED }),
        ['not-permitted', 'Authorization'],
      );
    }
  });
});
