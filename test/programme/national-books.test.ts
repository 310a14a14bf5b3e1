import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actorSchema } from '../../core/codes.ts';
import { instantOf, toInstant } from '../../core/instant.ts';
import { deps } from '../../functions/support/deps.ts';
import { reconcileCommand } from '../../local/reconcile.ts';
import { NationalLife } from '../support/national-life.ts';
import { londonMonthOf } from '../support/oracle/london-calendar.ts';
import { Lots } from '../support/oracle/lots.ts';
import { Oracle } from '../support/oracle/oracle.ts';
import { NO_SEAL, readStatementFile } from '../support/oracle/statement-file.ts';
import { type Person, type Programme, startProgramme } from '../support/programme.ts';
import { sampleSchool, sampleSpecialist } from '../support/sample-rows.ts';
import { openStored, storedOf } from '../support/stored.ts';

/**
 * Two years of the programme's money, from Development to Embedding and through both years of training, with all that
 * people forget, take back and correct; every month, and at the end, held against books that somebody kept who heard
 * what people did and never saw the service. A tenth of the size unless FULL is set.
 */
const FULL = process.env['FULL'] !== undefined;
const SCHOOLS = FULL ? 300 : 30;
const SPECIALISTS = FULL ? 60 : 6;
const HUBS = ['origin', 'solent', 'turing-nw', 'enigma', 'jurassic'].slice(0, FULL ? 5 : 3);
const SEED = Number(process.env['SEED'] ?? 20_260_901);
const PATIENCE = FULL ? 60 * 60_000 : 300_000;

/** Nights in which the jobs run that money needs; those between find nothing new. */
const NIGHTS = [1, 2, 9, 16, 23];
const SCHEDULES = {
  'open-statements': { cron: `cron(0 3 ${NIGHTS.join()} * ? *)`, function: 'jobs/open-statements' },
  reconcile: { cron: 'cron(0 5 2 * ? *)', function: 'jobs/reconcile' },
} as const;

