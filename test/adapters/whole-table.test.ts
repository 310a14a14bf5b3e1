import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commit } from '../../adapters/dynamodb/commit.ts';
import { markPublished, timelineOf, unpublishedEvents } from '../../adapters/dynamodb/events.ts';
import { appendToFeed } from '../../adapters/dynamodb/funding-feed.ts';
import { readSchool } from '../../adapters/dynamodb/schools.ts';
import { ExportUnreadable, exportedLines, isEmpty, loadLines } from '../../adapters/dynamodb/whole-table.ts';
import { hubCodeSchema } from '../../core/codes.ts';
import { dataOf } from '../../workflows/events.ts';
import { sampleSchool } from '../support/sample-rows.ts';
import { changeOf, openTableUnderTest, yearDue } from './table-at-hand.ts';

type TableUnderTest = Awaited<ReturnType<typeof openTableUnderTest>>;

const ID = '900001-2026-27-development';
const claimHeld = (instalment: string) => ({
  type: 'ClaimHeld' as const,
  data: dataOf('ClaimHeld', { claimId: `${ID}.${instalment}`, urn: '900001', amount: 100_000 }),
});

describe('an export of the table, loaded into an empty one', () => {
  let from: TableUnderTest;
  let to: TableUnderTest;
  const lines: string[] = [];
  beforeAll(async () => {
    [from, to] = await Promise.all([openTableUnderTest(), openTableUnderTest()]);
    await from.put(sampleSchool());
    const events = [
      {
        subject: ID,
        subjectVersion: 1,
        hub: hubCodeSchema.parse('origin'),
        announcements: [claimHeld('started'), claimHeld('completed'), yearDue(ID)],
      },
    ];
    await commit(from.table, changeOf({ events }));
    const rows = await timelineOf(from.table, ID);
    for (const row of rows) await markPublished(from.table, row);
    // The first has arrived in the feed; the second left for it, and was on its way when everything was lost.
    for (const { eventType: type, eventId, occurredAt, hub, data } of rows.slice(0, 1)) {
      await appendToFeed(from.table, { type, eventId, occurredAt, hub, data });
    }
    for await (const line of exportedLines(from.table)) lines.push(line);
  });
  afterAll(() => Promise.all([from.stop(), to.stop()]));

  it('is every row as it was', async () => {
    expect(await isEmpty(to.table)).toBe(true);
    // A school, three events, the feed’s counter and its entry.
    expect(await loadLines(to.table, stream(lines))).toBe(6);
    expect(await isEmpty(to.table)).toBe(false);
    expect(await readSchool(to.table, sampleSchool().urn)).toEqual(sampleSchool());
  });

  it('publishes again what had left for finance’s feed and not arrived, and nothing else', async () => {
    const waiting = await unpublishedEvents(to.table, 10);
    expect(waiting.map(({ eventId }) => eventId)).toEqual([`${ID}#1#1`]);
  });

  it('is refused where a line is no item, without quoting it', async () => {
    const loading = loadLines(to.table, stream(['{"Item":', 'Sample Name']));
    await expect(loading).rejects.toThrow(new ExportUnreadable('a line that is no item of an export'));
  });
});

async function* stream(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}
