import type { AskId } from '../../core/ask.ts';
import type { Actor } from '../../core/codes.ts';
import type { Instant } from '../../core/instant.ts';
import { londonDateOf } from '../../core/london.ts';
import type { Participation, ParticipationId } from '../../core/participation.ts';
import type { Statement } from '../../core/statement.ts';
import { type ApprovalId, approvalIdOf, type StatementId } from '../../core/statement-id.ts';
import { membersWithout } from '../../core/work-group.ts';
import { type Commit, changed } from '../../workflows/change.ts';
import type { Announcement } from '../../workflows/events.ts';
import type { Finding } from './judge-stuck-work.ts';
import { about, announce } from './participation-events.ts';
import { handedOver } from './restart.ts';
import { statementHandedOver } from './restart-statement.ts';
import { announceStatement } from './statement-events.ts';
import { tryAgain } from './try-again.ts';

export interface MendStuckWorkDeps {
  readonly readParticipation: (id: ParticipationId) => Promise<Participation | undefined>;
  readonly readStatement: (id: StatementId) => Promise<Statement | undefined>;
  /** True where somebody was still waiting behind the token. */
  readonly ring: (token: string, askId: AskId | ApprovalId) => Promise<boolean>;
  readonly commit: Commit;
}

/**
 * Mends one finding, and tells of it by an event of whoever mends: what nothing conducts gets a new generation, an answer
 * that was not picked up rings again, a seat that nobody sits in is freed. Answers with how many things were mended:
 * none where somebody else was faster.
 */
export async function mendStuckWork(
  found: Finding,
  now: Instant,
  by: Actor,
  deps: MendStuckWorkDeps,
): Promise<number> {
  switch (found.finding) {
    case 'no-execution':
    case 'failed':
    case 'not-expired':
      return Number(await newGeneration(found, now, by, deps));
    case 'answer-not-picked-up': {
      const { ask, participation } = found;
      // Told only once somebody has woken: behind a token that is dead, nobody was stuck.
      if (!ask.doorbell || !(await deps.ring(ask.doorbell.token, ask.id))) return 0;
      await tellRungAgain(participation.id, now, by, deps);
      return 1;
    }
    case 'approval-not-picked-up': {
      const { id, doorbell } = found.statement;
      if (!doorbell || !(await deps.ring(doorbell.token, approvalIdOf(id)))) return 0;
      await tellApprovalRungAgain(id, now, by, deps);
      return 1;
    }
    case 'empty-seats':
      return freedSeats(found, now, by, deps);
  }
}

type ToRestart = Extract<Finding, { finding: 'no-execution' | 'failed' | 'not-expired' }>;

/** A new execution takes over; not if somebody has changed the row since it was judged. */
async function newGeneration(
  found: ToRestart,
  at: Instant,
  by: Actor,
  { commit }: MendStuckWorkDeps,
): Promise<boolean> {
  const lost = found.finding === 'no-execution';
  if ('statement' in found) {
    const { statement } = found;
    const next = changed(statement, { generation: statement.generation + 1 });
    const told: Announcement[] = lost
      ? [{ type: 'StuckWorkFound', data: { statementId: next.id, finding: found.finding } }]
      : [];
    const events = [announceStatement(next, ...told, ...statementHandedOver(statement, next))];
    return (await commit({ puts: [next], events, at, by })).outcome === 'committed';
  }
  const { participation } = found;
  const next = changed(participation, { generation: participation.generation + 1 });
  const told: Announcement[] = lost
    ? [{ type: 'StuckWorkFound', data: { ...about(next), finding: found.finding } }]
    : [];
  const events = [announce(next, ...told, ...handedOver(participation, next))];
  return (await commit({ puts: [next], events, at, by })).outcome === 'committed';
}

async function tellRungAgain(
  id: ParticipationId,
  at: Instant,
  by: Actor,
  deps: MendStuckWorkDeps,
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

async function tellApprovalRungAgain(
  id: StatementId,
  at: Instant,
  by: Actor,
  deps: MendStuckWorkDeps,
): Promise<void> {
  await tryAgain(async () => {
    const statement = await deps.readStatement(id);
    if (!statement) throw new Error(`${id} has gone`);
    const next = changed(statement, {});
    const data = { statementId: id, finding: 'answer-not-picked-up' } as const;
    const events = [announceStatement(next, { type: 'StuckWorkFound', data })];
    const { outcome } = await deps.commit({ puts: [next], events, at, by });
    return outcome === 'committed' ? 'told' : undefined;
  });
}

/** Frees every seat of the group in which nobody sits. Answers with how many. */
async function freedSeats(
  { group, empty }: Extract<Finding, { finding: 'empty-seats' }>,
  at: Instant,
  by: Actor,
  { commit }: MendStuckWorkDeps,
): Promise<number> {
  const today = londonDateOf(at);
  let freed = changed(group, {});
  for (const id of empty) freed = { ...freed, members: membersWithout(freed, id, today) };
  const { outcome } = await commit({
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
    at,
    by,
  });
  return outcome === 'committed' ? empty.length : 0;
}
