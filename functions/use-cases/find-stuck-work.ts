import { type AcademicYear, academicYearFrom } from '../../core/academic-year.ts';
import type { Ask } from '../../core/ask.ts';
import { CONDUCTING_MACHINES, conductorOf } from '../../core/execution-name.ts';
import type { Instant } from '../../core/instant.ts';
import { londonDateOf } from '../../core/london.ts';
import type { Page } from '../../core/page.ts';
import type { Participation } from '../../core/participation.ts';
import type { Statement } from '../../core/statement.ts';
import { statementExecutionOf } from '../../core/statement-id.ts';
import { presentMembers, type WorkGroup } from '../../core/work-group.ts';
import type { MachineName } from '../../workflows/wiring.ts';
import { everyPage } from './every-page.ts';
import {
  answeredLately,
  arrivedBy,
  type Finding,
  isConducted,
  isSeated,
  type JudgeStuckWorkDeps,
  judgeParticipation,
  judgeStatement,
  judgeWorkGroup,
} from './judge-stuck-work.ts';

export interface FindStuckWorkDeps extends Omit<JudgeStuckWorkDeps, 'isRunning'> {
  /** The names of all running executions of a machine, page after page: never a call per school. */
  readonly runningExecutions: (machine: MachineName) => Promise<ReadonlySet<string>>;
  readonly listParticipations: (query: YearQuery) => Promise<Page<Participation>>;
  readonly listWorkGroups: (query: YearQuery) => Promise<Page<WorkGroup>>;
  /** Asks whose windows closed after an instant, or are still open, and which were answered. */
  readonly asksAnsweredSince: (since: Instant) => Promise<Ask[]>;
  /** Asks whose windows closed by an instant, and which nothing has settled. */
  readonly asksUnsettledAt: (closed: Instant) => Promise<Ask[]>;
  /** Statements that are gathered, wait for their approval, or are issued. */
  readonly statementsUnderWay: () => Promise<Statement[]>;
}

interface YearQuery {
  readonly since: AcademicYear;
  readonly cursor: string | undefined;
  readonly limit: number;
}

export interface StuckWork {
  readonly findings: readonly Finding[];
  /** How many more there were to look at than `most`. */
  readonly notLookedAt: number;
}

const PAGE = 200;

/**
 * Looks for work that is stuck, and changes nothing. Lists tell what is doubtful: the executions that run, a call for
 * each thousand, and the participations, groups, statements and asks of the years that are live. Only what is doubtful
 * is then read, consistently, and judged.
 *
 * @param onTheirWay subjects with an event that is only now on its way: they are left alone
 * @param most how many doubtful things are looked at
 */
export async function findStuckWork(
  {
    now,
    onTheirWay = new Set(),
    most = Number.POSITIVE_INFINITY,
  }: { readonly now: Instant; readonly onTheirWay?: ReadonlySet<string>; readonly most?: number },
  deps: FindStuckWorkDeps,
): Promise<StuckWork> {
  const since = earliestLiveYear(now);
  // All at once: what one list misses because it changed in between, the consistent reading puts right.
  const [running, statements, participations, groups, answered, unsettled] = await Promise.all([
    runningInAll(deps),
    deps.statementsUnderWay(),
    everyPage((cursor) => deps.listParticipations({ since, cursor, limit: PAGE })),
    everyPage((cursor) => deps.listWorkGroups({ since, cursor, limit: PAGE })),
    deps.asksAnsweredSince(answeredLately(now)),
    deps.asksUnsettledAt(arrivedBy(now)),
  ]);
  const lost = participations.filter((each) => isConducted(each) && !running.has(conductorOf(each).name));
  const unheard = answered.filter(({ doorbell }) => doorbell);
  const doubtful = [
    ...lost.map(({ id }) => id),
    ...[...unheard, ...unsettled].map((ask) => ask.participationId),
  ];
  const waiting = statements.filter(
    ({ id, generation, doorbell, approvedAt }) =>
      (approvedAt && doorbell) || !running.has(statementExecutionOf(id, generation)),
  );
  const taken = new Set(participations.filter(isSeated).map(({ workGroupId, id }) => `${workGroupId} ${id}`));
  const haunted = groups.filter((group) =>
    presentMembers(group).some(({ participationId }) => !taken.has(`${group.id} ${participationId}`)),
  );
  const judging = { ...deps, isRunning: async (_: MachineName, name: string) => running.has(name) };
  const toJudge = [
    ...[...new Set(doubtful)]
      .filter((id) => !onTheirWay.has(id))
      .map((id) => () => judgeParticipation(id, now, judging)),
    ...waiting
      .filter(({ id }) => !onTheirWay.has(id))
      .map(
        ({ id }) =>
          () =>
            judgeStatement(id, now, judging),
      ),
    ...haunted.map(
      ({ id }) =>
        () =>
          judgeWorkGroup(id, now, judging),
    ),
  ];
  const findings: Finding[] = [];
  for (const judge of toJudge.slice(0, most)) findings.push(...(await judge()));
  return { findings, notLookedAt: Math.max(0, toJudge.length - most) };
}

/** What runs, machine after machine: ListExecutions allows two calls a second. */
async function runningInAll(
  deps: Pick<FindStuckWorkDeps, 'runningExecutions'>,
): Promise<ReadonlySet<string>> {
  const running = new Set<string>();
  for (const machine of [...CONDUCTING_MACHINES, 'statement'] as const) {
    for (const name of await deps.runningExecutions(machine)) running.add(name);
  }
  return running;
}

/** A year is over in the summer after it began: whatever is live now began in this calendar year, the last, or later. */
export const earliestLiveYear = (now: Instant): AcademicYear =>
  academicYearFrom(Number(londonDateOf(now).slice(0, 4)) - 1);
