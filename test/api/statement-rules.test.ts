import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toInstant } from '../../core/instant.ts';
import { type Court, type Fault, startCourt } from '../support/court.ts';
import { claimOf, given, statementOf } from '../support/money-rows.ts';
import type { Person } from '../support/programme.ts';

let court: Court;
let finance: Person;
let second: Person;
let admin: Person;
let origin: Person;
let solent: Person;
beforeAll(async () => {
  court = await startCourt({ now: toInstant('2026-12-02T09:00:00Z') });
  const { programme } = court;
  [finance, second] = [await programme.finance(), await programme.finance('second')];
  [admin, origin, solent] = [
    await programme.admin(),
    await programme.hub('origin'),
    await programme.hub('solent'),
  ];
  const of = (status: Parameters<typeof statementOf>[0], month: string, urn: string, changes = {}) =>
    statementOf(status, [claimOf(urn)], { id: `statement-${month}-origin`, month, ...changes });
  await given(programme, [
    ...of('issued', '2026-08', '900001'),
    ...of('approved', '2026-09', '900002'),
    ...of('open', '2026-10', '900003'),
    ...of('open', '2026-11', '900004', { previous: 'statement-2026-10-origin' }),
    ...of('gathering', '2026-07', '900005'),
  ]);
});
afterAll(() => court.stop());

const approval = (month: string, hub = 'origin') => `/asks/statement-${month}-${hub}.approval/answer`;
const approve = (month: string, answer: unknown = { decision: 'approve' }, person: Person = second) =>
  person.post(approval(month), answer);
const adjust = (month: string, form: unknown, person: Person = finance) =>
  person.post(`/funding/statements/${month}/origin/adjustments`, form);
const restart = (month: string) => admin.post(`/funding/statements/${month}/origin/restart`, {});
const form = (changes: object = {}) => ({ amount: -500, reason: 'Sample reason', ...changes });

describe('an adjustment', () => {
  const rulings: [string, unknown, ...Fault[]][] = [
    ['nothing', undefined, ['required', '']],
    ['no amount and no reason', {}, ['required', 'amount'], ['required', 'reason']],
    ['an amount of nothing', form({ amount: 0 }), ['invalid-value', 'amount']],
    ['a part of a penny', form({ amount: 0.5 }), ['wrong-type', 'amount']],
    ['an amount beyond all measure', form({ amount: 1e9 + 1 }), ['invalid-value', 'amount']],
    ['a reason of two lines', form({ reason: 'a\nb' }), ['control-characters', 'reason']],
    ['a school that is none', form({ urn: '999999' }), ['school-unknown', 'urn']],
    ['somebody else as its author', form({ by: 'somebody' }), ['unknown-field', 'by']],
  ];
  it.each(rulings)('is refused with %s', async (_, body, first, ...others) => {
    await court.refuses(() => adjust('2026-10', body), first, ...others);
  });

  it.each(['2026-07', '2026-08', '2026-09'])(
    'is refused where the statement is not open: %s',
    async (month) => {
      await court.refuses(() => adjust(month, form()), ['statement-not-open', '']);
    },
  );

  it.each(['2026-12', 'nonsense', '2026-13', '%00'])('finds no statement of %s', async (month) => {
    const fault: Fault = ['not-found', month === '2026-12' ? 'hub' : 'id'];
    await court.refuses(() => adjust(month, form()), fault);
  });

  it('is not a hub’s to make', async () => {
    await court.refuses(() => adjust('2026-10', form(), origin), ['not-permitted', 'Authorization']);
  });
});

