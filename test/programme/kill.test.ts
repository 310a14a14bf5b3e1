import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, watch } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Ending,
  enginesOn,
  HostDied,
  type HostProcess,
  inDataFolder,
  startHostProcess,
} from '../support/host-process.ts';
import {
  type Chapter,
  LIFE,
  LIFE_BEGINS,
  outcomeOf,
  toldFinance,
  untilQuiet,
} from '../support/two-schools.ts';
import { Witness } from '../support/witness.ts';

interface Kill {
  /** Between what and what the host is killed. */
  readonly gap: string;
  /** The moment of the host, and the how manieth of its kind since the chapter began. */
  readonly at: `${string}#${number}`;
  /** Where it is killed once more, on its way out of the first; counted from its second start. */
  readonly thenAt?: `${string}#${number}`;
  /**
   * Here the bus has the claim and we do not know it: it is published again, and finance's queue holds it twice,
   * with the same eventId. In every other gap finance is told exactly once.
   */
  readonly repeats?: true;
}

const KILLS: Readonly<Record<string, readonly Kill[]>> = {
  'enrolment and placement': [
    { gap: 'table made → register seeded', at: 'start:table-made#1' },
    { gap: 'register seeded → machines deployed', at: 'start:seeded#1' },
    { gap: 'enrolment taken → committed', at: 'api/enrol:before#1' },
    { gap: 'enrolment committed → answered', at: 'api/enrol:after#1' },
    { gap: 'enrolment committed → published', at: 'stream:before-deliver#1' },
    { gap: 'PlacementDue put on the bus → queued', at: 'bus:start-workflow:queued#1' },
    { gap: 'PlacementDue published → marker removed', at: 'PutEvents:after#1' },
    { gap: 'PlacementDue queued → consumer', at: 'queue:start-workflow:before-invoke#1' },
    { gap: 'start asked for → accepted', at: 'StartExecution:before#1' },
    { gap: 'start in its transaction → stored', at: 'engine:inside-transaction#1' },
    { gap: 'start accepted → acknowledged', at: 'StartExecution:after#1' },
    { gap: 'start acknowledged → message removed', at: 'queue:start-workflow:before-ack#1' },
    { gap: 'step function ran → engine persisted', at: 'steps/open-placement:after#1' },
    { gap: 'engine persisted → next step', at: 'engine:after-commit#3' },
    { gap: 'token left → engine persisted', at: 'steps/await-answer:after#1' },
    { gap: 'group committed → answered', at: 'api/form-work-group:after#1' },
    { gap: 'token left → ring', at: 'queue:resume-workflow:before-invoke#1' },
    { gap: 'first of two rings accepted → acknowledged', at: 'SendTaskSuccess:after#1' },
    { gap: 'rings acknowledged → messages removed', at: 'queue:resume-workflow:before-ack#1' },
    { gap: 'clock amid an advance, at its due timers → they fire', at: 'clock:moved#1' },
    { gap: 'schedule fired → job run', at: 'schedule:sweep:before-run#2' },
    { gap: 'schedule’s job run → noted', at: 'schedule:sweep:after-run#2' },
    {
      gap: 'start accepted → acknowledged, and again while the step function that it runs is called anew',
      at: 'StartExecution:after#1',
      thenAt: 'steps/open-placement:after#1',
    },
    { gap: 'YearDue committed → engine persisted', at: 'steps/due-year:after#1' },
    { gap: 'second year’s start accepted → acknowledged', at: 'StartExecution:after#4' },
    { gap: 'year opened → engine persisted', at: 'steps/open-year:after#1' },
  ],
  autumn: [
    { gap: 'declaration committed → answered', at: 'api/answer-ask:after#1' },
    { gap: 'claim committed → published', at: 'events/publish-events:before#1' },
    {
      gap: 'claim put on the bus → queued for the feed, not yet for finance',
      at: 'bus:funding-feed:queued#1',
    },
    { gap: 'claim published → marker removed', at: 'PutEvents:after#1', repeats: true },
    { gap: 'marker removed → stream position persisted', at: 'stream:after-deliver#1', repeats: true },
    { gap: 'stream position persisted → next', at: 'stream:after-position#1' },
    { gap: 'claim queued → appended to the feed', at: 'queue:funding-feed:before-invoke#1' },
    { gap: 'claim appended to the feed → acknowledged', at: 'events/funding-feed:after#1' },
    { gap: 'feed acknowledged → message removed', at: 'queue:funding-feed:before-ack#2' },
    { gap: 'ring accepted → acknowledged', at: 'SendTaskSuccess:after#1' },
  ],
  'first statement': [
    { gap: 'lines taken → engine persisted', at: 'steps/gather-lines:after#1' },
    { gap: 'statement open → engine persisted', at: 'steps/open-statement:after#1' },
  ],
  winter: [{ gap: 'clock half way through an advance', at: 'clock:moved#30' }],
  summer: [
    {
      gap: 'claim published → marker removed, and again while it is published anew',
      at: 'PutEvents:after#1',
      thenAt: 'PutEvents:before#1',
      repeats: true,
    },
    { gap: 'progression committed → answered', at: 'api/answer-ask:after#3' },
    { gap: 'year closed → engine persisted', at: 'steps/close-year:after#1' },
    { gap: 'next year’s start accepted → acknowledged', at: 'StartExecution:after#1' },
    { gap: 'ask expired by its timer → engine persisted', at: 'steps/settle-ask:after#4' },
  ],
};

