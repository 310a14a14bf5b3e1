import * as z from 'zod';
import { hubCodeSchema } from './codes.ts';

/** One of the 40 Maths Hubs. */
export const hubSchema = z.strictObject({
  type: z.literal('hub'),
  version: z.int().positive(),
  code: hubCodeSchema,
  name: z.string().min(1),
});
export type Hub = z.infer<typeof hubSchema>;
