import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toInstant } from '../../core/instant.ts';
import { type Court, expectRefusal, type Fault, startCourt } from '../support/court.ts';
import { claimOf, clawedBackClaimOf, given, paidClaimOf, statementOf } from '../support/money-rows.ts';
import type { Answer, Person } from '../support/programme.ts';

const ONE = '900001-2026-27-development.started';
const TWO = '900002-2026-27-development.started';
const PAID = '900003-2026-27-development.started';
const RECOVERED = '900004-2026-27-development.started.clawback';
const ADJUSTED = 'statement-2026-10-origin.adjustment-5';
const OPEN = '900006-2026-27-development.started';
const RAISED = '900007-2026-27-development.started';
const TAKEN_OFF = 'statement-2026-10-origin.adjustment-6';
const HEADER = 'item,amount,reference,paid_on';

let court: Court;
let finance: Person;
let authorization: string;
beforeAll(async () => {
  court = await startCourt({ now: toInstant('2026-11-26T00:30:00Z') });
  finance = await court.programme.finance();
  const request = JSON.stringify({ role: 'finance', user: 'f' });
  authorization = `Bearer ${(await court.programme.call('POST', '/local/token', request)).body.token}`;
  const [statement, ...rows] = statementOf('issued', [
    claimOf('900001'),
    claimOf('900002'),
    paidClaimOf('900003'),
    clawedBackClaimOf('900004'),
    -1250,
    999,
  ]);
  const removed = { by: 'finance.f', at: '2026-11-02T10:00:00.000Z' };
  await given(court.programme, [
    ...(statement ? [statement] : []),
    ...rows.map((row) => (row.type === 'statement-line' && row.number === 6 ? { ...row, removed } : row)),
    ...statementOf('open', [claimOf('900006')], { id: 'statement-2026-10-solent', hub: 'solent' }),
    claimOf('900007'),
    paidClaimOf('900008', {
      clawback: {
        status: 'proposed',
        amount: 1,
        reason: 'Sample reason',
        proposedBy: 'finance.f',
        proposedAt: '2026-11-02T10:00:00.000Z',
      },
    }),
  ]);
});
afterAll(() => court.stop());

const upload = (text: string): Promise<Answer> =>
  court.programme.call('POST', '/api/v1/funding/payments', text, {
    authorization,
    'content-type': 'text/csv',
  });
const check = (text: string): Promise<Answer> =>
  court.programme.call('POST', '/api/v1/funding/payments/check', text, { authorization });
const file = (...lines: readonly string[]) => `${[HEADER, ...lines].join('\n')}\n`;
const paid = (item: string, amount = '1000.00') => `${item},${amount},BACS/0001,2026-11-25`;