const FULL = process.env['FULL'] !== undefined;
/** A killed life is followed to the end of the next chapter, where whatever was lost is missed; FULL: to its end. */
const FOLLOWED = FULL ? LIFE.length : 2;
/** On which nights of each month the jobs run: a life has three hundred idle ones. FULL: every night. */
const JOB_DAYS = FULL ? undefined : '1,2';
/** So many lives are told side by side. */
const LANES = 2;
const PATIENCE = { timeout: 90_000 };

/** What the world looks like at the end of a chapter. */
interface Told {
  readonly outcome: Awaited<ReturnType<typeof outcomeOf>>;
  readonly finance: Awaited<ReturnType<typeof toldFinance>>;
  /** After each step of the chapter: `name STATUS` of every execution that is still kept. */
  readonly executions: readonly string[][];
  readonly courses: Witness['courses'];
  /** How each host ended that did not live to the end. */
  readonly endings: readonly Ending[];
}

describe.concurrent('a host that is killed and started again', () => {
  const before = mkdtempSync(join(tmpdir(), 'unharmed-'));
  const unharmed: Told[] = [];
  const moments: string[][] = [];
  const inLane = lanes(LANES);
  afterAll(() => rmSync(before, { recursive: true, force: true }));

  /** Tells the whole life unharmed, and keeps what each chapter began with. */
  beforeAll(async () => {
    for (const [index, chapter] of LIFE.entries()) {
      const dataFolder = join(before, String(index + 1));
      mkdirSync(folderBefore(index), { recursive: true });
      cpSync(folderBefore(index), dataFolder, { recursive: true });
      const momentsFile = join(before, `${chapter.name}.moments`);
      unharmed.push(await tellLife(dataFolder, [chapter], { momentsFile }));
      moments.push(readFileSync(momentsFile, 'utf8').trim().split('\n'));
    }
  }, PATIENCE.timeout);
  const folderBefore = (chapter: number) => join(before, String(chapter));

  it('tells the life to its end when nothing happens to it', () => {
    expect(unharmed.flatMap(({ endings }) => endings)).toEqual([]);
    const told = unharmed.at(-1)?.finance.filter(({ type }) => type === 'ClaimRaised');
    expect(told).toHaveLength(4);
    expect(unharmed.at(-1)?.outcome.deadLetters).toEqual([]);
    expect(unharmed.at(-1)?.executions.at(-1)).toEqual([
      '900001-2026-27-development SUCCEEDED',
      '900001-2027-28-embedding-placement RUNNING',
      '900002-2026-27-development SUCCEEDED',
    ]);
  });

  describe.for(LIFE.map(({ name }, chapter) => ({ name, chapter })))('in $name', ({ name, chapter }) => {
    it.for(KILLS[name] ?? [])('loses and doubles nothing in the gap $gap ($at)', PATIENCE, (kill) =>
      inLane(async () => {
        expect(moments[chapter], 'the moment comes in the unharmed chapter').toContain(kill.at);
        const crashAt = [kill.at, ...(kill.thenAt ? [kill.thenAt] : [])];
        const last = await tellAgain(chapter, chapter + FOLLOWED, { crashAt });
        expect(last.told.endings.map(({ signal }) => signal)).toEqual(crashAt.map(() => 'SIGKILL'));
        expect(last.told.finance).toHaveLength(last.unharmed.finance.length + (kill.repeats ? 1 : 0));
      }),
    );
  });

  it.for([1, 2])('goes on after host and database are killed from outside (seed %i)', PATIENCE, (seed) =>
    inLane(async () => {
      const killAtByte = Math.floor(chance(seed) * moments.flat().join('\n').length);
      const { told } = await tellAgain(0, LIFE.length, { killAtByte });
      expect(told.endings).toMatchObject([{ signal: 'SIGKILL' }]);
    }),
  );

  it.runIf(FULL).for(Array.from({ length: 40 }, (_, index) => index + 1))(
    'loses nothing at any moment drawn by lot (seed %i)',
    PATIENCE,
    (seed) =>
      inLane(async () => {
        const chapter = seed % LIFE.length;
        const all = moments[chapter] ?? [];
        const crashAt = all[Math.floor(chance(seed) * all.length)] ?? '';
        const { told } = await tellAgain(chapter, LIFE.length, { crashAt: [crashAt] });
        expect(told.endings, crashAt).toMatchObject([{ signal: 'SIGKILL' }]);
      }),
  );

  it('leaves no database engine behind, neither when killed nor when stopped', PATIENCE, () =>
    inLane(() =>
      inDataFolder(async (dataFolder) => {
        const first = await startHostProcess({ dataFolder, now: LIFE_BEGINS });
        const [orphan] = enginesOn(dataFolder);
        await first.kill('SIGKILL');
        const second = await startHostProcess({ dataFolder });
        const engines = enginesOn(dataFolder);
        expect(engines).toHaveLength(1);
        expect(engines).not.toContain(orphan);
        expect(await second.kill('SIGTERM')).toMatchObject({ code: 0, complaint: '' });
        expect(enginesOn(dataFolder)).toEqual([]);
      }),
    ),
  );

  it(
    'ends with a clear sentence when its database engine is killed, and goes on when started again',
    PATIENCE,
    () =>
      inLane(() =>
        inDataFolder(async (dataFolder) => {
          const first = await startHostProcess({ dataFolder, now: LIFE_BEGINS });
          await LIFE[0]?.steps[0]?.take(first.call);
          await untilQuiet(first.call);
          const before = await outcomeOf(first.call);
          for (const pid of enginesOn(dataFolder)) process.kill(pid, 'SIGKILL');
          const complaint = 'The DynamoDB engine ended with SIGKILL. Nothing is lost: start again.';
          expect(await first.ended).toMatchObject({ code: 1, complaint });
          const second = await startHostProcess({ dataFolder });
          await untilQuiet(second.call);
          expect(await outcomeOf(second.call)).toEqual(before);
          await second.kill('SIGTERM');
        }),
      ),
  );

  it.for([false, true])('is the only one on its data folder (--fresh: %s)', PATIENCE, (fresh) =>
    inLane(() =>
      inDataFolder(async (dataFolder) => {
        const first = await startHostProcess({ dataFolder, now: LIFE_BEGINS });
        const refused = await startHostProcess({ dataFolder, fresh }).catch((error: unknown) => error);
        expect(refused).toBeInstanceOf(HostDied);
        const complaint = `DataFolderInUse: The database ${dataFolder}/dynamodb.sqlite is in use by process ${first.pid}.`;
        expect(refused).toMatchObject({ ending: { code: 1, complaint } });
        await LIFE[0]?.steps[0]?.take(first.call);
        await untilQuiet(first.call);
        expect((await outcomeOf(first.call)).listed.items).toHaveLength(1);
        await first.kill('SIGTERM');
      }),
    ),
  );

  /** Tells the chapters from `first` to before `end` with a blow; nobody who looks can tell that it was dealt. */
  async function tellAgain(first: number, end: number, blow: Blow) {
    const chapters = LIFE.slice(first, end);
    const asUnharmed = unharmed.slice(first, end);
    const last = asUnharmed.at(-1);
    if (!last) throw new Error('no such chapter');
    let told: Told | undefined;
    await inDataFolder(async (dataFolder) => {
      cpSync(folderBefore(first), dataFolder, { recursive: true });
      told = await tellLife(dataFolder, chapters, blow);
    });
    if (!told) throw new Error('nothing told');
    expect(told.outcome).toEqual(last.outcome);
    expect(told.executions).toEqual(asUnharmed.flatMap(({ executions }) => executions));
    // A look at the dead may have seen what was forgotten, 90 days after its end, by the next look at the living.
    const courses = (tellings: readonly Told[]) => Object.assign({}, ...tellings.map((each) => each.courses));
    expect(told.courses).toMatchObject(courses(asUnharmed));
    expect(courses(unharmed.slice(0, end))).toMatchObject(told.courses);
    expect(eachOnce(told.finance)).toEqual(eachOnce(last.finance));
    return { told, unharmed: last };
  }
});

