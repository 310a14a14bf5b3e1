import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimIdSchema } from '../../core/claim.ts';
import { actorSchema } from '../../core/codes.ts';
import { instantOf, toInstant } from '../../core/instant.ts';
import { penceSchema } from '../../core/pence.ts';
import { deps } from '../../functions/support/deps.ts';
import { compareBooks } from '../../functions/use-cases/compare-books.ts';
import { reconcileCommand } from '../../local/reconcile.ts';
import { republishCommand } from '../../local/republish.ts';
import { whatIfCommand } from '../../local/what-if.ts';
import { changed } from '../../workflows/change.ts';
import { expectRefusal } from '../support/court.ts';
import { declaration, developmentForm, key, workGroupForm } from '../support/forms.ts';
import { type Person, type Programme, startProgramme } from '../support/programme.ts';
import { policyOf2026 } from '../support/sample-rows.ts';
import { openStored, type Stored, storedOf } from '../support/stored.ts';

/** Four schools of a hub, from their first declaration to a payment that is half recovered, and the proof of every penny. */

let programme: Programme;
let stored: Stored;
let origin: Person;
let finance: Person;
beforeAll(async () => {
  programme = await startProgramme({ now: toInstant('2026-09-29T09:00:00Z') });
  stored = openStored(programme);
  origin = await programme.hub('origin');
  finance = await programme.finance();
  for (const urns of [
    ['900001', '900002'],
    ['900003', '900004'],
  ]) {
    for (const urn of urns) await origin.post('/enrolments', developmentForm(urn), key(urn));
    expect((await origin.post('/work-groups', workGroupForm(urns))).status).toBe(201);
  }
  await programme.host.quiet();
  for (const urn of ['900001', '900002', '900003']) {
    const path = `/asks/${urn}-2026-27-development.declaration-started/answer`;
    expect((await origin.post(path, declaration('2026-09-29'))).status).toBe(200);
  }
  await programme.host.quiet();
});
afterAll(async () => {
  stored.close();
  await programme.stop();
});

const started = (urn: string) => claimIdSchema.parse(`${urn}-2026-27-development.started`);
const why = async (id: string, person = origin) => (await person.get(`/funding/claims/${id}`)).body;

async function told(
  command: (
    args: string[],
    env: Readonly<Record<string, string>>,
    print: (text: string) => void,
  ) => Promise<0 | 1>,
  ...args: string[]
) {
  const said: string[] = [];
  const code = await command([...args, '--data', programme.dataFolder], {}, (text) => said.push(text));
  return { code, said: said.join('\n') };
}

