import * as z from 'zod';
import { workGroupIdSchema } from './codes.ts';
import { participationIdSchema } from './participation.ts';
import { statementIdSchema } from './statement-id.ts';

/** What may be stuck: a participation, a statement, or a Work Group with its seats. */
export const nudgeFormSchema = z.strictObject({
  subject: z.union([participationIdSchema, statementIdSchema, workGroupIdSchema]),
});
export type StuckSubject = z.infer<typeof nudgeFormSchema>['subject'];
