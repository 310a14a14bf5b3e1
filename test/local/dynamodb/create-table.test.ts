import {
  CreateTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTable } from '../../../local/dynamodb/create-table.ts';
import { TABLE } from '../../../workflows/wiring.ts';
import { startTable } from './table-under-test.ts';

let table: Awaited<ReturnType<typeof startTable>>;

beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

test('the table has the keys, indexes and stream of the wiring, and everything is projected', async () => {
  const { Table } = await table.client.send(new DescribeTableCommand({ TableName: table.tableName }));
  expect(Table?.KeySchema?.map((key) => key.AttributeName)).toEqual([TABLE.partitionKey, TABLE.sortKey]);
  expect(
    Table?.GlobalSecondaryIndexes?.map((index) => [
      index.IndexName,
      ...(index.KeySchema ?? []).map((key) => key.AttributeName),
      index.Projection?.ProjectionType,
    ]),
  ).toEqual(TABLE.indexes.map((index) => [index.name, index.partitionKey, index.sortKey, 'ALL']));
  expect(Table?.StreamSpecification).toEqual({ StreamEnabled: true, StreamViewType: TABLE.streamView });
  expect(Table?.BillingModeSummary?.BillingMode).toBe('PAY_PER_REQUEST');
});

test('making the table a second time changes nothing and gives the same stream', async () => {
  expect(await createTable(table.client, table.tableName)).toBe(table.streamArn);
});

test('two that make the table at once both get it', async () => {
  const arns = await Promise.all([
    createTable(table.client, 'at-once'),
    createTable(table.client, 'at-once'),
  ]);
  expect(new Set(arns).size).toBe(1);
});

test('items do not expire by wall time, which the virtual clock knows nothing of', async () => {
  const answer = await table.client.send(new DescribeTimeToLiveCommand({ TableName: table.tableName }));
  expect(answer.TimeToLiveDescription?.TimeToLiveStatus).toBe('DISABLED');
});

test('a table of another shape is refused rather than worked on', async () => {
  await table.client.send(
    new CreateTableCommand({
      TableName: 'of-an-older-version',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
    }),
  );
  await expect(createTable(table.client, 'of-an-older-version')).rejects.toMatchObject({
    name: 'TableDiffers',
    message: expect.stringContaining('--fresh'),
  });
});
