import type { PolicyAnswer, SpecialistAnswer } from './answers.ts';
import type { Hubs } from './hubs.ts';

/** Who may lead, the hub's own first; who is fully booked or does not lead is not offered. The register has no names. */
export function leadsFrom(
  specialists: readonly SpecialistAnswer[],
  own: string | undefined,
  academicYear: string,
  { groupsPerLead }: Pick<PolicyAnswer, 'groupsPerLead'>,
  lead: string | undefined,
  hubs: Hubs,
) {
  const free = specialists.filter(({ leading, leadingStatus }) => {
    const now = leading.filter((each) => each.academicYear === academicYear && each.to === undefined);
    return now.length < groupsPerLead && leadingStatus !== 'stopped';
  });
  const ordered = [...free.filter(({ hub }) => hub === own), ...free.filter(({ hub }) => hub !== own)];
  return [
    { value: '', text: 'Choose a Specialist' },
    ...ordered.map(({ id, school, cohort, hub }) => ({
      value: id,
      text: `${id}, ${school.name} (cohort ${cohort}${hub === own ? '' : `, ${hubs.nameOf(hub)}`})`,
      selected: id === lead,
    })),
  ];
}
