import { Duration, Validations } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Permission } from '../permission.ts';

export interface DeadLettersProps {
  readonly queueName: string;
  readonly fifo?: boolean;
  /** The key of the queue that it belongs to; without one, SQS encrypts with its own. */
  readonly key?: IKey | undefined;
}

/** Where messages wait for a person when every attempt has failed: as long as SQS keeps them, fourteen days. */
export class DeadLetters extends Queue {
  constructor(scope: Construct, id: string, { queueName, fifo = false, key }: DeadLettersProps) {
    super(scope, id, {
      queueName: fifo ? `${queueName}.fifo` : queueName,
      ...(fifo ? { fifo: true } : {}),
      ...encryptedWith(key),
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'It is itself the dead-letter queue of a queue, a rule, a stream or a schedule.',
    });
  }

  /** Lets a function or a schedule leave here what it could not deliver. */
  get sending(): Permission {
    return { actions: ['sqs:SendMessage'], resources: [this.queueArn] };
  }
}

/** Every queue is encrypted, finance's and its dead letters with a key that can be withdrawn. */
export function encryptedWith(key: IKey | undefined) {
  return key === undefined
    ? { encryption: QueueEncryption.SQS_MANAGED }
    : { encryption: QueueEncryption.KMS, encryptionMasterKey: key, dataKeyReuse: Duration.hours(1) };
}
