import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toInstant } from '../../core/instant.ts';
import { expectRefusal } from '../support/court.ts';
import { declaration, developmentForm, key, workGroupForm } from '../support/forms.ts';
import { type Answer, type Person, type Programme, startProgramme } from '../support/programme.ts';
import { openStored, type Stored, storedOf } from '../support/stored.ts';

const ONE = '900001-2026-27-development.started';
const TWO = '900002-2026-27-development.started';
const SEPTEMBER = 'statement-2026-09-origin';
const OCTOBER = 'statement-2026-10-origin';

/** From a released instalment to the payer's reference, and back again, on the real definitions and handlers. */
describe('two claims, from their release to the payer’s reference, and one of them partly back', () => {
  let programme: Programme;
  let stored: Stored;
  let finance: Person;
  let second: Person;
  let authorization: string;
  beforeAll(async () => {
    programme = await startProgramme({ now: toInstant('2026-08-25T09:00:00Z') });
    stored = openStored(programme);
    finance = await programme.finance();
    second = await programme.admin();
    const request = JSON.stringify({ role: 'finance', user: 'f' });
    authorization = `Bearer ${(await programme.call('POST', '/local/token', request)).body.token}`;
    const origin = await programme.hub('origin');
    for (const urn of ['900001', '900002']) {
      expect((await origin.post('/enrolments', developmentForm(urn), key(urn))).status).toBe(202);
    }
    await origin.post('/work-groups', workGroupForm(['900001', '900002']));
    await programme.advanceTo('2026-09-10T09:00:00Z');
    for (const urn of ['900001', '900002']) {
      const ask = `${urn}-2026-27-development.declaration-started`;
      const { status } = await origin.post(`/asks/${ask}/answer`, declaration('2026-09-02'));
      expect(status).toBe(200);
    }
  });
  afterAll(async () => {
    stored.close();
    await programme.stop();
  });

  const upload = (text: string): Promise<Answer> =>
    programme.call('POST', '/api/v1/funding/payments', text, { authorization });
  const approve = async (statement: string): Promise<void> => {
    const { status } = await second.post(`/asks/${statement}.approval/answer`, { decision: 'approve' });
    expect(status).toBe(200);
    await programme.host.quiet();
  };
  /** What the payer answers who pays everything that a statement's CSV names, item by item. */
  const answerTo = async (month: string, reference: string, paidOn: string): Promise<string> => {
    const { body } = await programme.call('GET', `/api/v1/funding/statements/${month}/origin`, undefined, {
      authorization,
      accept: 'text/csv',
    });
    const [header, ...lines] = body.trim().split(/\r?\n/);
    const columns = header.split(',');
    const rows = lines.map((line: string) => {
      const cells = line.split(',');
      return [cells[columns.indexOf('item')], cells[columns.indexOf('amount')], reference, paidOn].join(',');
    });
    return `${['item,amount,reference,paid_on', ...rows].join('\n')}\n`;
  };
  const claim = async (id: string) => (await storedOf(stored, 'claim')).find((row) => row['id'] === id);
  const statement = async (month: string) => (await finance.get(`/funding/statements/${month}/origin`)).body;
  const announced = async (...types: readonly string[]) =>
    (await finance.get('/funding/events?limit=1000')).body.items
      .filter(({ type }: { type: string }) => types.includes(type))
      .map(({ type, data }: { type: string; data: Record<string, unknown> }) => [
        type,
        data['claimId'] ?? data['statementId'],
        data['reference'],
      ]);

  it('keeps a claim that is held off September’s statement, and the payer cannot pay what is not issued', async () => {
    await finance.post(`/funding/claims/${TWO}/hold`, { reason: 'Sample reason' });
    await programme.advanceTo('2026-10-01T09:00:00Z');
    expect(await statement('2026-09')).toMatchObject({ status: 'open', lines: 1, total: 100_000 });
    const early = `item,amount,reference,paid_on\n${ONE},1000.00,BACS/1,2026-10-01\n${TWO},1000.00,BACS/1,2026-10-01\n`;
    const answer = await upload(early);
    expectRefusal(answer, ['item-not-approved', 'lines.2.item'], ['item-unknown', 'lines.3.item']);
    await approve(SEPTEMBER);
    expect(await statement('2026-09')).toMatchObject({ status: 'issued', total: 100_000 });
  });

  let september: string;
  it('pays what the statement names, with the payer’s reference, once and for all', async () => {
    september = await answerTo('2026-09', 'BACS/0910', '2026-10-01');
    const wrong = await upload(september.replace('1000.00', '1000.01'));
    expectRefusal(wrong, ['amount-differs', 'lines.2.amount']);
    expect(await claim(ONE)).toMatchObject({ status: 'approved' });
    const { status, body } = await upload(september);
    expect([status, body.lines, body.total]).toEqual([202, 1, 100_000]);
    await programme.host.quiet();
    expect(await claim(ONE)).toMatchObject({
      status: 'paid',
      payment: { reference: 'BACS/0910', paidOn: '2026-10-01', fileId: body.id },
    });
    expect(await statement('2026-09')).toMatchObject({ status: 'paid' });
    expect((await finance.get(`/funding/payments/${body.id}`)).body).toMatchObject({ status: 'applied' });
    const told = [
      ['ClaimPaid', ONE, 'BACS/0910'],
      ['StatementPaid', SEPTEMBER, undefined],
    ];
    expect(await announced('ClaimPaid', 'StatementPaid')).toEqual(told);
    const queued = (await programme.queue('finance')).map((message) => message.body['detail-type']);
    expect(queued.filter((type) => type === 'ClaimPaid')).toHaveLength(1);
  });

  it('changes nothing when the same file comes again, or its event is delivered again', async () => {
    const before = await stored.rows();
    expect(await upload(september)).toMatchObject({ status: 202, body: { status: 'applied' } });
    const due = [...before.values()].find(({ eventType }) => eventType === 'PaymentChunkDue');
    const bus = new EventBridgeClient({ endpoint: programme.host.awsAddress });
    const { eventId, actor, subject, hub, occurredAt, data } = due ?? {};
    const metadata = { eventId, version: 1, occurredAt, actor, subject, hub };
    const entry = {
      EventBusName: 'mastery-pathways',
      Source: 'mastery-pathways',
      DetailType: 'PaymentChunkDue',
      Detail: JSON.stringify({ metadata, data }),
    };
    const { FailedEntryCount } = await bus.send(new PutEventsCommand({ Entries: [entry] }));
    bus.destroy();
    expect(FailedEntryCount).toBe(0);
    await programme.host.quiet();
    expect(await stored.rows()).toEqual(before);
  });

  it('puts a released claim and a clawback on October’s statement, and recovers what the payer says', async () => {
    await finance.post(`/funding/claims/${TWO}/release`, undefined);
    const proposal = { amount: 25_000, reason: 'Sample reason' };
    expect((await finance.post(`/funding/claims/${ONE}/clawback`, proposal)).status).toBe(200);
    const decided = await second.post(`/funding/claims/${ONE}/clawback/approval`, { decision: 'approve' });
    expect(decided.status).toBe(200);
    await programme.advanceTo('2026-11-01T09:00:00Z');
    expect(await statement('2026-10')).toMatchObject({ status: 'open', lines: 2, total: 75_000 });
    await approve(OCTOBER);
    const october = await answerTo('2026-10', 'BACS/1010', '2026-11-01');
    expect(october).toContain(`${ONE}.clawback,-250.00,BACS/1010,2026-11-01\n`);
    expect((await upload(october)).body).toMatchObject({ lines: 2, total: 75_000 });
    await programme.host.quiet();
    expect(await claim(TWO)).toMatchObject({ status: 'paid', payment: { reference: 'BACS/1010' } });
    expect(await claim(ONE)).toMatchObject({
      status: 'paid',
      payment: { reference: 'BACS/0910' },
      clawback: { status: 'recovered', amount: 25_000, recovery: { reference: 'BACS/1010' } },
    });
    expect(await statement('2026-10')).toMatchObject({ status: 'paid' });
    const told = await announced('ClaimPaid', 'ClawbackRecovered', 'StatementPaid');
    expect(told.slice(2).sort()).toEqual([
      ['ClaimPaid', TWO, 'BACS/1010'],
      ['ClawbackRecovered', ONE, 'BACS/1010'],
      ['StatementPaid', OCTOBER, undefined],
    ]);
  });

  it('draws both for assurance, with the references of their evidence', async () => {
    const { body } = await finance.get('/funding/assurance-sample?academicYear=2026-27&seed=1&size=5');
    const lines = body.trim().split('\r\n').slice(1);
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(line).toMatch(/,2026-09-02,attendance-register,REG-1,no$/);
  });

  it('leaves no dead letter and no defect', async () => {
    expect(await programme.queue('dead-letters')).toEqual([]);
    expect(programme.log()).not.toContain('"level":"error"');
  });
});
