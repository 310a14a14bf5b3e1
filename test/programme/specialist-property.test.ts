import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AcademicYear, academicYearFrom, academicYearOf, yearAfter } from '../../core/academic-year.ts';
import { ANSWERED_BY, type AskKind } from '../../core/ask.ts';
import { actorSchema } from '../../core/codes.ts';
import { instantOf, londonDateSchema } from '../../core/instant.ts';
import { londonDateOf } from '../../core/london.ts';
import { deps } from '../../functions/support/deps.ts';
import { jobsOnlyOn } from '../../local/jobs-only-on.ts';
import { machineNameSchema } from '../../workflows/steps.ts';
import { SCHEDULES } from '../../workflows/wiring.ts';
import { declaration, developmentForm, key, specialistForm, TANSY, UMBEL } from '../support/forms.ts';
import { laterPolicy } from '../support/later-policies.ts';
import { type Answer, type Person, type Programme, startProgramme } from '../support/programme.ts';
import { sampleClaim, sampleSpecialist, sampleWorkGroup } from '../support/sample-rows.ts';
import { breachesIn, type Remembered, remembered } from '../support/specialist-promises.ts';
import { openStored, type Stored } from '../support/stored.ts';

/**
 * Whatever is called, in whatever order and however the clock moves meanwhile: commands of every kind, most of them
 * sensible enough to be accepted, go to one programme from July 2026 to about the end of 2028, and all that is stored is
 * held against what the programme promises.
 */
const FULL = process.env['FULL'] !== undefined;
const RUNS = FULL ? 20 : 2;
const SEED = 20_260_701;
const CHAPTERS = 20;

const TEACHERS = [
  TANSY,
  UMBEL,
  { name: 'Sample Teacher Vervain', email: 'vervain@people.example', trn: '9990003', yearsTeaching: 4 },
];
/** The first two are those of the accredited Specialists below. */
const SCHOOLS = ['900005', '900006', '900001', '900002', '900003', '900004'];
const SPECIALISTS = ['sp-0001', 'sp-0002', 'sp-0013', 'sp-0014', 'sp-0015'];

/** How often each kind of command is drawn: what leads on more often than what ends. */
const NAMES = [
  ...often(3, 'apply'),
  ...often(4, 'answer'),
  ...often(7, 'answer all'),
  ...often(5, 'form a group'),
  ...often(2, 'join a group'),
  ...often(2, 'change lead'),
  ...often(3, 'change school'),
  ...often(1, 'change hub'),
  ...often(2, 'declare late'),
  ...often(1, 'defer'),
  ...often(1, 'withdraw'),
  ...often(1, 'restart'),
  ...often(2, 'reopen'),
];
type Name = (typeof NAMES)[number];
function often<const Each extends string>(times: number, name: Each): Each[] {
  return Array.from({ length: times }, () => name);
}

/** What a command means by its numbers, its own act says; done twice is done twice in the same instant. */
const command = fc.record({
  what: fc.constantFrom(...NAMES),
  one: fc.nat({ max: 59 }),
  two: fc.nat({ max: 59 }),
  twice: fc.boolean(),
});
type Command = typeof command extends fc.Arbitrary<infer Each> ? Each : never;

const chapter = fc.record({
  days: fc.integer({ min: 20, max: 70 }),
  commands: fc.array(command, { minLength: 3, maxLength: 7 }),
});

/** One run's programme, and who acts in it. */
class World {
  readonly programme: Programme;
  readonly stored: Stored;
  readonly origin: Person;
  readonly admin: Person;
  #keys = 0;

  constructor(programme: Programme, origin: Person, admin: Person) {
    this.programme = programme;
    this.stored = openStored(programme);
    this.origin = origin;
    this.admin = admin;
  }

  get now() {
    return instantOf(this.programme.host.clock.now());
  }

  get today() {
    return londonDateOf(this.now);
  }

  key(): Readonly<Record<string, string>> {
    this.#keys += 1;
    return key(`drawn-${this.#keys}`);
  }

  /** What is asked now about the Specialists whom the commands are about. */
  async asks(): Promise<Asked[]> {
    const { items } = (await this.admin.get('/asks?status=open&limit=100')).body;
    return items.filter(({ participation }: Asked) => isOurs(participation));
  }

  async participations(): Promise<string[]> {
    const all = await Promise.all(
      ['training-1', 'training-2', 'leading'].map((stage) =>
        this.admin.get(`/participations?stage=${stage}&limit=100`),
      ),
    );
    return all.flatMap(({ body }) => body.items.map(({ id }: { id: string }) => id)).filter(isOurs);
  }

