import * as z from 'zod';
import { askIdOf } from '../../core/ask.ts';
import { type Stage, urnSchema, workGroupIdSchema } from '../../core/codes.ts';
import { participationIdOf } from '../../core/participation.ts';
import { workGroupKindOf } from '../../core/policy.ts';
import { reason } from '../../core/reason.ts';
import type { WorkGroup } from '../../core/work-group.ts';
import { endpoint } from '../support/endpoint.ts';
import { NOT_FOUND } from '../support/queries.ts';
import { askView } from '../support/views.ts';
import { answerAsk } from '../use-cases/answer-ask.ts';
import { maySee } from '../use-cases/caller.ts';
import { isRefusal } from '../use-cases/refusal.ts';

const bodySchema = z.strictObject({ urn: urnSchema });

/** POST /work-groups/{id}/members: the same as answering the school's placement ask with this group. */
export const handler = endpoint('join-work-group', async ({ caller, path, body, now }, deps) => {
  const id = workGroupIdSchema.safeParse(path['id']);
  const group = id.success ? await deps.readWorkGroup(id.data) : undefined;
  if (!group || !maySee(caller, group.hub)) return NOT_FOUND;
  const { urn } = bodySchema.parse(body);
  const years = await deps.participationsOf(urn);
  const waiting = years.find(({ status, academicYear, stage, hub }) => {
    const fits = academicYear === group.academicYear && meetsIn(group, stage);
    return status === 'enrolled' && fits && maySee(caller, hub);
  });
  if (!waiting) return { refused: [reason('school-not-waiting', 'urn')] };
  const askId = askIdOf(participationIdOf(urn, waiting.academicYear, waiting.stage), 'placement');
  const result = await answerAsk({ askId, answer: { workGroupId: group.id }, caller, now }, deps);
  return isRefusal(result) ? result : { status: 200, body: askView(result, now) };
});

function meetsIn({ kind, topic }: WorkGroup, stage: Stage): boolean {
  return workGroupKindOf(stage) === kind && (topic === undefined || topic === stage);
}
