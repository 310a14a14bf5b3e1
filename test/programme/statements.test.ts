import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { actorSchema } from '../../core/codes.ts';
import { instantOf, toInstant } from '../../core/instant.ts';
import { signedPenceSchema } from '../../core/pence.ts';
import { statementIdSchema } from '../../core/statement-id.ts';
import { deps } from '../../functions/support/deps.ts';
import { executionDeps } from '../../functions/support/execution-deps.ts';
import type { HostOptions } from '../../local/host.ts';
import { changed } from '../../workflows/change.ts';
import { type Programme, startProgramme } from '../support/programme.ts';
import { sampleClaim } from '../support/sample-rows.ts';
import { openStored, storedOf } from '../support/stored.ts';

/** Whole statements on the real machine: cut off, gathered, approved, issued, and checked by somebody with the files alone. */

let programme: Programme;
let folder: string | undefined;
afterEach(async () => {
  await programme.stop();
  if (folder) rmSync(folder, { recursive: true });
  folder = undefined;
});

/** A programme in which these claims were raised, each of a school of its own. */
async function given(now: string, raised: readonly string[], options: Partial<HostOptions> = {}) {
  programme = await startProgramme({ now: toInstant(now), ...options });
  for (const [index, raisedAt] of raised.entries()) await raise(String(900_001 + index), raisedAt);
}

/** A claim as a declaration raises it, with its event, at any instant. */
async function raise(urn: string, at: string) {
  const participationId = `${urn}-2026-27-development`;
  const raisedAt = toInstant(at);
  const claim = sampleClaim({ id: `${participationId}.started`, participationId, urn, raisedAt });
  const { id: claimId, hub, academicYear, stage, instalment, amount, policyVersion } = claim;
  const about = { participationId: claim.participationId, urn: claim.urn, academicYear, stage };
  const data = { ...about, claimId, instalment, amount, policyVersion };
  const events = [
    {
      subject: participationId,
      subjectVersion: 1,
      hub,
      announcements: [{ type: 'ClaimRaised', data } as const],
    },
  ];
  await deps().commit({ puts: [claim], events, at: raisedAt, by: TESTER });
}

const TESTER = actorSchema.parse('a-test');

const statement = async (month: string) =>
  (await (await programme.finance()).get(`/funding/statements/${month}/origin`)).body;

async function approve(month: string, answer: object = { decision: 'approve' }) {
  const finance = await programme.finance('approver');
  const answered = await finance.post(`/asks/statement-${month}-origin.approval/answer`, answer);
  await programme.host.quiet();
  return answered;
}

describe('the month ends at midnight in London', () => {
  it.each([
    ['31 March', '2027-03-31T22:59:59.999Z', '2027-03-31T23:00:00.000Z', '2027-03'],
    ['30 April', '2027-04-30T22:59:59.999Z', '2027-04-30T23:00:00.000Z', '2027-04'],
    ['31 October', '2026-10-31T23:59:59.999Z', '2026-11-01T00:00:00.000Z', '2026-10'],
    ['31 December', '2026-12-31T23:59:59.999Z', '2027-01-01T00:00:00.000Z', '2026-12'],
  ])('on %s: what was raised before is on the statement, what was raised then is not', async (...row) => {
    const [, last, first, month] = row;
    await given(first, [last, first]);
    await programme.advanceTo(new Date(Date.parse(first) + 4 * 3_600_000).toISOString());
    const { status, lines, cutOff, items } = await statement(month);
    expect({ status, lines, cutOff }).toEqual({ status: 'open', lines: 1, cutOff: toInstant(first) });
    expect(items[0]).toMatchObject({ urn: '900001' });
    expect(await programme.executions('statement')).toEqual([`statement-${month}-origin RUNNING`]);
  });
});

it('three nights missed in a row heal: the fourth asks for what is due, not for what happened yesterday', async () => {
  // No night of November has passed on this host.
  await given('2026-11-03T20:00:00Z', ['2026-10-31T23:59:59.999Z', '2026-11-02T09:00:00Z']);
  await programme.advanceTo('2026-11-04T03:05:00Z');
  expect(await statement('2026-10')).toMatchObject({ status: 'open', lines: 1, total: 100_000 });
});

