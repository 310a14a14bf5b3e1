import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTable, type Table } from '../../adapters/dynamodb/table.ts';
import { exportedLines } from '../../adapters/dynamodb/whole-table.ts';
import { toInstant } from '../../core/instant.ts';
import { deps } from '../../functions/support/deps.ts';
import { moveGenerationsCommand } from '../../local/move-generations.ts';
import { LOCAL_TABLE } from '../../local/place.ts';
import { reconcileCommand } from '../../local/reconcile.ts';
import { restoreCommand } from '../../local/restore.ts';
import { detailOf } from '../../workflows/events.ts';
import { SCHEDULES } from '../../workflows/wiring.ts';
import { type Programme, startProgramme } from '../support/programme.ts';
import { LIFE, LIFE_BEGINS } from '../support/two-schools.ts';

/**
 * The drill for the worst day: the stage is gone, and all that is left is an export of the table and the erasure log.
 * Two schools are in the middle of their year, September’s statement waits for finance, and after the export was taken
 * a Specialist was erased.
 */

const ONE = '900001-2026-27-development';
const TWO = '900002-2026-27-development';
const [enrolment, autumn, statement, winter, summer] = LIFE;

const folder = mkdtempSync(join(tmpdir(), 'restore-'));
const exported = join(folder, 'AWSDynamoDB', '01700000000000-sample');
const erasures = join(folder, 'erasures.jsonl');
const dataFolder = join(folder, 'stage');

let programme: Programme;
let told: string[] = [];
const before = { finance: [] as string[], feed: [] as unknown[], items: 0 };
const run = (command: typeof restoreCommand, ...args: string[]) => {
  told = [];
  return command([...args, '--data', dataFolder], {}, (text) => told.push(text));
};

beforeAll(async () => {
  programme = await startProgramme({ now: toInstant(LIFE_BEGINS), schedules: nightly('open-statements') });
  for (const chapter of [enrolment, autumn, statement]) await live(chapter);
  await programme.host.quiet();
  before.finance = await toldToFinance();
  before.feed = await feed();
  before.items = await exportTable();
  const admin = await programme.admin();
  expect(await admin.post('/specialists/sp-0003/erasure', {})).toMatchObject({ status: 200 });
  await writeErasureLog('sp-0003');
  await programme.stop();
});
afterAll(async () => {
  await programme.stop();
  rmSync(folder, { recursive: true });
});

