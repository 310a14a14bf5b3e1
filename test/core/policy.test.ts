import { describe, expect, it } from 'vitest';
import { startYearOf } from '../../core/academic-year.ts';
import { instantOf, toInstant } from '../../core/instant.ts';
import {
  deadlineOf,
  isOpen,
  longestExecutionDays,
  PolicyInvalid,
  parsePolicy,
  windowOf,
} from '../../core/policy.ts';
import { shippedPolicies } from '../../local/demo/policies.ts';
import { laterPolicy } from '../support/later-policies.ts';
import { policyOf2026 } from '../support/sample-rows.ts';

/** What is wrong with the policy of 2026-27 once these members are changed, each named by its path. */
function problemsWith(changes: Readonly<Record<string, unknown>>): readonly string[] {
  const json = structuredClone<unknown>(policyOf2026());
  for (const [path, value] of Object.entries(changes)) put(json, path.split('.'), value);
  try {
    parsePolicy(json);
    return [];
  } catch (error) {
    if (error instanceof PolicyInvalid) return error.problems;
    throw error;
  }
}

function put(target: unknown, [key = '', ...rest]: readonly string[], value: unknown): void {
  if (typeof target !== 'object' || target === null) throw new Error(`nothing to put ${key} into`);
  if (rest.length === 0) Object.assign(target, { [key]: value });
  else put(Reflect.get(target, key), rest, value);
}

const instalments = (...amounts: readonly [string, number][]) =>
  amounts.map(([milestone, instalment]) => ({ milestone, instalment }));

const topic = (code: string) => ({ code, name: `About ${code}` });

describe('the tariff, in pounds', () => {
  const pounds = (pence: number) => `£${(pence / 100).toLocaleString('en-GB')}`;

  it.each(shippedPolicies())('of $academicYear is that of the design', (policy) => {
    const plans = { ...policy.stages, preparatory: policy.preparatory, ...policy.specialists.training };
    const table = Object.entries(plans).map(([stage, { amount, milestones }]) => {
      const split = milestones.map((each) => `${each.milestone} ${pounds(each.instalment)}`).join(', ');
      return `${stage}: ${pounds(amount)} = ${split}`;
    });
    expect(table).toEqual([
      'development: £2,000 = started £1,000, completed £1,000',
      'embedding: £1,000 = started £500, completed £500',
      'sustaining: £0 = started £0, completed £0',
      'preparatory: £0 = completed £0',
      'training-1: £3,000 = started £1,000, retained £1,000, completed £1,000',
      'training-2: £3,000 = started £1,000, retained £1,000, completed £1,000',
    ]);
    const { withOtherSchools, hubWork, mostDays } = policy.specialists.leading;
    expect([pounds(withOtherSchools), pounds(hubWork), mostDays]).toEqual(['£350', '£200', 15]);
    expect([policy.repeatsFunded, policy.specialists.extensionsFunded]).toEqual([false, false]);
  });
});

