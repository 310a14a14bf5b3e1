import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toInstant } from '../../core/instant.ts';
import { type Court, expectRefusal, type Fault, startCourt } from '../support/court.ts';
import { claimOf, given, paidClaimOf, statementOf } from '../support/money-rows.ts';
import type { Person } from '../support/programme.ts';
import { sampleAsk } from '../support/sample-rows.ts';
import { storedOf } from '../support/stored.ts';

/** One claim for each point that a claim can be at. */
const CLAIMS = {
  raised: '900001',
  'on an open statement': '900002',
  'on a statement that is gathered': '900003',
  'on a statement that is approved': '900004',
  approved: '900005',
  held: '900006',
  paid: '900007',
  cancelled: '900008',
} as const;
type Point = keyof typeof CLAIMS;

const idOf = (urn: string) => `${urn}-2026-27-development.started`;
const HOLD = { reason: 'sample reason', by: 'finance.h', at: '2026-11-02T09:00:00.000Z' };
const why = { reason: 'Register seen to be incomplete' };

let court: Court;
let finance: Person;
let second: Person;
let admin: Person;
beforeAll(async () => {
  court = await startCourt({ now: toInstant('2026-11-26T09:00:00Z') });
  finance = await court.programme.finance();
  admin = await court.programme.admin();
  second = admin;
  const on = (status: Parameters<typeof statementOf>[0], month: string, urn: string) =>
    statementOf(status, [claimOf(urn), 500], { id: `statement-${month}-origin`, month });
  await given(court.programme, [
    claimOf(CLAIMS.raised),
    ...on('open', '2026-10', CLAIMS['on an open statement']),
    ...on('gathering', '2026-11', CLAIMS['on a statement that is gathered']),
    ...on('approved', '2026-08', CLAIMS['on a statement that is approved']),
    ...on('issued', '2026-07', CLAIMS.approved),
    claimOf(CLAIMS.held, { status: 'held', hold: HOLD }),
    paidClaimOf(CLAIMS.paid),
    claimOf(CLAIMS.cancelled, { status: 'cancelled', cancellation: HOLD }),
    ...['900011', '900012', '900013', '900014', '900015'].map((urn) => paidClaimOf(urn)),
    sampleAsk({
      id: '900015-2026-27-development.declaration-started',
      participationId: '900015-2026-27-development',
      urn: '900015',
      status: 'answered',
      answer: {
        happenedOn: '2026-10-01',
        evidence: { type: 'attendance-register', reference: '=1+1, "page 2"' },
      },
    }),
    claimOf('900021'),
    claimOf('900022', { status: 'held', hold: HOLD }),
  ]);
});
afterAll(() => court.stop());

const post = (urn: string, action: string, body: unknown = why, person = finance) =>
  person.post(`/funding/claims/${idOf(urn)}/${action}`, body);
const stored = async (urn: string) =>
  (await storedOf(court.stored, 'claim')).find(({ id }) => id === idOf(urn));
const told = async (urn: string) =>
  (await finance.get('/funding/events?limit=1000')).body.items
    .filter(({ data }: { data: { claimId?: string } }) => data.claimId === idOf(urn))
    .map(({ type, data }: { type: string; data: { amount: number } }) => [type, data.amount]);

