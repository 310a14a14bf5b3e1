import { setTimeout as pause } from 'node:timers/promises';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Change, Commitment, Row } from '../../workflows/change.ts';
import { dataOf, type EventRow } from '../../workflows/events.ts';
import { baseKeyOf } from './keys.ts';
import { eventItemOf, itemOf } from './rows.ts';
import { type Table, TableUnavailable, whileAvailable } from './table.ts';

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** Tries at a transaction that only met another one in flight, before the caller is told to come again. */
const TRIES = 6;

/**
 * Writes a change in one transaction: rows on condition of their versions, rows that were only read on
 * condition that they are unchanged, and the events with their outbox markers. A condition that failed comes
 * back as a named conflict. Throws TableUnavailable.
 */
export async function commit(table: Table, change: Change): Promise<Commitment> {
  const writes = [
    ...change.puts.map((row) => ({ type: row.type, item: putOf(table, row) })),
    ...(change.unchanged ?? []).map((row) => ({ type: row.type, item: checkOf(table, row) })),
    ...eventRowsOf(change).map((row) => ({ type: undefined, item: eventPutOf(table, row) })),
  ];
  const command = new TransactWriteCommand({ TransactItems: writes.map((each) => each.item) });
  for (let attempt = 1; ; attempt += 1) {
    try {
      await whileAvailable(() => table.client.send(command));
      return { outcome: 'committed' };
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const codes = (error.CancellationReasons ?? []).map((each) => each.Code ?? 'None');
      if (codes.includes('ConditionalCheckFailed')) {
        const failed = writes.filter((_, index) => codes[index] === 'ConditionalCheckFailed');
        return { outcome: 'conflict', on: failed.flatMap(({ type }) => (type ? [type] : [])) };
      }
      if (!codes.some((code) => PASSING.includes(code))) throw error;
      if (attempt === TRIES)
        throw new TableUnavailable('the transaction met others in flight', { cause: error });
      await pause(Math.random() * 10 * 2 ** attempt);
    }
  }
}

const PASSING: readonly string[] = [
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
];

function putOf(table: Table, row: Row): TransactItem {
  const Put = { TableName: table.name, Item: itemOf(row) };
  if (row.version === 1) return { Put: { ...Put, ConditionExpression: 'attribute_not_exists(pk)' } };
  return { Put: { ...Put, ...versionIs(row.version - 1) } };
}

function checkOf(table: Table, row: Row): TransactItem {
  return { ConditionCheck: { TableName: table.name, Key: baseKeyOf(row), ...versionIs(row.version) } };
}

function versionIs(version: number) {
  return {
    ConditionExpression: '#version = :version',
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: { ':version': version },
  };
}

function eventPutOf(table: Table, row: EventRow): TransactItem {
  return {
    Put: { TableName: table.name, Item: eventItemOf(row), ConditionExpression: 'attribute_not_exists(pk)' },
  };
}

/** The events of a change, numbered per subject, each born unpublished. Their data is parsed on the way out. */
function eventRowsOf({ events, at, by }: Change): EventRow[] {
  return events.flatMap(({ subject, subjectVersion, hub, announcements }) =>
    announcements.map((announcement, number) => ({
      type: 'event' as const,
      version: 1,
      eventId: `${subject}#${subjectVersion}#${number}`,
      eventType: announcement.type,
      schemaVersion: 1 as const,
      subject,
      subjectVersion,
      number,
      hub,
      occurredAt: at,
      actor: by,
      data: dataOf(announcement.type, announcement.data),
      unpublished: true,
    })),
  );
}
