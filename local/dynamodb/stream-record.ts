import { Buffer } from 'node:buffer';
import type { _Record, AttributeValue } from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBRecord, AttributeValue as LambdaAttributeValue, StreamRecord } from 'aws-lambda';

type LambdaImage = Record<string, LambdaAttributeValue>;

/** A record or a value of it is of a kind that the streams of DynamoDB do not have. */
export class UnknownStreamContent extends Error {
  override readonly name = 'UnknownStreamContent';
}

/**
 * A stream record as Lambda hands it to a function: binary values in base64, the stream's ARN on it. The
 * creation time is left out, because the engine's is wall time and everything else here is virtual.
 */
export function lambdaRecord(record: _Record, streamArn: string, region: string): DynamoDBRecord {
  const change = record.dynamodb ?? {};
  const dynamodb: StreamRecord = {
    SequenceNumber: change.SequenceNumber,
    SizeBytes: change.SizeBytes,
    StreamViewType: change.StreamViewType,
  };
  if (change.Keys !== undefined) dynamodb.Keys = image(change.Keys);
  if (change.NewImage !== undefined) dynamodb.NewImage = image(change.NewImage);
  if (change.OldImage !== undefined) dynamodb.OldImage = image(change.OldImage);
  return {
    eventID: record.eventID,
    eventName: record.eventName,
    eventVersion: record.eventVersion ?? '1.1',
    eventSource: 'aws:dynamodb',
    eventSourceARN: streamArn,
    awsRegion: region,
    dynamodb,
  };
}

function image(attributes: Record<string, AttributeValue>): LambdaImage {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, lambdaValue(value)]));
}

function lambdaValue(value: AttributeValue): LambdaAttributeValue {
  if (value.S !== undefined) return { S: value.S };
  if (value.N !== undefined) return { N: value.N };
  if (value.BOOL !== undefined) return { BOOL: value.BOOL };
  if (value.NULL !== undefined) return { NULL: value.NULL };
  if (value.M !== undefined) return { M: image(value.M) };
  if (value.L !== undefined) return { L: value.L.map(lambdaValue) };
  if (value.SS !== undefined) return { SS: value.SS };
  if (value.NS !== undefined) return { NS: value.NS };
  if (value.B !== undefined) return { B: base64(value.B) };
  if (value.BS !== undefined) return { BS: value.BS.map(base64) };
  throw new UnknownStreamContent(`A stream record carries a value of an unknown kind: ${Object.keys(value)}`);
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
