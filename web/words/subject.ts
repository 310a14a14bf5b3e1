import { isSpecialist, type ParticipationId, specialistOf } from '../../core/participation.ts';

/** Whose year it is: the school, or a Specialist by number, never by name, with the school: `sp-0042, Sample School Alder`. */
export const subjectOf = (id: ParticipationId, school: { readonly name: string }): string =>
  isSpecialist(id) ? `${specialistOf(id)}, ${school.name}` : school.name;