describe('a payer’s file', () => {
  const unreadable: [string, string][] = [
    ['nothing', ''],
    ['a form', '{"item":"x"}'],
    ['a header alone', `${HEADER}\n`],
    ['no header', `${paid(ONE)}\n`],
    ['a column too few', 'item,amount,reference\nx,1.00,r\n'],
    ['a column too many', `${HEADER},name\n${paid(ONE)},x\n`],
    ['a column twice', 'item,amount,reference,reference\nx,1.00,r,r\n'],
    ['semicolons', file(paid(ONE)).replaceAll(',', ';')],
    ['a line that is too short', file(paid(ONE), `${TWO},1000.00`)],
    ['a quote that is never closed', file(`"${paid(ONE)}`)],
    ['a page of text in a cell', file(`"${'x\n'.repeat(2000)}",1.00,r,2026-11-25`)],
  ];
  it.each(unreadable)('with %s cannot be read', async (_, text) => {
    await court.refuses(() => upload(text), ['malformed-csv', '']);
  });

  it('says which line cannot be read', async () => {
    const { body } = await upload(file(paid(ONE), `${TWO},1000.00`));
    expect(body.detail).toBe('Line 3 is not comma separated text like the others.');
  });

  it('of more than 14,000 lines is not taken', async () => {
    const text = file(...Array.from({ length: 14_001 }, () => 'a,1.00,r,2026-11-25'));
    await court.refuses(() => upload(text), ['too-many-lines', '']);
  });

  it('of more than 1 MiB is not taken', async () => {
    await court.refuses(() => upload(file('x'.repeat(1024 * 1024))), ['body-too-large', '']);
  });

  const lines: [string, string, Fault, ...Fault[]][] = [
    ['an item of no school', paid('nonsense'), ['item-unknown', 'lines.2.item']],
    ['a claim of nobody', paid('somebody-else.started'), ['item-unknown', 'lines.2.item']],
    ['a claim that never was', paid('900999-2026-27-development.started'), ['item-unknown', 'lines.2.item']],
    ['a claim on no statement', paid(RAISED), ['item-unknown', 'lines.2.item']],
    ['a clawback that is none', paid(`${ONE}.clawback`, '-1000.00'), ['item-unknown', 'lines.2.item']],
    [
      'a clawback that is only proposed',
      paid('900008-2026-27-development.started.clawback', '-0.01'),
      ['item-unknown', 'lines.2.item'],
    ],
    [
      'an adjustment of another line',
      paid('statement-2026-10-origin.adjustment-1'),
      ['item-unknown', 'lines.2.item'],
    ],
    ['a line that was taken off', paid(TAKEN_OFF, '9.99'), ['item-unknown', 'lines.2.item']],
    [
      'an adjustment of no statement',
      paid('statement-2026-13-origin.adjustment-1'),
      ['item-unknown', 'lines.2.item'],
    ],
    ['an item with a formula', paid('=1+1'), ['item-unknown', 'lines.2.item']],
    ['an item in capitals', paid(ONE.toUpperCase()), ['item-unknown', 'lines.2.item']],
    ['an item twice', `${paid(ONE)}\n${paid(ONE)}`, ['item-repeated', 'lines.3.item']],
    ['an item of an open statement', paid(OPEN), ['item-not-approved', 'lines.2.item']],
    ['an item that was paid', paid(PAID), ['item-already-paid', 'lines.2.item']],
    ['a penny too much', paid(ONE, '1000.01'), ['amount-differs', 'lines.2.amount']],
    ['a hundredth of it', paid(ONE, '10.00'), ['amount-differs', 'lines.2.amount']],
    ['a clawback without its sign', paid(RECOVERED, '250.00'), ['amount-differs', 'lines.2.amount']],
    ['a claim with a sign', paid(ONE, '-1000.00'), ['amount-differs', 'lines.2.amount']],
    ['whole pounds', paid(ONE, '1000'), ['invalid-format', 'lines.2.amount']],
    ['a comma for thousands', paid(ONE, '"1,000.00"'), ['invalid-format', 'lines.2.amount']],
    ['a pound sign', paid(ONE, '£1000.00'), ['invalid-format', 'lines.2.amount']],
    ['no reference', `${ONE},1000.00,,2026-11-25`, ['invalid-format', 'lines.2.reference']],
    ['a reference in words', `${ONE},1000.00,two words,2026-11-25`, ['invalid-format', 'lines.2.reference']],
    ['a date the other way round', `${ONE},1000.00,r,25/11/2026`, ['invalid-format', 'lines.2.paid_on']],
    ['a day that no calendar has', `${ONE},1000.00,r,2026-11-31`, ['invalid-format', 'lines.2.paid_on']],
    ['tomorrow', `${ONE},1000.00,r,2026-11-27`, ['paid-in-future', 'lines.2.paid_on']],
  ];
  it.each(lines)('with %s is refused', async (_, text, first, ...others) => {
    await court.refuses(() => upload(file(text)), first, ...others);
  });

  it('is refused whole for one line of many, and names every problem with its line', async () => {
    const text = file(
      paid(TWO),
      '',
      `${paid(ONE, '999.99')}`,
      paid(PAID, '1.00'),
      'nonsense,x,?,soon',
      paid(TWO, '5.00'),
    );
    const answer = await court.refuses(
      () => upload(text),
      ['amount-differs', 'lines.4.amount'],
      ['item-already-paid', 'lines.5.item'],
      ['amount-differs', 'lines.5.amount'],
      ['item-unknown', 'lines.6.item'],
      ['invalid-format', 'lines.6.amount'],
      ['invalid-format', 'lines.6.reference'],
      ['invalid-format', 'lines.6.paid_on'],
      ['item-repeated', 'lines.7.item'],
      ['amount-differs', 'lines.7.amount'],
    );
    expect(answer).toEqual([]);
    const { body } = await upload(text);
    expect(body.errors[0].detail).toBe('Line 4: the statement says 1000.00.');
  });

  it('is judged beforehand just as when it is taken, and then too names every problem', async () => {
    await court.refuses(
      () => check(file(paid(TWO), paid(ONE, '999.99'), paid('nonsense'))),
      ['amount-differs', 'lines.3.amount'],
      ['item-unknown', 'lines.4.item'],
    );
    await court.refuses(() => check('nonsense'), ['malformed-csv', '']);
    const origin = await court.programme.hub('origin');
    expectRefusal(await origin.post('/funding/payments/check', {}), ['not-permitted', 'Authorization']);
  });

  it('is no hub’s to send, nor to look at', async () => {
    const origin = await court.programme.hub('origin');
    expectRefusal(await origin.post('/funding/payments', {}), ['not-permitted', 'Authorization']);
    expectRefusal(await origin.get('/funding/payments/pf-0'), ['not-permitted', 'Authorization']);
  });

  it('that nobody sent is not found', async () => {
    for (const id of ['pf-0', `pf-${'f'.repeat(32)}`, '%00', 'statement-2026-10-origin']) {
      expectRefusal(await finance.get(`/funding/payments/${id}`), ['not-found', 'id']);
    }
  });
});

