import { randomBytes } from 'node:crypto';
import {
  type CalendarLinkId,
  type CalendarSecret,
  calendarLinkIdSchema,
  calendarSecretSchema,
} from '../core/calendar-link.ts';
import { type WorkGroupId, workGroupIdSchema } from '../core/codes.ts';

/** Ids that nobody has had: 48 random bits. The table would refuse to put a second row under the first one's. */
const random = (): string => randomBytes(6).toString('hex');

export const newWorkGroupId = (): WorkGroupId => workGroupIdSchema.parse(`wg-${random()}`);
export const newCalendarLinkId = (): CalendarLinkId => calendarLinkIdSchema.parse(`cl-${random()}`);

/** 256 random bits: nobody finds a feed by trying. */
export const newCalendarSecret = (): CalendarSecret =>
  calendarSecretSchema.parse(randomBytes(32).toString('base64url'));