describe('after everything but the export and the erasure log was lost', () => {
  it('restores every item, and erases again who was erased since', async () => {
    const last = String(before.feed.length);
    expect(await run(restoreCommand, '--from', exported, '--erasures', erasures, '--finance-has', last)).toBe(
      0,
    );
    expect(told).toEqual([
      `Restored ${before.items} items from 1 files.`,
      'Erased again: 1 of 1 in the log.',
    ]);
  });

  it('never restores over what is there', async () => {
    expect(await run(restoreCommand, '--from', exported, '--erasures', erasures)).toBe(1);
    expect(told[0]).toContain('is not empty');
  });

  it('agrees to the penny before anything runs', async () => {
    expect(await run(reconcileCommand)).toBe(0);
    expect(told[0]).toContain('Rows and events agree to the penny.');
  });

  it('shows what would be started again, starts it once, and the sweep finds nothing left to do', async () => {
    programme = await startProgramme({
      dataFolder,
      now: toInstant('2026-11-02T09:00:00Z'),
      schedules: nightly('sweep'),
    });
    expect(await programme.executions('school-year')).toEqual([]);
    expect(await run(moveGenerationsCommand, '--dry-run')).toBe(0);
    expect(told[0]?.split('\n')).toEqual([
      `school-year          ${ONE}`,
      `school-year          ${TWO}`,
      'statement            statement-2026-09-origin',
      '3 would be moved.',
    ]);
    expect(await programme.executions('school-year')).toEqual([]);
    expect(await run(moveGenerationsCommand, '--expect', '2')).toBe(1);
    expect(told[0]).toBe('3 are running now, not 2: look again with --dry-run.');
    expect(await run(moveGenerationsCommand, '--expect', '3')).toBe(0);
    await noticed();
    expect(await programme.executions('school-year')).toEqual([`${ONE}-r2 RUNNING`, `${TWO}-r2 RUNNING`]);
    expect(await programme.executions('statement')).toEqual(['statement-2026-09-origin-r2 RUNNING']);
    await programme.advanceTo('2026-11-03T03:30:00Z');
    expect(programme.log()).not.toContain('sweep.withoutExecution');
  });

  it('moves running years to what is deployed now: the old execution is stopped, the next goes on', async () => {
    expect(await run(moveGenerationsCommand, '--expect', '2', '--machine', 'school-year')).toBe(0);
    expect(told.at(-1)).toBe('2 moved.');
    await noticed();
    expect(await programme.executions('school-year')).toEqual(
      [ONE, TWO].flatMap((id) => [`${id}-r2 ABORTED`, `${id}-r3 RUNNING`]),
    );
    expect(await programme.executions('statement')).toEqual(['statement-2026-09-origin-r2 RUNNING']);
    expect(await run(moveGenerationsCommand, '--expect', '2', '--dry-run')).toBe(1);
  });

  it('has forgotten the person again, and says since when', async () => {
    const admin = await programme.admin();
    const { body } = await admin.get('/specialists/sp-0003');
    expect(body).toMatchObject({ id: 'sp-0003', erasedOn: '2026-11-02' });
    expect(body.name).toBeUndefined();
  });

  it('goes on to the end of the year: every pound once, the feed without gap, nothing told twice', async () => {
    await programme.stop();
    programme = await startProgramme({ dataFolder, schedules: nightly() });
    const finance = await programme.finance('approver');
    const approval = { decision: 'approve' };
    expect(await finance.post('/asks/statement-2026-09-origin.approval/answer', approval)).toMatchObject({
      status: 200,
    });
    for (const chapter of [winter, summer]) await live(chapter);
    await programme.host.quiet();

    const { items } = (await finance.get('/funding/claims')).body;
    expect(items.map(({ id, amount }: { id: string; amount: number }) => `${id} ${amount}`).sort()).toEqual(
      [ONE, TWO].flatMap((id) => [`${id}.completed 100000`, `${id}.started 100000`]),
    );
    const all = await feed();
    expect(all.slice(0, before.feed.length)).toEqual(before.feed);
    expect(all.map(({ sequence }) => sequence)).toEqual(all.map((_, index) => index + 1));
    const finances = [...before.finance, ...(await toldToFinance())];
    expect(new Set(finances).size).toBe(finances.length);
    expect(finances.toSorted()).toEqual(all.map(({ eventId }) => eventId).toSorted());
    expect(await programme.queue('dead-letters')).toEqual([]);
    expect(programme.log()).toMatch(/"Stage":"local","event.ClaimRaised":\d/);
    expect(await run(reconcileCommand)).toBe(0);
  });
});

/** The jobs that have a part in the stretch of time ahead; the others would only cost it. */
function nightly(...names: readonly (keyof typeof SCHEDULES)[]) {
  return Object.fromEntries(names.map((name) => [name, SCHEDULES[name]]));
}

async function live(chapter: (typeof LIFE)[number] | undefined): Promise<void> {
  for (const step of chapter?.steps ?? []) await step.take(programme.call);
}

/** Writes what DynamoDB's export would: gzipped lines of items beside manifests. Answers with how many items. */
async function exportTable(): Promise<number> {
  const lines: string[] = [];
  await withTable(async (table) => {
    for await (const line of exportedLines(table)) lines.push(line);
  });
  mkdirSync(join(exported, 'data'), { recursive: true });
  writeFileSync(join(exported, 'manifest-summary.json'), JSON.stringify({ itemCount: lines.length }));
  writeFileSync(join(exported, 'data', 'sample.json.gz'), gzipSync(`${lines.join('\n')}\n`));
  return lines.length;
}

async function withTable(work: (table: Table) => Promise<void>): Promise<void> {
  const table = openTable(LOCAL_TABLE);
  await work(table).finally(() => table.client.destroy());
}

/** The log group of erasures: each event as the bus delivers it, a line each. */
async function writeErasureLog(id: string): Promise<void> {
  const events = (await deps().timelineOf(id)).filter(({ eventType }) => eventType === 'SpecialistErased');
  const lines = events.map((row) => JSON.stringify({ 'detail-type': row.eventType, detail: detailOf(row) }));
  writeFileSync(erasures, lines.join('\n'));
}

async function toldToFinance(): Promise<string[]> {
  const messages = await programme.queue('finance');
  return messages.map(({ body }) => body.detail.metadata.eventId);
}

async function feed(): Promise<{ sequence: number; eventId: string }[]> {
  const finance = await programme.finance();
  return (await finance.get('/funding/events?after=0&limit=1000')).body.items;
}

/** The host looks into the stream when a request was made; the command wrote past it. */
async function noticed(): Promise<void> {
  await (await programme.admin()).get('/asks');
  await programme.host.quiet();
}
