import type { Ask } from '../../core/ask.ts';
import type { WorkGroupId } from '../../core/codes.ts';
import { conductorOf } from '../../core/execution-name.ts';
import { type Instant, instantOf } from '../../core/instant.ts';
import type { Participation, ParticipationId } from '../../core/participation.ts';
import { isUnderWay, type Statement } from '../../core/statement.ts';
import { type StatementId, statementExecutionOf } from '../../core/statement-id.ts';
import { presentMembers, type WorkGroup } from '../../core/work-group.ts';
import type { EventRow } from '../../workflows/events.ts';
import type { MachineName } from '../../workflows/wiring.ts';

/** Something that does not go on by itself, with the rows as they were read: mending rests on them. */
export type Finding = { readonly since: Instant } & (
  | ({ readonly finding: 'no-execution' | 'failed' } & Conducted)
  | { readonly finding: 'answer-not-picked-up'; readonly participation: Participation; readonly ask: Ask }
  | { readonly finding: 'approval-not-picked-up'; readonly statement: Statement }
  /** Its time has passed, and nothing has settled it. */
  | { readonly finding: 'not-expired'; readonly participation: Participation; readonly ask: Ask }
  | {
      readonly finding: 'empty-seats';
      readonly group: WorkGroup;
      readonly empty: readonly ParticipationId[];
    }
);
/** What an execution conducts, or should. */
type Conducted = { readonly participation: Participation } | { readonly statement: Statement };
export type FindingKind = Finding['finding'];

export interface JudgeStuckWorkDeps {
  readonly isRunning: (machine: MachineName, execution: string) => Promise<boolean>;
  readonly readParticipation: (id: ParticipationId) => Promise<Participation | undefined>;
  readonly asksOf: (id: ParticipationId) => Promise<Ask[]>;
  readonly readStatement: (id: StatementId) => Promise<Statement | undefined>;
  readonly readWorkGroup: (id: WorkGroupId) => Promise<WorkGroup | undefined>;
  readonly timelineOf: (subject: string) => Promise<EventRow[]>;
}

/** What is younger may still be on its way through the queues: twelve deliveries, three minutes apart, and some. */
const ON_ITS_WAY_MILLISECONDS = 45 * 60_000;
/** A lost ring is found within a night; a few nights more in case that the job failed. */
const LATELY_MILLISECONDS = 7 * 24 * 3_600_000;

/** Before this instant, whatever was sent has arrived. */
export const arrivedBy = (now: Instant): Instant => instantOf(Date.parse(now) - ON_ITS_WAY_MILLISECONDS);
/** Answers that are older are nobody's to hear any more. */
export const answeredLately = (now: Instant): Instant => instantOf(Date.parse(now) - LATELY_MILLISECONDS);

/** Whether an execution should conduct it. */
export const isConducted = ({ status }: Participation): boolean =>
  ['enrolled', 'placed', 'active'].includes(status);

/** Whether it has a seat in a Work Group. */
export const isSeated = ({ workGroupId, status }: Participation): boolean =>
  workGroupId !== undefined && status !== 'withdrawn';

/**
 * What is stuck about a participation, read consistently: lists lag behind, and what is young may be on its way. One
 * that has no execution is told as that alone, for a new one sees to the rest.
 */
export async function judgeParticipation(
  id: ParticipationId,
  now: Instant,
  deps: JudgeStuckWorkDeps,
): Promise<Finding[]> {
  const participation = await deps.readParticipation(id);
  if (!participation || !isConducted(participation)) return [];
  const lost = await lostExecution(participation, conductorOf(participation), { participation }, now, deps);
  if (lost !== 'runs') return lost;
  const [asks, lastEvent] = await Promise.all([deps.asksOf(id), lastEventOf(id, now, deps)]);
  return asks.flatMap((ask): Finding[] => {
    const { status, closesAt } = ask;
    // A workflow that has just started again settles it within minutes.
    if (status === 'open' && closesAt <= arrivedBy(now) && lastEvent <= arrivedBy(now)) {
      return [{ finding: 'not-expired', participation, ask, since: closesAt }];
    }
    const answeredAt = unheardSince(ask, participation, now);
    return answeredAt ? [{ finding: 'answer-not-picked-up', participation, ask, since: answeredAt }] : [];
  });
}

/** What is stuck about a statement. */
export async function judgeStatement(
  id: StatementId,
  now: Instant,
  deps: JudgeStuckWorkDeps,
): Promise<Finding[]> {
  const statement = await deps.readStatement(id);
  if (!statement || !isUnderWay(statement)) return [];
  const execution = { machine: 'statement', name: statementExecutionOf(id, statement.generation) } as const;
  const lost = await lostExecution(statement, execution, { statement }, now, deps);
  if (lost !== 'runs') return lost;
  const { approvedAt, doorbell, generation } = statement;
  const unheard = approvedAt && doorbell?.generation === generation && approvedAt <= arrivedBy(now);
  return unheard ? [{ finding: 'approval-not-picked-up', statement, since: approvedAt }] : [];
}

/** The seats of a Work Group in which nobody sits. */
export async function judgeWorkGroup(
  id: WorkGroupId,
  now: Instant,
  deps: JudgeStuckWorkDeps,
): Promise<Finding[]> {
  const group = await deps.readWorkGroup(id);
  if (!group) return [];
  const members = presentMembers(group).map(({ participationId }) => participationId);
  const participations = await Promise.all(members.map(deps.readParticipation));
  const empty = members.filter((_, index) => {
    const participation = participations[index];
    return !participation || !isSeated(participation) || participation.workGroupId !== id;
  });
  if (empty.length === 0) return [];
  return [{ finding: 'empty-seats', group, empty, since: await lastEventOf(id, now, deps) }];
}

/** That nothing conducts it: known to have failed, or lost. Nothing as long as its start may be on its way. */
async function lostExecution(
  { id, failedExecutions }: Participation | Statement,
  { machine, name }: { readonly machine: MachineName; readonly name: string },
  conducted: Conducted,
  now: Instant,
  deps: JudgeStuckWorkDeps,
): Promise<Finding[] | 'runs'> {
  const failed = failedExecutions.includes(name);
  if (!failed && (await deps.isRunning(machine, name))) return 'runs';
  const since = await lastEventOf(id, now, deps);
  if (failed) return [{ finding: 'failed', ...conducted, since }];
  return since > arrivedBy(now) ? [] : [{ finding: 'no-execution', ...conducted, since }];
}

/** When something last happened to it. */
async function lastEventOf(
  id: ParticipationId | StatementId | WorkGroupId,
  now: Instant,
  deps: JudgeStuckWorkDeps,
): Promise<Instant> {
  return (await deps.timelineOf(id)).at(-1)?.occurredAt ?? now;
}

/**
 * Since when an answer of the last days has not been heard: its workflow has not taken the doorbell off. A doorbell of an
 * earlier generation is nobody's, and for an answer that came late, nobody waits any more.
 */
function unheardSince(
  { answeredAt, closesAt, doorbell }: Ask,
  { generation }: Participation,
  now: Instant,
): Instant | undefined {
  if (!answeredAt || answeredAt >= closesAt || doorbell?.generation !== generation) return undefined;
  return answeredAt <= arrivedBy(now) && answeredAt >= answeredLately(now) ? answeredAt : undefined;
}
