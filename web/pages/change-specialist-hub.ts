import { hubChangePage } from '../hub-change.ts';
import { addressOf } from '../routes.ts';
import { specialistAt } from '../specialist-at.ts';

/** An admin has another hub support a Specialist. */
export const changeSpecialistHub = hubChangePage(
  'Have another hub support this Specialist',
  [
    'the new hub supports the Specialist from that day on, and answers for the years that are not over',
    'what was released already stays with the present hub',
  ],
  async (visit) => {
    const { id, hub, school } = await specialistAt(visit);
    return {
      caption: `${id}, ${school.name}`,
      back: addressOf('specialist', { id }),
      path: `/specialists/${id}`,
      hub,
    };
  },
);