describe('why a claim is paid, or is not', () => {
  it('says what is missing before it is raised, until when, and whose turn it is', async () => {
    expect(await why(started('900004'))).toMatchObject({
      status: 'not-raised',
      amount: 100_000,
      school: { urn: '900004' },
      rule: { policyVersion: 1, stageAmount: 200_000, instalment: 100_000 },
      next: { what: 'declaration', who: 'hub', until: '2026-10-31T17:00:00.000Z' },
    });
    expect((await why('900004-2026-27-development.completed')).next).toMatchObject({
      what: 'window-to-open',
      who: 'hub',
    });
  });

  it('says what released it, by which rule, and when it will be on a statement', async () => {
    expect(await why(started('900001'), finance)).toMatchObject({
      status: 'raised',
      releasedBy: {
        ask: '900001-2026-27-development.declaration-started',
        happenedOn: '2026-09-29',
        evidence: { type: 'attendance-register', reference: 'REG-1' },
        late: false,
      },
      rule: { policyVersion: 1, stageAmount: 200_000, instalment: 100_000 },
      next: { what: 'next-statement', who: 'workflow', from: '2026-09-30T23:00:00.000Z' },
    });
  });

  it.each(['nonsense', '900001-2026-27-development.retained', '900009-2026-27-development.started'])(
    'knows nothing of %s',
    async (id) => expectRefusal(await origin.get(`/funding/claims/${id}`), ['not-found', 'id']),
  );

  it('is nothing that another hub may look into', async () => {
    const solent = await programme.hub('solent');
    expectRefusal(await solent.get(`/funding/claims/${started('900001')}`), ['not-found', 'id']);
    expectRefusal(await solent.get(`/funding/claims/${started('900004')}`), ['not-found', 'id']);
    expectRefusal(await solent.get('/funding/summary?hub=origin'), ['not-permitted', 'hub']);
  });

  it('follows it over its statement to the payer’s reference, and over a hold', async () => {
    await programme.advanceTo('2026-10-01T06:00:00Z');
    expect(await why(started('900001'))).toMatchObject({
      status: 'on-statement',
      statement: { id: 'statement-2026-09-origin', status: 'open' },
      next: { what: 'approval', who: 'finance', until: '2026-10-15T16:00:00.000Z' },
    });
    const held = await finance.post(`/funding/claims/${started('900003')}/hold`, { reason: 'Sample doubt' });
    expect(held.status).toBe(200);
    expect(await why(started('900003'))).toMatchObject({
      status: 'held',
      hold: { reason: 'Sample doubt' },
      next: { what: 'release', who: 'finance' },
    });
    const approver = await programme.finance('approver');
    const approval = '/asks/statement-2026-09-origin.approval/answer';
    expect((await approver.post(approval, { decision: 'approve' })).status).toBe(200);
    await programme.host.quiet();
    expect(await why(started('900001'))).toMatchObject({
      status: 'approved',
      next: { what: 'payment', who: 'payer', from: '2026-10-24T23:00:00.000Z' },
    });
    await pay(
      'item,amount,reference,paid_on',
      ...['900001', '900002'].map((urn) => `${started(urn)},1000.00,BACS-${urn},2026-10-01`),
    );
    expect(await why(started('900001'))).toMatchObject({
      status: 'paid',
      payment: { reference: 'BACS-900001', paidOn: '2026-10-01' },
      ended: 'paid',
    });
  });

  it('goes on with what is recovered', async () => {
    const clawback = `/funding/claims/${started('900002')}/clawback`;
    expect((await finance.post(clawback, { amount: 40_000, reason: 'Sample reason' })).status).toBeLessThan(
      300,
    );
    expect((await why(started('900002'))).next).toEqual({ what: 'clawback-decision', who: 'finance' });
    const second = await programme.finance('approver');
    expect((await second.post(`${clawback}/approval`, { decision: 'approve' })).status).toBe(200);
    expect((await why(started('900002'))).next).toMatchObject({
      what: 'clawback-on-statement',
      who: 'workflow',
    });
  });
});

async function pay(...lines: string[]) {
  const { body } = await programme.call('POST', '/local/token', '{"role":"finance","user":"f"}');
  const headers = { authorization: `Bearer ${body.token}`, 'content-type': 'text/csv' };
  const answer = await programme.call('POST', '/api/v1/funding/payments', `${lines.join('\n')}\n`, headers);
  expect(answer.status).toBeLessThan(300);
  await programme.host.quiet();
}

describe('the summary', () => {
  it('says what is expected, raised, paid and remaining, to a hub of its own', async () => {
    const sums = { expected: 800_000, raised: 300_000, paid: 200_000, recovered: 0, remaining: 600_000 };
    const line = { hub: 'origin', academicYear: '2026-27', stage: 'development', ...sums };
    expect((await origin.get('/funding/summary')).body).toEqual({ items: [line], total: sums });
    expect((await finance.get('/funding/summary?hub=origin&academicYear=2026-27')).body.items).toEqual([
      line,
    ]);
    expect((await finance.get('/funding/summary?academicYear=2025-26')).body.items).toEqual([]);
    expectRefusal(await finance.get('/funding/summary?academicYear=2026'), [
      'invalid-format',
      'academicYear',
    ]);
  });
});

