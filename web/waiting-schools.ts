import { isPathway, type Stage, type WorkGroupKind } from '../core/codes.ts';
import { workGroupKindOf } from '../core/policy.ts';
import { type ParticipationAnswer, participationAnswer } from './answers.ts';
import type { Api } from './api.ts';
import { everyPage } from './every-page.ts';
import { GROUP_KINDS, stageName } from './words/names.ts';

/** Schools that wait for the same kind of Work Group in the same year: one may be formed of them. */
export interface WaitingSchools {
  /** `2026-27.development`: names this list in an address. */
  readonly key: string;
  readonly kind: WorkGroupKind;
  readonly academicYear: ParticipationAnswer['academicYear'];
  /** Of a preparatory group. */
  readonly topic?: Stage;
  readonly name: string;
  readonly schools: readonly ParticipationAnswer[];
}

/** The hub's waiting schools, by what they can meet in. A Specialist waits for no Work Group. */
export async function waitingSchools(api: Api): Promise<WaitingSchools[]> {
  const items = await everyPage(api, '/participations', { status: 'enrolled' }, participationAnswer);
  const groups = Map.groupBy(items, meetingKey);
  return [...groups]
    .sort(([one], [other]) => one.localeCompare(other))
    .flatMap(([key, schools]) => {
      const [first] = schools;
      if (!first) return [];
      const { stage, academicYear } = first;
      const kind = workGroupKindOf(stage);
      if (!kind) return [];
      const topic = isPathway(stage) ? {} : { topic: stage };
      const name = isPathway(stage) ? GROUP_KINDS[kind] : `Preparatory Work Group: ${stageName(stage)}`;
      return [{ key, kind, academicYear, ...topic, name: `${name}, ${academicYear}`, schools }];
    });
}

/** What a school can meet in, and when: schools of the same key fit into the same Work Group. */
export function meetingKey({
  academicYear,
  stage,
}: Pick<ParticipationAnswer, 'academicYear' | 'stage'>): string {
  return `${academicYear}.${isPathway(stage) ? workGroupKindOf(stage) : stage}`;
}
