import { type HubCode, hubCodeSchema, type Urn, urnSchema } from '../../core/codes.ts';
import type { Instant } from '../../core/instant.ts';
import { type School, schoolSchema } from '../../core/school.ts';
import { type Specialist, specialistSchema } from '../../core/specialist.ts';

/** The hub in whose name the smoke enrols. */
export const SMOKE_HUB: HubCode = hubCodeSchema.parse('origin');

const LEADS_SCHOOL = urnSchema.parse('919999');
/** Far above the numbers that are given out. */
export const SMOKE_LEAD = 'sp-999999';

/** Two schools of this run's own: no real URN begins with a 9, and none of the demo's with 92 or more. */
export function schoolsOfRun(now: Instant): readonly [Urn, Urn] {
  const run = Math.floor(Date.parse(now) / 1000) % 40_000;
  return [urnSchema.parse(String(920_000 + 2 * run)), urnSchema.parse(String(920_001 + 2 * run))];
}

/** The rows that a run needs: its schools, and a Specialist of a third one to lead them. */
export function smokeRows(urns: readonly Urn[]): readonly (School | Specialist)[] {
  const school = (urn: Urn): School =>
    schoolSchema.parse({
      type: 'school',
      version: 1,
      urn,
      name: `Sample School ${urn}`,
      typeCode: 34,
      typeName: 'Academy converter',
      statusCode: 1,
      phaseCode: 4,
      postcode: 'ZZ9 9ZZ',
      hub: SMOKE_HUB,
      hubPeriods: [{ hub: SMOKE_HUB, from: '2015-09-01' }],
    });
  const from = '2018-09-01';
  const lead = specialistSchema.parse({
    type: 'specialist',
    version: 1,
    id: SMOKE_LEAD,
    name: 'Sample Specialist of the smoke',
    hub: SMOKE_HUB,
    urn: LEADS_SCHOOL,
    schoolName: `Sample School ${LEADS_SCHOOL}`,
    schools: [{ urn: LEADS_SCHOOL, schoolName: `Sample School ${LEADS_SCHOOL}`, from }],
    hubs: [{ hub: SMOKE_HUB, from }],
    cohort: 3,
    accredited: true,
    accreditedOn: '2020-07-10',
    leading: [],
    decisions: [],
    conflicts: [],
  });
  return [...[LEADS_SCHOOL, ...urns].map(school), lead];
}
