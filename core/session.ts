import * as z from 'zod';
import { hubCodeSchema, sessionIdSchema, sessionTypeSchema, urnSchema, workGroupIdSchema } from './codes.ts';
import { londonDateSchema } from './instant.ts';

/** What schools receive, as it happens: a Work Group's meeting, or the Specialist's visit, and who attended. */
export const sessionSchema = z.strictObject({
  type: z.literal('session'),
  version: z.int().positive(),
  id: sessionIdSchema,
  workGroupId: workGroupIdSchema,
  hub: hubCodeSchema,
  heldOn: londonDateSchema,
  sessionType: sessionTypeSchema,
  attended: z.array(urnSchema),
});
export type Session = z.infer<typeof sessionSchema>;

/** The form with which a hub records a session. */
export const sessionFormSchema = z.strictObject({
  heldOn: londonDateSchema,
  type: sessionTypeSchema,
  attended: z.array(urnSchema).min(1).max(12),
});
