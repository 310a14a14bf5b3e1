import * as z from 'zod';
import { enrolmentFormSchema } from '../../core/enrolment.ts';
import { type Reason, reason } from '../../core/reason.ts';
import { endpoint, type Request } from '../support/endpoint.ts';
import { reasonsOf } from '../support/problem.ts';
import { teacherDeps } from '../support/teacher-deps.ts';
import { enrolmentIdOf } from '../use-cases/accepted-enrolment.ts';
import { enrol } from '../use-cases/enrol.ts';
import { enrolSpecialist } from '../use-cases/enrol-specialist.ts';
import { keepRefusedAttempt } from '../use-cases/keep-refused-attempt.ts';
import { isRefusal } from '../use-cases/refusal.ts';

/**
 * POST /enrolments, by a hub or an admin: leaves an enrolment whose placement or selection starts, or a hub's refused
 * attempt with its reasons.
 */
export const handler = endpoint('enrol', async (request, deps) => {
  const { caller, now, body, text } = request;
  const refuse = async (reasons: readonly [Reason, ...Reason[]]) => {
    if (caller.role !== 'hub') return { refused: reasons };
    const id = enrolmentIdOf(caller.actor, `${sentKey(request)}\n${text}`, deps.hash);
    await keepRefusedAttempt({ id, caller, urn: urnIn(body), reasons, now }, deps);
    return { refused: reasons };
  };
  const key = keySchema.safeParse({ [KEY]: sentKey(request) });
  if (!key.success) return refuse(sentKey(request) ? reasonsOf(key.error) : KEY_MISSING);
  const form = enrolmentFormSchema.safeParse(body);
  if (!form.success) return refuse(reasonsOf(form.error));
  const sent = { caller, idempotencyKey: key.data[KEY], now };
  const result =
    form.data.kind === 'specialist'
      ? await enrolSpecialist({ ...sent, form: form.data }, { ...deps, ...teacherDeps() })
      : await enrol({ ...sent, form: form.data }, deps);
  return isRefusal(result) ? refuse(result.refused) : { status: 202, body: result };
});

const KEY = 'Idempotency-Key';
const KEY_MISSING = [reason('idempotency-key-missing', KEY)] as const;
const keySchema = z.object({
  [KEY]: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[\x21-\x7e]+$/),
});

const sentKey = ({ header }: Request): string => (header(KEY) ?? '').trim();

/** The school that a form means, also where the form is malformed: digits only, for whatever else it is may name somebody. */
function urnIn(body: unknown): string | undefined {
  const named = z.object({ urn: z.string().regex(/^\d{1,20}$/) }).safeParse(body);
  return named.success ? named.data.urn : undefined;
}
