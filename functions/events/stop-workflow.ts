import { executionOf } from '../../core/execution-name.ts';
import { statementExecutionOf } from '../../core/statement-id.ts';
import { dataOf, eventDetailSchema } from '../../workflows/events.ts';
import { executionDeps } from '../support/execution-deps.ts';
import { type Envelope, queueConsumer } from '../support/queue-consumer.ts';

/**
 * Consumer of `stop-workflow`: ParticipationWithdrawn, TrainingDeferred and WorkflowRestarted stop the executions of the
 * generation that is over. They would end without effect anyway; stopped, they also stop waiting.
 */
export const handler = queueConsumer('stop-workflow', async (event) => {
  const { stopExecution } = executionDeps();
  const { type, cause } = meaningOf(event);
  const over = dataOf(type, eventDetailSchema.parse(event.detail).data);
  if ('statementId' in over) {
    await stopExecution('statement', statementExecutionOf(over.statementId, over.generation), cause);
    return;
  }
  const { participationId, generation } = over;
  for (const phase of ['before-year', 'year'] as const) {
    const { machine, name } = executionOf(phase, participationId, generation);
    await stopExecution(machine, name, cause);
  }
});

function meaningOf(event: Envelope) {
  switch (event['detail-type']) {
    case 'ParticipationWithdrawn':
      return { type: 'ParticipationWithdrawn', cause: 'The participation was withdrawn.' } as const;
    case 'TrainingDeferred':
      return { type: 'TrainingDeferred', cause: 'The training goes on in a later year.' } as const;
    case 'WorkflowRestarted':
      return { type: 'WorkflowRestarted', cause: 'A later generation has taken over.' } as const;
    default:
      throw new Error(`${event['detail-type']} stops nothing`);
  }
}
