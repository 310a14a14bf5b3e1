import { type AcademicYear, academicYearFrom } from '../../core/academic-year.ts';
import type { Ask, AskId } from '../../core/ask.ts';
import type { Actor } from '../../core/codes.ts';
import { CONDUCTING_MACHINES, conductorOf } from '../../core/execution-name.ts';
import { type Instant, instantOf } from '../../core/instant.ts';
import { londonDateOf } from '../../core/london.ts';
import type { Page } from '../../core/page.ts';
import type { Participation, ParticipationId } from '../../core/participation.ts';
import { isUnderWay, type Statement } from '../../core/statement.ts';
import {
  type ApprovalId,
  approvalIdOf,
  type StatementId,
  statementExecutionOf,
} from '../../core/statement-id.ts';
import { membersWithout, presentMembers, type WorkGroup } from '../../core/work-group.ts';
import { type Commit, changed } from '../../workflows/change.ts';
import type { EventRow } from '../../workflows/events.ts';
import type { MachineName } from '../../workflows/wiring.ts';
import { about, announce } from './participation-events.ts';
import { handedOver } from './restart.ts';
import { statementHandedOver } from './restart-statement.ts';
import { announceStatement } from './statement-events.ts';
import { tryAgain } from './try-again.ts';

export interface FindStuckWorkDeps {
  /** The names of all running executions of a machine, page after page: never a call per school. */
  readonly runningExecutions: (machine: MachineName) => Promise<ReadonlySet<string>>;
  readonly listParticipations: (query: YearQuery) => Promise<Page<Participation>>;
  readonly listWorkGroups: (query: YearQuery) => Promise<Page<WorkGroup>>;
  /** Asks whose windows closed after an instant, or are still open, and which were answered. */
  readonly asksAnsweredSince: (since: Instant) => Promise<Ask[]>;
  readonly readParticipation: (id: ParticipationId) => Promise<Participation | undefined>;
  /** Statements that are gathered, wait for their approval, or are issued. */
  readonly statementsUnderWay: () => Promise<Statement[]>;
  readonly readStatement: (id: StatementId) => Promise<Statement | undefined>;
  readonly timelineOf: (subject: string) => Promise<EventRow[]>;
  /** True where somebody was still waiting behind the token. */
  readonly ring: (token: string, askId: AskId | ApprovalId) => Promise<boolean>;
  readonly commit: Commit;
}

interface Paging {
  readonly cursor: string | undefined;
  readonly limit: number;
}
interface YearQuery extends Paging {
  readonly since: AcademicYear;
}

export interface StuckWork {
  /** Live participations, and statements under way, that no execution conducted. */
  readonly withoutExecution: number;
  /** Answers and approvals that their workflow had not heard of. */
  readonly notPickedUp: number;
  /** Seats that no participation sat in. */
  readonly emptySeats: number;
}

const PAGE = 200;

/** What is younger may still be on its way through the queues: twelve deliveries, three minutes apart, and some. */
const ON_ITS_WAY_MILLISECONDS = 45 * 60_000;

/**
 * Looks for work that is stuck, and mends it: a live participation without an execution gets a new generation, an
 * answer that was not picked up rings again, a seat that nobody sits in is freed. Each finding is an event. One that
 * failed by itself is left alone: WorkflowFailed has told the admins, and restarting it would only fail again.
 * So is one with an event that is only now on its way. Running it twice changes nothing.
 */
