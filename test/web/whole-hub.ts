import type { Row } from '../../workflows/change.ts';
import { activeParticipation, sampleAsk, sampleSchool, sampleWorkGroup } from '../support/sample-rows.ts';

/** The hub `turing-nw` with this many schools in the autumn of their Development year, two to a Work Group. */
export const SCHOOLS = 94;

const urnOf = (index: number): string => String(910_000 + index);
export const nameOf = (index: number): string => `Sample School ${String(index).padStart(3, '0')}`;
export const groupOf = (index: number): string => `wg-${String(Math.floor(index / 2)).padStart(8, '0')}`;

const HUB = 'turing-nw';

/** Each school with its year, which waits for two declarations and for the decision about the next year. */
export function wholeHub(): Row[] {
  return Array.from({ length: SCHOOLS }, (_, index) => {
    const urn = urnOf(index);
    const id = `${urn}-2026-27-development`;
    const who = { hub: HUB, urn, schoolName: nameOf(index), participationId: id };
    const workGroupId = groupOf(index);
    return [
      sampleSchool({ urn, name: nameOf(index), hub: HUB, hubPeriods: [{ hub: HUB, from: '2020-09-01' }] }),
      activeParticipation({ id, urn, schoolName: nameOf(index), hub: HUB, workGroupId }),
      sampleAsk({ ...who, id: `${id}.declaration-started` }),
      sampleAsk({
        ...who,
        id: `${id}.declaration-completed`,
        milestone: 'completed',
        opensAt: '2027-05-31T23:00:00.000Z',
        closesAt: '2027-07-31T16:00:00.000Z',
      }),
      sampleAsk({
        ...who,
        id: `${id}.progression`,
        kind: 'progression',
        milestone: undefined,
        opensAt: '2027-05-31T23:00:00.000Z',
        closesAt: '2027-08-21T16:00:00.000Z',
      }),
      ...(index % 2 === 0
        ? [
            sampleWorkGroup({
              id: workGroupId,
              hub: HUB,
              members: [index, index + 1].map((each) => ({
                urn: urnOf(each),
                participationId: `${urnOf(each)}-2026-27-development`,
                joinedOn: '2026-08-01',
              })),
            }),
          ]
        : []),
    ];
  }).flat();
}
