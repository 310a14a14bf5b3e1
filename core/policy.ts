import * as z from 'zod';
import { type AcademicYear, academicYearSchema, startYearOf } from './academic-year.ts';
import {
  activitySchema,
  isPathway,
  isSpecialistStage,
  milestoneSchema,
  pathwayStageSchema,
  type Stage,
  termSchema,
  topicSchema,
  type WorkGroupKind,
} from './codes.ts';
import { AMBIGUOUS_ENDING, type ConductingMachine } from './execution-name.ts';
import { type Instant, instantSchema, londonDateSchema } from './instant.ts';
import { daysBetween, londonInstant } from './london.ts';
import { penceSchema, sumOf } from './pence.ts';

/** A window: open from 00:00 London on its first day and strictly before 17:00 on its last; or two instants. */
const windowSchema = z.union([
  z.strictObject({ opens: londonDateSchema, closes: londonDateSchema }),
  z.strictObject({ opensAt: instantSchema, closesAt: instantSchema }),
]);

/** A deadline: strictly before 17:00 London on that day; or an instant. */
const deadlineSchema = z.union([
  z.strictObject({ closes: londonDateSchema }),
  z.strictObject({ closesAt: instantSchema }),
]);

const stagePlanSchema = z.strictObject({
  name: z.string().min(1),
  /** What each school receives for the year, in pence; the instalments below add up to it. */
  amount: penceSchema,
  /** In the order in which they happen. */
  milestones: z.array(z.strictObject({ milestone: milestoneSchema, instalment: penceSchema })).min(1),
  activities: z.array(activitySchema),
});

const groupSizeSchema = z.strictObject({
  least: z.int().positive(),
  most: z.int().positive(),
  /** What happens to a size outside: `refuse`, or `confirm` where the hub may insist. */
  outside: z.enum(['refuse', 'confirm']),
});

/** Everything about one academic year that may change without code. Sums in pence. */
export const policySchema = z.strictObject({
  type: z.literal('policy'),
  academicYear: academicYearSchema,
  /** 1, 2, 3 …: a participation freezes the version under which its year opened. */
  version: z.int().positive(),
  calendar: z.strictObject({
    year: windowSchema,
    applications: windowSchema,
    placement: deadlineSchema,
    started: windowSchema,
    retained: windowSchema,
    completed: windowSchema,
    progression: windowSchema,
    /** Until when the programme's admins select the Specialists who begin in this year. */
    selection: deadlineSchema,
    /** When a leading Specialist's days of each term are declared. */
    autumn: windowSchema,
    spring: windowSchema,
    summer: windowSchema,
  }),
  stages: z.record(pathwayStageSchema, stagePlanSchema),
  /** The preparatory Work Groups: what a year in any of the topics is like, and which topics there are. */
  preparatory: stagePlanSchema,
  topics: z.array(z.strictObject({ code: topicSchema, name: z.string().min(1) })),
  specialists: z.strictObject({
    training: z.record(z.enum(['training-1', 'training-2']), stagePlanSchema),
    /** Pence a day for days worked with other schools, and for the hub; and how many days a year at most. */
    leading: z.strictObject({
      withOtherSchools: penceSchema,
      hubWork: penceSchema,
      mostDays: z.int().positive(),
    }),
    /** Fewer completed years of teaching make an early career teacher, who cannot apply. */
    leastYearsTeaching: z.int().nonnegative(),
    /** Whether a training year that is extended is paid like a first one. */
    extensionsFunded: z.boolean(),
    /** How many days before its deadline a decision that only an admin can take is escalated. */
    escalationDays: z.int().positive(),
  }),
  /** Whether a year repeated is paid like a first one. */
  repeatsFunded: z.boolean(),
  /** How long an undecided year that an admin reopens may be answered, in days. */
  reopenedForDays: z.int().positive().max(60),
  /** How many days before an ask closes its hub is reminded by the daily digest. */
  digestDays: z.array(z.int().nonnegative()),
  workGroups: z.record(z.enum(['development', 'embedding-and-sustaining', 'preparatory']), groupSizeSchema),
  /** Days of the month after a statement's: by 17:00 London of the one it is to be approved, on the other paid. */
  statements: z.strictObject({
    approveByDay: z.int().min(1).max(28),
    payOnDay: z.int().min(1).max(28),
  }),
  advocatesPerSchool: z.int().positive(),
  groupsPerLead: z.int().positive(),
  schools: z.strictObject({
    /** GIAS establishment type codes that are state-funded. */
    stateFundedTypes: z.array(z.int()).min(1),
  }),
});
export type Policy = z.infer<typeof policySchema>;
export type StagePlan = z.infer<typeof stagePlanSchema>;

