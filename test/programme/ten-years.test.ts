import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actorSchema } from '../../core/codes.ts';
import { instantOf } from '../../core/instant.ts';
import { deps } from '../../functions/support/deps.ts';
import { SCHEDULES } from '../../workflows/wiring.ts';
import { declaration, developmentForm, key, preparatoryForm } from '../support/forms.ts';
import { laterPolicy } from '../support/later-policies.ts';
import { type Person, type Programme, startProgramme } from '../support/programme.ts';

const SCHOOL = '900001';
const PARTNER = '900002';

describe('ten years of one school', () => {
  let programme: Programme;
  let origin: Person;
  let turing: Person;
  let admin: Person;
  let owner: Person;
  beforeAll(async () => {
    // Of the nightly jobs only the one that has a part in this life: ten years of the others take a minute.
    programme = await startProgramme({ schedules: { 'rejoin-schools': SCHEDULES['rejoin-schools'] } });
    [origin, turing, admin] = await Promise.all([
      programme.hub('origin'),
      programme.hub('turing-nw'),
      programme.admin(),
    ]);
    owner = origin;
    const policies = [2029, 2030, 2031, 2032, 2033, 2034, 2035, 2036].map(laterPolicy);
    const at = instantOf(programme.host.clock.now());
    await deps().commit({ puts: policies, events: [], at, by: actorSchema.parse('register') });
  });
  afterAll(() => programme.stop());

  const read = async (id: string) => (await owner.get(`/participations/${id}`)).body;

  const ok = async (answer: Promise<{ status: number; body: unknown }>) => {
    const { status, body } = await answer;
    expect(status, JSON.stringify(body)).toBeLessThan(300);
    await programme.host.quiet();
  };

  const form = (kind: string, academicYear: string, schools: readonly string[]) =>
    ok(owner.post('/work-groups', { kind, academicYear, lead: 'sp-0001', schools, confirmSize: true }));

  /** Declares both milestones of the year that begins in this calendar year, in time. */
  const work = async (id: string, year: number) => {
    await programme.advanceTo(`${year}-09-20T09:00:00Z`);
    await ok(owner.post(`/asks/${id}.declaration-started/answer`, declaration(`${year}-09-10`)));
    await programme.advanceTo(`${year + 1}-06-20T09:00:00Z`);
    await ok(owner.post(`/asks/${id}.declaration-completed/answer`, declaration(`${year + 1}-06-10`)));
  };

  const decide = (id: string, decision: string) =>
    ok(owner.post(`/asks/${id}.progression/answer`, { decision }));

  it('2026-27: a preparatory Work Group, which completes and is not paid for', async () => {
    const id = `${SCHOOL}-2026-27-years-5-8-continuity`;
    for (const urn of [SCHOOL, PARTNER]) {
      await ok(origin.post('/enrolments', preparatoryForm(urn), key(`preparatory-${urn}`)));
    }
    await form('preparatory', '2026-27', [SCHOOL, PARTNER]);
    await programme.advanceTo('2027-06-10T09:00:00Z');
    await ok(origin.post(`/asks/${id}.declaration-completed/answer`, declaration('2027-06-05')));
    expect(await read(id)).toMatchObject({ status: 'closed', outcome: 'finish', claims: [] });
  });

  it('2027-28: Development, £2,000, and then a pause', async () => {
    const id = `${SCHOOL}-2027-28-development`;
    for (const urn of [SCHOOL, PARTNER]) {
      const year = { academicYear: '2027-28' };
      await ok(origin.post('/enrolments', developmentForm(urn, year), key(`development-${urn}`)));
    }
    await form('development', '2027-28', [SCHOOL, PARTNER]);
    await work(id, 2027);
    await decide(id, 'pause');
    expect(await read(id)).toMatchObject({ status: 'closed', outcome: 'pause' });
    expect(amounts((await read(id)).claims)).toEqual([100_000, 100_000]);
  });

  it('2028-29: nothing, until applications for the year after open', async () => {
    const id = `${SCHOOL}-2029-30-embedding`;
    await programme.advanceTo('2028-10-31T09:00:00Z');
    expect((await owner.get(`/participations/${id}`)).status).toBe(404);
    await programme.advanceTo('2028-11-02T09:00:00Z');
    expect(await read(id)).toMatchObject({ status: 'enrolled', repeated: false });
  });

  it('2029-30: Embedding, £1,000', async () => {
    const id = `${SCHOOL}-2029-30-embedding`;
    await form('embedding-and-sustaining', '2029-30', [SCHOOL]);
    await work(id, 2029);
    await decide(id, 'continue');
    expect(amounts((await read(id)).claims)).toEqual([50_000, 50_000]);
  });

  it.each([2030, 2031])('%i: Sustaining, as a member of the community, without a grant', async (year) => {
    await sustain(year);
  });

  it('changes hub in the summer of 2032; the next year is the new hub’s, who sees the history', async () => {
    await sustain(2032, async () => {
      await ok(admin.post(`/schools/${SCHOOL}/hub`, { hub: 'turing-nw', from: '2033-06-01' }));
    });
    owner = turing;
    expect(await read(sustaining(2033))).toMatchObject({ status: 'enrolled', hub: 'turing-nw' });
    expect((await origin.get(`/participations/${sustaining(2033)}`)).status).toBe(404);
    expect((await turing.get(`/participations/${SCHOOL}-2027-28-development`)).status).toBe(200);
    expect((await origin.get(`/participations/${SCHOOL}-2027-28-development`)).status).toBe(200);
  });

  it('2033: Sustaining under the new hub', async () => {
    await sustain(2033);
  });

  it('2034: withdraws in the last year; the workflow stops, nothing earned is lost', async () => {
    const id = sustaining(2034);
    await form('embedding-and-sustaining', '2034-35', [SCHOOL]);
    await programme.advanceTo('2034-11-10T09:00:00Z');
    const leaving = { reason: 'capacity', effectiveOn: '2034-11-09', note: 'A sample note' };
    await ok(turing.post(`/participations/${id}/withdrawal`, leaving));
    const left = await read(id);
    expect(left).toMatchObject({ status: 'withdrawn', withdrawal: { reason: 'capacity' } });
    expect(left.asks.filter(({ status }: { status: string }) => status === 'open')).toEqual([]);
    expect(await programme.executions('school-year')).toContain(`${id} ABORTED`);
    await programme.advanceTo('2035-12-01T09:00:00Z');
    expect((await read(id)).timeline.at(-1)).toMatchObject({ type: 'ParticipationWithdrawn' });
  });

  it('adds up: eight participations, £3,000, each claim told to finance once, nothing dead', async () => {
    const { participations } = (await turing.get(`/schools/${SCHOOL}`)).body;
    expect(participations).toHaveLength(8);
    const claims = await Promise.all(participations.map(async (id: string) => (await read(id)).claims));
    expect(amounts(claims.flat()).reduce((sum, amount) => sum + amount, 0)).toBe(300_000);
    const raised = (await programme.queue('finance')).filter(
      ({ body }) => body['detail-type'] === 'ClaimRaised',
    );
    const told = raised.map(({ body }) => body.detail.data.claimId);
    const own = told.filter((claimId: string) => claimId.startsWith(SCHOOL));
    expect(own).toEqual([...new Set(own)]);
    expect(own).toHaveLength(4);
    expect(await programme.queue('dead-letters')).toEqual([]);
    const failed = (await programme.executions('school-year')).filter((line) => line.endsWith(' FAILED'));
    expect(failed).toEqual([]);
  });

  const sustaining = (year: number) => `${SCHOOL}-${year}-${String(year + 1).slice(2)}-sustaining`;

  async function sustain(year: number, meanwhile: () => Promise<void> = async () => {}): Promise<void> {
    const id = sustaining(year);
    await form('embedding-and-sustaining', `${year}-${String(year + 1).slice(2)}`, [SCHOOL]);
    await work(id, year);
    await meanwhile();
    await decide(id, 'continue');
    expect(await read(id)).toMatchObject({ status: 'closed', outcome: 'continue', claims: [] });
  }
});

const amounts = (claims: readonly { amount: number }[]): number[] => claims.map(({ amount }) => amount);
