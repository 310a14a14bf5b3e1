import { eventDetailSchema, eventTypeSchema } from '../../workflows/events.ts';
import { queueConsumer } from '../support/queue-consumer.ts';

/** Consumer of `funding-feed`: gives every funding event its place in finance's feed, each once. */
export const handler = queueConsumer('funding-feed', async (event, { appendToFeed }) => {
  const { metadata, data } = eventDetailSchema.parse(event.detail);
  const { eventId, occurredAt, hub } = metadata;
  const type = eventTypeSchema.parse(event['detail-type']);
  await appendToFeed({ type, occurredAt, hub, data, eventId });
});
