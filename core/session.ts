import * as z from 'zod';
import {
  hubCodeSchema,
  type SessionId,
  sessionIdSchema,
  sessionTypeSchema,
  urnSchema,
  workGroupIdSchema,
} from './codes.ts';
import { londonDateSchema } from './instant.ts';
import type { Hash } from './seal.ts';

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

/**
 * The id of a session is made of what it says: a form that is sent twice, by a double click or after going back, is the
 * same session, and the table keeps no second one.
 */
export function sessionIdOf(
  { workGroupId, heldOn, sessionType, attended }: Omit<Session, 'id' | 'type' | 'version' | 'hub'>,
  hash: Hash,
): SessionId {
  const text = [workGroupId, heldOn, sessionType, ...[...attended].sort()].join(' ');
  return sessionIdSchema.parse(`se-${hash(text).slice(0, 12)}`);
}

/** The form with which a hub records a session. */
export const sessionFormSchema = z.strictObject({
  heldOn: londonDateSchema,
  type: sessionTypeSchema,
  attended: z.array(urnSchema).min(1).max(12),
});
