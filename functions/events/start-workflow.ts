import { executionOf, type Phase } from '../../core/execution-name.ts';
import { statementExecutionOf } from '../../core/statement-id.ts';
import { dataOf, type EventData, eventDetailSchema } from '../../workflows/events.ts';
import { executionDeps } from '../support/execution-deps.ts';
import { type Envelope, queueConsumer } from '../support/queue-consumer.ts';

/**
 * Consumer of `start-workflow`: PlacementDue and SelectionDue start what comes before a year, YearDue the year,
 * StatementDue the statement. The only starter there is.
 */
export const handler = queueConsumer('start-workflow', async (event) => {
  const { machine, name, input } = startOf(event);
  await executionDeps().startExecution(machine, name, input);
});

function startOf(event: Envelope) {
  const { data } = eventDetailSchema.parse(event.detail);
  switch (event['detail-type']) {
    case 'PlacementDue':
      return conducting('before-year', dataOf('PlacementDue', data));
    case 'SelectionDue':
      return conducting('before-year', dataOf('SelectionDue', data));
    case 'YearDue':
      return conducting('year', dataOf('YearDue', data));
    case 'StatementDue': {
      const { statementId, generation } = dataOf('StatementDue', data);
      const name = statementExecutionOf(statementId, generation);
      return { machine: 'statement', name, input: { statementId, generation } } as const;
    }
    default:
      throw new Error(`${event['detail-type']} starts nothing`);
  }
}

function conducting(phase: Phase, { participationId, generation }: EventData<'YearDue'>) {
  return { ...executionOf(phase, participationId, generation), input: { participationId, generation } };
}
