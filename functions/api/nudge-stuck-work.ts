import { nudgeFormSchema } from '../../core/nudge.ts';
import { endpoint } from '../support/endpoint.ts';
import { executionDeps } from '../support/execution-deps.ts';
import { nudgeStuckWork } from '../use-cases/nudge-stuck-work.ts';

/** POST /stuck-work/nudges, by an admin: leaves what was stuck about the subject mended; answers with what that was. */
export const handler = endpoint('nudge-stuck-work', async ({ caller, body, now }, deps) => {
  const { subject } = nudgeFormSchema.parse(body);
  const mended = await nudgeStuckWork({ subject, by: caller.actor, now }, { ...deps, ...executionDeps() });
  return { status: 200, body: { subject, mended } };
});
