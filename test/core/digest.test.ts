import { describe, expect, it } from 'vitest';
import { adminDigest, adminDigestText } from '../../core/admin-digest.ts';
import type { Ask } from '../../core/ask.ts';
import { hubSchema } from '../../core/hub.ts';
import { hubDigest, hubDigestText } from '../../core/hub-digest.ts';
import { type Instant, instantSchema, londonDateSchema } from '../../core/instant.ts';
import { londonDayBefore, londonTimeInWords } from '../../core/london.ts';
import {
  activeParticipation,
  policyOf2026,
  sampleApplication,
  sampleAsk,
  samplePlacementAsk,
  sampleSelectionAsk,
} from '../support/sample-rows.ts';

/** 07:00 by London's clock. */
const at = (day: string): Instant => {
  const summer = londonDateSchema.parse(day) < '2026-10-25' || day >= '2027-03-28';
  return instantSchema.parse(`${day}T0${summer ? 6 : 7}:00:00.000Z`);
};
const remindersOf = () => policyOf2026().digestDays;
const digestOf = (asks: Ask[], day: string) => hubDigest(sampleAsk().hub, asks, at(day), remindersOf);

describe('a hub’s digest', () => {
  // The sample ask may be answered from 1 September, 00:00, until 31 October, 17:00.
  it.each([
    ['2026-08-31', 'the day before it opens', false],
    ['2026-09-01', 'the day on which it opens', true],
    ['2026-09-02', 'the day after', false],
    ['2026-10-02', '29 days before it closes', false],
    ['2026-10-03', '28 days before', true],
    ['2026-10-04', '27 days before', false],
    ['2026-10-17', '14 days before', true],
    ['2026-10-18', '13 days before', false],
    ['2026-10-28', '3 days before, the clocks having changed meanwhile', true],
    ['2026-10-30', 'the day before it closes', false],
    ['2026-10-31', 'the day on which it closes', false],
    ['2026-11-01', 'the morning after', true],
    ['2026-11-02', 'the day after that', false],
  ])('on %s, %s: %s', (day, _, there) => {
    expect(digestOf([sampleAsk()], day) !== undefined).toBe(there);
  });

  it.each(['answered', 'cancelled'])('never speaks of what was %s', (status) => {
    for (const day of ['2026-09-01', '2026-10-03', '2026-11-01']) {
      expect(digestOf([sampleAsk({ status })], day)).toBeUndefined();
    }
  });

  it('speaks of what expired whether or not its workflow has settled it', () => {
    for (const status of ['open', 'expired']) {
      expect(digestOf([sampleAsk({ status })], '2026-11-01')?.expired).toHaveLength(1);
    }
  });

  it('says nothing of another hub', () => {
    expect(digestOf([sampleAsk({ hub: 'boundary' })], '2026-09-01')).toBeUndefined();
  });

  it('lists all that is open once there is an occasion, the first to close first', () => {
    const placement = samplePlacementAsk({ urn: '900002', schoolName: 'Sample School Beech' });
    const digest = digestOf([sampleAsk(), placement], '2026-09-01');
    expect(digest?.deadlines.map(({ closesAt, asks }) => [closesAt, asks.length])).toEqual([
      [placement.closesAt, 1],
      [sampleAsk().closesAt, 1],
    ]);
    expect(digest?.opened.map(({ kind }) => kind)).toEqual(['declaration']);
  });

  it('is not written because the programme’s admins have something to decide', () => {
    const [opened, reminded] = ['2026-03-03', '2026-07-28'];
    expect(digestOf([sampleSelectionAsk()], opened)).toBeUndefined();
    expect(digestOf([sampleSelectionAsk()], reminded)).toBeUndefined();
  });

  it('names it, once there is an occasion, but not among what the hub has to do', () => {
    const digest = digestOf(
      [sampleAsk(), sampleSelectionAsk({ closesAt: '2026-10-01T16:00:00.000Z' })],
      '2026-09-01',
    );
    expect(digest?.deadlines.flatMap(({ asks }) => asks.map(({ kind }) => kind))).toEqual(['declaration']);
    expect(digest?.waiting.flatMap(({ asks }) => asks.map(({ kind }) => kind))).toEqual(['selection']);
  });

  it('is written when the admins let an application of the hub pass', () => {
    expect(digestOf([sampleSelectionAsk({ status: 'expired' })], '2026-08-01')?.expired).toHaveLength(1);
  });

  it('looks back one day by London’s clock, also over the night in which the clocks change', () => {
    expect(londonDayBefore(at('2026-10-25'))).toBe('2026-10-24T06:00:00.000Z');
    expect(londonDayBefore(at('2027-03-28'))).toBe('2027-03-27T07:00:00.000Z');
  });
});