describe('a statement', () => {
  it('comes to be, is approved and issued, and the next one goes on from it; with the files and the docs alone anybody can check both', async () => {
    await given('2026-10-31T20:00:00Z', ['2026-10-05T09:00:00Z', '2026-10-20T09:00:00Z']);
    await programme.advanceTo('2026-11-01T04:00:00Z');
    const [finance, approver] = [await programme.finance(), await programme.finance('approver')];
    // A claim of October that no list showed in time is late, and lands on the next one.
    await raise('900003', '2026-10-31T23:00:00Z');

    const form = { amount: -12_345, reason: '=SUM(A sample)', urn: '900001' };
    const adjusted = await finance.post('/funding/statements/2026-10/origin/adjustments', form);
    expect(adjusted).toMatchObject({ status: 201, body: { number: 3, amount: -12_345 } });
    const open = (await approver.get('/asks?kind=statement&status=open')).body.items;
    expect(open).toMatchObject([
      {
        id: 'statement-2026-10-origin.approval',
        kind: 'statement',
        status: 'open',
        closesAt: '2026-11-15T17:00:00.000Z',
        statement: { lines: 3, total: 187_655 },
      },
    ]);
    const { seal } = await statement('2026-10');
    expect(await approve('2026-10', { decision: 'approve', seal })).toMatchObject({
      status: 200,
      body: { status: 'answered', statement: { seal } },
    });
    expect(await programme.executions('statement')).toEqual(['statement-2026-10-origin SUCCEEDED']);
    expect(await statement('2026-10')).toMatchObject({
      status: 'issued',
      unpaid: 3,
      seal,
      verification: { intact: true },
    });
    const claims = (await finance.get('/funding/claims?hub=origin')).body.items;
    expect(claims.map(({ urn, status }: { urn: string; status: string }) => `${urn} ${status}`)).toEqual([
      '900001 approved',
      '900002 approved',
      '900003 raised',
    ]);

    // November's: never looked at before its day has come.
    await programme.advanceTo('2026-12-15T17:05:00Z');
    const late = await statement('2026-11');
    expect(late).toMatchObject({ previous: 'statement-2026-10-origin', lines: 1 });
    expect(late.overdueAt).toBeDefined();
    await approve('2026-11');
    expect(await statement('2026-11')).toMatchObject({ status: 'issued', previousSeal: seal });

    folder = mkdtempSync(join(tmpdir(), 'statements-'));
    for (const month of ['2026-10', '2026-11']) {
      const path = `/funding/statements/${month}/origin`;
      const file = await finance.get(path, { accept: 'text/csv' });
      const disposition = file.headers.get('content-disposition');
      const name = /filename="(.+)"/.exec(disposition ?? '')?.[1] ?? '';
      // fetch takes the byte order mark off the text; the file has it.
      writeFileSync(join(folder, name), `\uFEFF${file.body}`);
    }
    const docs = readFileSync(new URL('../../docs/statements.md', import.meta.url), 'utf8');
    const recipe = /```sh\n([\s\S]+?)```/.exec(docs)?.[1] ?? '';
    const printed = execFileSync('sh', ['-c', recipe], { cwd: folder, encoding: 'utf8' });
    const november = await statement('2026-11');
    expect(printed.trim().split('\n')).toEqual([
      `statement-2026-10-origin.csv total 1876.55 seal ${seal}`,
      `statement-2026-11-origin.csv total 1000.00 seal ${november.seal}`,
    ]);

    const stored = openStored(programme);
    const downloads = await storedOf(stored, 'download');
    stored.close();
    expect(downloads.map(({ what, by }) => [what, by])).toEqual([
      ['statement-2026-10-origin', 'finance.f'],
      ['statement-2026-11-origin', 'finance.f'],
    ]);
    expect(programme.log()).not.toContain('"level":"error"');
    await tamper();
  });

  it('whose start was lost, and later its approval’s bell, goes on with the next night’s sweep', async () => {
    let outage = 'StartExecution';
    const throttle = (operation: string) => operation === outage;
    process.env['AWS_MAX_ATTEMPTS'] = '1';
    await given('2026-10-31T20:00:00Z', ['2026-10-05T09:00:00Z'], { throttle });
    await programme.advanceTo('2026-11-01T04:00:00Z');
    expect(await statement('2026-10')).toMatchObject({ status: 'gathering', lines: 0 });
    outage = '';
    await programme.advanceTo('2026-11-02T02:35:00Z');
    expect(await statement('2026-10')).toMatchObject({ status: 'open', lines: 1 });
    expect(await programme.executions('statement')).toEqual(['statement-2026-10-origin-r2 RUNNING']);
    outage = 'SendTaskSuccess';
    await approve('2026-10');
    await programme.advanceTo('2026-11-02T04:00:00Z');
    expect(await statement('2026-10')).toMatchObject({ status: 'approved' });
    outage = '';
    await programme.advanceTo('2026-11-03T02:35:00Z');
    expect(await statement('2026-10')).toMatchObject({ status: 'issued' });
    expect(await programme.executions('statement')).toEqual(['statement-2026-10-origin-r2 SUCCEEDED']);
    const found = (await deps().timelineOf('statement-2026-10-origin')).filter(
      ({ eventType }) => eventType === 'StuckWorkFound',
    );
    expect(found.map(({ data }) => data['finding'])).toEqual(['no-execution', 'answer-not-picked-up']);
  });

  it('whose workflow failed says so, is restarted by an admin, and goes on from what is stored', async () => {
    await given('2026-10-31T20:00:00Z', ['2026-10-05T09:00:00Z']);
    await programme.advanceTo('2026-11-01T04:00:00Z');
    await executionDeps().stopExecution('statement', 'statement-2026-10-origin', 'by hand');
    await programme.host.quiet();
    const failures = (await deps().timelineOf('statement-2026-10-origin')).filter(
      ({ eventType }) => eventType === 'WorkflowFailed',
    );
    expect(failures).toMatchObject([{ data: { execution: 'statement-2026-10-origin', status: 'ABORTED' } }]);
    const admin = await programme.admin();
    expect(await admin.post('/funding/statements/2026-10/origin/restart', {})).toMatchObject({
      status: 202,
      body: { execution: { name: 'statement-2026-10-origin-r2' } },
    });
    await approve('2026-10');
    expect(await statement('2026-10')).toMatchObject({ status: 'issued', lines: 1 });
    expect((await admin.get('/executions/statement-2026-10-origin-r2')).body).toMatchObject({
      status: 'SUCCEEDED',
    });
  });
});

/** Somebody with a hand in the table changes one amount: the statement says which line it was. */
async function tamper() {
  const id = statementIdSchema.parse('statement-2026-10-origin');
  const line = await deps().readStatementLine(id, 2);
  if (!line) throw new Error('no line');
  const tampered = changed(line, { amount: signedPenceSchema.parse(line.amount + 1) });
  const at = instantOf(programme.host.clock.now());
  await deps().commit({ puts: [tampered], events: [], at, by: TESTER });
  expect((await statement('2026-10')).verification).toEqual({ intact: false, broken: 'line', line: 2 });
}
