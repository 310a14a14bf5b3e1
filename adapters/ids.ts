import { randomBytes } from 'node:crypto';
import { type WorkGroupId, workGroupIdSchema } from '../core/codes.ts';

/** An id that nobody has had: 48 random bits. The table would refuse to put a second group under the first one's. */
export const newWorkGroupId = (): WorkGroupId =>
  workGroupIdSchema.parse(`wg-${randomBytes(6).toString('hex')}`);
