import * as z from 'zod';
import { actorSchema, hubCodeSchema } from './codes.ts';
import { instantSchema } from './instant.ts';
import { moves } from './moves.ts';

export const calendarLinkIdSchema = z
  .string()
  .regex(/^cl-[a-f0-9]{12}$/)
  .brand<'CalendarLinkId'>();
export type CalendarLinkId = z.infer<typeof calendarLinkIdSchema>;

/** 32 random bytes in base64url. Who knows it may read the feed, so it is shown once and stored nowhere. */
export const calendarSecretSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/)
  .brand<'CalendarSecret'>();
export type CalendarSecret = z.infer<typeof calendarSecretSchema>;

const statusSchema = z.enum(['live', 'revoked']);
export const CALENDAR_LINK_MOVES = moves('calendar-link', statusSchema.options, {
  revoke: { from: ['live'], to: 'revoked' },
});

/** A link under which anybody who has it reads one hub's deadlines, until it is revoked. */
export const calendarLinkSchema = z.strictObject({
  type: z.literal('calendar-link'),
  version: z.int().positive(),
  id: calendarLinkIdSchema,
  hub: hubCodeSchema,
  /** SHA-256 of the secret, in hex: whoever reads the table still cannot read the feed. */
  secretHash: z.string().regex(/^[0-9a-f]{64}$/),
  status: statusSchema,
  createdAt: instantSchema,
  createdBy: actorSchema,
  revokedAt: instantSchema.optional(),
});
export type CalendarLink = z.infer<typeof calendarLinkSchema>;

/** The file of a feed, `<id>-<secret>.ics`: the id finds the row, the secret opens it. */
export const calendarFileOf = (id: CalendarLinkId, secret: CalendarSecret): string => `${id}-${secret}.ics`;

/** The id and secret in a file's name; undefined where it is not one of ours. */
export function partsOfCalendarFile(
  file: string,
): { id: CalendarLinkId; secret: CalendarSecret } | undefined {
  const match = /^(cl-[a-f0-9]{12})-([A-Za-z0-9_-]{43})\.ics$/.exec(file);
  const id = calendarLinkIdSchema.safeParse(match?.[1]);
  const secret = calendarSecretSchema.safeParse(match?.[2]);
  return id.success && secret.success ? { id: id.data, secret: secret.data } : undefined;
}
