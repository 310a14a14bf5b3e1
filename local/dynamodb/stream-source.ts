import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ResourceNotFoundException,
  type Shard,
  TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBRecord } from 'aws-lambda';
import { LOCAL_CREDENTIALS, LOCAL_REGION } from '../messaging/local-account.ts';
import { lambdaRecord } from './stream-record.ts';

export interface StreamShard {
  readonly id: string;
  /** The shard whose records come before this one's. */
  readonly parentId: string | undefined;
}

export interface StreamPage {
  readonly records: readonly DynamoDBRecord[];
  /** Where to go on; undefined once the shard is closed and read to its end. */
  readonly next: string | undefined;
}

/** What the reader needs of a table's stream; positions are given as the engine's own iterators. */
export interface StreamSource {
  readonly arn: string;
  /** All shards that are still kept. */
  shards(): Promise<StreamShard[]>;
  /** Before the oldest record that is kept. */
  oldest(shardId: string): Promise<string>;
  /** Behind this record. Throws StreamPositionLost when the engine refuses it. */
  after(shardId: string, sequenceNumber: string): Promise<string>;
  /** Throws StreamIteratorExpired, StreamPositionLost. */
  page(iterator: string): Promise<StreamPage>;
}

/** The records at that position are no longer kept. */
export class StreamPositionLost extends Error {
  override readonly name = 'StreamPositionLost';
}

/** An iterator lives for some minutes only; the position behind it is still good. */
export class StreamIteratorExpired extends Error {
  override readonly name = 'StreamIteratorExpired';
}

export interface TableStream extends StreamSource {
  /** Closes the connections. */
  close(): void;
}

/** The stream of a table, read by the API of DynamoDB Streams at the engine's endpoint. */
export function tableStream(endpoint: string, arn: string): TableStream {
  const client = new DynamoDBStreamsClient({
    endpoint,
    region: LOCAL_REGION,
    credentials: LOCAL_CREDENTIALS,
  });

  async function describedShards(): Promise<Shard[]> {
    const shards: Shard[] = [];
    let last: string | undefined;
    do {
      const answer = await client.send(
        new DescribeStreamCommand({ StreamArn: arn, ...(last && { ExclusiveStartShardId: last }) }),
      );
      shards.push(...(answer.StreamDescription?.Shards ?? []));
      last = answer.StreamDescription?.LastEvaluatedShardId;
    } while (last !== undefined);
    return shards;
  }

  async function iterator(shardId: string, sequenceNumber?: string): Promise<string> {
    const where =
      sequenceNumber === undefined
        ? { ShardIteratorType: 'TRIM_HORIZON' as const }
        : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER' as const, SequenceNumber: sequenceNumber };
    const command = new GetShardIteratorCommand({ StreamArn: arn, ShardId: shardId, ...where });
    const answer = await client.send(command).catch(renamed);
    if (answer.ShardIterator === undefined) throw new StreamPositionLost(`No position on shard ${shardId}.`);
    return answer.ShardIterator;
  }

  return {
    arn,
    shards: async () =>
      (await describedShards()).flatMap((shard) =>
        shard.ShardId === undefined ? [] : [{ id: shard.ShardId, parentId: shard.ParentShardId }],
      ),
    oldest: (shardId) => iterator(shardId),
    after: (shardId, sequenceNumber) => iterator(shardId, sequenceNumber),
    page: async (at) => {
      const answer = await client.send(new GetRecordsCommand({ ShardIterator: at })).catch(renamed);
      return {
        records: (answer.Records ?? []).map((record) => lambdaRecord(record, arn, LOCAL_REGION)),
        next: answer.NextShardIterator,
      };
    },
    close: () => client.destroy(),
  };
}

function renamed(error: unknown): never {
  if (error instanceof ExpiredIteratorException)
    throw new StreamIteratorExpired(error.message, { cause: error });
  const lost = error instanceof TrimmedDataAccessException || error instanceof ResourceNotFoundException;
  const refused = error instanceof Error && error.name === 'ValidationException';
  if (lost || refused) throw new StreamPositionLost(error.message, { cause: error });
  throw error;
}
