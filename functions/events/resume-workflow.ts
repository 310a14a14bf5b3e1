import { dataOf, eventDetailSchema } from '../../workflows/events.ts';
import { queueConsumer } from '../support/queue-consumer.ts';

/**
 * Consumer of `resume-workflow`: AskAnswered rings the bell of the workflow that waits for it. Where no token is
 * left yet, the Await step will find the answer by itself.
 */
export const handler = queueConsumer('resume-workflow', async (event, { readAsk, ring }) => {
  const { askId } = dataOf('AskAnswered', eventDetailSchema.parse(event.detail).data);
  const ask = await readAsk(askId);
  if (ask?.doorbell) await ring(ask.doorbell.token, askId);
});
