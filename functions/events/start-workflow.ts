import { executionOf } from '../../core/execution-name.ts';
import { dataOf, eventDetailSchema } from '../../workflows/events.ts';
import { type Envelope, queueConsumer } from '../support/queue-consumer.ts';

/**
 * Consumer of `start-workflow`: PlacementDue and SelectionDue start what comes before a year, YearDue the year. The only
 * starter there is.
 */
export const handler = queueConsumer('start-workflow', async (event, { startExecution }) => {
  const { type, phase } = meaningOf(event);
  const { participationId, generation } = dataOf(type, eventDetailSchema.parse(event.detail).data);
  const { machine, name } = executionOf(phase, participationId, generation);
  await startExecution(machine, name, { participationId, generation });
});

function meaningOf(event: Envelope) {
  switch (event['detail-type']) {
    case 'PlacementDue':
      return { type: 'PlacementDue', phase: 'before-year' } as const;
    case 'SelectionDue':
      return { type: 'SelectionDue', phase: 'before-year' } as const;
    case 'YearDue':
      return { type: 'YearDue', phase: 'year' } as const;
    default:
      throw new Error(`${event['detail-type']} starts nothing`);
  }
}