describe('stopping a claim', () => {
  const forbidden: Record<'hold' | 'release' | 'cancellation', readonly [Point, Fault][]> = {
    hold: [
      ['on a statement that is gathered', ['statement-not-open', '']],
      ['on a statement that is approved', ['statement-not-open', '']],
      ['approved', ['status-forbids', '']],
      ['held', ['status-forbids', '']],
      ['paid', ['status-forbids', '']],
      ['cancelled', ['status-forbids', '']],
    ],
    release: [
      ['raised', ['status-forbids', '']],
      ['on an open statement', ['status-forbids', '']],
      ['approved', ['status-forbids', '']],
      ['paid', ['status-forbids', '']],
      ['cancelled', ['status-forbids', '']],
    ],
    cancellation: [
      ['on an open statement', ['status-forbids', '']],
      ['on a statement that is approved', ['status-forbids', '']],
      ['approved', ['status-forbids', '']],
      ['paid', ['status-forbids', '']],
      ['cancelled', ['status-forbids', '']],
    ],
  };
  const all = Object.entries(forbidden).flatMap(([action, points]) =>
    points.map(([point, fault]): [string, Point, Fault] => [action, point, fault]),
  );
  it.each(all)('by %s is refused when it is %s', async (action, point, fault) => {
    await court.refuses(() => post(CLAIMS[point], action), fault);
  });

  const shapes: [string, unknown, ...Fault[]][] = [
    ['nothing', undefined, ['required', '']],
    ['no reason', {}, ['required', 'reason']],
    ['a reason of spaces', { reason: '  ' }, ['required', 'reason']],
    ['a reason in two lines', { reason: 'a\nb' }, ['control-characters', 'reason']],
    ['a novel', { reason: 'n'.repeat(201) }, ['too-long', 'reason']],
    ['an amount', { ...why, amount: 1 }, ['unknown-field', 'amount']],
  ];
  it.each(shapes)('is refused with %s', async (_, body, first, ...others) => {
    for (const action of ['hold', 'cancellation']) {
      // Without a body `post` would put one in.
      const call = () => finance.post(`/funding/claims/${idOf(CLAIMS.raised)}/${action}`, body);
      await court.refuses(call, first, ...others);
    }
  });

  it('finds no claim where there is none', async () => {
    const ids = [
      idOf('900999'),
      'nonsense',
      'somebody-else.started',
      'statement-2026-10-origin.started',
      '%00',
    ];
    for (const id of ids) {
      for (const action of ['hold', 'release', 'cancellation', 'clawback', 'clawback/approval']) {
        const body = action === 'clawback/approval' ? {} : why;
        expectRefusal(await finance.post(`/funding/claims/${id}/${action}`, body), ['not-found', 'id']);
      }
    }
    expect(court.programme.log()).not.toContain('"level":"error"');
  });

  it('is not for hubs', async () => {
    const origin = await court.programme.hub('origin');
    for (const action of ['hold', 'release', 'cancellation', 'clawback', 'clawback/approval']) {
      expectRefusal(await post(CLAIMS.raised, action, why, origin), ['not-permitted', 'Authorization']);
    }
    const sample = await origin.get('/funding/assurance-sample?academicYear=2026-27&seed=1');
    expectRefusal(sample, ['not-permitted', 'Authorization']);
  });
});

describe('a hold', () => {
  it('and a release leave a claim waiting as before, and say so to finance', async () => {
    const before = await stored('900021');
    expect((await post('900021', 'hold')).body).toMatchObject({ id: idOf('900021'), status: 'held' });
    expect(await stored('900021')).toMatchObject({ hold: { ...why, by: 'finance.f' } });
    expect(await stored('900021')).not.toHaveProperty('duePk');
    expect((await post('900021', 'release')).body).toMatchObject({ status: 'raised' });
    expect(await stored('900021')).toEqual({ ...before, version: 3 });
    await court.programme.host.quiet();
    expect(await told('900021')).toEqual([
      ['ClaimHeld', 100_000],
      ['ClaimReleased', 100_000],
    ]);
  });

  it('takes a claim off an open statement in the same change, and names who must not approve it', async () => {
    const urn = CLAIMS['on an open statement'];
    expect((await post(urn, 'hold')).body).toMatchObject({ status: 'held' });
    expect(await stored(urn)).not.toHaveProperty('listed');
    const rows = await court.stored.rows();
    expect(rows.get('STATEMENT#2026-10#origin / STATEMENT')).toMatchObject({
      lines: 1,
      total: 500,
      amendedBy: ['finance.f'],
    });
    expect(rows.get('STATEMENT#2026-10#origin / LINE#000001')).toHaveProperty('removed.by', 'finance.f');
  });

  it('can end in a cancellation, for good, and the reason of neither is announced', async () => {
    expect((await post('900022', 'cancellation', why, admin)).body).toMatchObject({ status: 'cancelled' });
    expect(await stored('900022')).toMatchObject({ hold: HOLD, cancellation: { ...why, by: 'admin.z' } });
    await court.programme.host.quiet();
    expect(await told('900022')).toEqual([['ClaimCancelled', 100_000]]);
    const events = [...(await court.stored.rows()).values()].filter(({ type }) => type === 'event');
    expect(JSON.stringify(events)).not.toContain(why.reason);
  });

  it('by twenty at once holds once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => post(CLAIMS.raised, 'hold', why, admin)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const answer of answers) if (answer.status !== 200) expectRefusal(answer, ['status-forbids', '']);
  });
});