interface Blow {
  /** Where the first host ends, and then the next. */
  readonly crashAt?: readonly string[];
  readonly momentsFile?: string;
  /** Kill host and database from outside, once so much has been written of the moments. */
  readonly killAtByte?: number;
}

/**
 * Tells these chapters; a host that dies on the way is started again on the same folder, and the step that it
 * died in is taken again. Watches all the while that no history is rewritten.
 */
async function tellLife(dataFolder: string, chapters: readonly Chapter[], blow: Blow): Promise<Told> {
  const witness = new Witness();
  const executions: string[][] = [];
  const endings: Ending[] = [];
  const { crashAt = [], killAtByte } = blow;
  const deaths = crashAt.length + (killAtByte ? 1 : 0);
  let host: HostProcess | undefined;
  let wasReady = false;
  try {
    for (const step of chapters.flatMap(({ steps }) => steps)) {
      await survive(async (alive, again) => {
        await step.take(alive.call, again);
        await untilQuiet(alive.call);
        executions.push(await witness.look(alive.stepFunctions));
      });
    }
    const seen = await survive(async ({ call }) => ({
      outcome: await outcomeOf(call),
      finance: await toldFinance(call),
    }));
    await host?.kill('SIGTERM');
    return { ...seen, executions, courses: witness.courses, endings };
  } finally {
    await host?.kill('SIGKILL');
  }

  /** Does the work, and where the host dies of a blow meanwhile, does it again on the next one. */
  async function survive<Result>(
    work: (alive: HostProcess, again: boolean) => Promise<Result>,
  ): Promise<Result> {
    for (let again = false; ; again = true) {
      try {
        host ??= await begin();
        return await work(host, again);
      } catch (error) {
        if (!(error instanceof HostDied) || endings.length === deaths) throw error;
        endings.push(error.ending);
        host = undefined;
        await witness.lookAtTheDead(dataFolder);
      }
    }
  }

  async function begin(): Promise<HostProcess> {
    // Whoever starts it again need not know where its clock stood.
    const now = wasReady ? undefined : LIFE_BEGINS;
    const momentsFile = blow.momentsFile ?? (killAtByte ? join(dataFolder, 'moments') : undefined);
    const begun = await startHostProcess({
      dataFolder,
      now,
      crashAt: crashAt[endings.length],
      momentsFile,
      jobDays: JOB_DAYS,
    });
    wasReady = true;
    if (momentsFile && killAtByte && endings.length === 0) {
      whenWritten(momentsFile, killAtByte, begun, () => {
        void begun.kill('SIGKILL');
        for (const pid of enginesOn(dataFolder)) process.kill(pid, 'SIGKILL');
      });
    }
    return begun;
  }
}

