import * as z from 'zod';
import { hubCodeSchema } from './codes.ts';
import { statementIdSchema } from './statement-id.ts';

/** One of the 40 Maths Hubs. */
export const hubSchema = z.strictObject({
  type: z.literal('hub'),
  version: z.int().positive(),
  /** Never `admin`: mails to the programme's admins go under that word. */
  code: hubCodeSchema.refine((code) => code !== 'admin'),
  name: z.string().min(1),
  /** The shared mailbox that the daily digest goes to. A person's own address does not belong here. */
  mailbox: z.email().optional(),
  /** The latest statement: the next one's chain goes on from it, and no month gets a second. */
  lastStatement: statementIdSchema.optional(),
});
export type Hub = z.infer<typeof hubSchema>;

/** What concerns no hub in particular is announced under the word that no hub may have. */
export const NO_HUB = hubCodeSchema.parse('admin');