  /** The groups of this year and the next, in an order that does not depend on their ids, which are drawn by lot. */
  async groups(): Promise<string[]> {
    const years = [academicYearOf(this.today), yearAfter(academicYearOf(this.today))];
    const all = await Promise.all(years.map((year) => this.admin.get(`/work-groups?academicYear=${year}`)));
    return all.flatMap(({ body }) =>
      body.items
        .map(({ id, members }: { id: string; members: object }) => ({ id, order: JSON.stringify(members) }))
        .sort((one: Ordered, other: Ordered) => (one.order < other.order ? -1 : 1))
        .map((each: Ordered) => each.id),
    );
  }
}

interface Ordered {
  readonly id: string;
  readonly order: string;
}
interface Asked {
  readonly id: string;
  readonly kind: Exclude<AskKind, 'placement' | 'progression'>;
  readonly participation: string;
}
const isOurs = (participation: string) =>
  SPECIALISTS.some((specialist) => participation.startsWith(`${specialist}-`));

/** The one of a list that a number means, however long the list is. */
const nth = <Each>(list: readonly Each[], number: number): Each | undefined => list[number % list.length];
const days = (number: number) => ({
  withOtherSchools: (number % 20) / 2,
  hubWork: (Math.floor(number / 5) % 8) / 2,
});

/** An answer of the ask's kind, on the whole the one that leads on. */
function answerTo({ kind }: Asked, number: number, today: string): object {
  switch (kind) {
    case 'selection':
      return { decision: number % 6 === 0 ? 'decline' : 'accept' };
    case 'accreditation':
      if (number % 6 === 0) return { decision: 'extend' };
      return number % 6 === 1 ? { decision: 'decline' } : { decision: 'accredit', assessedOn: today };
    case 'declaration':
      return declaration(today);
    case 'days':
      return days(number);
    case 'leading':
      if (number % 12 === 1) return { decision: 'stop' };
      return { decision: number % 6 === 0 ? 'not-this-year' : 'lead' };
  }
}

const answer = ({ origin, admin, today }: World, ask: Asked, number: number): Promise<Answer> => {
  // An admin may answer anything, a hub its own; now and then it tries what only an admin may.
  const by = number % 3 === 0 && (ANSWERED_BY[ask.kind] === 'hub' || number % 2 === 0) ? origin : admin;
  return by.post(`/asks/${ask.id}/answer`, answerTo(ask, number, today));
};

const enrol = (world: World, urn: string, academicYear: AcademicYear): Promise<Answer> =>
  world.origin.post('/enrolments', developmentForm(urn, { academicYear }), world.key());

/** On the whole the year that may be applied for: from November to September the one that begins in the next September. */
function yearFor({ today }: World, number: number): AcademicYear {
  const calendarYear = Number(today.slice(0, 4));
  const open = academicYearFrom(today.slice(5) < '11' ? calendarYear : calendarYear + 1);
  return number % 6 === 0 ? academicYearOf(today) : open;
}

type Act = (world: World, command: Command) => Promise<readonly (Answer | undefined)[]>;

