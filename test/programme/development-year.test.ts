import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toInstant } from '../../core/instant.ts';
import { declaration, developmentForm, key, SAMPLE_PEOPLE } from '../support/forms.ts';
import { type Person, type Programme, startProgramme } from '../support/programme.ts';

const ONE = '900001-2026-27-development';
const TWO = '900002-2026-27-development';
/** Every night has all its jobs. */
const PATIENCE = { timeout: 90_000 };

describe('two schools through their Development year', () => {
  let programme: Programme;
  let origin: Person;
  let finance: Person;
  beforeAll(async () => {
    programme = await startProgramme({ now: toInstant('2026-08-24T09:00:00Z') });
    origin = await programme.hub('origin');
    finance = await programme.finance();
  });
  afterAll(() => programme.stop());

  const statusOf = async (id: string) => (await origin.get(`/participations/${id}`)).body.status;
  const claimsRaised = async () =>
    (await programme.queue('finance'))
      .map(({ body }) => [body['detail-type'], body.detail.data.claimId])
      .filter(([type]) => type === 'ClaimRaised');

  it('accepts both enrolments, and asks for a place for each', async () => {
    for (const urn of ['900001', '900002']) {
      const { status, body } = await origin.post('/enrolments', developmentForm(urn), key(`enrol-${urn}`));
      expect(status).toBe(202);
      expect(body.participation).toEqual({ id: `${urn}-2026-27-development`, status: 'enrolled' });
      expect(body.execution).toEqual({ name: `${urn}-2026-27-development-placement` });
    }
    await programme.host.quiet();
    const asks = (await origin.get('/asks?status=open&kind=placement')).body.items;
    expect(asks.map((ask: { participation: string }) => ask.participation)).toEqual([ONE, TWO]);
    expect(await programme.executions('placement')).toEqual([
      `${ONE}-placement RUNNING`,
      `${TWO}-placement RUNNING`,
    ]);
  });

  it('answers both placement asks with one Work Group led by a Specialist of a third school', async () => {
    const { status } = await origin.post('/work-groups', {
      kind: 'development',
      academicYear: '2026-27',
      lead: 'sp-0001',
      schools: ['900001', '900002'],
    });
    expect(status).toBe(201);
    expect((await origin.get('/asks?status=open')).body.items).toEqual([]);
    expect(await statusOf(ONE)).toBe('placed');
  });

  it('opens both years on 1 September, 00:00 in London, and no second earlier', async () => {
    await programme.advanceTo('2026-08-31T22:59:59Z');
    expect(await statusOf(ONE)).toBe('placed');
    await programme.advanceTo('2026-08-31T23:00:00Z');
    expect(await statusOf(ONE)).toBe('active');
    await programme.advanceTo('2026-09-02T09:00:00Z');
    expect(await statusOf(TWO)).toBe('active');
    expect(await programme.executions('school-year')).toEqual([`${ONE} RUNNING`, `${TWO} RUNNING`]);
  });

  it('raises one claim of £1,000 per school when the start is declared, and tells finance once', async () => {
    for (const id of [ONE, TWO]) {
      const { status } = await origin.post(
        `/asks/${id}.declaration-started/answer`,
        declaration('2026-09-01'),
      );
      expect(status).toBe(200);
    }
    await programme.host.quiet();
    const { claims } = (await origin.get(`/participations/${ONE}`)).body;
    expect(claims).toMatchObject([
      { id: `${ONE}.started`, amount: 100_000, status: 'raised', urn: '900001' },
    ]);
    expect((await claimsRaised()).sort()).toEqual([
      ['ClaimRaised', `${ONE}.started`],
      ['ClaimRaised', `${TWO}.started`],
    ]);
    const feed = (await finance.get('/funding/events?after=0&limit=1000')).body.items;
    expect(feed.map((entry: { sequence: number }) => entry.sequence)).toEqual([1, 2]);
    expect(feed.map((entry: { type: string }) => entry.type)).toEqual(['ClaimRaised', 'ClaimRaised']);
  });

  it('makes it £2,000 per school when the completion is declared in June', PATIENCE, async () => {
    await programme.advanceTo('2027-06-10T09:00:00Z');
    for (const id of [ONE, TWO]) {
      await origin.post(`/asks/${id}.declaration-completed/answer`, declaration('2027-06-05'));
      const { claims, startedOn, completedOn } = (await origin.get(`/participations/${id}`)).body;
      expect(claims.reduce((sum: number, claim: { amount: number }) => sum + claim.amount, 0)).toBe(200_000);
      expect({ startedOn, completedOn }).toEqual({ startedOn: '2026-09-01', completedOn: '2027-06-05' });
    }
    expect(await claimsRaised()).toHaveLength(4);
  });

  it('asks for an Embedding place next year where the hub says continue', async () => {
    const answer = { decision: 'continue', activities: ['coherent-development'] };
    expect((await origin.post(`/asks/${ONE}.progression/answer`, answer)).status).toBe(200);
    await programme.host.quiet();
    expect((await origin.get(`/participations/${ONE}`)).body).toMatchObject({
      status: 'closed',
      outcome: 'continue',
    });
    const next = (await origin.get('/participations/900001-2027-28-embedding')).body;
    expect(next).toMatchObject({ status: 'enrolled', activities: ['coherent-development'] });
    expect(next.asks).toMatchObject([{ kind: 'placement', status: 'open' }]);
    expect(await programme.executions('placement')).toContain('900001-2027-28-embedding-placement RUNNING');
  });

  it('closes as undecided where nobody answers, and starts nothing by itself', PATIENCE, async () => {
    await programme.advanceTo('2027-08-22T09:00:00Z');
    const { status, outcome, timeline } = (await origin.get(`/participations/${TWO}`)).body;
    expect({ status, outcome }).toEqual({ status: 'closed', outcome: 'undecided' });
    expect(timeline.map((event: { type: string }) => event.type)).toEqual([
      'EnrolmentAccepted',
      'PlacementDue',
      'AskAnswered',
      'PlacementConfirmed',
      'YearDue',
      'YearOpened',
      'AskAnswered',
      'MilestoneDeclared',
      'ClaimRaised',
      'AskAnswered',
      'MilestoneDeclared',
      'ClaimRaised',
      'AskExpired',
      'YearClosed',
    ]);
    const next: { id: string }[] = (await origin.get('/participations?academicYear=2027-28')).body.items;
    // The register's accredited Specialists are offered to lead; of the schools only the other one goes on.
    expect(next.map(({ id }) => id).filter((id) => !id.startsWith('sp-'))).toEqual([
      '900001-2027-28-embedding',
    ]);
  });

  it('leaves nothing in a dead-letter queue', async () => {
    expect(await programme.queue('dead-letters')).toEqual([]);
  });

  it('names nobody in any execution, event, feed entry, queue or log', async () => {
    const timelines = [ONE, TWO].map((id) => origin.get(`/participations/${id}`));
    const everywhere = JSON.stringify([
      await histories(programme),
      await Promise.all(timelines),
      (await finance.get('/funding/events')).body,
      await programme.queue('finance'),
      programme.log(),
    ]);
    expect(everywhere).toContain('900001-2026-27-development');
    for (const { name, email } of SAMPLE_PEOPLE) {
      expect(everywhere).not.toContain(name);
      expect(everywhere).not.toContain(email);
    }
  });
});