/** Calls back, once, when the file has so many bytes; stops looking when the host has ended. */
function whenWritten(file: string, bytes: number, host: HostProcess, callBack: () => void): void {
  const watcher = watch(file);
  void host.ended.then(() => watcher.close());
  const look = () => {
    if (statSync(file).size < bytes) return;
    watcher.close();
    callBack();
  };
  watcher.on('change', look);
  look();
}

function eachOnce(told: Told['finance']): Map<string, unknown> {
  const named = told.map(({ eventId, type, event }) => [`${eventId} ${type}`, event] as const);
  return new Map(named.toSorted(([one], [other]) => one.localeCompare(other)));
}

/** From 0 to 1, the same for the same seed. */
function chance(seed: number): number {
  return ((seed * 2_654_435_761) % 2 ** 32) / 2 ** 32;
}

/** Lets so many pieces of work go on at a time; each host is a process of its own, and cores are few. */
function lanes(count: number): (work: () => Promise<void>) => Promise<void> {
  const turns: Promise<void>[] = Array.from({ length: count }, () => Promise.resolve());
  let next = 0;
  return (work) => {
    const lane = next++ % count;
    const mine = (turns[lane] ?? Promise.resolve()).then(work);
    turns[lane] = mine.catch(() => {});
    return mine;
  };
}