describe('the calendar of 2026-27', () => {
  it.each([
    ['year', '1 Sept 2026, 00:00', '31 Aug 2027, 17:00'],
    ['applications', '1 Nov 2025, 00:00', '30 Sept 2026, 17:00'],
    ['started', '1 Sept 2026, 00:00', '31 Oct 2026, 17:00'],
    ['retained', '1 Feb 2027, 00:00', '31 Mar 2027, 17:00'],
    ['completed', '1 Jun 2027, 00:00', '31 Jul 2027, 17:00'],
    ['progression', '1 Jun 2027, 00:00', '21 Aug 2027, 17:00'],
    ['autumn', '1 Dec 2026, 00:00', '31 Dec 2026, 17:00'],
    ['spring', '1 Mar 2027, 00:00', '31 Mar 2027, 17:00'],
    ['summer', '1 Jun 2027, 00:00', '31 Jul 2027, 17:00'],
  ] as const)('opens and closes %s by a London clock: %s to %s', (name, opens, closes) => {
    const shown = (instant: string) =>
      new Date(instant).toLocaleString('en-GB', {
        timeZone: 'Europe/London',
        dateStyle: 'medium',
        timeStyle: 'short',
      });
    const { opensAt, closesAt } = windowOf(policyOf2026(), name);
    expect([shown(opensAt), shown(closesAt)]).toEqual([opens, closes]);
  });

  it('has Specialists selected by 31 July, and the admins told a week before', () => {
    expect(deadlineOf(policyOf2026(), 'selection')).toBe('2026-07-31T16:00:00.000Z');
    expect(policyOf2026().specialists.escalationDays).toBe(7);
  });

  it('has each window open from its first millisecond and strictly before its last instant', () => {
    const window = windowOf(policyOf2026(), 'started');
    expect(window).toEqual({ opensAt: '2026-08-31T23:00:00.000Z', closesAt: '2026-10-31T17:00:00.000Z' });
    const at = (instant: string, milliseconds = 0) => instantOf(Date.parse(instant) + milliseconds);
    expect(isOpen(window, at(window.opensAt, -1))).toBe(false);
    expect(isOpen(window, at(window.opensAt))).toBe(true);
    expect(isOpen(window, at(window.closesAt, -1))).toBe(true);
    expect(isOpen(window, at(window.closesAt))).toBe(false);
  });

  it('asks for the sizes of the design', () => {
    const { workGroups, advocatesPerSchool } = policyOf2026();
    expect(advocatesPerSchool).toBe(2);
    expect(workGroups.development).toEqual({ least: 2, most: 2, outside: 'refuse' });
    expect(workGroups['embedding-and-sustaining']).toEqual({ least: 4, most: 6, outside: 'confirm' });
  });
});