export async function findStuckWork(
  now: Instant,
  by: Actor,
  onTheirWay: ReadonlySet<string>,
  deps: FindStuckWorkDeps,
): Promise<StuckWork> {
  const since = earliestLiveYear(now);
  // All at once: what one list misses because it changed in between, the consistent reading below puts right.
  const [running, statementRuns, statements, participations, groups, asks] = await Promise.all([
    runningInAll(deps),
    deps.runningExecutions('statement'),
    deps.statementsUnderWay(),
    all((cursor) => deps.listParticipations({ since, cursor, limit: PAGE })),
    all((cursor) => deps.listWorkGroups({ since, cursor, limit: PAGE })),
    deps.asksAnsweredSince(answeredLately(now)),
  ]);
  const lost = participations.filter(
    (each) => isLive(each) && !running.has(conductorOf(each).name) && !onTheirWay.has(each.id),
  );
  const waiting = statements.filter(({ id }) => !onTheirWay.has(id));
  const lostStatements = waiting.filter((each) => !statementRuns.has(conductorOfStatement(each)));
  const unheard = asks.filter(
    ({ participationId, doorbell }) => doorbell && !onTheirWay.has(participationId),
  );
  const taken = new Set(participations.filter(isSeated).map(({ workGroupId, id }) => `${workGroupId} ${id}`));
  const doubtful = groups.filter((group) =>
    presentMembers(group).some(({ participationId }) => !taken.has(`${group.id} ${participationId}`)),
  );
  return {
    withoutExecution:
      (await counted(lost, ({ id }) => restarted(id, running, now, by, deps))) +
      (await counted(lostStatements, ({ id }) => statementRestarted(id, statementRuns, now, by, deps))),
    notPickedUp:
      (await counted(unheard, (ask) => rungAgain(ask, now, by, deps))) +
      (await counted(waiting, (statement) => approvalRungAgain(statement, now, by, deps))),
    emptySeats: await counted(doubtful, (group) => freedSeats(group, now, by, deps)),
  };
}

/** What runs, machine after machine: ListExecutions allows two calls a second. */
async function runningInAll(
  deps: Pick<FindStuckWorkDeps, 'runningExecutions'>,
): Promise<ReadonlySet<string>> {
  const running = new Set<string>();
  for (const machine of CONDUCTING_MACHINES) {
    for (const name of await deps.runningExecutions(machine)) running.add(name);
  }
  return running;
}

/** A year is over in the summer after it began: whatever is live now began in this calendar year, the last, or later. */
const earliestLiveYear = (now: Instant): AcademicYear =>
  academicYearFrom(Number(londonDateOf(now).slice(0, 4)) - 1);

const isLive = ({ status }: Participation): boolean => ['enrolled', 'placed', 'active'].includes(status);

/** Read again, consistently: the list may lag behind, and the execution may be on its way. */
async function restarted(
  id: ParticipationId,
  running: ReadonlySet<string>,
  now: Instant,
  by: Actor,
  deps: FindStuckWorkDeps,
): Promise<boolean> {
  const participation = await deps.readParticipation(id);
  if (!participation || !isLive(participation)) return false;
  const execution = conductorOf(participation).name;
  const known = running.has(execution) || participation.failedExecutions.includes(execution);
  if (known) return false;
  const latest = (await deps.timelineOf(id)).at(-1);
  if (latest && isYoung(latest.occurredAt, now)) return false;
  const next = changed(participation, { generation: participation.generation + 1 });
  const { outcome } = await deps.commit({
    puts: [next],
    events: [
      announce(
        next,
        { type: 'StuckWorkFound', data: { ...about(next), finding: 'no-execution' } },
        ...handedOver(participation, next),
      ),
    ],
    at: now,
    by,
  });
  return outcome === 'committed';
}

const conductorOfStatement = ({ id, generation }: Statement): string => statementExecutionOf(id, generation);

/** As with a participation: one that failed by itself has told so, and one that is young may be on its way. */
async function statementRestarted(
  id: StatementId,
  running: ReadonlySet<string>,
  now: Instant,
  by: Actor,
  deps: FindStuckWorkDeps,
): Promise<boolean> {
  const statement = await deps.readStatement(id);
  if (!statement || !isUnderWay(statement)) return false;
  const execution = conductorOfStatement(statement);
  if (running.has(execution) || statement.failedExecutions.includes(execution)) return false;
  const latest = (await deps.timelineOf(id)).at(-1);
  if (latest && isYoung(latest.occurredAt, now)) return false;
  const next = changed(statement, { generation: statement.generation + 1 });
  const found = { type: 'StuckWorkFound', data: { statementId: id, finding: 'no-execution' } } as const;
  const { outcome } = await deps.commit({
    puts: [next],
    events: [announceStatement(next, found, ...statementHandedOver(statement, next))],
    at: now,
    by,
  });
  return outcome === 'committed';
}