describe('its words', () => {
  it('say what to do, for which school, until when, and what is too late', () => {
    const missed = samplePlacementAsk({ closesAt: '2026-08-31T16:00:00.000Z', status: 'expired' });
    const digest = digestOf([sampleAsk(), missed], '2026-09-01');
    if (!digest) throw new Error('no digest');
    const { subject, text } = hubDigestText(digest, 'https://pathways.example');
    expect(subject).toBe('Mastery Pathways: 1 thing to do, the first by Saturday 31 October 2026');
    expect(text).toBe(`Your Maths Hub’s digest for Tuesday 1 September 2026.

These closed without an answer:
* Find a Work Group place: Sample School Ash (900001). If applications are open, your hub can enrol the school again.

Your hub needs to do these next. The first to close comes first.

Closes at 5pm on Saturday 31 October 2026 (in 60 days):
* Declare the start: Sample School Ash (900001) – new

Sign in to answer: https://pathways.example
`);
  });

  it('call a Specialist by the number, and say what waits for somebody else and who can still help', () => {
    const leading = sampleAsk({
      id: 'sp-0007-2027-28-leading.leading',
      participationId: 'sp-0007-2027-28-leading',
      kind: 'leading',
      milestone: undefined,
    });
    const waiting = sampleSelectionAsk({ closesAt: '2026-09-30T16:00:00.000Z' });
    const undecided = sampleSelectionAsk({
      id: 'sp-0043-2026-27-training-1.selection',
      participationId: 'sp-0043-2026-27-training-1',
      closesAt: '2026-08-31T16:00:00.000Z',
    });
    const digest = digestOf([leading, waiting, undecided], '2026-09-01');
    if (!digest) throw new Error('no digest');
    expect(
      hubDigestText(digest, 'https://pathways.example').text,
    ).toBe(`Your Maths Hub’s digest for Tuesday 1 September 2026.

These closed without an answer:
* Decide about an application: sp-0043, Sample School Yew (900009). The programme’s admins did not decide in time. They can still reopen the year.

Your hub needs to do these next. The first to close comes first.

Closes at 5pm on Saturday 31 October 2026 (in 60 days):
* Decide about leading in 2027-28: sp-0007, Sample School Ash (900001) – new

These wait for the programme’s admins. Your hub does not need to do anything.
* Decide about an application: sp-0042, Sample School Yew (900009), by 5pm on Wednesday 30 September 2026

Sign in to answer: https://pathways.example
`);
  });

  it('say who can still help where nothing is left to do', () => {
    const digest = digestOf([sampleAsk({ status: 'expired' })], '2026-11-01');
    if (!digest) throw new Error('no digest');
    const { subject, text } = hubDigestText(digest, 'https://pathways.example');
    expect(subject).toBe('Mastery Pathways: 1 deadline missed');
    expect(text).toContain('A programme admin can still declare it, with a reason.');
    expect(text).not.toContain('needs to do');
  });

  it.each([
    ['2026-10-31T17:00:00.000Z', '5pm on Saturday 31 October 2026'],
    ['2026-10-16T16:00:00.000Z', '5pm on Friday 16 October 2026'],
    ['2026-08-31T23:00:00.000Z', 'midnight on Tuesday 1 September 2026'],
    ['2026-07-01T11:00:00.000Z', 'midday on Wednesday 1 July 2026'],
    ['2026-01-04T09:05:00.000Z', '9:05am on Sunday 4 January 2026'],
  ])('write %s as %s', (instant, words) => {
    expect(londonTimeInWords(instantSchema.parse(instant))).toBe(words);
  });
});