describe('a school whose hub forgets', () => {
  let programme: Programme;
  let origin: Person;
  beforeAll(async () => {
    programme = await startProgramme({ schedules: {} });
    origin = await programme.hub('origin');
    for (const urn of ['900001', '900002']) {
      await origin.post('/enrolments', developmentForm(urn), key(`enrol-${urn}`));
    }
  });
  afterAll(() => programme.stop());

  it('is not placed after the placement deadline, and its year does not begin', async () => {
    await programme.advanceTo('2026-10-16T16:05:00Z');
    const { status, executions: names } = (await origin.get(`/participations/${TWO}`)).body;
    expect({ status, names }).toEqual({ status: 'not-placed', names: [`${TWO}-placement`] });
    const late = await origin.post('/work-groups', {
      kind: 'development',
      academicYear: '2026-27',
      lead: 'sp-0001',
      schools: ['900001', '900002'],
    });
    expect(late.status).toBe(422);
  });
});

describe('a year of which nothing is declared', () => {
  it('misses both milestones, raises no claim, and still goes on to its end', async () => {
    const programme = await startProgramme({ schedules: {} });
    const origin = await programme.hub('origin');
    for (const urn of ['900001', '900002']) {
      await origin.post('/enrolments', developmentForm(urn), key(`enrol-${urn}`));
    }
    const group = {
      kind: 'development',
      academicYear: '2026-27',
      lead: 'sp-0002',
      schools: ['900001', '900002'],
    };
    await origin.post('/work-groups', group);
    await programme.advanceTo('2026-11-02T09:00:00Z');
    const november = (await origin.get(`/participations/${ONE}`)).body;
    expect(november).toMatchObject({ status: 'active', claims: [] });
    expect(november.timeline.at(-1)).toMatchObject({
      type: 'MilestoneMissed',
      data: { milestone: 'started' },
    });
    await programme.advanceTo('2027-06-10T09:00:00Z');
    const refused = await origin.post(`/asks/${ONE}.progression/answer`, { decision: 'continue' });
    expect(refused.body.errors).toMatchObject([{ code: 'progression-not-open-to-stage', field: 'decision' }]);
    await programme.advanceTo('2027-08-22T09:00:00Z');
    const closed = (await origin.get(`/participations/${ONE}`)).body;
    expect(closed).toMatchObject({ status: 'closed', outcome: 'undecided', claims: [] });
    expect(await programme.queue('finance')).toEqual([]);
    await programme.stop();
  });
});

/** The whole history of every execution. */
async function histories(programme: Programme): Promise<unknown> {
  const machines = ['placement', 'school-year'] as const;
  const all = machines.map(async (machine) => {
    const names = (await programme.executions(machine)).map((line) => line.split(' ')[0] ?? '');
    return Promise.all(names.map((name) => programme.history(machine, name)));
  });
  return Promise.all(all);
}
