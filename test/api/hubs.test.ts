import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Court, startCourt } from '../support/court.ts';

/** Hubs by name, and what happened to a school, a Specialist or a Work Group beside its years. */

let court: Court;
beforeAll(async () => {
  court = await startCourt();
});
afterAll(() => court.stop());

describe('the list of hubs', () => {
  it('tells everybody who is signed in the 40 hubs by code and name, in the order of the names', async () => {
    const { programme } = court;
    for (const person of await Promise.all([
      programme.hub('origin'),
      programme.finance(),
      programme.admin(),
    ])) {
      const { status, body } = await person.get('/hubs');
      const names = body.items.map(({ name }: { name: string }) => name);
      expect([status, names.length, names[0]]).toEqual([200, 40, 'Abacus Maths Hub']);
      expect(names).toEqual(
        names.toSorted((one: string, other: string) => one.localeCompare(other, 'en-GB')),
      );
    }
  });

  it('tells nobody where a hub gets its mail', async () => {
    const { body } = await (await court.programme.hub('origin')).get('/hubs');
    expect(Object.keys(body.items[0])).toEqual(['code', 'name']);
  });

  it('is told to nobody without a token', async () => {
    expect((await court.programme.call('GET', '/api/v1/hubs')).status).toBe(401);
  });
});

describe('a timeline', () => {
  const typesOf = (timeline: { type: string }[] = []) => timeline.map(({ type }) => type);

  it('of a school tells its own hub and admins of its change of hub, and another hub nothing', async () => {
    const { programme } = court;
    const [admin, origin, turing] = await Promise.all([
      programme.admin(),
      programme.hub('origin'),
      programme.hub('turing-nw'),
    ]);
    const moved = await admin.post('/schools/900010/hub', { hub: 'turing-nw', from: '2026-03-02' });
    expect(moved.status).toBe(200);
    const seenBy = async (person: typeof admin) =>
      typesOf((await person.get('/schools/900010')).body.timeline);
    expect(await seenBy(admin)).toEqual(['SchoolChangedHub']);
    expect(await seenBy(turing)).toEqual(['SchoolChangedHub']);
    expect(await seenBy(origin)).toEqual([]);
  });

  it('of a Specialist is for who supports them', async () => {
    const { programme } = court;
    const admin = await programme.admin();
    const moved = await admin.post('/specialists/sp-0009/hub', { hub: 'turing-nw', from: '2026-03-02' });
    expect(moved.status).toBe(200);
    const { body } = await admin.get('/specialists/sp-0009');
    expect(typesOf(body.timeline)).toEqual(['SpecialistChangedHub']);
    expect((await (await programme.hub('origin')).get('/specialists/sp-0009')).body.timeline).toBeUndefined();
  });
});
