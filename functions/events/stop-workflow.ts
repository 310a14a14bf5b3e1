import { executionNameOf } from '../../core/participation.ts';
import { dataOf, eventDetailSchema } from '../../workflows/events.ts';
import { type Envelope, queueConsumer } from '../support/queue-consumer.ts';

/**
 * Consumer of `stop-workflow`: ParticipationWithdrawn and WorkflowRestarted stop the executions of the generation that
 * is over. They would end without effect anyway; stopped, they also stop waiting.
 */
export const handler = queueConsumer('stop-workflow', async (event, { stopExecution }) => {
  const { type, cause } = meaningOf(event);
  const { participationId, generation } = dataOf(type, eventDetailSchema.parse(event.detail).data);
  for (const machine of ['placement', 'school-year'] as const) {
    await stopExecution(machine, executionNameOf(machine, participationId, generation), cause);
  }
});

function meaningOf(event: Envelope) {
  switch (event['detail-type']) {
    case 'ParticipationWithdrawn':
      return { type: 'ParticipationWithdrawn', cause: 'The participation was withdrawn.' } as const;
    case 'WorkflowRestarted':
      return { type: 'WorkflowRestarted', cause: 'A later generation has taken over.' } as const;
    default:
      throw new Error(`${event['detail-type']} stops nothing`);
  }
}
