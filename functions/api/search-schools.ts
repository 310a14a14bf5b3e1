import * as z from 'zod';
import { academicYearSchema } from '../../core/academic-year.ts';
import { hubCodeSchema, stageSchema } from '../../core/codes.ts';
import type { School } from '../../core/school.ts';
import { endpoint } from '../support/endpoint.ts';
import { paging } from '../support/queries.ts';
import { schoolEligibility, yearForApplications } from '../use-cases/school-eligibility.ts';

const querySchema = z.strictObject({
  query: z.string().max(100).default(''),
  stage: stageSchema.default('development'),
  academicYear: academicYearSchema.optional(),
  hub: hubCodeSchema.optional(),
  ...paging,
});

/** GET /schools: schools by name, postcode or URN, each with whether it could be enrolled now, and why not. */
export const handler = endpoint('search-schools', async ({ caller, query, now }, deps) => {
  const { stage, academicYear: asked, ...search } = querySchema.parse(query);
  const academicYear = asked ?? (await yearForApplications(now, deps.policyFor));
  const hub = caller.role === 'hub' ? caller.hub : undefined;
  const { items, cursor } = await deps.searchSchools(search);
  const withEligibility = async (school: School) => {
    const { reasons } = await schoolEligibility({ school, hub, stage, academicYear, now }, deps);
    const { urn, name, postcode } = school;
    const codes = reasons.map(({ code }) => code);
    return { urn, name, postcode, hub: school.hub, eligible: codes.length === 0, reasons: codes };
  };
  return { status: 200, body: { items: await Promise.all(items.map(withEligibility)), cursor } };
});
