import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toInstant } from '../../core/instant.ts';
import { type Court, startCourt } from '../support/court.ts';
import { declaration, developmentForm, key, workGroupForm } from '../support/forms.ts';
import type { Person } from '../support/programme.ts';

const ONE = '900001-2026-27-development';
const THEIRS = '900023-2026-27-development';

let court: Court;
let origin: Person;
let turing: Person;
let admin: Person;
beforeAll(async () => {
  court = await startCourt({ now: toInstant('2026-09-01T09:00:00Z') });
  const { programme } = court;
  [origin, turing, admin] = await Promise.all([
    programme.hub('origin'),
    programme.hub('turing-nw'),
    programme.admin(),
  ]);
  for (const urn of ['900001', '900002']) await origin.post('/enrolments', developmentForm(urn), key(urn));
  await turing.post('/enrolments', developmentForm('900023'), key('900023'));
  expect((await origin.post('/work-groups', workGroupForm(['900001', '900002']))).status).toBe(201);
  // 00:30 in London is still the day before in UTC.
  await programme.advanceTo('2026-09-01T23:30:00Z');
  expect(
    (await origin.post(`/asks/${ONE}.declaration-started/answer`, declaration('2026-09-01'))).status,
  ).toBe(200);
  await programme.host.quiet();
});
afterAll(() => court.stop());

interface Logged {
  readonly eventId: string;
  readonly type: string;
  readonly occurredAt: string;
  readonly actor: string;
  readonly subject: string;
  readonly hub: string;
}
async function log(person: Person, query: string): Promise<{ items: Logged[]; cursor?: string }> {
  const { status, body } = await person.get(`/events?${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
}
async function whole(person: Person, query: string, limit: number): Promise<Logged[]> {
  const found: Logged[] = [];
  let cursor: string | undefined;
  do {
    const page = await log(person, `${query}&limit=${limit}${cursor ? `&cursor=${cursor}` : ''}`);
    expect(page.items.length).toBeLessThanOrEqual(limit);
    found.push(...page.items);
    cursor = page.cursor;
  } while (cursor);
  return found;
}

const FIRST = 'day=2026-09-01';

describe('the audit log', () => {
  it('tells who did what on a day of London, the newest first, today’s unless said', async () => {
    const { items } = await log(admin, '');
    expect(items.map(({ type, subject, actor }) => [type, subject, actor])).toContainEqual([
      'MilestoneDeclared',
      ONE,
      'hub.origin.a',
    ]);
    expect(new Set(items.map(({ occurredAt }) => occurredAt.slice(0, 13)))).toEqual(
      new Set(['2026-09-01T23']),
    );
    const before = await whole(admin, FIRST, 200);
    expect(before.map(({ type }) => type)).toContain('YearOpened');
    expect(before.map(({ occurredAt }) => occurredAt)).toEqual(
      before
        .map(({ occurredAt }) => occurredAt)
        .toSorted()
        .reverse(),
    );
    expect((await log(admin, 'day=2026-08-30')).items).toEqual([]);
  });

  it('holds every event of the table, each once, in pages of any size', async () => {
    const all = await whole(admin, FIRST, 200);
    const stored = [...(await court.stored.rows()).values()].filter(
      (row) => row['type'] === 'event' && String(row['occurredAt']) < '2026-09-01T23',
    );
    expect(all.map(({ eventId }) => eventId).sort()).toEqual(stored.map((row) => row['eventId']).sort());
    for (const limit of [1, 3, 7]) expect(await whole(admin, FIRST, limit)).toEqual(all);
  });

  it('is filtered by hub, by who did it and by what happened', async () => {
    const hubs = new Set((await log(admin, `${FIRST}&hub=turing-nw`)).items.map(({ hub }) => hub));
    expect(hubs).toEqual(new Set(['turing-nw']));
    const byHub = await log(admin, `${FIRST}&actor=hub.origin.a&type=EnrolmentAccepted`);
    expect(byHub.items.map(({ subject }) => subject).sort()).toEqual([ONE, '900002-2026-27-development']);
    expect((await log(admin, `${FIRST}&actor=nobody`)).items).toEqual([]);
  });

  it('tells the whole timeline of a subject, also narrowed to a day', async () => {
    const { timeline } = (await origin.get(`/participations/${ONE}`)).body;
    const { items } = await log(admin, `subject=${ONE}`);
    expect(items.map(({ eventId }) => eventId)).toEqual(
      timeline.map(({ eventId }: Logged) => eventId).toReversed(),
    );
    const { items: narrowed } = await log(admin, `subject=${ONE}&day=2026-09-02`);
    expect(narrowed.length).toBeGreaterThan(0);
    expect(narrowed.length).toBeLessThan(items.length);
  });

  it('shows a hub what happened of its own, and nothing of another’s', async () => {
    const hubs = (await whole(origin, FIRST, 5)).map(({ hub }) => hub);
    expect(new Set(hubs)).toEqual(new Set(['origin']));
    expect((await log(origin, `subject=${THEIRS}`)).items).toEqual([]);
    await court.refuses(() => origin.get('/events?hub=turing-nw'), ['not-permitted', 'hub']);
    const finance = await court.programme.finance();
    await court.refuses(() => finance.get('/events'), ['not-permitted', 'Authorization']);
  });

  it('names nobody', async () => {
    expect(JSON.stringify(await whole(admin, FIRST, 200))).not.toMatch(/people\.example|Sample (?!School)/);
  });

  it.each([
    ['a day that is none', 'day=2026-09-31', ['invalid-format', 'day']],
    ['a type that is none', 'type=Everything', ['invalid-value', 'type']],
    ['a subject of no known form', 'subject=somebody', ['invalid-value', 'subject']],
    ['a cursor that somebody wrote', 'cursor=MQ', ['cursor-invalid', 'cursor']],
    ['a filter that is none', 'name=Quince', ['unknown-field', 'name']],
  ] as const)('refuses %s', async (_, query, fault) => {
    await court.refuses(() => admin.get(`/events?${query}`), [...fault]);
  });

  it('refuses the cursor of another day', async () => {
    const { cursor } = await log(admin, `${FIRST}&limit=1`);
    await court.refuses(
      () => admin.get(`/events?day=2026-09-02&cursor=${cursor}`),
      ['cursor-invalid', 'cursor'],
    );
  });
});