describe('a policy is refused, by the path, where', () => {
  it('nothing is wrong: it is not', () => {
    expect(problemsWith({})).toEqual([]);
  });

  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    [
      'instalments are a penny short of the amount',
      { 'stages.development.amount': 200_001 },
      'stages.development: instalments add up to 200000, not 200001 pence',
    ],
    [
      'instalments are a penny more than the amount',
      { 'stages.embedding.milestones': instalments(['started', 50_000], ['completed', 50_001]) },
      'stages.embedding: instalments add up to 100001, not 100000 pence',
    ],
    [
      'an instalment is released twice by the same milestone',
      { 'stages.embedding.milestones': instalments(['started', 50_000], ['started', 50_000]) },
      'stages.embedding: a milestone is named twice',
    ],
    [
      'milestones come in another order than their windows',
      { 'stages.embedding.milestones': instalments(['completed', 50_000], ['started', 50_000]) },
      'stages.embedding: started opens before completed closes',
    ],
    [
      'the window of a milestone overlaps that of the one before',
      { 'calendar.completed.opens': '2026-10-31' },
      'stages.development: completed opens before started closes',
    ],
    ...(['year', 'applications', 'started', 'retained', 'completed', 'progression'] as const).map(
      (name): [string, Readonly<Record<string, unknown>>, string] => [
        `${name} closes before it opens`,
        {
          [`calendar.${name}`]: {
            opens: windowOf(policyOf2026(), name).closesAt.slice(0, 10),
            closes: '2026-08-30',
          },
        },
        `calendar.${name}: closes before it opens`,
      ],
    ),
    [
      'a window lies outside the year',
      { 'calendar.progression.closes': '2027-09-01' },
      'calendar.progression: outside the year',
    ],
    [
      'a milestone begins before the year',
      { 'calendar.started.opens': '2026-08-31' },
      'calendar.started: outside the year',
    ],
    [
      'the dates are those of another year',
      { academicYear: '2027-28' },
      'calendar.year: opens in 2026, not in 2027',
    ],
    [
      'placement closes while schools may still apply, so that an ask would be closed at birth',
      { 'calendar.placement.closes': '2026-09-29' },
      'calendar.placement: closes before applications do',
    ],
    [
      'placement closes when the year is as good as over',
      { 'calendar.placement.closes': '2027-08-22' },
      'calendar.placement: closes after progression',
    ],
    [
      'a placement could last longer than an execution may',
      { 'calendar.applications.opens': '2025-10-01' },
      'placement: an execution could last 380.7 days, more than 360',
    ],
    [
      'the progression ask keeps a year running for too long',
      { 'calendar.progression.closes': '2027-08-31' },
      'school-year: an execution could last 364.7 days, more than 360',
    ],
    [
      'a milestone keeps a year running for too long, though progression closes early',
      { 'calendar.progression.closes': '2027-06-30', 'calendar.completed.closes': '2027-08-31' },
      'school-year: an execution could last 364.7 days, more than 360',
    ],
    [
      'a Work Group has more least than most',
      { 'workGroups.preparatory.least': 13 },
      'workGroups.preparatory: least is more than most',
    ],
    [
      'a preparatory year’s instalments do not add up to its amount',
      { 'preparatory.amount': 1 },
      'stages.preparatory: instalments add up to 0, not 1 pence',
    ],
    [
      'a preparatory year names a milestone twice',
      { 'preparatory.milestones': instalments(['completed', 0], ['completed', 0]) },
      'stages.preparatory: a milestone is named twice',
    ],
    [
      'two topics have one code: their participations would be one',
      { topics: [topic('years-5-8-continuity'), topic('subject-leadership'), topic('years-5-8-continuity')] },
      'topics.years-5-8-continuity: the code is taken',
    ],
    [
      'a year of training is a penny short of its amount',
      { 'specialists.training.training-1.amount': 300_001 },
      'stages.training-1: instalments add up to 300000, not 300001 pence',
    ],
    [
      'a year of training releases an instalment twice',
      {
        'specialists.training.training-2.milestones': instalments(
          ['started', 100_000],
          ['started', 100_000],
          ['completed', 100_000],
        ),
      },
      'stages.training-2: a milestone is named twice',
    ],
    [
      'milestones of training overlap',
      { 'calendar.retained.opens': '2026-10-31' },
      'stages.training-1: retained opens before started closes',
    ],
    [
      'the days of a term may be declared before those of the term before are closed',
      { 'calendar.spring.opens': '2026-12-31' },
      'calendar.spring: opens before autumn closes',
    ],
    ...(['autumn', 'spring', 'summer'] as const).map(
      (name): [string, Readonly<Record<string, unknown>>, string] => [
        `${name} closes before it opens`,
        { [`calendar.${name}`]: { opens: '2027-07-31', closes: '2027-07-30' } },
        `calendar.${name}: closes before it opens`,
      ],
    ),
    [
      'a term’s days are declared in the next year',
      { 'calendar.summer.closes': '2027-09-01' },
      'calendar.summer: outside the year',
    ],
    [
      'a term’s days keep a year running for too long',
      { 'calendar.summer.closes': '2027-08-31' },
      'specialist-year: an execution could last 364.7 days, more than 360',
    ],
    [
      'half a day cannot be paid to the penny',
      { 'specialists.leading.hubWork': 20_001 },
      'specialists.leading.hubWork: half a day’s rate is no whole penny',
    ],
    [
      'Specialists are selected after their year has opened',
      { 'calendar.selection.closes': '2026-09-01' },
      'calendar.selection: closes after the year has opened',
    ],
    [
      'Specialists are selected before they may apply',
      { 'calendar.selection.closes': '2025-10-31' },
      'calendar.selection: closes before applications open',
    ],
    [
      'a selection could last longer than an execution may',
      { 'calendar.applications.opens': '2025-09-01' },
      'specialist-selection: an execution could last 365.0 days, more than 360',
    ],
    ...['development', 'embedding', 'sustaining', 'training-1', 'training-2', 'leading'].map(
      (code): [string, Readonly<Record<string, unknown>>, string] => [
        `a topic is called ${code}, like the stage: it would go past the guards`,
        { topics: [topic(code)] },
        `topics.${code}: the code is taken`,
      ],
    ),
    ...['subject-placement', 'subject-selection', 'subject-r2'].map(
      (code): [string, Readonly<Record<string, unknown>>, string] => [
        `a topic is called ${code}: its year’s execution would be taken for another’s`,
        { topics: [topic(code)] },
        `topics.${code}: ends like the name of an execution`,
      ],
    ),
  ])('%s', (_ruling, changes, problem) => {
    expect(problemsWith(changes)).toContain(problem);
  });

  it.each([
    ['stages.development.amount', -1],
    ['stages.development.amount', 0.5],
    ['stages.development.milestones', []],
    ['stages.development.activities', ['planning-lesson']],
    ['calendar.started.closes', '2026-02-30'],
    ['calendar.placement', { closes: '2026-10-16', closesAt: '2026-10-16T16:00:00.000Z' }],
    ['academicYear', '2026-28'],
    ['version', 0],
    ['advocatesPerSchool', 0],
    ['schools.stateFundedTypes', []],
    ['preparatory.milestones', []],
    ['topics', [{ code: 'Years 5–8', name: 'Years 5–8' }]],
    ['topics', [{ code: 'years-5-8-continuity', name: '' }]],
    ['repeatsFunded', 'no'],
    ['reopenedForDays', 0],
    ['reopenedForDays', 61],
    ['calendar.selection', { opens: '2026-03-01', closes: '2026-07-31' }],
    ['specialists.training', {}],
    ['specialists.leading.mostDays', 0],
    ['specialists.leading.hubWork', -1],
    ['specialists.leastYearsTeaching', -1],
    ['specialists.extensionsFunded', 'no'],
    ['specialists.escalationDays', 0],
    ['surprise', true],
  ])('%s is malformed: %j', (path, value) => {
    const problems = problemsWith({ [path]: value });
    expect(problems.length).toBeGreaterThan(0);
    const [room = ''] = path.split('.');
    expect(problems.join()).toContain(path === 'surprise' ? 'surprise' : room);
  });

  it('several things are wrong: all of them are named at once', () => {
    const problems = problemsWith({
      'stages.development.amount': 1,
      'calendar.placement.closes': '2026-09-29',
      'workGroups.preparatory.least': 13,
    });
    expect(problems).toHaveLength(3);
  });

  it('a stage is missing', () => {
    const { embedding, ...stages } = policyOf2026().stages;
    expect(embedding).toBeDefined();
    expect(problemsWith({ stages })).toEqual([expect.stringMatching(/^stages\.embedding: /)]);
  });
});