describe('an approval', () => {
  it('is refused before the hub’s earlier statement has been approved', async () => {
    await court.refuses(() => approve('2026-11'), ['earlier-statement-open', 'id']);
  });

  it('is refused where the statement has changed since its seal was shown', async () => {
    const { seal } = (await second.get('/funding/statements/2026-10/origin')).body;
    expect(seal).toMatch(/^[0-9a-f]{64}$/);
    expect((await adjust('2026-10', form({ urn: '900003' }))).status).toBe(201);
    await court.refuses(() => approve('2026-10', { decision: 'approve', seal }), ['seal-differs', 'seal']);
  });

  it('is refused to the one who adjusted it', async () => {
    await court.refuses(() => approve('2026-10', undefined, finance), ['approver-amended', 'id']);
  });

  const malformed: [string, unknown, ...Fault[]][] = [
    ['nothing', {}, ['required', 'decision']],
    ['another decision', { decision: 'continue' }, ['invalid-value', 'decision']],
    ['a seal that is none', { decision: 'approve', seal: 'x' }, ['invalid-format', 'seal']],
  ];
  it.each(malformed)('is refused with %s', async (_, answer, first, ...others) => {
    await court.refuses(() => second.post(approval('2026-10'), answer), first, ...others);
  });

  it('is refused while it is gathered, and where it was given before', async () => {
    await court.refuses(() => approve('2026-07'), ['ask-not-open-yet', 'id']);
    await court.refuses(() => approve('2026-08'), ['ask-already-answered', 'id']);
  });

  it('finds no statement that is none, and is not a hub’s to give, whether there is one or not', async () => {
    await court.refuses(() => approve('2027-01'), ['not-found', 'id']);
    for (const month of ['2026-10', '2027-01']) {
      await court.refuses(() => approve(month, undefined, origin), ['not-permitted', 'Authorization']);
    }
  });

  it('is asked of finance alone', async () => {
    await court.refuses(() => origin.get('/asks?kind=statement'), ['not-permitted', 'Authorization']);
    await court.refuses(() => finance.get('/asks?kind=placement'), ['not-permitted', 'Authorization']);
    const statuses = async (query: string) =>
      (await finance.get(`/asks?${query}`)).body.items.map(
        ({ id, status }: { id: string; status: string }) => `${id} ${status}`,
      );
    expect(await statuses('status=open')).toEqual([
      'statement-2026-10-origin.approval open',
      'statement-2026-11-origin.approval open',
    ]);
    expect(await statuses('kind=statement&hub=origin&limit=3')).toEqual([
      'statement-2026-07-origin.approval upcoming',
      'statement-2026-08-origin.approval answered',
      'statement-2026-09-origin.approval answered',
    ]);
    expect((await admin.get('/asks')).body.items).toEqual([]);
  });
});

describe('a restart', () => {
  it('is refused where the statement is issued, and finds none that is none', async () => {
    await court.refuses(() => restart('2026-08'), ['nothing-to-restart', '']);
    await court.refuses(() => restart('2027-01'), ['not-found', 'hub']);
  });

  it('is not finance’s to order', async () => {
    await court.refuses(
      () => finance.post('/funding/statements/2026-10/origin/restart', {}),
      ['not-permitted', 'Authorization'],
    );
  });
});

describe('reading', () => {
  it('shows a hub its own statements, and nobody else’s, as figures or as a file', async () => {
    expect((await origin.get('/funding/statements?status=open')).body.items).toHaveLength(2);
    expect((await solent.get('/funding/statements')).body).toEqual({ items: [] });
    await court.refuses(() => solent.get('/funding/statements?hub=origin'), ['not-permitted', 'hub']);
    for (const headers of [{}, { accept: 'text/csv' }]) {
      await court.refuses(
        () => solent.get('/funding/statements/2026-10/origin', headers),
        ['not-found', 'id'],
      );
    }
    const { body } = await origin.get('/funding/statements/2026-11/origin');
    expect(body).toMatchObject({ status: 'open', lines: 1, total: 100_000, verification: { intact: true } });
    // Its seal goes on from one that is not there yet.
    expect(body.seal).toBeUndefined();
    expect(JSON.stringify(body)).not.toMatch(/doorbell|token|"version"|amendedBy/);
  });
});
