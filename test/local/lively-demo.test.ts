import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askKindSchema } from '../../core/ask.ts';
import { type Instant, toInstant } from '../../core/instant.ts';
import { beginLively } from '../../local/demo/begin-lively.ts';
import { NowBeforeStory, playLively } from '../../local/demo/lively.ts';
import { isRecordedFromThisStory } from '../../local/demo/recording.ts';
import { loadFunctions } from '../../local/functions.ts';
import { Invoker } from '../../local/invoker.ts';
import { type Programme, startProgramme } from '../support/programme.ts';
import { openStored, type StoredRow } from '../support/stored.ts';

const NOW = toInstant('2026-03-02T09:00:00Z');

/** What a stranger is to find in the demo: the rows of a type of which one is such. */
const PROMISES: readonly (readonly [
  promise: string,
  type: string,
  ...Readonly<Record<string, unknown>>[],
])[] = [
  ['schools in Development', 'participation', { stage: 'development', status: 'active' }],
  [
    'schools in Embedding',
    'participation',
    { stage: 'embedding', academicYear: '2025-26', status: 'active' },
  ],
  ['schools in Sustaining', 'participation', { stage: 'sustaining', status: 'active' }],
  [
    'schools in preparatory groups',
    'participation',
    { stage: 'mathematical-thinking-gcse', status: 'active' },
  ],
  [
    'a school that came the whole way',
    'participation',
    { id: '900007-2023-24-development', outcome: 'continue' },
    { id: '900007-2024-25-embedding', outcome: 'continue' },
    { id: '900007-2025-26-sustaining', status: 'active' },
  ],
  [
    'a school that repeats a year',
    'participation',
    { outcome: 'repeat' },
    { stage: 'development', repeated: true, status: 'active' },
  ],
  [
    'a school that paused and is back',
    'participation',
    { id: '900023-2023-24-development', outcome: 'pause' },
    { id: '900023-2025-26-embedding', status: 'active' },
  ],
  ['a school that finished', 'participation', { stage: 'development', outcome: 'finish' }],
  ['a year that ended undecided', 'participation', { outcome: 'undecided' }],
  [
    'an undecided year that is asked about again',
    'participation',
    { id: '900024-2024-25-embedding', status: 'active', generation: 2 },
  ],
  ['a school that left', 'participation', { stage: 'development', status: 'withdrawn' }],
  ['a school that was not placed', 'participation', { status: 'not-placed' }],
  ['a school that waits for a Work Group', 'participation', { status: 'enrolled', stage: 'development' }],
  [
    'a school that is placed for the coming year',
    'participation',
    { status: 'placed', stage: 'development' },
  ],
  ['an applicant who is selected', 'participation', { status: 'placed', stage: 'training-1' }],
  ['an applicant who is declined', 'participation', { stage: 'training-1', outcome: 'declined' }],
  [
    'Specialists in training',
    'participation',
    { stage: 'training-1', status: 'active' },
    { stage: 'training-2', status: 'active' },
  ],
  ['a Specialist who left', 'participation', { stage: 'training-1', status: 'withdrawn' }],
  [
    'a Specialist whose training was deferred',
    'participation',
    { id: 'sp-0020-2024-25-training-1', outcome: 'pause' },
    { id: 'sp-0020-2025-26-training-1', status: 'active' },
  ],
  [
    'a Specialist accredited after two years',
    'participation',
    { id: 'sp-0013-2024-25-training-2', outcome: 'accredited' },
  ],
  [
    'a Specialist whose training is extended',
    'participation',
    { outcome: 'extended' },
    { stage: 'training-2', repeated: true, status: 'active' },
  ],
  ['a Specialist who was declined', 'participation', { stage: 'training-2', outcome: 'declined' }],
  ['a Specialist who leads', 'participation', { stage: 'leading', status: 'active' }],
  ['a Specialist who does not lead this year', 'participation', { stage: 'leading', outcome: 'pause' }],
  [
    'a milestone missed, and one declared late',
    'event',
    { eventType: 'MilestoneMissed' },
    { subject: '900052-2025-26-development', eventType: 'MilestoneDeclared' },
  ],
  ['a change of hub', 'event', { eventType: 'SchoolChangedHub' }],
  ['a change of school', 'event', { eventType: 'SpecialistChangedSchool' }],
  ['statements of every kind', 'statement', { status: 'open' }, { status: 'paid' }],
  ['a statement with an adjustment', 'statement-line', { kind: 'adjustment' }],
  ['a claim on hold', 'claim', { status: 'held' }],
  ['a claim that is paid', 'claim', { status: 'paid' }],
  ['meetings and visits', 'session', { sessionType: 'meeting' }, { sessionType: 'visit' }],
  ['forms that were refused', 'refused-attempt', { hub: 'origin' }, { hub: 'turing-nw' }],
  ['calendar links', 'calendar-link', { hub: 'origin' }],
  [
    'a workflow that failed and was started again',
    'participation',
    {
      id: '900044-2025-26-development',
      status: 'active',
      generation: 2,
      failedExecutions: ['900044-2025-26-development'],
    },
  ],
];

const FULL = process.env['FULL'] !== undefined;
const WAYS: readonly (readonly [string, (dataFolder: string) => Promise<void>])[] = [
  ['as it was recorded', (dataFolder) => beginLively({ dataFolder, fresh: false, now: NOW })],
  ['played anew', (dataFolder) => playLively(dataFolder, NOW)],
];

