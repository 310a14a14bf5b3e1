import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnEventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { QueueWiring } from '../../workflows/wiring.ts';
import { physicalName } from '../physical-name.ts';
import type { StageSettings } from '../stage-settings.ts';
import { DeadLetters, encryptedWith } from './dead-letters.ts';
import type { HandlerFunction } from './handler-function.ts';

export interface WorkQueueProps {
  readonly settings: StageSettings;
  readonly name: string;
  readonly wiring: QueueWiring;
  readonly key?: IKey | undefined;
}

/** A queue with its dead letters. */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly wiring: QueueWiring;
  readonly key: IKey | undefined;

  constructor(scope: Construct, id: string, { settings, name, wiring, key }: WorkQueueProps) {
    super(scope, id);
    const fullName = physicalName(settings, name);
    this.wiring = wiring;
    this.key = key;
    this.queue = new Queue(this, 'Queue', {
      queueName: wiring.fifo ? `${fullName}.fifo` : fullName,
      // EventBridge gives a FIFO queue no deduplication id, and would be refused without this.
      ...(wiring.fifo ? { fifo: true, contentBasedDeduplication: true } : {}),
      ...encryptedWith(key),
      enforceSSL: true,
      visibilityTimeout: Duration.seconds(wiring.visibilitySeconds),
      retentionPeriod: Duration.days(14),
      deadLetterQueue: {
        maxReceiveCount: wiring.maxReceives,
        queue: new DeadLetters(this, 'DeadLetters', {
          queueName: `${fullName}-dead-letters`,
          fifo: wiring.fifo,
          key,
        }),
      },
    });
  }

  /** Plugs in the function that empties the queue; it names the messages that failed, and only they come again. */
  emptiedBy(consumer: HandlerFunction): void {
    consumer.allow({
      actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
      resources: [this.queue.queueArn],
    });
    const mapping = new CfnEventSourceMapping(this, 'Mapping', {
      functionName: consumer.arn,
      eventSourceArn: this.queue.queueArn,
      batchSize: this.wiring.batchSize,
      functionResponseTypes: ['ReportBatchItemFailures'],
    });
    // Lambda looks whether the role may receive when the mapping is made.
    mapping.node.addDependency(consumer);
  }
}
