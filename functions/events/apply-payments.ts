import { dataOf, eventDetailSchema } from '../../workflows/events.ts';
import { queueConsumer } from '../support/queue-consumer.ts';
import { applyPayments } from '../use-cases/apply-payments.ts';

/** Consumer of `apply-payments`: PaymentChunkDue pays what the chunk's lines name, in the name of who sent the file. */
export const handler = queueConsumer('apply-payments', async (event, deps) => {
  const { metadata, data } = eventDetailSchema.parse(event.detail);
  const { fileId, chunk } = dataOf('PaymentChunkDue', data);
  await applyPayments({ fileId, chunk, at: metadata.occurredAt, by: metadata.actor }, deps);
});