const ACTS: Readonly<Record<Name, Act>> = {
  async apply(world, { one, two }) {
    const form = specialistForm(nth(SCHOOLS, two) ?? '', {
      teacher: nth(TEACHERS, one),
      academicYear: yearFor(world, Math.floor(two / SCHOOLS.length)),
    });
    return [await world.origin.post('/enrolments', form, world.key())];
  },
  async answer(world, { one, two }) {
    const ask = nth(await world.asks(), one);
    return [ask && (await answer(world, ask, two))];
  },
  async 'answer all'(world, { one }) {
    const asks = await world.asks();
    return Promise.all(asks.map((ask, index) => answer(world, ask, one + index)));
  },
  async 'form a group'(world, { one, two }) {
    const academicYear = yearFor(world, Math.floor(one / 5));
    const schools = [nth(SCHOOLS, two), nth(SCHOOLS, two + 1 + Math.floor(two / 12))].flatMap(
      (urn) => urn ?? [],
    );
    const enrolled = await Promise.all(schools.map((urn) => enrol(world, urn, academicYear)));
    const lead = nth(SPECIALISTS, one);
    const form = { kind: 'development', academicYear, lead, schools };
    return [...enrolled, await world.origin.post('/work-groups', form)];
  },
  async 'join a group'(world, { one, two }) {
    const urn = nth(SCHOOLS, two) ?? '';
    const group = nth(await world.groups(), one);
    const enrolled = await enrol(world, urn, yearFor(world, one));
    return [enrolled, group ? await world.origin.post(`/work-groups/${group}/members`, { urn }) : undefined];
  },
  async 'change lead'(world, { one, two }) {
    const group = nth(await world.groups(), one);
    const lead = nth(SPECIALISTS, two);
    return [group ? await world.origin.post(`/work-groups/${group}/lead`, { lead }) : undefined];
  },
  async 'change school'({ admin, now }, { one, two }) {
    const from = londonDateOf(instantOf(Date.parse(now) - (one % 20) * 86_400_000));
    const move = { urn: nth(SCHOOLS, two), from, schoolAgreed: true };
    return [await admin.post(`/specialists/${nth(SPECIALISTS, one)}/school`, move)];
  },
  async 'change hub'({ admin, today }, { one, two }) {
    const hub = two % 3 === 0 ? 'turing-nw' : 'origin';
    return [await admin.post(`/specialists/${nth(SPECIALISTS, one)}/hub`, { hub, from: today })];
  },
  async 'declare late'(world, { one, two }) {
    const id = nth(await world.participations(), one);
    const late = id?.endsWith('leading')
      ? { term: nth(['autumn', 'spring', 'summer'], two), ...days(two) }
      : { milestone: nth(['started', 'retained', 'completed'], two), ...declaration(world.today) };
    const form = { ...late, reason: 'A sample reason' };
    return [id ? await world.admin.post(`/participations/${id}/declarations`, form) : undefined];
  },
  async defer(world, { one }) {
    const id = nth(await world.participations(), one);
    return [id ? await world.admin.post(`/participations/${id}/deferral`, {}) : undefined];
  },
  async withdraw(world, { one }) {
    const id = nth(await world.participations(), one);
    const leaving = { reason: 'role-change', effectiveOn: world.today };
    return [id ? await world.admin.post(`/participations/${id}/withdrawal`, leaving) : undefined];
  },
  async restart(world, { one }) {
    const id = nth(await world.participations(), one);
    return [id ? await world.admin.post(`/participations/${id}/restart`, {}) : undefined];
  },
  async reopen(world, { one }) {
    const id = nth(await world.participations(), one);
    return [id ? await world.admin.post(`/participations/${id}/reopening`, {}) : undefined];
  },
};

/** Every life begins with three applications, of which two are accepted: from there on it may go anywhere. */
const PRELUDE: readonly Command[] = [
  { what: 'apply', one: 0, two: 2 + 6, twice: false },
  { what: 'apply', one: 1, two: 3 + 6, twice: true },
  { what: 'apply', one: 2, two: 4 + 6, twice: true },
  { what: 'answer', one: 0, two: 1, twice: false },
  { what: 'answer', one: 0, two: 2, twice: true },
];

/** Does what was drawn; whatever the answer, it is one that we meant to give. */
async function follow(world: World, drawn: Command): Promise<void> {
  const times = drawn.twice ? 2 : 1;
  const acts = Array.from({ length: times }, () => ACTS[drawn.what](world, drawn));
  const answers = (await Promise.all(acts)).flat();
  const odd = answers.filter((each) => each && each.status >= 500 && each.status !== 503);
  expect(
    odd.map((each) => each?.body),
    JSON.stringify(drawn),
  ).toEqual([]);
}

async function look(world: World, after: unknown): Promise<Remembered> {
  await world.programme.host.quiet();
  const memory = remembered([...(await world.stored.rows()).values()]);
  expect(breachesIn(memory, world.today), `${world.now}, after ${JSON.stringify(after)}`).toEqual([]);
  return memory;
}