describe('a clawback', () => {
  it.each(['on an open statement', 'approved', 'held', 'cancelled'] as const)(
    'is refused while the claim is %s: nothing was paid',
    async (point) => {
      await court.refuses(() => post(CLAIMS[point], 'clawback'), ['nothing-paid', '']);
    },
  );

  const shapes: [string, unknown, ...Fault[]][] = [
    ['nothing', undefined, ['required', '']],
    ['no reason', { amount: 1 }, ['required', 'reason']],
    ['no pence at all', { ...why, amount: 0 }, ['invalid-value', 'amount']],
    ['a negative amount', { ...why, amount: -1 }, ['invalid-value', 'amount']],
    ['half a penny', { ...why, amount: 0.5 }, ['wrong-type', 'amount']],
    ['pounds in words', { ...why, amount: '£10' }, ['wrong-type', 'amount']],
    ['a penny more than was paid', { ...why, amount: 100_001 }, ['more-than-paid', 'amount']],
  ];
  it.each(shapes)('is refused with %s', async (_, body, first, ...others) => {
    const call = () => finance.post(`/funding/claims/${idOf('900011')}/clawback`, body);
    await court.refuses(call, first, ...others);
  });

  it('that nobody proposed cannot be decided on', async () => {
    for (const decision of ['approve', 'decline']) {
      await court.refuses(
        () => post('900011', 'clawback/approval', { decision }, second),
        ['status-forbids', ''],
      );
    }
  });

  it('of a part is proposed by one, decided on by no means by the same, and approved by another', async () => {
    const { status, body } = await post('900011', 'clawback', { ...why, amount: 25_000 });
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'paid', clawback: { status: 'proposed', amount: 25_000 } });
    expect(await stored('900011')).not.toHaveProperty('duePk');
    for (const decision of ['approve', 'decline']) {
      await court.refuses(
        () => post('900011', 'clawback/approval', { decision }),
        ['proposer-may-not-approve', ''],
      );
    }
    await court.refuses(() => post('900011', 'clawback'), ['status-forbids', '']);
    await court.refuses(
      () => post('900011', 'clawback/approval', { decision: 'perhaps' }, second),
      ['invalid-value', 'decision'],
    );
    const approved = await post('900011', 'clawback/approval', { decision: 'approve' }, second);
    expect(approved.body).toMatchObject({ status: 'paid', clawback: { status: 'approved' } });
    // It waits for the hub's next statement.
    expect(await stored('900011')).toMatchObject({ duePk: 'DUE#claim', clawback: { approvedBy: 'admin.z' } });
    await court.refuses(() => post('900011', 'clawback/approval', {}, second), ['status-forbids', '']);
    await court.programme.host.quiet();
    expect(await told('900011')).toEqual([
      ['ClawbackProposed', 25_000],
      ['ClawbackApproved', 25_000],
    ]);
  });

  it('of all that was paid is what no amount means, and no body means approval', async () => {
    expect((await post('900012', 'clawback')).body.clawback).toEqual({ status: 'proposed', amount: 100_000 });
    const approved = await second.post(`/funding/claims/${idOf('900012')}/clawback/approval`, undefined);
    expect(approved.body.clawback).toEqual({ status: 'approved', amount: 100_000 });
  });

  it('that was declined leaves nothing behind, and can be proposed anew', async () => {
    await post('900013', 'clawback');
    const declined = await post('900013', 'clawback/approval', { decision: 'decline' }, second);
    expect(declined.body.clawback).toEqual({ status: 'none' });
    expect((await post('900013', 'clawback', { ...why, amount: 1 })).status).toBe(200);
    await court.programme.host.quiet();
    expect(await told('900013')).toEqual([
      ['ClawbackProposed', 100_000],
      ['ClawbackDeclined', 100_000],
      ['ClawbackProposed', 1],
    ]);
  });

  it('proposed by twenty at once is proposed once, and approved or declined once', async () => {
    const proposals = await Promise.all(
      Array.from({ length: 20 }, (_, each) => post('900014', 'clawback', { ...why, amount: each + 1 })),
    );
    expect(proposals.filter(({ status }) => status === 200)).toHaveLength(1);
    const decisions = await Promise.all(
      Array.from({ length: 20 }, (_, each) => {
        const decision = each % 2 === 0 ? 'approve' : 'decline';
        return post('900014', 'clawback/approval', { decision }, second);
      }),
    );
    expect(decisions.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(court.programme.log()).not.toContain('"level":"error"');
  });
});