/** A policy that contradicts itself. `problems` lists all of it, each with its path. */
export class PolicyInvalid extends Error {
  override readonly name = 'PolicyInvalid';
  readonly problems: readonly string[];
  constructor(year: string, problems: readonly string[]) {
    super(`The policy of ${year} is not valid:\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/** A window in instants: answerable when `opensAt <= now < closesAt`. */
export interface Window {
  readonly opensAt: Instant;
  readonly closesAt: Instant;
}

export type DeadlineName = 'placement' | 'selection';
export type WindowName = Exclude<keyof Policy['calendar'], DeadlineName>;

/** Whether any of the year's windows or deadlines is given in instants rather than in days of London. */
export function namesInstants({ calendar }: Policy): boolean {
  return Object.values(calendar).some((each) => 'closesAt' in each);
}

/** The instants of one of the year's windows. The year itself runs to midnight after its last day's 17:00. */
export function windowOf(policy: Policy, name: WindowName): Window {
  const window = policy.calendar[name];
  if ('opensAt' in window) return window;
  return { opensAt: londonInstant(window.opens, '00:00'), closesAt: londonInstant(window.closes, '17:00') };
}

/** The instant at which placement, or the selection of Specialists, closes. */
export function deadlineOf(policy: Policy, name: DeadlineName): Instant {
  const deadline = policy.calendar[name];
  return 'closesAt' in deadline ? deadline.closesAt : londonInstant(deadline.closes, '17:00');
}

/** Whether the window is open at this instant. */
export function isOpen(window: Window, now: Instant): boolean {
  return window.opensAt <= now && now < window.closesAt;
}

/** What a year in this stage or topic is like; undefined for a topic that the policy does not have, and for leading. */
export function planOf(policy: Policy, stage: Stage): StagePlan | undefined {
  if (isPathway(stage)) return policy.stages[stage];
  if (isSpecialistStage(stage)) return stage === 'leading' ? undefined : policy.specialists.training[stage];
  return policy.topics.some(({ code }) => code === stage) ? policy.preparatory : undefined;
}

/** The kind of Work Group that a stage meets in; none for a Specialist. Embedding and sustaining schools share one. */
export function workGroupKindOf(stage: Stage): WorkGroupKind | undefined {
  if (isSpecialistStage(stage)) return undefined;
  if (!isPathway(stage)) return 'preparatory';
  return stage === 'development' ? 'development' : 'embedding-and-sustaining';
}

/**
 * How long each machine can run under this policy, in days: from the first moment an execution can start to
 * the last deadline it keeps (of the year, whichever closes last), and the minute that an Await outlives its row.
 */
export function longestExecutionDays(policy: Policy): Readonly<Record<ConductingMachine, number>> {
  const earliest = windowOf(policy, 'applications').opensAt;
  const opens = windowOf(policy, 'year').opensAt;
  const until = (closesAt: Instant) =>
    Math.max(daysBetween(earliest, closesAt), daysBetween(earliest, opens)) + MINUTE;
  const year = (names: readonly WindowName[]) =>
    Math.max(...names.map((name) => daysBetween(opens, windowOf(policy, name).closesAt))) + MINUTE;
  return {
    placement: until(deadlineOf(policy, 'placement')),
    'school-year': year(SCHOOL_WINDOWS),
    'specialist-selection': until(deadlineOf(policy, 'selection')),
    'specialist-year': year(YEAR_WINDOWS),
  };
}

/** In days. */
const MINUTE = 1 / 1440;

/** The windows that a school's year keeps, and those of a Specialist's. */
const SCHOOL_WINDOWS = ['started', 'retained', 'completed', 'progression'] as const;
const TERM_WINDOWS = termSchema.options;
const YEAR_WINDOWS = [...SCHOOL_WINDOWS, ...TERM_WINDOWS] as const;

/** Step Functions ends an execution after a year; what could come near is refused when the policy is loaded. */
const LONGEST_EXECUTION_DAYS = 360;

/**
 * Parses one year's policy and checks that it agrees with itself: instalments add up to the amount, windows
 * open before they close and come in order, no execution outlives 360 days. Throws PolicyInvalid.
 */
export function parsePolicy(json: unknown): Policy {
  const parsed = policySchema.safeParse(json);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new PolicyInvalid('an unreadable file', problems);
  }
  const problems = contradictionsOf(parsed.data);
  if (problems.length > 0) throw new PolicyInvalid(parsed.data.academicYear, problems);
  return parsed.data;
}

/** All in which a policy disagrees with itself: each its path, a colon, and what is wrong there. */
export function contradictionsOf(policy: Policy): string[] {
  const problems: string[] = [];
  const plans = { ...policy.stages, preparatory: policy.preparatory, ...policy.specialists.training };
  for (const [stage, { amount, milestones }] of Object.entries(plans)) {
    const sum = sumOf(milestones.map((each) => each.instalment));
    if (sum !== amount) problems.push(`stages.${stage}: instalments add up to ${sum}, not ${amount} pence`);
    const names = milestones.map((each) => each.milestone);
    if (new Set(names).size < names.length) problems.push(`stages.${stage}: a milestone is named twice`);
    for (const [index, name] of names.entries()) {
      const next = names[index + 1];
      if (next && windowOf(policy, name).closesAt > windowOf(policy, next).opensAt) {
        problems.push(`stages.${stage}: ${next} opens before ${name} closes`);
      }
    }
  }
  const codes = policy.topics.map(({ code }) => code);
  const taken = (code: Stage) => isPathway(code) || isSpecialistStage(code);
  for (const code of codes.filter((each, index) => taken(each) || codes.indexOf(each) < index)) {
    problems.push(`topics.${code}: the code is taken`);
  }
  for (const code of codes.filter((each) => AMBIGUOUS_ENDING.test(each))) {
    problems.push(`topics.${code}: ends like the name of an execution`);
  }
  for (const [index, term] of TERM_WINDOWS.entries()) {
    const next = TERM_WINDOWS[index + 1];
    if (next && windowOf(policy, term).closesAt > windowOf(policy, next).opensAt) {
      problems.push(`calendar.${next}: opens before ${term} closes`);
    }
  }
  const { withOtherSchools, hubWork } = policy.specialists.leading;
  for (const [kind, rate] of Object.entries({ withOtherSchools, hubWork })) {
    if (rate % 2 !== 0) problems.push(`specialists.leading.${kind}: half a day’s rate is no whole penny`);
  }
  for (const [kind, size] of Object.entries(policy.workGroups)) {
    if (size.least > size.most) problems.push(`workGroups.${kind}: least is more than most`);
  }
  if (policy.statements.approveByDay > policy.statements.payOnDay) {
    problems.push('statements: paid before they are approved');
  }
  for (const name of ['year', 'applications', ...YEAR_WINDOWS] as const) {
    const { opensAt, closesAt } = windowOf(policy, name);
    if (opensAt >= closesAt) problems.push(`calendar.${name}: closes before it opens`);
  }
  const year = windowOf(policy, 'year');
  for (const name of YEAR_WINDOWS) {
    const { opensAt, closesAt } = windowOf(policy, name);
    if (opensAt < year.opensAt || closesAt > year.closesAt)
      problems.push(`calendar.${name}: outside the year`);
  }
  const declared = year.opensAt.slice(0, 4);
  const start = String(startYearOf(policy.academicYear));
  const explicit = 'opensAt' in policy.calendar.year;
  if (declared !== start && !explicit) problems.push(`calendar.year: opens in ${declared}, not in ${start}`);
  if (deadlineOf(policy, 'placement') < windowOf(policy, 'applications').closesAt) {
    problems.push('calendar.placement: closes before applications do');
  }
  if (deadlineOf(policy, 'selection') > year.opensAt) {
    problems.push('calendar.selection: closes after the year has opened');
  }
  if (deadlineOf(policy, 'selection') <= windowOf(policy, 'applications').opensAt) {
    problems.push('calendar.selection: closes before applications open');
  }
  if (deadlineOf(policy, 'placement') > windowOf(policy, 'progression').closesAt) {
    problems.push('calendar.placement: closes after progression');
  }
  for (const [machine, days] of Object.entries(longestExecutionDays(policy))) {
    if (days > LONGEST_EXECUTION_DAYS) {
      problems.push(
        `${machine}: an execution could last ${days.toFixed(1)} days, more than ${LONGEST_EXECUTION_DAYS}`,
      );
    }
  }
  return problems;
}

/** The policy of a year, or undefined: a year without one is refused by name wherever it is asked for. */
export type PolicyFor = (year: AcademicYear) => Promise<Policy | undefined>;
