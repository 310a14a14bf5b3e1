import { SFNClient, StartExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actorSchema } from '../../core/codes.ts';
import { instantOf, toInstant } from '../../core/instant.ts';
import { type Policy, parsePolicy } from '../../core/policy.ts';
import { deps } from '../../functions/support/deps.ts';
import { shippedPolicies } from '../../local/demo/policies.ts';
import { localMachineArn } from '../../local/place.ts';
import { SCHEDULES } from '../../workflows/wiring.ts';
import { declaration, developmentForm, key } from '../support/forms.ts';
import { type Answer, type Person, type Programme, startProgramme } from '../support/programme.ts';

const idOf = (urn: string) => `${urn}-2026-27-development`;
/** Decides nothing in time, and is asked again. */
const FORGETS = '900001';
/** Declares nothing at all. */
const SILENT = '900002';
const PAUSES = '900003';
const REPEATS = '900004';

/**
 * The calendars of three years that are in a hurry: every night on the way has its job, and each takes its time. 2026-27 is over before Christmas, 2027-28 begins in February, and 2028-29 takes applications from March.
 */
const HURRIED = {
  '2026-27': {
    completed: { opens: '2026-11-02', closes: '2026-11-30' },
    retained: { opens: '2026-11-01', closes: '2026-11-01' },
    progression: { opens: '2026-11-02', closes: '2026-12-18' },
  },
  '2027-28': {
    selection: { closes: '2027-01-31' },
    autumn: { opens: '2027-02-01', closes: '2027-02-28' },
    spring: { opens: '2027-03-01', closes: '2027-03-31' },
    summer: { opens: '2027-06-01', closes: '2027-07-31' },
    year: { opens: '2027-02-01', closes: '2027-08-31' },
    applications: { opens: '2026-11-01', closes: '2027-02-15' },
    placement: { closes: '2027-02-20' },
    started: { opens: '2027-02-01', closes: '2027-02-28' },
    retained: { opens: '2027-03-01', closes: '2027-03-31' },
    completed: { opens: '2027-06-01', closes: '2027-07-31' },
    progression: { opens: '2027-06-01', closes: '2027-08-21' },
  },
  '2028-29': {
    selection: { closes: '2027-12-31' },
    autumn: { opens: '2028-01-10', closes: '2028-02-10' },
    spring: { opens: '2028-03-01', closes: '2028-03-31' },
    summer: { opens: '2028-06-01', closes: '2028-07-31' },
    year: { opens: '2028-01-10', closes: '2028-08-31' },
    applications: { opens: '2027-03-01', closes: '2028-01-20' },
    placement: { closes: '2028-01-30' },
    started: { opens: '2028-01-10', closes: '2028-02-10' },
    retained: { opens: '2028-02-11', closes: '2028-03-10' },
    completed: { opens: '2028-06-01', closes: '2028-07-31' },
    progression: { opens: '2028-06-01', closes: '2028-08-21' },
  },
} as const;

function hurried(): Policy[] {
  return shippedPolicies().flatMap((policy) => {
    const calendar = Object.entries(HURRIED).find(([year]) => year === policy.academicYear)?.[1];
    const next = { ...policy, version: 2, calendar: { ...policy.calendar, ...calendar } };
    return calendar ? [parsePolicy(next)] : [];
  });
}

/** What brings schools back; a sweep or a statement has no part in it. */
const NIGHTLY = { 'rejoin-schools': SCHEDULES['rejoin-schools'] };