describe('a payer’s file that is right in every line', () => {
  const text = [
    '\ufeffpaid_on,reference,item,amount',
    `2026-11-26,BACS/0001,${ONE},1000.00`,
    `"2026-11-25","BACS/0002","${RECOVERED}","-250.00"`,
    '',
    `2026-11-25,BACS.3_x-1,${ADJUSTED},-12.50`,
    '',
  ].join('\r\n');

  it('is told beforehand what it would pay, statement by statement, and nothing is kept', async () => {
    const before = await court.stored.rows();
    const { status, body } = await check(text);
    expect(status).toBe(200);
    expect(body).toMatchObject({ known: false, lines: 3, total: 73_750 });
    expect(body.statements).toEqual([{ id: 'statement-2026-10-origin', lines: 3, total: 73_750 }]);
    expect(await court.stored.rows()).toEqual(before);
  });

  it('is taken, in any order of columns and as a spreadsheet writes it, and applied', async () => {
    const { status, body } = await upload(text);
    expect(status).toBe(202);
    expect(body).toMatchObject({ status: 'accepted', lines: 3, total: 73_750, chunks: 1 });
    await court.programme.host.quiet();
    const { body: file } = await finance.get(`/funding/payments/${body.id}`);
    expect(file).toMatchObject({ status: 'applied', applied: 1, uploadedBy: 'finance.f' });
  });

  it('is the same file when it comes again, and changes nothing', async () => {
    const before = await court.stored.rows();
    const { status, body } = await upload(text);
    expect([status, body.status, body.lines]).toEqual([202, 'applied', 3]);
    expect((await check(text)).body).toMatchObject({ known: true, lines: 3, statements: [] });
    await court.programme.host.quiet();
    expect(await court.stored.rows()).toEqual(before);
  });

  it('is another file when a line more comes with it, and what was paid is not paid again', async () => {
    await court.refuses(
      () => upload(`${text}2026-11-25,r,${TWO},1000.00\r\n`),
      ['item-already-paid', 'lines.2.item'],
      ['item-already-paid', 'lines.3.item'],
      ['item-already-paid', 'lines.5.item'],
    );
  });
});
