import type * as z from 'zod';
import { workGroupIdSchema } from '../core/codes.ts';
import { schoolAnswer, wholeWorkGroupAnswer } from './answers.ts';
import { PageNotFound, type Visit } from './page.ts';

type WholeWorkGroup = z.infer<typeof wholeWorkGroupAnswer>;

export interface WorkGroupWithNames extends WholeWorkGroup {
  /** The names of its schools, past members too, by URN. */
  readonly names: ReadonlyMap<string, string>;
}

/** The Work Group that a page's address names. @throws PageNotFound */
export async function workGroupAt({ api, param }: Visit): Promise<WorkGroupWithNames> {
  const id = workGroupIdSchema.safeParse(param('id'));
  if (!id.success) throw new PageNotFound('no Work Group');
  const group = await api.get(`/work-groups/${id.data}`, wholeWorkGroupAnswer);
  const urns = [...new Set(group.members.map(({ urn }) => urn))];
  const schools = await Promise.all(urns.map((urn) => api.get(`/schools/${urn}`, schoolAnswer)));
  return { ...group, names: new Map(schools.map(({ urn, name }) => [urn, name])) };
}