describe('a school that comes back', () => {
  let programme: Programme;
  let origin: Person;
  let admin: Person;
  let stepFunctions: SFNClient;
  const enrolments = new Map<string, string>();
  beforeAll(async () => {
    programme = await startProgramme({ now: toInstant('2026-08-24T09:00:00Z'), schedules: NIGHTLY });
    const at = instantOf(programme.host.clock.now());
    await deps().commit({ puts: hurried(), events: [], at, by: actorSchema.parse('seed') });
    [origin, admin] = await Promise.all([programme.hub('origin'), programme.admin()]);
    stepFunctions = new SFNClient({ endpoint: programme.host.awsAddress });
    for (const urn of [FORGETS, SILENT, PAUSES, REPEATS]) {
      const { body } = await origin.post('/enrolments', developmentForm(urn), key(urn));
      enrolments.set(urn, body.id);
    }
    await form('2026-27', 'sp-0001', [FORGETS, SILENT]);
    await form('2026-27', 'sp-0002', [PAUSES, REPEATS]);
  });
  afterAll(async () => {
    stepFunctions.destroy();
    await programme.stop();
  });

  const settled = async (answer: Promise<Answer>) => {
    const result = await answer;
    await programme.host.quiet();
    return result;
  };
  const form = (academicYear: string, lead: string, schools: readonly string[]) =>
    settled(origin.post('/work-groups', { kind: 'development', academicYear, lead, schools }));
  const read = async (id: string) => (await origin.get(`/participations/${id}`)).body;
  const declare = (id: string, milestone: string, happenedOn: string) =>
    settled(origin.post(`/asks/${id}.declaration-${milestone}/answer`, declaration(happenedOn)));
  const decide = (id: string, decision: string) =>
    settled(origin.post(`/asks/${id}.progression/answer`, { decision }));
  const late = (by: Person, id: string, milestone: string, happenedOn: string) => {
    const body = { milestone, ...declaration(happenedOn), reason: 'The register was found later' };
    return settled(by.post(`/participations/${id}/declarations`, body));
  };
  const codes = async (answer: Promise<Answer>) =>
    (await answer).body.errors.map(({ code }: { code: string }) => code);
  const amounts = (claims: readonly { amount: number }[]) => claims.map(({ amount }) => amount);

  it('with other people: a contact is corrected, and nobody is named in what is announced', async () => {
    const path = `/enrolments/${enrolments.get(FORGETS)}`;
    const { advocates } = developmentForm(FORGETS);
    const people = [
      { ...advocates[0], name: 'Sample Advocate Teasel', email: 'teasel@people.example' },
      advocates[1],
    ];
    const correct = (body: object) => settled(origin.post(`${path}/corrections`, body));
    expect((await correct({ people })).status).toBe(200);
    expect((await origin.get(path)).body.form.advocates).toEqual(people);
    expect((await origin.get(path)).body.form.headteacher).toEqual(developmentForm(FORGETS).headteacher);
    expect(await codes(correct({ people: [people[0]] }))).toEqual(['advocate-count']);
    expect(await codes(correct({ people: [people[0], people[0]] }))).toEqual(['advocate-repeated']);
    expect(await codes((await programme.hub('solent')).post(`${path}/corrections`, { people }))).toEqual([
      'not-found',
    ]);
    const { timeline } = await read(idOf(FORGETS));
    expect(timeline.at(-1)).toMatchObject({
      type: 'ContactCorrected',
      data: { enrolmentId: enrolments.get(FORGETS) },
    });
    expect(JSON.stringify(timeline) + programme.log()).not.toMatch(/teasel/i);
  });

  it('after its workflow was stopped from outside: recorded, and restarted with what is still to do', async () => {
    const id = idOf(PAUSES);
    await programme.advanceTo('2026-09-20T09:00:00Z');
    for (const urn of [PAUSES, REPEATS]) await declare(idOf(urn), 'started', '2026-09-08');
    const executionArn = `${localMachineArn('school-year').replace(':stateMachine:', ':execution:')}:${id}`;
    await stepFunctions.send(new StopExecutionCommand({ executionArn, cause: 'By hand' }));
    await programme.host.quiet();
    const lost = await read(id);
    expect(lost).toMatchObject({ status: 'active', generation: 1 });
    expect(lost.timeline.at(-1)).toMatchObject({
      type: 'WorkflowFailed',
      data: { execution: id, status: 'ABORTED' },
    });
    expect(await codes(origin.post(`/participations/${id}/restart`, {}))).toEqual(['not-permitted']);
    const { status, body } = await settled(admin.post(`/participations/${id}/restart`, {}));
    expect([status, body]).toEqual([202, { execution: { name: `${id}-r2` } }]);
    expect(await programme.executions('school-year')).toEqual(
      expect.arrayContaining([`${id} ABORTED`, `${id}-r2 RUNNING`]),
    );
    const history = JSON.stringify(await programme.history('school-year', `${id}-r2`));
    expect(history).toContain(`${id}.declaration-completed`);
    expect(history).not.toContain(`${id}.declaration-started`);
  });

  it('is not conducted by the old workflow too: one that wakes up ends without effect', async () => {
    const id = idOf(PAUSES);
    const before = await read(id);
    const wake = { participationId: id, generation: 1 };
    for (const machine of ['placement', 'school-year'] as const) {
      const stateMachineArn = localMachineArn(machine);
      const name = `${id}-woken`;
      await stepFunctions.send(
        new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(wake) }),
      );
      await programme.host.quiet();
      expect(await programme.executions(machine)).toContain(`${name} SUCCEEDED`);
    }
    expect(await read(id)).toEqual(before);
    expect(await programme.executions('school-year')).toContain(`${id}-r2 RUNNING`);
  });

  it('with a start declared late, by an admin with a reason: it releases what it would have released', async () => {
    const id = idOf(FORGETS);
    expect(await codes(late(admin, id, 'started', '2026-09-15'))).toEqual(['milestone-not-missed']);
    await programme.advanceTo('2026-11-02T09:00:00Z');
    expect((await read(id)).milestones).toMatchObject([{ status: 'missed' }, { status: 'to-do' }]);
    expect(await codes(late(origin, id, 'started', '2026-09-15'))).toEqual(['not-permitted']);
    expect(await codes(late(admin, id, 'retained', '2026-09-15'))).toEqual(['milestone-unknown']);
    expect(await codes(late(admin, id, 'started', '2026-11-01'))).toEqual(['happened-outside-window']);
    expect((await late(admin, id, 'started', '2026-09-15')).status).toBe(200);
    const declared = await read(id);
    expect(declared).toMatchObject({ status: 'active', startedOn: '2026-09-15' });
    expect(amounts(declared.claims)).toEqual([100_000]);
    const event = { type: 'MilestoneDeclared', data: { milestone: 'started', late: true } };
    expect(declared.timeline).toMatchObject(
      expect.arrayContaining([expect.objectContaining({ type: event.type })]),
    );
    expect(declared.timeline.findLast(({ type }: { type: string }) => type === event.type)).toMatchObject(
      event,
    );
    expect(JSON.stringify(declared)).not.toContain('The register was found later');
    expect(await codes(late(admin, id, 'started', '2026-09-15'))).toEqual(['milestone-not-missed']);
  });

  it('with a start declared late when the year has closed, which stays as it closed', async () => {
    await programme.advanceTo('2026-11-20T09:00:00Z');
    for (const urn of [PAUSES, REPEATS]) await declare(idOf(urn), 'completed', '2026-11-12');
    await decide(idOf(PAUSES), 'pause');
    await decide(idOf(REPEATS), 'repeat');
    await programme.advanceTo('2026-12-19T09:00:00Z');
    const id = idOf(SILENT);
    expect(await read(id)).toMatchObject({ status: 'closed', outcome: 'undecided', claims: [] });
    expect((await late(admin, id, 'completed', '2026-11-10')).status).toBe(200);
    expect((await late(admin, id, 'started', '2026-10-01')).status).toBe(200);
    const declared = await read(id);
    expect(declared).toMatchObject({ status: 'closed', outcome: 'undecided' });
    expect(declared).toMatchObject({ startedOn: '2026-10-01', completedOn: '2026-11-10' });
    expect(amounts(declared.claims)).toEqual([100_000, 100_000]);
  });

  it('from an undecided year, which is reopened for 28 days, decided, and goes on to Embedding', async () => {
    const id = idOf(FORGETS);
    expect(await read(id)).toMatchObject({ status: 'closed', outcome: 'undecided' });
    expect(await codes(admin.post(`/participations/${idOf(PAUSES)}/reopening`, {}))).toEqual([
      'not-undecided',
    ]);
    expect((await settled(admin.post(`/participations/${id}/reopening`, {}))).status).toBe(200);
    const open = await read(id);
    expect(open).toMatchObject({ status: 'active', generation: 2 });
    expect(open).not.toHaveProperty('outcome');
    const ask = open.asks.find(({ kind }: { kind: string }) => kind === 'progression');
    expect(ask).toMatchObject({ status: 'open', closesAt: '2027-01-16T17:00:00.000Z' });
    expect(await programme.executions('school-year')).toContain(`${id}-r2 RUNNING`);
    expect((await decide(id, 'continue')).status).toBe(200);
    expect(await read(id)).toMatchObject({ status: 'closed', outcome: 'continue' });
    expect(await read('900001-2027-28-embedding')).toMatchObject({ status: 'enrolled', repeated: false });
  });

  it('from an undecided year, which is reopened, forgotten again, and closes undecided again', async () => {
    const id = idOf(SILENT);
    await settled(admin.post(`/participations/${id}/reopening`, {}));
    await programme.advanceTo('2027-01-16T16:59:00Z');
    expect(await read(id)).toMatchObject({ status: 'active' });
    await programme.advanceTo('2027-01-16T17:02:00Z');
    expect(await read(id)).toMatchObject({ status: 'closed', outcome: 'undecided' });
    expect((await admin.post(`/participations/${id}/reopening`, {})).status).toBe(200);
  });

  it('for the same year over again, which is not paid for', async () => {
    const academicYear = '2027-28';
    const [again, other] = [`${REPEATS}-2027-28-development`, '900008-2027-28-development'];
    expect(await read(again)).toMatchObject({ status: 'enrolled', repeated: true });
    await settled(origin.post('/enrolments', developmentForm('900008', { academicYear }), key('900008')));
    expect((await form(academicYear, 'sp-0001', [REPEATS, '900008'])).status).toBe(201);
    await programme.advanceTo('2027-02-10T09:00:00Z');
    for (const id of [again, other]) expect((await declare(id, 'started', '2027-02-05')).status).toBe(200);
    const [repeated, first] = [await read(again), await read(other)];
    expect([repeated.startedOn, repeated.claims]).toEqual(['2027-02-05', []]);
    expect(amounts(first.claims)).toEqual([100_000]);
  });

  it('after a pause: two years later, by the daily job, on the day on which applications open', async () => {
    const id = `${PAUSES}-2028-29-embedding`;
    expect(await read(idOf(PAUSES))).toMatchObject({ status: 'closed', outcome: 'pause' });
    const { timeline } = await read(idOf(PAUSES));
    expect(timeline.at(-1)).toMatchObject({ type: 'SchoolPaused', data: { rejoins: '2028-29' } });
    await programme.advanceTo('2027-02-28T23:59:00Z');
    expect((await origin.get(`/participations/${id}`)).status).toBe(404);
    await programme.advanceTo('2027-03-01T09:00:00Z');
    const back = await read(id);
    expect(back).toMatchObject({ status: 'enrolled', repeated: false, generation: 1 });
    expect(back.asks).toMatchObject([{ kind: 'placement', status: 'open' }]);
    expect(await programme.executions('placement')).toContain(`${id}-placement RUNNING`);
    await programme.advanceTo('2027-03-03T09:00:00Z');
    expect(await read(id)).toEqual(back);
    expect(await programme.queue('dead-letters')).toEqual([]);
  });
});
