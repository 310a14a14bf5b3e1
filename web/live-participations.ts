import { type ParticipationAnswer, participationAnswer } from './answers.ts';
import type { Api } from './api.ts';
import { everyPage } from './every-page.ts';

/** A hub's years that are to come or under way, by the names of their schools. What is over is in the lists. */
export async function liveParticipations(api: Api): Promise<ParticipationAnswer[]> {
  const lists = await Promise.all(
    (['enrolled', 'placed', 'active'] as const).map((status) =>
      everyPage(api, '/participations', { status }, participationAnswer),
    ),
  );
  return lists.flat().sort((one, other) => one.school.name.localeCompare(other.school.name, 'en-GB'));
}