describe('the admins’ digest', () => {
  const remindedOf = (asks: Ask[], day: string) => adminDigest(asks, [], at(day), remindersOf);
  const progression = sampleAsk({
    id: '900001-2026-27-development.progression',
    kind: 'progression',
    milestone: undefined,
    closesAt: '2027-08-21T16:00:00.000Z',
  });

  // The sample application may be decided about from 2 March, 09:00, until 31 July, 17:00.
  it.each([
    ['2026-03-02', 'the morning before it came', {}, false],
    ['2026-03-03', 'the morning after it came', {}, true],
    ['2026-03-04', 'the day after', {}, false],
    ['2026-07-03', '28 days before it closes', {}, true],
    ['2026-07-25', 'the morning after it was escalated', { escalatedAt: '2026-07-24T16:00:00.000Z' }, true],
    ['2026-07-26', 'the day after that', { escalatedAt: '2026-07-24T16:00:00.000Z' }, false],
    ['2026-07-25', 'the same morning, had it been decided', { status: 'answered' }, false],
  ])('on %s, %s: %j is told %s', (day, _, changes, there) => {
    expect(remindedOf([sampleSelectionAsk(changes)], day) !== undefined).toBe(there);
  });

  it('says nothing of what a hub has to do', () => {
    expect(remindedOf([sampleAsk(), samplePlacementAsk()], '2026-09-01')).toBeUndefined();
  });

  it('lists all that is to be decided, from every hub, with deadline, and marks what was escalated', () => {
    const escalated = sampleSelectionAsk({ escalatedAt: '2026-07-24T16:00:00.000Z' });
    const other = sampleSelectionAsk({
      id: 'sp-0043-2026-27-training-1.selection',
      participationId: 'sp-0043-2026-27-training-1',
      hub: 'boundary',
    });
    const digest = remindedOf([other, escalated], '2026-07-25');
    if (!digest) throw new Error('no digest');
    const { subject, text } = adminDigestText(digest, 'https://pathways.example');
    expect(subject).toBe('Mastery Pathways: 2 decisions to take, the first by Friday 31 July 2026');
    expect(text).toBe(`The programme admins’ digest for Saturday 25 July 2026.

You need to decide about these next. The first to close comes first.

Closes at 5pm on Friday 31 July 2026 (in 6 days):
* Decide about an application: sp-0042, Sample School Yew (900009), hub origin – escalated, the time is running out
* Decide about an application: sp-0043, Sample School Yew (900009), hub boundary

Sign in: https://pathways.example
`);
  });

  it('names the years that closed as undecided, by whose decision it was, and those that should have closed', () => {
    const now = at('2027-08-22');
    const undecided = activeParticipation({ status: 'closed', outcome: 'undecided' });
    const stuck = activeParticipation({ id: '900002-2026-27-development', urn: '900002' });
    const application = sampleApplication({ status: 'closed', outcome: 'undecided' });
    const digest = adminDigest(
      [],
      [
        { ask: progression, participation: undecided },
        { ask: progression, participation: stuck },
        { ask: sampleSelectionAsk(), participation: application },
      ],
      now,
      remindersOf,
    );
    if (!digest) throw new Error('no digest');
    const { subject, text } = adminDigestText(digest, 'https://pathways.example');
    expect(subject).toBe('Mastery Pathways: 3 years ended without a decision');
    expect(text).toMatch(
      /reopen the year\.\n\* Sample School Ash \(900001\), development 2026-27, hub origin/,
    );
    expect(text).toMatch(
      /You did not decide .*\n\* sp-0042, Sample School Yew \(900009\), training-1 2026-27/,
    );
    expect(text).toMatch(/look at their workflows\.\n\* Sample School Ash \(900002\)/);
  });

  it('does not exist where every year was decided, reopened and decided, or withdrawn', () => {
    const decided = activeParticipation({ status: 'closed', outcome: 'finish' });
    const withdrawn = activeParticipation({ status: 'withdrawn' });
    const unanswered = [decided, withdrawn].map((participation) => ({ ask: progression, participation }));
    expect(adminDigest([], unanswered, at('2027-08-22'), remindersOf)).toBeUndefined();
  });

  it('cannot be taken for a hub’s: no hub is called admin', () => {
    const hub = { type: 'hub', version: 1, name: 'Admin Maths Hub' };
    expect(hubSchema.safeParse({ ...hub, code: 'admin' }).success).toBe(false);
    expect(hubSchema.safeParse({ ...hub, code: 'origin', mailbox: 'origin@hubs.example' }).success).toBe(
      true,
    );
  });
});
