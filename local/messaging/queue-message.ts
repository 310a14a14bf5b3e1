import { createHash } from 'node:crypto';
import type { SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import { LOCAL_ACCOUNT, LOCAL_REGION } from './local-account.ts';
import { queueArn } from './queue-arn.ts';

/** A row of queue_messages. Instants are epoch milliseconds of the virtual clock. */
export const QueueMessage = z.object({
  /** Never reused, also after the message is gone: the order of a FIFO group, and what the id is made from. */
  sequence: z.number(),
  queue: z.string(),
  message_id: z.string(),
  body: z.string(),
  group_id: z.string().nullable(),
  deduplication_id: z.string().nullable(),
  sent_at: z.number(),
  first_received_at: z.number().nullable(),
  receive_count: z.number(),
});

export type QueueMessage = z.infer<typeof QueueMessage>;

/** A message as Lambda's event source hands it to a function. */
export function sqsRecord(message: QueueMessage, fifo: boolean): SQSRecord {
  const attributes: SQSRecord['attributes'] = {
    ApproximateReceiveCount: String(message.receive_count),
    SentTimestamp: String(message.sent_at),
    SenderId: LOCAL_ACCOUNT,
    ApproximateFirstReceiveTimestamp: String(message.first_received_at ?? message.sent_at),
  };
  if (message.group_id !== null) {
    attributes.MessageGroupId = message.group_id;
    attributes.SequenceNumber = String(message.sequence).padStart(20, '0');
  }
  if (message.deduplication_id !== null) attributes.MessageDeduplicationId = message.deduplication_id;
  return {
    messageId: message.message_id,
    receiptHandle: `${message.message_id}#${message.receive_count}`,
    body: message.body,
    attributes,
    messageAttributes: {},
    md5OfBody: createHash('md5').update(message.body).digest('hex'),
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn(message.queue, fifo),
    awsRegion: LOCAL_REGION,
  };
}
