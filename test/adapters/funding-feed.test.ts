import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commit } from '../../adapters/dynamodb/commit.ts';
import { timelineOf } from '../../adapters/dynamodb/events.ts';
import {
  appendToFeed,
  type FeedCandidate,
  FundingEventUnknown,
  readFeed,
} from '../../adapters/dynamodb/funding-feed.ts';
import { hubCodeSchema } from '../../core/codes.ts';
import { toInstant } from '../../core/instant.ts';
import { changeOf, openTableUnderTest, yearDue } from './table-at-hand.ts';

let opened: Awaited<ReturnType<typeof openTableUnderTest>>;
beforeAll(async () => {
  opened = await openTableUnderTest();
});
afterAll(() => opened.stop());

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
});
