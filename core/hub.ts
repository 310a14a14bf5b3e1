import * as z from 'zod';
import { hubCodeSchema } from './codes.ts';

/** One of the 40 Maths Hubs. */
export const hubSchema = z.strictObject({
  type: z.literal('hub'),
  version: z.int().positive(),
  /** Never `admin`: mails to the programme's admins go under that word. */
  code: hubCodeSchema.refine((code) => code !== 'admin'),
  name: z.string().min(1),
  /** The shared mailbox that the daily digest goes to. A person's own address does not belong here. */
  mailbox: z.email().optional(),
});
export type Hub = z.infer<typeof hubSchema>;
