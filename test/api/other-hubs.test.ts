import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toInstant } from '../../core/instant.ts';
import { type Court, expectNobodyIn, startCourt } from '../support/court.ts';
import { declaration, developmentForm, key } from '../support/forms.ts';
import type { Person } from '../support/programme.ts';

const THEIRS = '900001-2026-27-development';
const NOBODYS = '900999-2026-27-development';

let court: Court;
let origin: Person;
let solent: Person;
let enrolmentId: string;
let refusedId: string;
let workGroupId: string;
beforeAll(async () => {
  court = await startCourt({ now: toInstant('2026-08-31T09:00:00Z') });
  origin = await court.programme.hub('origin');
  solent = await court.programme.hub('solent');
  const { body } = await origin.post('/enrolments', developmentForm('900001'), key('one'));
  enrolmentId = body.id;
  await origin.post('/enrolments', developmentForm('900002'), key('two'));
  await solent.post('/enrolments', developmentForm('900048'), key('ours'));
  const group = {
    kind: 'development',
    academicYear: '2026-27',
    lead: 'sp-0001',
    schools: ['900001', '900002'],
  };
  workGroupId = (await origin.post('/work-groups', group)).body.id;
  await court.programme.advanceTo('2026-09-20T12:00:00Z');
  const [attempt] = await court.refuses(
    () => origin.post('/enrolments', developmentForm('900011'), key('closed')),
    ['school-closed', 'urn'],
  );
  refusedId = String(attempt?.['id']);
});
afterAll(() => court.stop());

describe('what belongs to another hub', () => {
  it('cannot be told from what does not exist, to the byte', async () => {
    const twins = [
      [`/participations/${THEIRS}`, `/participations/${NOBODYS}`],
      [`/enrolments/${enrolmentId}`, '/enrolments/en-00000000000000000000'],
      [`/enrolments/${refusedId}`, '/enrolments/en-00000000000000000000'],
      ['/enrolments/nonsense', '/enrolments/en-00000000000000000000'],
      [`/participations/${THEIRS}/people`, `/participations/${NOBODYS}/people`],
      [`/work-groups/${workGroupId}`, '/work-groups/wg-000000000000'],
    ] as const;
    for (const [theirs, nobodys] of twins) {
      const [one, other] = await Promise.all([solent.get(theirs), solent.get(nobodys)]);
      expect(one.status).toBe(404);
      expect(one.body).toEqual(other.body);
      expect([...one.headers.keys()]).toEqual([...other.headers.keys()]);
    }
  });

  it('takes no answer, whatever it is and whatever the ask’s state, and the refusal tells nothing', async () => {
    const asks = ['placement', 'declaration-started', 'declaration-completed', 'progression', 'no-such-ask'];
    const answers = [
      { workGroupId },
      declaration('2026-09-02'),
      { decision: 'continue' },
      {},
      null,
      { nonsense: true },
    ];
    const bodies = new Set<string>();
    for (const ask of asks) {
      for (const answer of answers) {
        for (const id of [THEIRS, NOBODYS]) {
          const { status, body } = await solent.post(`/asks/${id}.${ask}/answer`, answer);
          expect(status).toBe(404);
          bodies.add(JSON.stringify(body));
        }
      }
    }
    expect(bodies.size).toBe(1);
    await court.refuses(
      () => solent.post(`/asks/${THEIRS}.declaration-started/answer`, declaration('2026-09-02')),
      ['not-found', 'id'],
    );
  });

  it('is in no list', async () => {
    for (const path of ['/participations', '/asks', '/work-groups', '/funding/claims']) {
      const text = JSON.stringify((await solent.get(path)).body);
      expect(text).not.toContain('90000');
      expect(text).not.toContain('"origin"');
    }
  });

  it('is not listed by naming the hub, whether there is such a hub or not', async () => {
    for (const path of ['/participations', '/asks', '/work-groups', '/funding/claims']) {
      for (const hub of ['origin', 'atlantis']) {
        await court.refuses(() => solent.get(`${path}?hub=${hub}`), ['not-permitted', 'hub']);
      }
      expect((await solent.get(`${path}?hub=solent`)).status).toBe(200);
    }
  });

  it('joins no group and lends none', async () => {
    const group = {
      kind: 'development',
      academicYear: '2026-27',
      lead: 'sp-0003',
      schools: ['900048', '900001'],
    };
    await court.refuses(() => solent.post('/work-groups', group), ['school-not-waiting', 'schools.1']);
    const join = (id: string) => () =>
      solent.post('/asks/900048-2026-27-development.placement/answer', { workGroupId: id });
    await court.refuses(join(workGroupId), ['group-unknown', 'workGroupId']);
    await court.refuses(join('wg-000000000000'), ['group-unknown', 'workGroupId']);
  });
});

describe('who may see it', () => {
  it('is its own hub, an admin, and finance where money is concerned', async () => {
    const admin = await court.programme.admin();
    const finance = await court.programme.finance();
    for (const person of [origin, admin, finance]) {
      expect((await person.get(`/participations/${THEIRS}`)).status).toBe(200);
    }
    for (const person of [origin, admin])
      expect((await person.get(`/enrolments/${enrolmentId}`)).status).toBe(200);
    expect((await finance.get(`/enrolments/${enrolmentId}`)).status).toBe(403);
    for (const person of [origin, admin])
      expect((await person.get(`/participations/${THEIRS}/people`)).status).toBe(200);
    expect((await finance.get(`/participations/${THEIRS}/people`)).status).toBe(403);
  });

  it('is its own hub and an admin who see a form that was refused: why, and for which school', async () => {
    const admin = await court.programme.admin();
    const finance = await court.programme.finance();
    const told = {
      id: refusedId,
      hub: 'origin',
      urn: '900011',
      reasons: [{ code: 'school-closed', field: 'urn' }],
    };
    for (const [person, path] of [
      [origin, '/refused-attempts'],
      [admin, '/refused-attempts'],
      [admin, '/refused-attempts?hub=origin'],
    ] as const) {
      const { status, body } = await person.get(path);
      expect(status).toBe(200);
      expect(body.items).toEqual([expect.objectContaining(told)]);
    }
    expect((await solent.get('/refused-attempts')).body).toEqual({ items: [] });
    expect((await solent.get('/refused-attempts?hub=origin')).status).toBe(403);
    expect((await finance.get('/refused-attempts')).status).toBe(403);
  });

  it('finds people on the form only, and no token of a workflow anywhere', async () => {
    const admin = await court.programme.admin();
    const paths = [
      `/participations/${THEIRS}`,
      '/participations',
      '/asks',
      '/work-groups',
      '/schools/900001',
      '/schools',
      '/specialists',
      '/specialists/sp-0001',
      '/funding/claims',
      '/funding/events',
      '/refused-attempts',
    ];
    const text = JSON.stringify(await Promise.all(paths.map(async (path) => (await admin.get(path)).body)));
    expect(text).toContain(THEIRS);
    expectNobodyIn(text);
    expect(text).not.toMatch(/doorbell|"token"|"answeredBy":"(?!(hub|admin)")|"version"|Sample Specialist/);
  });
});
