import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { EventRow } from '../../workflows/events.ts';
import { eventOf } from './rows.ts';

/** The event of a stream record's new image, which bears DynamoDB's own types. Throws RowUnreadable. */
export function eventOfImage(image: object): EventRow {
  return eventOf(unmarshall(image as Parameters<typeof unmarshall>[0]));
}