/** Rings for an approval whose workflow has not taken the doorbell off; told only once somebody has woken. */
async function approvalRungAgain(
  { id, approvedAt, doorbell, generation }: Statement,
  now: Instant,
  by: Actor,
  deps: FindStuckWorkDeps,
): Promise<boolean> {
  if (!approvedAt || doorbell?.generation !== generation || isYoung(approvedAt, now)) return false;
  if (!(await deps.ring(doorbell.token, approvalIdOf(id)))) return false;
  await tryAgain(async () => {
    const statement = await deps.readStatement(id);
    if (!statement) throw new Error(`${id} has gone`);
    const next = changed(statement, {});
    const data = { statementId: id, finding: 'answer-not-picked-up' } as const;
    const events = [announceStatement(next, { type: 'StuckWorkFound', data })];
    const { outcome } = await deps.commit({ puts: [next], events, at: now, by });
    return outcome === 'committed' ? 'told' : undefined;
  });
  return true;
}

const isYoung = (at: Instant, now: Instant): boolean =>
  at > instantOf(Date.parse(now) - ON_ITS_WAY_MILLISECONDS);

/**
 * Rings for an answer of the last days whose workflow has not taken the doorbell off. A doorbell of an earlier
 * generation, or of a school that has left, is nobody's: no call is spent on it.
 */
async function rungAgain(
  { id, participationId, answeredAt, doorbell }: Ask,
  now: Instant,
  by: Actor,
  deps: FindStuckWorkDeps,
): Promise<boolean> {
  if (!answeredAt || !doorbell || isYoung(answeredAt, now)) return false;
  if (answeredAt < answeredLately(now)) return false;
  const participation = await deps.readParticipation(participationId);
  if (!participation || !isLive(participation)) return false;
  if (participation.generation !== doorbell.generation) return false;
  // Told only once somebody has woken: behind a token that is dead, nobody was stuck.
  if (!(await deps.ring(doorbell.token, id))) return false;
  await tellRungAgain(participationId, now, by, deps);
  return true;
}

async function tellRungAgain(
  id: ParticipationId,
  at: Instant,
  by: Actor,
  deps: FindStuckWorkDeps,
): Promise<void> {
  await tryAgain(async () => {
    const participation = await deps.readParticipation(id);
    if (!participation) throw new Error(`${id} has gone`);
    const next = changed(participation, {});
    const found = {
      type: 'StuckWorkFound',
      data: { ...about(next), finding: 'answer-not-picked-up' },
    } as const;
    const { outcome } = await deps.commit({ puts: [next], events: [announce(next, found)], at, by });
    return outcome === 'committed' ? 'told' : undefined;
  });
}

/** A lost ring is found within a night; a few nights more in case that this job failed. */
const RUNG_AGAIN_MILLISECONDS = 7 * 24 * 3_600_000;

const answeredLately = (now: Instant): Instant => instantOf(Date.parse(now) - RUNG_AGAIN_MILLISECONDS);

/** Frees every seat of the group in which, read consistently, nobody sits. Answers with how many. */
async function freedSeats(
  group: WorkGroup,
  now: Instant,
  by: Actor,
  deps: FindStuckWorkDeps,
): Promise<number> {
  const members = presentMembers(group).map(({ participationId }) => participationId);
  const participations = await Promise.all(members.map(deps.readParticipation));
  const empty = members.filter((_, index) => {
    const participation = participations[index];
    return !participation || !isSeated(participation) || participation.workGroupId !== group.id;
  });
  if (empty.length === 0) return 0;
  const today = londonDateOf(now);
  let freed = changed(group, {});
  for (const id of empty) freed = { ...freed, members: membersWithout(freed, id, today) };
  const { outcome } = await deps.commit({
    puts: [freed],
    events: [
      {
        subject: group.id,
        subjectVersion: freed.version,
        hub: group.hub,
        announcements: empty.map((participationId) => ({
          type: 'EmptySeatFound',
          data: { workGroupId: group.id, participationId },
        })),
      },
    ],
    at: now,
    by,
  });
  return outcome === 'committed' ? empty.length : 0;
}

const isSeated = ({ workGroupId, status }: Participation): boolean =>
  workGroupId !== undefined && status !== 'withdrawn';

/** How many things were mended in all; one entry after the other, within the quotas. */
async function counted<Entry>(
  entries: readonly Entry[],
  mend: (entry: Entry) => Promise<boolean | number>,
): Promise<number> {
  let count = 0;
  for (const entry of entries) count += Number(await mend(entry));
  return count;
}

async function all<Entry>(read: (cursor: string | undefined) => Promise<Page<Entry>>): Promise<Entry[]> {
  const entries: Entry[] = [];
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    entries.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return entries;
}
