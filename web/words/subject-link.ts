import { enrolmentIdSchema, specialistIdSchema, urnSchema, workGroupIdSchema } from '../../core/codes.ts';
import { participationIdSchema } from '../../core/participation.ts';
import { paymentFileIdSchema } from '../../core/payment.ts';
import { registerImportIdSchema } from '../../core/register-import.ts';
import { partsOfStatement, statementIdSchema } from '../../core/statement-id.ts';
import { addressOf } from '../routes.ts';

/** What an event is about, by its id, and where that is seen, if it has a page. */
export function subjectLink(subject: string): { readonly text: string; readonly href?: string } {
  const href = placeOf(subject);
  return href === undefined ? { text: textOf(subject) } : { text: textOf(subject), href };
}

function placeOf(subject: string): string | undefined {
  const is = (schema: { safeParse(text: string): { success: boolean } }) => schema.safeParse(subject).success;
  if (is(participationIdSchema)) return addressOf('participation', { id: subject });
  if (is(urnSchema)) return addressOf('school', { urn: subject });
  if (is(specialistIdSchema)) return addressOf('specialist', { id: subject });
  if (is(workGroupIdSchema)) return addressOf('work-group', { id: subject });
  if (is(paymentFileIdSchema)) return addressOf('payment-file', { id: subject });
  if (is(registerImportIdSchema)) return addressOf('register-import', { id: subject });
  const statement = statementIdSchema.safeParse(subject);
  if (statement.success) return addressOf('statement', partsOfStatement(statement.data));
  const policy = /^policy-(\d{4}-\d\d)-v(\d+)$/.exec(subject);
  if (policy) return addressOf('policy-version', { year: policy[1] ?? '', version: policy[2] ?? '' });
  return undefined;
}

/** Only what is short enough to be read stands as it is. */
function textOf(subject: string): string {
  if (paymentFileIdSchema.safeParse(subject).success) return `Payer’s file ${subject.slice(0, 11)}…`;
  if (enrolmentIdSchema.safeParse(subject).success) return `Form ${subject.slice(0, 11)}…`;
  return subject;
}
