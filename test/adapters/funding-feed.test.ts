import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commit } from '../../adapters/dynamodb/commit.ts';
import { timelineOf } from '../../adapters/dynamodb/events.ts';
import {
  appendToFeed,
  type FeedCandidate,
  FundingEventUnknown,
  readFeed,
} from '../../adapters/dynamodb/funding-feed.ts';
import { openTable, type Table } from '../../adapters/dynamodb/table.ts';
import { hubCodeSchema } from '../../core/codes.ts';
import { toInstant } from '../../core/instant.ts';
import { changeOf, openTableUnderTest, yearDue } from './table-at-hand.ts';

let opened: Awaited<ReturnType<typeof openTableUnderTest>>;
beforeAll(async () => {
  opened = await openTableUnderTest();
});
afterAll(async () => {
  for (const { client } of failingTables) client.destroy();
  await opened.stop();
});

const SUBJECT = '900001-2026-27-development';

/** Writes events, one per version of the subject from `first` on, and answers with what the bus would carry. */
async function announced(first: number, count: number): Promise<FeedCandidate[]> {
  const versions = Array.from({ length: count }, (_, index) => first + index);
  for (const subjectVersion of versions) {
    const events = [
      {
        subject: SUBJECT,
        subjectVersion,
        hub: hubCodeSchema.parse('origin'),
        announcements: [yearDue(SUBJECT)],
      },
    ];
    await commit(opened.table, changeOf({ events }));
  }
  return versions.map((version) => ({
    type: 'ClaimRaised',
    occurredAt: toInstant('2026-09-02T09:00:00Z'),
    hub: hubCodeSchema.parse('origin'),
    data: { version },
    eventId: `${SUBJECT}#${version}#0`,
  }));
}

describe('the funding feed', () => {
  it('is empty at first', async () => {
    expect(await readFeed(opened.table, 0, 10)).toEqual([]);
  });

  it('gives 20 events that come at once the numbers 1 to 20, each event one, though each comes twice', async () => {
    const candidates = await announced(1, 20);
    const outcomes = await Promise.all(
      [...candidates, ...candidates].map((candidate) => appendToFeed(opened.table, candidate)),
    );
    expect(outcomes.filter((outcome) => outcome === 'appended')).toHaveLength(20);
    const feed = await readFeed(opened.table, 0, 1000);
    expect(feed.map(({ sequence }) => sequence)).toEqual(candidates.map((_, index) => index + 1));
    expect(feed.map(({ eventId }) => eventId).sort()).toEqual(
      candidates.map(({ eventId }) => eventId).sort(),
    );
  });

  it('leaves its number on the event, so that a delivery years later changes nothing', async () => {
    const feed = await readFeed(opened.table, 0, 1000);
    const timeline = await timelineOf(opened.table, SUBJECT);
    for (const { eventId, sequence } of feed) {
      expect(timeline.find((row) => row.eventId === eventId)).toMatchObject({ feedSequence: sequence });
    }
    const [again] = feed;
    if (!again) throw new Error('the feed is not empty');
    const { sequence, ...candidate } = again;
    expect(await appendToFeed(opened.table, candidate)).toBe('present');
    expect(await readFeed(opened.table, 0, 1000)).toEqual(feed);
    expect(sequence).toBe(1);
  });

  it('is read from any place on, as many as are asked for', async () => {
    const numbers = async (after: number, limit: number) =>
      (await readFeed(opened.table, after, limit)).map(({ sequence }) => sequence);
    expect(await numbers(0, 3)).toEqual([1, 2, 3]);
    expect(await numbers(3, 2)).toEqual([4, 5]);
    expect(await numbers(18, 1000)).toEqual([19, 20]);
    expect(await numbers(20, 1000)).toEqual([]);
  });

  it('refuses an event that was never written, and keeps no number for it', async () => {
    const [candidate] = await announced(21, 1);
    if (!candidate) throw new Error('one was announced');
    const stranger = { ...candidate, eventId: `${SUBJECT}#999#0` };
    await expect(appendToFeed(opened.table, stranger)).rejects.toThrow(FundingEventUnknown);
    expect(await readFeed(opened.table, 20, 10)).toEqual([]);
  });

  it('goes on with 21', async () => {
    const [next] = await announced(22, 1);
    if (!next) throw new Error('one was announced');
    expect(await appendToFeed(opened.table, next)).toBe('appended');
    expect((await readFeed(opened.table, 20, 10)).map(({ sequence }) => sequence)).toEqual([21]);
  });

  it('has no gap and nothing twice, however deliveries interleave, fail, repeat or lose their answer', async () => {
    let written = 30;
    const fate = fc.constantFrom('arrives', 'answer-lost', 'never-sent');
    const deliveries = fc.array(fc.record({ event: fc.nat({ max: 4 }), fate }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.array(deliveries, { minLength: 1, maxLength: 3 }), async (consumers) => {
        const candidates = await announced(written, 5);
        written += 5;
        const before = await readFeed(opened.table, 0, 1000);
        const deliver = async (index: number, table = opened.table) => {
          const candidate = candidates[index];
          if (candidate) await appendToFeed(table, candidate);
        };
        await Promise.all(
          consumers.map(async (batch) => {
            for (const { event, fate: how } of batch) {
              await deliver(event, how === 'arrives' ? opened.table : failing(how)).catch(expectLost);
            }
          }),
        );
        // What failed is delivered again, as the queue does.
        for (const index of candidates.keys()) await deliver(index);
        const feed = await readFeed(opened.table, 0, 1000);
        expect(feed.slice(0, before.length)).toEqual(before);
        expect(feed.map(({ sequence }) => sequence)).toEqual(feed.map((_, index) => index + 1));
        const added = feed.slice(before.length).map(({ eventId }) => eventId);
        expect(added.sort()).toEqual(candidates.map(({ eventId }) => eventId).sort());
      }),
      { numRuns: 15 },
    );
    expect(connectionsLost).toBeGreaterThan(10);
  });
});

/** The table, whose next transactions are lost on the way there, or their answers on the way back. */
function failing(how: 'answer-lost' | 'never-sent'): Table {
  const table = openTable(opened.table.name, opened.config);
  failingTables.push(table);
  table.client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const answer = how === 'never-sent' ? undefined : await next(args);
        if (commandName?.startsWith('TransactWrite')) throw new ConnectionLost('the connection is gone');
        return answer ?? (await next(args));
      },
    { step: 'initialize' },
  );
  return table;
}

class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
}

const failingTables: Table[] = [];
let connectionsLost = 0;

function expectLost(error: unknown): void {
  if (!(error instanceof ConnectionLost)) throw error;
  connectionsLost += 1;
}
