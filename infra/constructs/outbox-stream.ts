import { Duration } from 'aws-cdk-lib';
import { CfnEventSourceMapping, FilterCriteria, FilterRule } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { STREAM } from '../../workflows/wiring.ts';
import { throughDynamoDb } from '../grant-permissions.ts';
import { physicalName } from '../physical-name.ts';
import type { StageSettings } from '../stage-settings.ts';
import type { StorageStack } from '../storage-stack.ts';
import { DeadLetters } from './dead-letters.ts';
import type { HandlerFunction } from './handler-function.ts';

export interface OutboxStreamProps {
  readonly settings: StageSettings;
  readonly storage: StorageStack;
  readonly publisher: HandlerFunction;
}

/**
 * The table's stream, read by the function that publishes events: inserted EVENT rows that bear an outbox marker.
 * A row that cannot be published is tried ten times and then stands aside; it keeps its marker, and the sweep's turn
 * comes. Without that end it would hold up every later event for a day.
 */
export class OutboxStream extends Construct {
  constructor(scope: Construct, id: string, props: OutboxStreamProps) {
    super(scope, id);
    const { settings, storage, publisher } = props;
    const streamArn = storage.table.tableStreamArn;
    if (streamArn === undefined)
      throw new Error('The table has no stream; without it no event is ever announced.');
    const failures = new DeadLetters(this, 'DeadLetters', {
      queueName: physicalName(settings, 'publish-events-dead-letters'),
    });

    publisher.allow(
      {
        actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
        resources: [streamArn],
      },
      {
        actions: ['dynamodb:ListStreams'],
        resources: ['*'],
        wildcardBecause:
          'Lambda demands ListStreams of a stream reader, and AWS defines that action on no resource.',
      },
      throughDynamoDb(['kms:Decrypt'], { region: settings.region, tableKeyArn: storage.tableKey.keyArn }),
      failures.sending,
    );

    const mapping = new CfnEventSourceMapping(this, 'Mapping', {
      functionName: publisher.arn,
      eventSourceArn: streamArn,
      startingPosition: 'TRIM_HORIZON',
      batchSize: STREAM.batchSize,
      functionResponseTypes: ['ReportBatchItemFailures'],
      bisectBatchOnFunctionError: true,
      maximumRetryAttempts: 10,
      maximumRecordAgeInSeconds: Duration.hours(23).toSeconds(),
      destinationConfig: { onFailure: { destination: failures.queueArn } },
      filterCriteria: {
        filters: [
          FilterCriteria.filter({
            eventName: FilterRule.isEqual('INSERT'),
            dynamodb: {
              NewImage: { type: { S: FilterRule.isEqual('event') }, outboxPk: { S: FilterRule.exists() } },
            },
          }),
        ],
      },
    });
    // Lambda looks whether the role may read when the mapping is made.
    mapping.node.addDependency(publisher);
  }
}