describe(`two years of ${SCHOOLS} schools and ${SPECIALISTS} Specialists, kept in two books`, () => {
  const oracle = new Oracle();
  const lots = new Lots(SEED);
  let programme: Programme;
  let finance: Person;
  let life: NationalLife;
  let now = '2026-06-10T09:00:00Z';
  beforeAll(async () => {
    programme = await startProgramme({ now: toInstant(now), schedules: SCHEDULES });
    finance = await programme.finance('reader');
    life = await NationalLife.of(programme, oracle, lots, HUBS);
  }, PATIENCE);
  afterAll(() => programme.stop(), PATIENCE);

  /** Moves both clocks: the service runs what is due by then, the clerk hears which nights have passed. */
  async function until(iso: string) {
    await programme.advanceTo(iso);
    for (let day = Date.parse(now.slice(0, 10)); day <= Date.parse(iso); day += 86_400_000) {
      const night = new Date(day + 2.5 * 3_600_000).toISOString();
      if (now < night && night <= iso && NIGHTS.includes(Number(night.slice(8, 10)))) oracle.night(night);
    }
    now = iso;
  }

  /** Acts and finance's months take turns. */
  async function at(iso: string, act: () => Promise<void> | void) {
    await money(iso);
    await until(iso);
    await act();
  }

  /** Every month from the first October: looked at on the 5th, approved on the 12th, paid and compared on the 25th. */
  async function money(iso: string) {
    for (const { day, act } of financeDays.filter((each) => now < each.day && each.day <= iso)) {
      await until(day);
      await act(day);
    }
  }
  const financeDays = Array.from({ length: 25 }, (_, index) => {
    const month = new Date(Date.UTC(2026, 9 + index, 1)).toISOString().slice(0, 7);
    return [
      { day: `${month}-05T10:00:00Z`, act: () => life.looks() },
      { day: `${month}-12T10:00:00Z`, act: (day: string) => life.approves(day) },
      {
        day: `${month}-25T10:00:00Z`,
        async act(day: string) {
          await life.pays(day);
          await life.regrets();
          await expectSameBalances(`${month} of ${SEED}`);
        },
      },
    ];
  }).flat();

  async function expectSameBalances(when: string) {
    const { items } = (await finance.get('/funding/summary')).body;
    const told = items.map(({ hub, academicYear, stage, ...sums }: Record<string, unknown>) => [
      `${hub} ${academicYear} ${stage}`,
      sums,
    ]);
    // In summer a year ends with its last answer, and the next one begins: the clerk hears of that only in August.
    const isSummer = /-0[67]-/.test(now);
    const comparable = (balances: object) =>
      Object.fromEntries(
        Object.entries(balances)
          .map(([name, { expected, remaining, ...rest }]) => [
            name,
            isSummer ? rest : { expected, remaining, ...rest },
          ])
          .filter(([, { raised, expected }]) => raised > 0 || expected > 0),
      );
    expect(comparable(Object.fromEntries(told)), when).toEqual(comparable(oracle.balances(now)));
  }

  let groups = 0;
  const leadOf = (): string => {
    groups += 1;
    return `sp-${10_000 + groups}`;
  };

  it(
    'begins with schools in pairs, and teachers who are accepted',
    async () => {
      const by = actorSchema.parse('register');
      for (let pair = 0; pair < SCHOOLS; pair += 1) {
        const hub = HUBS[Math.floor(pair / 2) % HUBS.length];
        const school = sampleSchool({ urn: String(910_000 + pair), hub });
        const lead = sampleSpecialist({ id: `sp-${10_001 + pair}` });
        await deps().commit({ puts: [school, lead], events: [], at: instantOf(Date.parse(now)), by });
      }
      for (let pair = 0; pair < SCHOOLS / 2; pair += 1) {
        const urns = [String(910_000 + pair * 2), String(910_001 + pair * 2)] as const;
        await life.enrolsTwo(HUBS[pair % HUBS.length] ?? '', urns, leadOf(), 2026);
      }
      for (let each = 0; each < SPECIALISTS; each += 1) {
        const hub = HUBS[each % HUBS.length] ?? '';
        await life.trains(hub, String(910_000 + each * 2), String(9_800_000 + each), 2026);
      }
    },
    PATIENCE,
  );

  it.each([2026, 2027])(
    'lives through the year that begins in September %i',
    async (year) => {
      const next = year + 1;
      // The last seconds of London's September are still its September, the next ones are October, whatever UTC says.
      await at(`${year}-09-08T12:00:00Z`, () => life.declare('started', now, 0.4));
      await at(`${year}-09-30T22:59:40Z`, () => life.declare('started', now, 0.3));
      await at(`${year}-09-30T23:00:20Z`, () => life.declare('started', now, 0.3));
      await at(`${year}-10-20T12:00:00Z`, () => life.withdraw(now, 0.03));
      await at(`${year}-10-31T16:59:30Z`, () => life.declare('started', now, 0.5));
      await at(`${year}-10-31T17:05:00Z`, () => life.miss('started'));
      await at(`${year}-11-17T12:00:00Z`, () => life.declareLate(now, 0.5));
      await at(`${next}-01-12T12:00:00Z`, () => life.declareLate(now, 1));
      await at(`${next}-01-13T12:00:00Z`, () => life.withdraw(now, 0.04));
      await at(`${next}-02-09T12:00:00Z`, () => life.declare('retained', now, 0.6));
      await at(`${next}-03-31T15:59:30Z`, () => life.declare('retained', now, 0.6));
      await at(`${next}-03-31T16:05:00Z`, () => life.miss('retained'));
      await at(`${next}-04-20T12:00:00Z`, () => life.declareLate(now, 1));
      await at(`${next}-04-21T12:00:00Z`, () => life.withdraw(now, 0.03));
      await at(`${next}-06-08T12:00:00Z`, () => life.declare('completed', now, 0.4));
      await at(`${next}-06-15T12:00:00Z`, () => life.decide(now));
      await at(`${next}-06-30T22:59:50Z`, () => life.declare('completed', now, 0.3));
      await at(`${next}-06-30T23:00:10Z`, () => life.declare('completed', now, 0.3));
      await at(`${next}-07-13T12:00:00Z`, () => life.declare('completed', now, 0.4));
      await at(`${next}-07-31T16:05:00Z`, () => life.miss('completed'));
      await at(`${next}-08-10T12:00:00Z`, () => life.goOn(leadOf, next));
      await at(`${next}-08-17T12:00:00Z`, () => life.declareLate(now, 0.6));
    },
    PATIENCE,
  );

  it(
    'goes on until the last late word is paid, each month equal to the penny',
    async () => {
      await at('2028-09-14T12:00:00Z', () => life.declareLate(now, 1));
      await money('2028-10-26T00:00:00Z');
      await until('2028-10-26T00:00:00Z');
      await expectSameBalances('the end');
    },
    PATIENCE,
  );

  it.skipIf(process.env['SEED'])('has come across everything that was to be tried', () => {
    const { claims, statements, years } = oracle;
    expect(new Set(claims.map(({ stage }) => stage)).size).toBe(4);
    expect(new Set(claims.map(({ clawback }) => clawback?.status))).toContain('recovered');
    expect(claims.some(({ status }) => status === 'cancelled')).toBe(true);
    expect(years.some(({ repeated }) => repeated)).toBe(true);
    expect(years.some(({ left }) => left)).toBe(true);
    const lines = statements.flatMap((each) => each.lines);
    expect(lines.some(({ claim }) => !claim)).toBe(true);
    const partly = ({ amount, claim }: (typeof lines)[number]) =>
      claim && amount < 0 && -amount < claim.amount;
    expect(lines.some(partly)).toBe(true);
    expect(statements.some(({ lines: left, numbersGiven }) => left.length < numbersGiven)).toBe(true);
  });

  it(
    'has every statement that was due, line by line, sealed and verifiable by the file alone',
    async () => {
      const seals = new Map<string, string>();
      const lists = await Promise.all(
        HUBS.map((hub) => finance.get(`/funding/statements?hub=${hub}&limit=100`)),
      );
      const listed = lists.flatMap(({ body }) => body.items);
      expect(listed.map(({ id }: { id: string }) => id).sort()).toEqual(
        oracle.statements.map(({ id }) => id).sort(),
      );
      for (const { id, hub, status, lines } of oracle.statements.toSorted((one, other) =>
        one.id < other.id ? -1 : 1,
      )) {
        const path = `/funding/statements/${id.slice(10, 17)}/${hub}`;
        const { body } = await finance.get(path);
        const file = readStatementFile(
          (await finance.get(path, { accept: 'text/csv' })).body,
          seals.get(hub) ?? NO_SEAL,
        );
        const expected = lines.map(({ item, amount }): [string, number] => [item, amount]).sort();
        expect([...file.items].sort(), id).toEqual(expected);
        const total = expected.reduce((sum, [, amount]) => sum + amount, 0);
        expect({ id, ...file, items: undefined }).toEqual({ id, total, seal: body.seal, items: undefined });
        expect(body).toMatchObject({ status, total, lines: lines.length, verification: { intact: true } });
        seals.set(hub, file.seal);
      }
    },
    PATIENCE,
  );

  it('is told by somebody who knows nothing of the service: the other books import nothing of it', () => {
    const folder = new URL('../support/oracle/', import.meta.url);
    const imported = readdirSync(folder).flatMap((file) =>
      [...readFileSync(new URL(file, folder), 'utf8').matchAll(/from '(.+)';/g)].map(
        ([, from]) => from ?? '',
      ),
    );
    expect(imported.length).toBeGreaterThan(2);
    expect(imported.filter((from) => !/^(\.\/|node:)/.test(from))).toEqual([]);
  });

  it('has a feed from 1 to n, which says the same as the books', async () => {
    const feed: FeedEntry[] = [];
    for (;;) {
      const { items } = (await finance.get(`/funding/events?after=${feed.length}&limit=1000`)).body;
      if (items.length === 0) break;
      feed.push(...items);
    }
    expect(feed.map(({ sequence }) => sequence)).toEqual(feed.map((_, index) => index + 1));
    expect(new Set(feed.map(({ eventId }) => eventId)).size).toBe(feed.length);
    const told = (type: string) =>
      feed
        .filter((each) => each.type === type)
        .map(({ data }) => `${data['claimId']} ${data['amount']}`)
        .sort();
    const booked = (which: (claim: (typeof oracle.claims)[number]) => boolean) => oracle.claims.filter(which);
    const asTold = (claims: typeof oracle.claims) => claims.map(({ id, amount }) => `${id} ${amount}`).sort();
    expect(told('ClaimRaised')).toEqual(asTold(oracle.claims));
    expect(told('ClaimPaid')).toEqual(asTold(booked(({ status }) => status === 'paid')));
    expect(told('ClawbackRecovered')).toEqual(
      booked(({ clawback }) => clawback?.status === 'recovered')
        .map(({ id, clawback }) => `${id} ${clawback?.amount}`)
        .sort(),
    );
  });

  it(
    'agrees with itself, every month and now; nothing failed on the way',
    async () => {
      const said: string[] = [];
      expect(
        await reconcileCommand(['--data', programme.dataFolder], {}, (text) => said.push(text)),
        said.join('\n'),
      ).toBe(0);
      const stored = openStored(programme);
      const compared = await storedOf(stored, 'reconciliation');
      stored.close();
      expect(compared.map(({ divergences }) => divergences)).toEqual(compared.map(() => 0));
      expect(compared.length).toBeGreaterThan(20);
      expect(londonMonthOf(now)).toBe('2028-10');
      expect(await programme.queue('dead-letters')).toEqual([]);
      expect(await deps().unpublishedEvents(100)).toEqual([]);
      expect(programme.log()).not.toContain('"level":"error"');
    },
    PATIENCE,
  );
});

interface FeedEntry {
  readonly sequence: number;
  readonly eventId: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}