describe('a sandbox year', () => {
  it('may name instants minutes apart, whatever the calendar says', () => {
    const minute = (count: number) => toInstant(`2026-05-04T10:${String(count).padStart(2, '0')}:00Z`);
    const window = (opens: number, closes: number) => ({ opensAt: minute(opens), closesAt: minute(closes) });
    const calendar = {
      year: window(5, 50),
      applications: window(0, 10),
      placement: { closesAt: minute(12) },
      started: window(5, 15),
      retained: window(16, 17),
      completed: window(20, 30),
      progression: window(20, 40),
      selection: { closesAt: minute(4) },
      autumn: window(6, 14),
      spring: window(15, 19),
      summer: window(20, 30),
    };
    expect(problemsWith({ calendar })).toEqual([]);
  });
});

describe('the years to come', () => {
  it('follow each other without a gap in what is shipped', () => {
    const starts = shippedPolicies().map(({ academicYear }) => startYearOf(academicYear));
    expect(starts).toEqual([2023, 2024, 2025, 2026, 2027, 2028]);
  });

  it('are valid for 30 more years by the rule that moves dates, and no machine outlives 360 days', () => {
    for (let start = 2029; start < 2059; start += 1) {
      const policy = laterPolicy(start);
      expect(startYearOf(policy.academicYear)).toBe(start);
      const days = longestExecutionDays(policy);
      for (const [machine, longest] of Object.entries(days))
        expect(longest, machine).toBeLessThanOrEqual(360);
      expect(windowOf(policy, 'year').opensAt).toBe(`${start}-08-31T23:00:00.000Z`);
    }
  });

  it('have next year’s applications open before this year’s progression is asked, so that a decision can be acted on', () => {
    for (let start = 2026; start < 2059; start += 1) {
      const [thisYear, nextYear] = [start, start + 1].map(policyAt);
      if (!thisYear || !nextYear) throw new Error('no policy');
      const { opensAt, closesAt } = windowOf(thisYear, 'progression');
      expect(windowOf(nextYear, 'applications').opensAt < opensAt).toBe(true);
      expect(closesAt < windowOf(nextYear, 'applications').closesAt).toBe(true);
    }
  });
});

function policyAt(start: number) {
  return shippedPolicies().find((each) => startYearOf(each.academicYear) === start) ?? laterPolicy(start);
}
