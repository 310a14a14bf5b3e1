import { approvalIdOf } from '../../core/statement-id.ts';
import { dataOf, eventDetailSchema } from '../../workflows/events.ts';
import type { Deps } from '../support/deps.ts';
import { executionDeps } from '../support/execution-deps.ts';
import { type Envelope, queueConsumer } from '../support/queue-consumer.ts';

/**
 * Consumer of `resume-workflow`: AskAnswered and StatementApproved ring the bell of the workflow that waits. Where no
 * token is left yet, the Await step will find the answer by itself.
 */
export const handler = queueConsumer('resume-workflow', async (event, deps) => {
  const { askId, doorbell } = await waitingFor(event, deps);
  if (doorbell) await executionDeps().ring(doorbell.token, askId);
});

async function waitingFor(event: Envelope, { readAsk, readStatement }: Deps) {
  const { data } = eventDetailSchema.parse(event.detail);
  switch (event['detail-type']) {
    case 'AskAnswered': {
      const { askId } = dataOf('AskAnswered', data);
      return { askId, doorbell: (await readAsk(askId))?.doorbell };
    }
    case 'StatementApproved': {
      const { statementId } = dataOf('StatementApproved', data);
      return { askId: approvalIdOf(statementId), doorbell: (await readStatement(statementId))?.doorbell };
    }
    default:
      throw new Error(`nobody waits for ${event['detail-type']}`);
  }
}
