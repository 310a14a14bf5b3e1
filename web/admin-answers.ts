import * as z from 'zod';
import { hubCodeSchema, urnSchema } from '../core/codes.ts';
import { instantSchema } from '../core/instant.ts';
import { registerImportSchema } from '../core/register-import.ts';
import { eventAnswer } from './answers.ts';

/** What the API answers to admins, as far as their pages read it. */

export const loggedEventAnswer = eventAnswer.extend({
  subject: z.string(),
  hub: hubCodeSchema,
  schoolName: z.string().optional(),
});
export type LoggedEvent = z.infer<typeof loggedEventAnswer>;

export const stuckWorkAnswer = z.object({
  items: z.array(
    z.object({
      subject: z.string(),
      hub: hubCodeSchema,
      school: z.object({ urn: urnSchema, name: z.string() }).optional(),
      finding: z.enum([
        'no-execution',
        'failed',
        'answer-not-picked-up',
        'approval-not-picked-up',
        'not-expired',
        'empty-seats',
      ]),
      since: instantSchema,
      nudge: z.enum(['restart', 'ring', 'free-seats']),
      execution: z.string().optional(),
      seats: z.int().optional(),
    }),
  ),
  notLookedAt: z.int(),
});
export type StuckThing = z.infer<typeof stuckWorkAnswer>['items'][number];

export const nudgedAnswer = z.object({ subject: z.string(), mended: z.array(z.string()) });

export const registerImportAnswer = registerImportSchema.omit({ type: true, version: true });
