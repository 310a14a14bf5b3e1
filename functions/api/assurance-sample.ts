import * as z from 'zod';
import { academicYearSchema } from '../../core/academic-year.ts';
import { endpoint } from '../support/endpoint.ts';
import { sampleForAssurance } from '../use-cases/sample-for-assurance.ts';

const querySchema = z.strictObject({
  academicYear: academicYearSchema,
  /** Whoever knows it draws the same claims. */
  seed: z.string().regex(/^[A-Za-z0-9-]{1,40}$/),
  size: z.coerce.number().int().min(1).max(500).default(25),
});

/** GET /funding/assurance-sample: paid claims of a year, drawn by value, as a file; leaves the download recorded. */
export const handler = endpoint('assurance-sample', async ({ caller, query, now }, deps) => {
  const asked = querySchema.parse(query);
  return {
    status: 200,
    contentType: 'text/csv; charset=utf-8',
    text: await sampleForAssurance({ ...asked, caller, now }, deps),
    fileName: `assurance-sample-${asked.academicYear}.csv`,
  };
});
