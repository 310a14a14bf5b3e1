import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import { type Deps, deps } from './deps.ts';
import { log } from './log.ts';

/** The envelope in which the bus delivers to a queue; what is inside is the consumer's to parse. */
const envelopeSchema = z.object({
  id: z.string(),
  'detail-type': z.string(),
  source: z.string(),
  time: z.string(),
  detail: z.record(z.string(), z.unknown()),
});
export type Envelope = z.infer<typeof envelopeSchema>;

/**
 * A consumer of a queue that a rule of the bus fills: one event at a time, in order. A message that failed is
 * reported and comes again; in a FIFO queue so do all after it, or their order would be lost.
 */
export function queueConsumer(name: string, consume: (event: Envelope, deps: Deps) => Promise<void>) {
  return middy(async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
    const batchItemFailures: { itemIdentifier: string }[] = [];
    for (const record of Records) {
      const blocked = batchItemFailures.length > 0 && isFifo(record);
      if (blocked || !(await consumed(record))) {
        batchItemFailures.push({ itemIdentifier: record.messageId });
      }
    }
    return { batchItemFailures };
  });

  async function consumed(record: SQSRecord): Promise<boolean> {
    try {
      await consume(envelopeSchema.parse(JSON.parse(record.body)), deps());
      return true;
    } catch (error) {
      log.failure(`${name} could not take a message`, error, { consumer: name, messageId: record.messageId });
      return false;
    }
  }
}

function isFifo({ eventSourceARN }: SQSRecord): boolean {
  return eventSourceARN.endsWith('.fifo');
}
