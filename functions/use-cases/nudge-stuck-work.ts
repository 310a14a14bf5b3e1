import { type Actor, workGroupIdSchema } from '../../core/codes.ts';
import type { Instant } from '../../core/instant.ts';
import type { StuckSubject } from '../../core/nudge.ts';
import { participationIdSchema } from '../../core/participation.ts';
import { statementIdSchema } from '../../core/statement-id.ts';
import {
  type Finding,
  type FindingKind,
  type JudgeStuckWorkDeps,
  judgeParticipation,
  judgeStatement,
  judgeWorkGroup,
} from './judge-stuck-work.ts';
import { type MendStuckWorkDeps, mendStuckWork } from './mend-stuck-work.ts';

/**
 * Mends what is stuck about one subject now, as the admin who asks. Judged anew: where nothing is stuck any more, nothing
 * is done, so that a second nudge changes nothing. Answers with what was mended.
 */
export async function nudgeStuckWork(
  { subject, by, now }: { readonly subject: StuckSubject; readonly by: Actor; readonly now: Instant },
  deps: JudgeStuckWorkDeps & MendStuckWorkDeps,
): Promise<FindingKind[]> {
  const mended: FindingKind[] = [];
  for (const found of await judged(subject, now, deps)) {
    if ((await mendStuckWork(found, now, by, deps)) > 0) mended.push(found.finding);
  }
  return mended;
}

function judged(subject: StuckSubject, now: Instant, deps: JudgeStuckWorkDeps): Promise<Finding[]> {
  const participation = participationIdSchema.safeParse(subject);
  if (participation.success) return judgeParticipation(participation.data, now, deps);
  const group = workGroupIdSchema.safeParse(subject);
  if (group.success) return judgeWorkGroup(group.data, now, deps);
  return judgeStatement(statementIdSchema.parse(subject), now, deps);
}
