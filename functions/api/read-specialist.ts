import { specialistIdSchema } from '../../core/codes.ts';
import { executionNamesOf } from '../../core/execution-name.ts';
import { openConflicts, type Specialist } from '../../core/specialist.ts';
import { presentMembers } from '../../core/work-group.ts';
import type { Deps } from '../support/deps.ts';
import { endpoint } from '../support/endpoint.ts';
import { NOT_FOUND } from '../support/queries.ts';
import { eventView, specialistView } from '../support/views.ts';
import type { Caller } from '../use-cases/caller.ts';

/**
 * GET /specialists/{id}: one Specialist of the register, without the name: where and with whom, the groups led with their
 * schools, the conflicts that are open; to admins and the Specialist's own hub also the years with their executions, and
 * what happened to the Specialist beside them.
 */
export const handler = endpoint('read-specialist', async ({ caller, path, now }, deps) => {
  const id = specialistIdSchema.safeParse(path['id']);
  const specialist = id.success ? await deps.readSpecialist(id.data) : undefined;
  if (!specialist) return NOT_FOUND;
  const [leading, years] = await Promise.all([
    Promise.all(specialist.leading.map((led) => withSchools(led, deps))),
    supports(caller, specialist) ? yearsOf(specialist, deps) : {},
  ]);
  const { schools, hubs } = specialist;
  const conflicts = openConflicts(specialist);
  return {
    status: 200,
    body: { ...specialistView(specialist, now), leading, schools, hubs, conflicts, ...years },
  };
});

/** Of the people in the service, whose it is to look after the Specialist. */
const supports = (caller: Caller, { hub }: Specialist): boolean =>
  caller.role === 'admin' || (caller.role === 'hub' && caller.hub === hub);

async function yearsOf({ id }: Specialist, deps: Pick<Deps, 'participationsOf' | 'timelineOf'>) {
  const [years, timeline] = await Promise.all([deps.participationsOf(id), deps.timelineOf(id)]);
  return {
    participations: years.map((year) => ({
      id: year.id,
      status: year.status,
      outcome: year.outcome,
      executions: executionNamesOf(year),
    })),
    timeline: timeline.map(eventView),
  };
}

/** A group that is led, or was, with the schools that sit in it now. */
async function withSchools(
  led: Specialist['leading'][number],
  deps: Pick<Deps, 'readWorkGroup' | 'readSchool'>,
) {
  const group = await deps.readWorkGroup(led.workGroupId);
  const urns = group ? presentMembers(group).map(({ urn }) => urn) : [];
  const schools = await Promise.all(urns.map(deps.readSchool));
  return {
    ...led,
    schools: schools.flatMap((school) => (school ? [{ urn: school.urn, name: school.name }] : [])),
  };
}