/** What is broken in each of these is seen: a promise that nothing could break would be no promise. */
describe('a promise is broken by', () => {
  const led = { workGroupId: 'wg-00000000', academicYear: '2026-27' };
  const group = sampleWorkGroup({
    members: [{ participationId: '900001-2026-27-development', urn: '900001', joinedOn: '2026-03-02' }],
  });
  const conflict = { ...led, cause: 'own-school', openedOn: '2026-11-01' };
  const declared = (days: number) => ({ year: 'sp-0042 2028-29', days, amount: days * 35_000 });
  const released = (id: string, academicYear: string, instalment: string, stage: string, amount: number) =>
    sampleClaim({
      id: `${id}.${instalment}`,
      participationId: id,
      instalment,
      academicYear,
      stage,
      amount,
      raisedAt: '2028-12-10T09:00:00.000Z',
    });
  const kept = { specialists: [sampleSpecialist()], groups: [group], claims: [], raised: [], days: [] };
  const started = (academicYear: string) =>
    released(`sp-0042-${academicYear}-training-1`, academicYear, 'started', 'training-1', 100_000);
  const claimed = (claims: readonly ReturnType<typeof released>[]) => ({
    claims,
    raised: claims.map(({ id, amount }) => ({ claimId: id, amount })),
  });
  const own = sampleSpecialist({ urn: '900001' });
  const later = sampleWorkGroup({
    id: 'wg-00000001',
    academicYear: '2027-28',
    leads: [{ lead: 'sp-0001', from: '2027-03-02' }],
  });

  it.each<[string, Partial<Remembered>, number]>([
    ['nothing', {}, 0],
    [
      'a lead who is not accredited',
      { specialists: [sampleSpecialist({ accredited: false, accreditedOn: undefined })] },
      1,
    ],
    [
      'one who was accredited in the same year',
      { specialists: [sampleSpecialist({ accreditedOn: '2026-09-01' })] },
      1,
    ],
    ['a lead of their own school', { specialists: [own] }, 1],
    [
      'not by one whose conflict is open',
      { specialists: [sampleSpecialist({ urn: '900001', conflicts: [conflict] })] },
      0,
    ],
    [
      'a group taken on in spite of a conflict',
      { specialists: [sampleSpecialist({ conflicts: [conflict] })], groups: [group, later] },
      1,
    ],
    [
      'half a day more than 15, though it is paid',
      {
        days: [declared(15), declared(0.5)],
        ...claimed([released('sp-0042-2028-29-leading', '2028-29', 'autumn', 'leading', 542_500)]),
      },
      1,
    ],
    ['days that are not paid', { days: [declared(1)] }, 1],
    ['an instalment that two years release', claimed([started('2026-27'), started('2027-28')]), 1],
    [
      'a claim that is announced twice',
      {
        ...claimed([started('2026-27')]),
        raised: [started('2026-27'), started('2026-27')].map(({ id, amount }) => ({ claimId: id, amount })),
      },
      1,
    ],
  ])('%s', (_what, changes, breaches) => {
    const today = londonDateSchema.parse('2026-11-02');
    expect(breachesIn({ ...kept, ...changes }, today)).toHaveLength(breaches);
  });
});

describe('no sequence of calls and moves of the clock', () => {
  const reached = { accredited: 0, led: 0, conflicts: 0, training: 0, days: 0 };

  it(
    'makes an unaccredited teacher lead, a teacher lead their own school, a sixteenth day be paid, or anything twice',
    async () => {
      const lives = fc.array(chapter, { minLength: CHAPTERS, maxLength: CHAPTERS });
      await fc.assert(
        fc.asyncProperty(lives, async (life) => {
          const programme = await startProgramme({ now: START, schedules: WEEKLY });
          const world = new World(programme, await programme.hub('origin'), await programme.admin());
          try {
            const puts = [2029, 2030].map(laterPolicy);
            await deps().commit({ puts, events: [], at: START, by: actorSchema.parse('register') });
            for (const drawn of PRELUDE) await follow(world, drawn);
            for (const { days: length, commands } of life) {
              for (const drawn of commands) await follow(world, drawn);
              await look(world, commands);
              const until = instantOf(Date.parse(world.now) + length * 86_400_000);
              await programme.advanceTo(until);
            }
            count(await look(world, 'all'));
            expect(await programme.queue('dead-letters')).toEqual([]);
            const executions = await Promise.all(machineNameSchema.options.map(programme.executions));
            expect(executions.flat().filter((line) => / (FAILED|TIMED_OUT)$/.test(line))).toEqual([]);
          } finally {
            world.stored.close();
            await programme.stop();
          }
        }),
        { numRuns: RUNS, seed: SEED, endOnFailure: true },
      );
    },
    RUNS * 120_000,
  );

  it('…and the sequences did come that far: teachers were accredited, led, moved into conflicts, and were paid', () => {
    for (const [what, times] of Object.entries(reached)) expect(times, what).toBeGreaterThan(0);
  });

  function count({ specialists, groups, claims }: Remembered): void {
    const applicants = specialists.filter(({ id }) => id > 'sp-0012');
    reached.accredited += applicants.filter(({ accredited }) => accredited).length;
    reached.led += groups.length;
    reached.conflicts += specialists.flatMap(({ conflicts }) => conflicts).length;
    reached.training += claims.filter(({ stage }) => stage.startsWith('training')).length;
    reached.days += claims.filter(({ stage }) => stage === 'leading').length;
  }
});

/** Nothing goes wrong that a sweep would find, and nobody reads the mails: these nights are cheaper. */
const WEEKLY = jobsOnlyOn('1,8,15,22', {
  'offer-leading': SCHEDULES['offer-leading'],
  'rejoin-schools': SCHEDULES['rejoin-schools'],
});
const START = instantOf(Date.parse('2026-07-01T09:00:00Z'));