describe.each(FULL ? WAYS : WAYS.slice(0, 1))('the demo lively %s', (_, begin) => {
  let dataFolder: string;
  let programme: Programme;
  let rows: StoredRow[];

  beforeAll(async () => {
    dataFolder = mkdtempSync(join(tmpdir(), 'lively-'));
    await begin(dataFolder);
    programme = await startProgramme({ dataFolder });
    const stored = openStored(programme);
    rows = [...(await stored.rows()).values()];
    stored.close();
  }, 240_000);
  afterAll(async () => {
    await programme?.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  });

  it.each(PROMISES)('shows %s', (_, type, ...wanted) => {
    const ofType = rows.filter((row) => row['type'] === type);
    for (const one of wanted) expect(ofType).toContainEqual(expect.objectContaining(one));
  });

  it('has something to do today for everybody: an open ask of every kind, some of them soon over', async () => {
    const admin = await programme.admin();
    const openOf = async (kind: string) => (await admin.get(`/asks?status=open&kind=${kind}&limit=200`)).body;
    const kinds = [...askKindSchema.options, 'statement'];
    const asks = await Promise.all(kinds.map(async (kind) => (await openOf(kind)).items));
    expect(kinds.filter((_, index) => asks[index].length === 0)).toEqual([]);
    const open = asks.flat();
    const soon = open.filter(({ closesAt }: { closesAt: string }) => closesAt < '2026-03-08');
    expect(soon.length).toBeGreaterThanOrEqual(2);
    for (const hub of ['origin', 'turing-nw']) {
      const its = open.filter((ask: { hub: string }) => ask.hub === hub);
      expect(its.length, hub).toBeGreaterThanOrEqual(3);
    }
  });

  it('shows one clawback proposed and one approved', async () => {
    const claims = rows.filter(({ type }) => type === 'claim');
    const statuses = claims.flatMap(({ clawback }) => (clawback ? [Object(clawback).status] : []));
    expect(statuses).toEqual(expect.arrayContaining(['proposed', 'recovered']));
  });

  it('leaves four schools to whoever looks at it', () => {
    const touched = rows.filter(({ type, urn }) => type === 'participation' && String(urn) <= '900004');
    expect(touched).toEqual([]);
  });

  it('stands at the instant that was asked for, and nothing is stuck', async () => {
    expect(programme.host.clock.now()).toBe(Date.parse(NOW));
    const jobs = new Invoker(await loadFunctions(), () => {});
    const time = '2026-03-03T09:00:00.000Z';
    expect(await jobs.invoke('jobs/sweep', { time })).toEqual({
      ...{ published: 0, withoutExecution: 0, notPickedUp: 0, emptySeats: 0 },
    });
    expect(await jobs.invoke('jobs/reconcile', { time })).toEqual({ divergences: 0 });
    expect(await programme.queue('dead-letters')).toEqual([]);
    expect(programme.log()).not.toContain('"level":"error"');
  });

  it('goes on as it is when it is begun again', async () => {
    await beginLively({ dataFolder, fresh: false, now: NOW });
    expect((await programme.call('GET', '/health')).status).toBe(200);
  });
});

describe('beginning with the demo lively', () => {
  it('has a recording of the story as it is: npm run record-demo makes it anew', () => {
    expect(isRecordedFromThisStory()).toBe(true);
  });

  const inFolder = async (work: (dataFolder: string) => Promise<void>) => {
    const dataFolder = mkdtempSync(join(tmpdir(), 'lively-'));
    await work(dataFolder).finally(() => rmSync(dataFolder, { recursive: true, force: true }));
  };
  const begin = (dataFolder: string, now: Instant, onPlaying = () => {}) =>
    beginLively({ dataFolder, fresh: false, now, onPlaying });

  it('plays a story that was cut off anew, and only as far as the clock is to stand', () =>
    inFolder(async (dataFolder) => {
      mkdirSync(dataFolder, { recursive: true });
      for (const left of ['story-unfinished', 'host.sqlite', 'dynamodb.sqlite']) {
        writeFileSync(join(dataFolder, left), 'half a story');
      }
      let played = 0;
      const early = toInstant('2023-03-01T09:00:00Z');
      await begin(dataFolder, early, () => (played += 1));
      await begin(dataFolder, early, () => (played += 1));
      expect(played).toBe(1);
      expect(existsSync(join(dataFolder, 'story-unfinished'))).toBe(false);
      const programme = await startProgramme({ dataFolder });
      const admin = await programme.admin();
      const { items } = (await admin.get('/participations?limit=200')).body;
      await programme.stop();
      expect(new Set(items.map(({ status }: { status: string }) => status))).toEqual(new Set(['enrolled']));
    }));

  it('refuses a clock that stands before the story, and forgets nothing for it', () =>
    inFolder(async (dataFolder) => {
      writeFileSync(join(dataFolder, 'kept'), '');
      const now = toInstant('2022-12-01T09:00:00Z');
      await expect(beginLively({ dataFolder, fresh: true, now })).rejects.toThrow(NowBeforeStory);
      expect(existsSync(join(dataFolder, 'kept'))).toBe(true);
    }));
});
