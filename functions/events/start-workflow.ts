import { executionNameOf } from '../../core/participation.ts';
import { dataOf, eventDetailSchema } from '../../workflows/events.ts';
import { type Envelope, queueConsumer } from '../support/queue-consumer.ts';

/** Consumer of `start-workflow`: PlacementDue starts the placement, YearDue the year. The only starter there is. */
export const handler = queueConsumer('start-workflow', async (event, { startExecution }) => {
  const machine = machineFor(event);
  const { participationId, generation } = dataOf(machine.due, eventDetailSchema.parse(event.detail).data);
  const name = executionNameOf(machine.name, participationId, generation);
  await startExecution(machine.name, name, { participationId, generation });
});

function machineFor(event: Envelope) {
  switch (event['detail-type']) {
    case 'PlacementDue':
      return { name: 'placement', due: 'PlacementDue' } as const;
    case 'YearDue':
      return { name: 'school-year', due: 'YearDue' } as const;
    default:
      throw new Error(`${event['detail-type']} starts nothing`);
  }
}
