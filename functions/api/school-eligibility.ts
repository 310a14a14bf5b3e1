import * as z from 'zod';
import { academicYearSchema } from '../../core/academic-year.ts';
import { stageSchema, urnSchema } from '../../core/codes.ts';
import { endpoint } from '../support/endpoint.ts';
import { NOT_FOUND } from '../support/queries.ts';
import { schoolEligibility, yearForApplications } from '../use-cases/school-eligibility.ts';

const querySchema = z.strictObject({
  stage: stageSchema.default('development'),
  academicYear: academicYearSchema.optional(),
});

/** GET /schools/{urn}/eligibility: every reason why the school could not be enrolled now, and whether it repeats. */
export const handler = endpoint('school-eligibility', async ({ caller, path, query, now }, deps) => {
  const { stage, academicYear: asked } = querySchema.parse(query);
  const urn = urnSchema.safeParse(path['urn']);
  const school = urn.success ? await deps.readSchool(urn.data) : undefined;
  if (!school) return NOT_FOUND;
  const academicYear = asked ?? (await yearForApplications(now, deps.policyFor));
  const hub = caller.role === 'hub' ? caller.hub : undefined;
  const { reasons, repeats } = await schoolEligibility({ school, hub, stage, academicYear, now }, deps);
  const codes = reasons.map(({ code }) => code);
  return {
    status: 200,
    body: { urn: school.urn, stage, academicYear, eligible: codes.length === 0, repeats, reasons: codes },
  };
});
