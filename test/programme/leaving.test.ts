import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { academicYearFrom } from '../../core/academic-year.ts';
import { urnSchema } from '../../core/codes.ts';
import { toInstant } from '../../core/instant.ts';
import { deps } from '../../functions/support/deps.ts';
import { declaration, developmentForm, key } from '../support/forms.ts';
import { type Answer, type Person, type Programme, startProgramme } from '../support/programme.ts';

const YEAR = academicYearFrom(2026);
const idOf = (urn: string) => `${urn}-2026-27-development`;

describe('a school that leaves', () => {
  let programme: Programme;
  let origin: Person;
  let group: string;
  beforeAll(async () => {
    // A week before the year opens.
    programme = await startProgramme({ now: toInstant('2026-08-24T09:00:00Z') });
    origin = await programme.hub('origin');
    for (const urn of ['900001', '900002', '900003', '900004']) await enrol(urn, `first-${urn}`);
    const schools = ['900001', '900002'];
    const form = { kind: 'development', academicYear: YEAR, lead: 'sp-0001', schools };
    group = (await origin.post('/work-groups', form)).body.id;
    await programme.host.quiet();
  });
  afterAll(() => programme.stop());

  const enrol = (urn: string, as: string) => origin.post('/enrolments', developmentForm(urn), key(as));
  const read = async (urn: string) => (await origin.get(`/participations/${idOf(urn)}`)).body;
  const guardOf = (urn: string) => deps().readPathwayGuard(urnSchema.parse(urn), YEAR);
  const seats = async () => {
    const { members } = (await origin.get(`/work-groups/${group}`)).body;
    return members.flatMap(({ urn, leftOn }: { urn: string; leftOn?: string }) => (leftOn ? [] : [urn]));
  };
  const typesOf = (timeline: readonly { type: string }[]) => timeline.map(({ type }) => type);
  const settled = async (answer: Promise<Answer>) => {
    const result = await answer;
    await programme.host.quiet();
    return result;
  };
  const withdraw = (urn: string, effectiveOn: string, changes: object = {}) => {
    const body = { reason: 'staffing', effectiveOn, note: 'A sample note', ...changes };
    return settled(origin.post(`/participations/${idOf(urn)}/withdrawal`, body));
  };

  /** What a withdrawal leaves behind, wherever the school stood. */
  const expectLeft = async (urn: string) => {
    const left = await read(urn);
    expect(left).toMatchObject({ status: 'withdrawn', withdrawal: { reason: 'staffing' } });
    const statuses = left.asks.map(({ status }: { status: string }) => status);
    for (const status of ['open', 'upcoming']) expect(statuses).not.toContain(status);
    expect(typesOf(left.timeline).at(-1)).toBe('ParticipationWithdrawn');
    expect(typesOf(left.timeline)).not.toContain('WorkflowFailed');
    expect(await guardOf(urn)).toMatchObject({ participationId: idOf(urn), live: false });
    return left;
  };

  it('is refused a day before it enrolled, a day to come, a reason not on the list, and another hub', async () => {
    const codes = async (answer: Promise<Answer>) => {
      const { status, body } = await answer;
      return [status, body.errors.map(({ code }: { code: string }) => code).join()];
    };
    expect(await codes(withdraw('900003', '2026-08-23'))).toEqual([422, 'effective-out-of-range']);
    expect(await codes(withdraw('900003', '2026-08-25'))).toEqual([422, 'effective-out-of-range']);
    expect(await codes(withdraw('900003', '2026-08-24', { reason: 'boredom' }))).toEqual([
      400,
      'invalid-value',
    ]);
    const leave = { reason: 'staffing', effectiveOn: '2026-08-24' };
    const path = `/participations/${idOf('900003')}/withdrawal`;
    expect(await codes((await programme.hub('solent')).post(path, leave))).toEqual([404, 'not-found']);
    expect(await codes((await programme.finance()).post(path, leave))).toEqual([403, 'not-permitted']);
  });

  it('while it waits for a place: the placement is stopped, and nobody is asked any more', async () => {
    expect((await withdraw('900003', '2026-08-24')).status).toBe(200);
    const left = await expectLeft('900003');
    expect(left.asks).toMatchObject([{ kind: 'placement', status: 'cancelled' }]);
    expect(await programme.executions('placement')).toContain(`${idOf('900003')}-placement ABORTED`);
    expect((await withdraw('900003', '2026-08-24')).body.errors).toMatchObject([
      { code: 'nothing-to-withdraw' },
    ]);
  });

  it('enrols again in the same year as a second generation, with a placement of its own', async () => {
    const { status, body } = await settled(enrol('900003', 'second-900003'));
    expect(status).toBe(202);
    expect(body).toMatchObject({
      participation: { id: idOf('900003'), status: 'enrolled' },
      execution: { name: `${idOf('900003')}-placement-r2` },
    });
    const again = await read('900003');
    expect(again).toMatchObject({ generation: 2, asks: [{ kind: 'placement', status: 'open' }] });
    expect(again).not.toHaveProperty('withdrawal');
    expect(await programme.executions('placement')).toContain(`${idOf('900003')}-placement-r2 RUNNING`);
    expect(await guardOf('900003')).toMatchObject({ live: true });
    expect((await enrol('900003', 'third-900003')).body.errors).toMatchObject([{ code: 'already-enrolled' }]);
  });

  it('when it has a place: the seat is free, and another school takes it', async () => {
    const join = () => settled(origin.post(`/work-groups/${group}/members`, { urn: '900004' }));
    expect((await join()).body.errors).toMatchObject([{ code: 'group-full' }]);
    await withdraw('900001', '2026-08-24');
    await expectLeft('900001');
    expect(await seats()).toEqual(['900002']);
    expect((await join()).status).toBe(200);
    expect(await seats()).toEqual(['900002', '900004']);
    const executions = await programme.executions('placement');
    expect(executions).toContain(`${idOf('900001')}-placement ABORTED`);
    expect(executions).toContain(`${idOf('900004')}-placement RUNNING`);
  });

  it('in the middle of its year: the year is stopped, what was earned stays', async () => {
    await programme.advanceTo('2026-09-10T09:00:00Z');
    await settled(
      origin.post(`/asks/${idOf('900002')}.declaration-started/answer`, declaration('2026-09-08')),
    );
    await withdraw('900002', '2026-09-10');
    const left = await expectLeft('900002');
    expect(left.claims).toMatchObject([{ instalment: 'started', amount: 100_000, status: 'raised' }]);
    expect(await seats()).toEqual(['900004']);
    expect(await programme.executions('school-year')).toContain(`${idOf('900002')} ABORTED`);
    const refused = await origin.post(`/asks/${idOf('900002')}.progression/answer`, { decision: 'finish' });
    expect(refused.body.errors).toMatchObject([{ code: 'ask-cancelled' }]);
  });

  it('comes back in the same autumn, declares its start again, and is not paid for it again', async () => {
    await programme.advanceTo('2026-09-20T09:00:00Z');
    const { body } = await settled(enrol('900002', 'second-900002'));
    expect(body.execution.name).toBe(`${idOf('900002')}-placement-r2`);
    await settled(origin.post(`/work-groups/${group}/members`, { urn: '900002' }));
    expect(await programme.executions('school-year')).toContain(`${idOf('900002')}-r2 RUNNING`);
    expect(await read('900002')).toMatchObject({ status: 'active', generation: 2 });
    const ask = `/asks/${idOf('900002')}.declaration-started/answer`;
    expect((await settled(origin.post(ask, declaration('2026-09-18')))).status).toBe(200);
    const back = await read('900002');
    expect(back).toMatchObject({ startedOn: '2026-09-18' });
    expect(back.claims.map(({ id }: { id: string }) => id)).toEqual([`${idOf('900002')}.started`]);
    const told = (await programme.queue('finance')).map(({ body: message }) => message.detail.data.claimId);
    expect(told).toEqual([`${idOf('900002')}.started`]);
  });

  it('leaves nothing failed behind: no workflow, no message', async () => {
    const all = [
      ...(await programme.executions('placement')),
      ...(await programme.executions('school-year')),
    ];
    expect(all.filter((line) => /FAILED|TIMED_OUT/.test(line))).toEqual([]);
    expect(await programme.queue('dead-letters')).toEqual([]);
    expect(JSON.stringify(await read('900002'))).not.toContain('A sample note');
    expect(programme.log()).not.toContain('A sample note');
  });
});