describe('finance’s feed', () => {
  it('has every funding event that was ever written, once, without a gap', async () => {
    const { items } = (await finance.get('/funding/events?after=0&limit=1000')).body;
    const rows = await storedOf(stored, 'event');
    const funding = rows.filter(({ eventType }) => /^(Claim|Clawback|Statement)/.test(String(eventType)));
    expect(items.map(({ sequence }: { sequence: number }) => sequence)).toEqual(
      funding.map((_, index) => index + 1),
    );
    expect(items.map(({ eventId }: { eventId: string }) => eventId).sort()).toEqual(
      funding.map(({ eventId }) => eventId).sort(),
    );
  });

  it('is told to finance again, a stretch of it, and to nobody else', async () => {
    const before = await programme.queue('finance');
    const feed = (await finance.get('/funding/events?after=0&limit=1000')).body;
    const executions = await programme.executions('statement');
    const october = ['--since', '2026-10-01T00:00:00Z', '--to', '2026-11-01T00:00:00Z'];
    const { code, said } = await told(republishCommand, ...october);
    expect(code).toBe(0);
    const idsOf = (messages: Awaited<ReturnType<Programme['queue']>>) =>
      messages.map(({ body }) => body.detail.metadata.eventId);
    const after = await programme.queue('finance');
    const again = after.slice(before.length);
    expect(said).toContain(`Told finance ${again.length} events again`);
    const expected = before.filter(({ body }) => body.time >= '2026-10-01');
    expect(idsOf(again).sort()).toEqual(idsOf(expected).sort());
    expect(again.length).toBeGreaterThan(5);
    expect(again.length).toBeLessThan(before.length);
    expect((await finance.get('/funding/events?after=0&limit=1000')).body).toEqual(feed);
    expect(await programme.executions('statement')).toEqual(executions);
    expect(await programme.queue('dead-letters')).toEqual([]);
  });

  it('is not told again without a stretch of time, or with no host to put it on', async () => {
    expect(await told(republishCommand, '--since', 'Monday')).toMatchObject({ code: 1 });
    const nowhere = [
      '--since',
      '2026-10-01T00:00:00Z',
      '--to',
      '2026-11-01T00:00:00Z',
      '--data',
      'no-such-folder',
    ];
    const said: string[] = [];
    expect(await republishCommand(nowhere, {}, (text) => said.push(text))).toBe(1);
    expect(said.join()).toContain('No host is running on no-such-folder');
  });
});