describe('the assurance sample', () => {
  const sample = (query: string) =>
    finance.get(`/funding/assurance-sample?academicYear=2026-27&seed=2027-1${query}`);

  it('is a file of paid claims with their evidence, and its download is recorded', async () => {
    const { status, headers, body } = await sample('&size=3');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(headers.get('content-disposition')).toBe('attachment; filename="assurance-sample-2026-27.csv"');
    const [header, ...lines] = body.trim().split('\r\n');
    expect(header).toBe(
      'claim,hub,urn,academic_year,stage,instalment,amount,statement,line,payer_reference,paid_on,' +
        'happened_on,evidence_type,evidence_reference,declared_late',
    );
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(
      /^9000\d\d-2026-27-development\.started,origin,9000\d\d,2026-27,development,started,1000\.00,statement-2026-09-origin,1,BACS\/0000,2026-11-25,2026-10-01,attendance-register,,no$/,
    );
    expect(await storedOf(court.stored, 'download')).toMatchObject([
      { what: 'assurance-sample-2026-27', by: 'finance.f' },
    ]);
  });

  it('draws the same claims for the same seed, and a larger one begins with the smaller', async () => {
    const [three, all] = [(await sample('&size=3')).body, (await sample('')).body];
    expect(all.startsWith(three)).toBe(true);
    expect(all.trim().split('\r\n')).toHaveLength(1 + 6);
    // What a spreadsheet would run is text there.
    expect(all).toContain(`,attendance-register,"'=1+1, ""page 2""",no\r\n`);
  });

  const faults: [string, ...Fault[]][] = [
    ['', ['required', 'academicYear'], ['required', 'seed']],
    ['?academicYear=2026-28&seed=1', ['invalid-value', 'academicYear']],
    ['?academicYear=2026-27&seed=a%20b', ['invalid-format', 'seed']],
    ['?academicYear=2026-27&seed=1&size=0', ['invalid-value', 'size']],
    ['?academicYear=2026-27&seed=1&size=501', ['invalid-value', 'size']],
    ['?academicYear=2026-27&seed=1&hub=origin', ['unknown-field', 'hub']],
  ];
  it.each(faults)('is refused with %s', async (query, first, ...others) => {
    await court.refuses(() => finance.get(`/funding/assurance-sample${query}`), first, ...others);
  });
});
