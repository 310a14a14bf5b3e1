import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Court, expectRefusal, type Fault, startCourt } from '../support/court.ts';
import { developmentForm, key } from '../support/forms.ts';
import type { Person } from '../support/programme.ts';

const URNS = ['900001', '900002', '900003', '900004', '900005'];

let court: Court;
let origin: Person;
let turing: Person;
let finance: Person;
let admin: Person;
beforeAll(async () => {
  court = await startCourt();
  origin = await court.programme.hub('origin');
  turing = await court.programme.hub('turing-nw');
  finance = await court.programme.finance();
  admin = await court.programme.admin();
  for (const urn of URNS) await origin.post('/enrolments', developmentForm(urn), key(urn));
  for (const urn of ['900023', '900024']) await turing.post('/enrolments', developmentForm(urn), key(urn));
});
afterAll(() => court.stop());

/** What a list shows, page after page of so many. */
async function pages(person: Person, path: string, limit: number): Promise<unknown[][]> {
  const found: unknown[][] = [];
  let cursor: string | undefined;
  do {
    const { status, body } = await person.get(`${path}limit=${limit}${cursor ? `&cursor=${cursor}` : ''}`);
    expect(status).toBe(200);
    found.push(body.items.map((item: { id?: string; urn?: string }) => item.id ?? item.urn));
    cursor = body.cursor;
  } while (cursor);
  return found;
}
const cursorOf = async (person: Person, path: string): Promise<string> =>
  (await person.get(path)).body.cursor;

describe('a list', () => {
  it('is the same in pages of one, of two and whole, without gap or repetition', async () => {
    for (const path of [
      '/participations?',
      '/asks?',
      '/asks?status=open&',
      '/schools?hub=origin&',
      '/specialists?',
    ]) {
      const [whole = [], ...rest] = await pages(origin, path, 200);
      expect(rest).toEqual([]);
      expect(whole.length).toBeGreaterThan(4);
      expect(new Set(whole).size).toBe(whole.length);
      for (const limit of [1, 2]) expect((await pages(origin, path, limit)).flat()).toEqual(whole);
    }
  });

  it('ends without a cursor where the page is just full', async () => {
    expect((await pages(origin, '/participations?', 5)).map((page) => page.length)).toEqual([5]);
    expect((await pages(origin, '/participations?', 4)).map((page) => page.length)).toEqual([4, 1]);
  });

  it('fills its pages also where most rows are left out', async () => {
    expect(await pages(admin, '/participations?status=enrolled&stage=development&', 3)).toHaveLength(3);
    expect(await pages(admin, '/specialists?accredited=false&', 2)).toEqual([
      ['sp-0009', 'sp-0010'],
      ['sp-0011', 'sp-0012'],
    ]);
  });
});

describe('a parameter', () => {
  const rulings: [string, ...Fault[]][] = [
    ['/participations?colour=blue', ['unknown-field', 'colour']],
    ['/participations?__proto__=1', ['unknown-field', '__proto__']],
    [
      '/participations?constructor=1&toString=1',
      ['unknown-field', 'constructor'],
      ['unknown-field', 'toString'],
    ],
    ['/participations?academicYear=2026', ['invalid-format', 'academicYear']],
    ['/participations?academicYear=2026-28', ['invalid-value', 'academicYear']],
    ['/participations?stage=Development', ['invalid-format', 'stage']],
    ['/schools?stage=Years 5-8', ['invalid-format', 'stage']],
    ['/participations?status=open', ['invalid-value', 'status']],
    ['/participations?hub=ORIGIN', ['invalid-format', 'hub']],
    ['/participations?hub=', ['invalid-format', 'hub']],
    ['/participations?hub=origin&hub=turing-nw', ['invalid-format', 'hub']],
    ['/participations?limit=0', ['invalid-value', 'limit']],
    ['/participations?limit=-1', ['invalid-value', 'limit']],
    ['/participations?limit=201', ['invalid-value', 'limit']],
    ['/participations?limit=1.5', ['wrong-type', 'limit']],
    ['/participations?limit=many', ['wrong-type', 'limit']],
    ['/participations?limit=NaN', ['wrong-type', 'limit']],
    ['/participations?limit=Infinity', ['wrong-type', 'limit']],
    ['/participations?limit=1&limit=2', ['wrong-type', 'limit']],
    ['/participations?limit=', ['invalid-value', 'limit']],
    [`/participations?cursor=${'x'.repeat(1001)}`, ['too-long', 'cursor']],
    ['/asks?status=done', ['invalid-value', 'status']],
    ['/asks?kind=Placement', ['invalid-value', 'kind']],
    [`/schools?query=${'q'.repeat(101)}`, ['too-long', 'query']],
    ['/schools/900001/eligibility?stage=years_5_8', ['invalid-format', 'stage']],
    [`/participations?stage=${'t'.repeat(41)}`, ['too-long', 'stage']],
    ['/schools/900001/eligibility?year=2026-27', ['unknown-field', 'year']],
    ['/specialists?accredited=yes', ['invalid-value', 'accredited']],
    ['/specialists?accredited=', ['invalid-value', 'accredited']],
    ['/funding/claims?month=2026-13', ['invalid-format', 'month']],
    ['/funding/claims?status=lost', ['invalid-value', 'status']],
    ['/work-groups?lead=sp-0001', ['unknown-field', 'lead']],
  ];
  it.each(rulings)('is refused: %s', async (path, first, ...others) => {
    await court.refuses(() => origin.get(path), first, ...others);
  });

  it('may name a topic that no policy has: it finds nothing, and no school is eligible for it', async () => {
    expect((await origin.get('/participations?stage=choir-practice')).body).toEqual({ items: [] });
    const { status, body } = await origin.get('/schools/900006/eligibility?stage=choir-practice');
    expect([status, body.eligible, body.reasons]).toEqual([200, false, ['topic-unknown']]);
    const topic = await origin.get('/schools/900001/eligibility?stage=subject-leadership');
    expect(topic.body).toMatchObject({ eligible: true, reasons: [] });
  });

  it.each([
    ['after=-1', 'invalid-value'],
    ['after=one', 'wrong-type'],
    ['after=999999999998&limit=2', 'invalid-value'],
    ['after=9007199254740993', 'invalid-value'],
    ['after=1e30', 'invalid-value'],
  ] as const)('of the feed is refused: %s', async (parameters, code) => {
    await court.refuses(() => finance.get(`/funding/events?${parameters}`), [code, 'after']);
  });

  it('of the feed may be beyond its end', async () => {
    expect((await finance.get('/funding/events?after=100000000000&limit=1000')).body).toMatchObject({
      items: [],
    });
    await court.refuses(() => finance.get('/funding/events?limit=1001'), ['invalid-value', 'limit']);
  });

  it.each(['%00', '%ff', '%F0%9F%91%A9', '%22%7D', '.*', '%25', '(', '900001%0A'])(
    'that looks for a school may be any text: %s',
    async (query) => {
      expect((await origin.get(`/schools?query=${query}`)).status).toBe(200);
    },
  );
});

