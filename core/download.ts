import * as z from 'zod';
import { actorSchema } from './codes.ts';
import { instantSchema } from './instant.ts';

/** That somebody took money's figures out of the service as a file: what, who, when. Never changed. */
export const downloadSchema = z.strictObject({
  type: z.literal('download'),
  version: z.int().positive(),
  /** `statement-2026-10-origin`, `assurance-sample-2026-27`. */
  what: z.string().regex(/^[a-z0-9-]{3,80}$/),
  by: actorSchema,
  at: instantSchema,
});