describe('the proof', () => {
  const nights = async () =>
    (await storedOf(stored, 'reconciliation')).map(({ day, divergences }) => `${day} ${divergences}`).sort();

  it('rebuilds every balance from the events alone, and finds rows and events at one', async () => {
    const { code, said } = await told(reconcileCommand);
    expect(said).toContain('3 claims and 1 statements');
    expect(said).toContain('Rows and events agree to the penny.');
    expect(said).toMatch(/origin +2026-27 development +3000\.00 +2000\.00 +0\.00/);
    expect(code).toBe(0);
    await programme.advanceTo('2026-10-02T05:00:00Z');
    expect(await nights()).toEqual(['2026-09-30 0', '2026-10-01 0', '2026-10-02 0']);
    expect(programme.log()).not.toContain('the books diverge');
  });

  const CLAIM = started('900001');
  const readClaim = async () => {
    const claim = await deps().readClaim(CLAIM);
    if (!claim) throw new Error('the claim is there');
    return claim;
  };
  const write = async (amount: number) =>
    deps().commit({
      puts: [changed(await readClaim(), { amount: penceSchema.parse(amount) })],
      events: [],
      at: instantOf(programme.host.clock.now()),
      by: actorSchema.parse('a-test'),
    });

  it('finds the one row that somebody wrote past the service, and names the event that says otherwise', async () => {
    await write(110_000);
    // Nothing was told of it: the night looks all the same.
    await programme.advanceTo('2026-10-03T05:00:00Z');
    expect((await nights()).at(-1)).toBe('2026-10-03 1');
    const events = await storedOf(stored, 'event');
    const born = events.find(
      ({ eventType, data }) => eventType === 'ClaimRaised' && (data as { claimId: string }).claimId === CLAIM,
    );
    const diverged = events.filter(({ eventType }) => eventType === 'LedgerDiverged');
    expect(diverged.map(({ data }) => data)).toEqual([
      { day: '2026-10-03', divergences: 1, id: CLAIM, field: 'amount', eventId: born?.['eventId'] },
    ]);
    const logged = programme.log();
    expect(logged).toMatch(/"level":"error","message":"the books diverge".*"row":"110000","events":"100000"/);
    expect(logged).toMatch(/"reconcile\.divergences":1/);
    const { code, said } = await told(reconcileCommand);
    expect(code).toBe(1);
    expect(said).toContain(
      `${CLAIM}: amount is 110000 in its row and 100000 by its events, since ${born?.['eventId']}`,
    );
    await write(100_000);
    await programme.advanceTo('2026-10-04T05:00:00Z');
    expect((await nights()).at(-1)).toBe('2026-10-04 0');
  });

  it('waits for an event that is on its way to the feed, but not for ever', async () => {
    const { items } = (await finance.get('/funding/events?after=0&limit=1000')).body;
    const lost = items.findLast(({ type }: { type: string }) => type === 'ClaimPaid');
    const all = deps();
    const without = {
      ...all,
      readFeed: async (after: number, limit: number) =>
        (await all.readFeed(after, limit)).filter(({ eventId }) => eventId !== lost.eventId),
      timelineOf: async (subject: string) =>
        (await all.timelineOf(subject)).map(({ feedSequence, ...row }) =>
          row.eventId === lost.eventId || !feedSequence ? row : { ...row, feedSequence },
        ),
    };
    const soon = await compareBooks(instantOf(Date.parse(lost.occurredAt) + 60_000), without);
    expect(soon.divergences).toEqual([]);
    const late = await compareBooks(instantOf(Date.parse(lost.occurredAt) + 3_700_000), without);
    expect(late.divergences).toContainEqual({
      id: lost.data.claimId,
      field: 'feed',
      row: 'present',
      events: 'none',
      eventId: lost.eventId,
    });
  });
});

describe('what if another policy were active', () => {
  const policy = policyOf2026();
  const { development } = policy.stages;
  const written = (started: number, completed: number) => {
    const file = join(programme.dataFolder, 'policy.json');
    const milestones = [
      { milestone: 'started', instalment: started },
      { milestone: 'completed', instalment: completed },
    ];
    const stages = { ...policy.stages, development: { ...development, amount: 250_000, milestones } };
    writeFileSync(file, JSON.stringify({ ...policy, stages }));
    return file;
  };

  it('says so in pounds per hub and stage, and how many keep what they have', async () => {
    const { code, said } = await told(whatIfCommand, '--policy', written(100_000, 150_000));
    expect(said).toContain('4 participations have opened their year');
    expect(said).toContain('Altogether: 0.00');
    expect(code).toBe(0);
  });

  it('refuses what contradicts itself, and what was released already', async () => {
    expect(await told(whatIfCommand, '--policy', written(150_000, 100_000))).toMatchObject({
      code: 1,
      said: expect.stringContaining('stages.development.milestones.started: '),
    });
    expect(await told(whatIfCommand, '--policy', written(1, 1))).toMatchObject({
      code: 1,
      said: expect.stringContaining('instalments add up to 2, not 250000 pence'),
    });
    expect(await told(whatIfCommand)).toMatchObject({
      code: 1,
      said: expect.stringContaining('Which policy?'),
    });
  });
});