describe('a cursor', () => {
  const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const forged: [string, string][] = [
    ['empty', ''],
    ['no base64', '!!!'],
    ['no JSON', Buffer.from('{').toString('base64url')],
    ['null', encoded(null)],
    ['a list', encoded([])],
    ['nothing', encoded({})],
    ['empty texts', encoded({ list: '', pk: '', sk: '', at: '' })],
    ['numbers', encoded({ list: 1, pk: 2, sk: 3, at: 4 })],
    ['a prototype', '{"__proto__":{"pk":"x"}}'],
    [
      'a place without its list',
      encoded({ pk: 'SCHOOL#900001', sk: 'YEAR#2026#development', at: '2026#900001' }),
    ],
  ];
  it.each(forged)('that nobody gave is refused: %s', async (_, cursor) => {
    await court.refuses(
      () => origin.get(`/participations?cursor=${encodeURIComponent(cursor)}`),
      ['cursor-invalid', 'cursor'],
    );
  });

  it('of one list opens no other', async () => {
    const lists = ['/participations?', '/asks?', '/schools?', '/specialists?', '/asks?status=open&'];
    const cursors = await Promise.all(lists.map((path) => cursorOf(origin, `${path}limit=1`)));
    for (const [from, cursor] of cursors.entries()) {
      for (const [to, path] of [
        ...lists,
        '/work-groups?',
        '/funding/claims?',
        '/participations?academicYear=2026-27&',
      ].entries()) {
        const answer = await origin.get(`${path}cursor=${cursor}`);
        if (from === to) expect(answer.status).toBe(200);
        else expectRefusal(answer, ['cursor-invalid', 'cursor']);
      }
    }
  });

  it('of one hub opens nothing of another’s, nor an admin’s a hub’s', async () => {
    const cursors = await Promise.all([
      cursorOf(origin, '/participations?limit=1'),
      cursorOf(admin, '/participations?limit=1'),
    ]);
    for (const cursor of cursors) {
      await court.refuses(() => turing.get(`/participations?cursor=${cursor}`), ['cursor-invalid', 'cursor']);
    }
    const [origins] = cursors;
    expect((await admin.get(`/participations?hub=origin&cursor=${origins}`)).body.items).toHaveLength(4);
  });

  it('that was bent to another place of the same list leads there and nowhere else', async () => {
    const cursor = await cursorOf(origin, '/participations?limit=1');
    const place = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const bent = encoded({ ...place, pk: 'SCHOOL#900023', sk: 'YEAR#2026#development', at: '2026#900023' });
    const { status, body } = await origin.get(`/participations?cursor=${bent}`);
    const hubs = (body.items ?? []).map((item: { hub: string }) => item.hub);
    expect([200, 400]).toContain(status);
    expect(hubs.filter((hub: string) => hub !== 'origin')).toEqual([]);
  });
});

describe('executions, to an admin', () => {
  it.each([
    ['status=Running', ['invalid-value', 'status']],
    ['machine=placement-2', ['invalid-value', 'machine']],
    [`query=${'q'.repeat(81)}`, ['too-long', 'query']],
    ['token=1', ['unknown-field', 'token']],
    ['cursor=', ['cursor-invalid', 'cursor']],
    ['cursor=nonsense', ['cursor-invalid', 'cursor']],
    ['cursor=eyJtYWNoaW5lIjoicGxhY2VtZW50IiwidG9rZW4iOiJmb3JnZWQifQ', ['cursor-invalid', 'cursor']],
    ['cursor=eyJtYWNoaW5lIjoiX19wcm90b19fIn0', ['cursor-invalid', 'cursor']],
  ] satisfies [string, Fault][])('are refused: %s', async (parameters, fault) => {
    await court.refuses(() => admin.get(`/executions?${parameters}`), fault);
  });

  it.each([
    'nonsense',
    '900001-2026-27-development',
    '900001-2026-27-development-placement-r99',
    '900001-2026-27-development-placement-r0',
    '900001-2026-99-development-placement',
    '900001-2026-27-development%00',
    '900001-2026-27-development%0A',
    '%F0%9F%91%A9',
    'x'.repeat(5_000),
    '900001-2026-27-development-placement:extra',
    '900001-2026-27-%2e%2e',
  ])('are not found by a name that none has: %s', async (name) => {
    await court.refuses(() => admin.get(`/executions/${name}`), ['not-found', 'id']);
  });
});
