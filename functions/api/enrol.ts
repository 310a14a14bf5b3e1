import * as z from 'zod';
import { schoolEnrolmentFormSchema } from '../../core/enrolment.ts';
import { type Reason, reason } from '../../core/reason.ts';
import { endpoint, type Request } from '../support/endpoint.ts';
import { reasonsOf } from '../support/problem.ts';
import { enrolmentIdOf, enrolSchool } from '../use-cases/enrol-school.ts';
import { keepRefusedAttempt } from '../use-cases/keep-refused-attempt.ts';
import { isRefusal } from '../use-cases/refusal.ts';

/** POST /enrolments, by a hub: leaves an enrolment whose placement starts, or a refused attempt with its reasons. */
export const handler = endpoint('enrol', async (request, deps) => {
  const { caller, now, body } = request;
  if (caller.role !== 'hub') return { refused: [reason('not-permitted', 'Authorization')] };
  const idempotencyKey = keyIn(request);
  if (idempotencyKey === undefined)
    return { refused: [reason('idempotency-key-missing', 'Idempotency-Key')] };
  const refuse = async (reasons: readonly [Reason, ...Reason[]]) => {
    const id = enrolmentIdOf(caller.actor, `${idempotencyKey}\n${JSON.stringify(body)}`, deps.hash);
    await keepRefusedAttempt({ id, caller, urn: urnIn(body), reasons, now }, deps);
    return { refused: reasons };
  };
  const form = schoolEnrolmentFormSchema.safeParse(body);
  if (!form.success) return refuse(reasonsOf(form.error));
  const result = await enrolSchool({ form: form.data, caller, idempotencyKey, now }, deps);
  return isRefusal(result) ? refuse(result.refused) : { status: 202, body: result };
});

function keyIn({ header }: Request): string | undefined {
  const key = z
    .string()
    .trim()
    .min(1)
    .max(200)
    .regex(/^[\x21-\x7e]+$/)
    .safeParse(header('Idempotency-Key'));
  return key.success ? key.data : undefined;
}

/** The school that a form means, also where the form is malformed. */
function urnIn(body: unknown): string | undefined {
  const named = z.object({ urn: z.string() }).safeParse(body);
  return named.success ? named.data.urn : undefined;
}
