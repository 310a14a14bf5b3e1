import * as z from 'zod';
import type { Callers } from './callers.ts';
import { yearFrom } from './forms.ts';
import { DEPARTURES } from './schools.ts';
import { WORK_GROUPS } from './work-groups.ts';

/** The hubs form the Work Groups of the year that begins in this September. */
export async function formWorkGroups(callers: Callers, september: number): Promise<void> {
  for (const { hub, kind, lead, schools, topic } of groupsOf(september)) {
    await callers.hub(hub).post('/work-groups', {
      ...{ kind, lead, schools },
      academicYear: yearFrom(september),
      // Where a hub has only few schools yet, it insists on a smaller community.
      confirmSize: kind !== 'development',
      ...(topic ? { topic } : {}),
    });
  }
}

const formedSchema = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      members: z.array(z.object({ urn: z.string(), leftOn: z.string().optional() })),
    }),
  ),
});

/** Every Work Group of the year meets, or each of its schools is visited by the Specialist, on this day. */
export async function meet(
  callers: Callers,
  september: number,
  type: 'meeting' | 'visit',
  heldOn: string,
): Promise<void> {
  for (const hub of new Set(groupsOf(september).map((each) => each.hub))) {
    const list = `/work-groups?hub=${hub}&academicYear=${yearFrom(september)}&limit=50`;
    const { items } = await callers.hub(hub).get(list, formedSchema);
    for (const { id, members } of items) {
      const attended = members.filter(({ leftOn }) => leftOn === undefined).map(({ urn }) => urn);
      const together = type === 'meeting' ? [attended] : attended.slice(0, 1).map((urn) => [urn]);
      for (const some of together) {
        await callers.hub(hub).post(`/work-groups/${id}/sessions`, { heldOn, type, attended: some });
      }
    }
  }
}

/** Schools and Specialists leave on this day. */
export async function leave(callers: Callers, on: string): Promise<void> {
  for (const { hub, id, reason } of DEPARTURES.filter((each) => each.on === on)) {
    await callers.hub(hub).post(`/participations/${id}/withdrawal`, { reason, effectiveOn: on });
  }
}

const groupsOf = (september: number) => WORK_GROUPS.filter((each) => each.september === september);
