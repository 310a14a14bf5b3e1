import * as z from 'zod';
import { type LondonDate, londonDateSchema } from './instant.ts';
import { type Recipient, recipientSchema } from './mail.ts';
import { moves } from './moves.ts';

const statusSchema = z.enum(['composed', 'sent']);
export const DIGEST_MOVES = moves('digest', statusSchema.options, {
  send: { from: ['composed'], to: 'sent' },
});

/**
 * One day's mail to one recipient. It is kept before it is sent, so that no day has a second one, and a run that
 * was cut short sends the very same text again.
 */
export const digestSchema = z.strictObject({
  type: z.literal('digest'),
  version: z.int().positive(),
  /** `digest-origin-2026-09-01`: also the mail's reference. */
  id: z.string(),
  to: recipientSchema,
  day: londonDateSchema,
  subject: z.string().min(1),
  text: z.string().min(1),
  status: statusSchema,
});
export type Digest = z.infer<typeof digestSchema>;

export const digestIdOf = (to: Recipient, day: LondonDate): string => `digest-${to}-${day}`;
