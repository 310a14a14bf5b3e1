import * as z from 'zod';
import { toInstant } from '../../core/instant.ts';
import { queueConsumer } from '../support/queue-consumer.ts';
import { WORKFLOW } from '../support/step.ts';
import { recordFailure } from '../use-cases/record-failure.ts';

/** What Step Functions says on the default bus when an execution's status changes; the parts that we read. */
const statusChangeSchema = z.object({
  name: z.string(),
  status: z.enum(['FAILED', 'TIMED_OUT', 'ABORTED']),
});

/** Consumer of `workflow-failures`: leaves WorkflowFailed on the participation's timeline, once per execution. */
export const handler = queueConsumer('record-failure', async (event, deps) => {
  const { name, status } = statusChangeSchema.parse(event.detail);
  await recordFailure({ execution: name, status, at: toInstant(event.time), by: WORKFLOW }, deps);
});
