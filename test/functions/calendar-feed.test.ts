import { describe, expect, it } from 'vitest';
import { toInstant } from '../../core/instant.ts';
import { calendarFeed } from '../../functions/use-cases/calendar-feed.ts';
import { sampleAsk, sampleSelectionAsk } from '../support/sample-rows.ts';

describe('a hub’s calendar', () => {
  const leading = sampleAsk({
    id: 'sp-0042-2028-29-leading.leading',
    participationId: 'sp-0042-2028-29-leading',
    kind: 'leading',
    milestone: undefined,
  });
  const now = toInstant('2026-03-10T09:00:00Z');
  const summaries = (feed: string) =>
    feed
      .replaceAll('\r\n ', '')
      .split('\r\n')
      .filter((line) => line.startsWith('SUMMARY:'));

  it('has what the hub answers, a Specialist by the number, and not what the programme’s admins decide', () => {
    const feed = calendarFeed([sampleSelectionAsk(), sampleAsk(), leading], now, 'https://pathways.example');
    expect(summaries(feed)).toEqual([
      'SUMMARY:Declare the start: Sample School Ash (900001)',
      String.raw`SUMMARY:Decide about leading in 2028-29: sp-0042\, Sample School Ash (900001)`,
    ]);
  });
});
