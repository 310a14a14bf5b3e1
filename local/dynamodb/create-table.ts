import {
  type AttributeDefinition,
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  type KeySchemaElement,
  ResourceInUseException,
  ResourceNotFoundException,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import { TABLE } from '../../workflows/wiring.ts';
import { waitUntil } from './wait-until.ts';

/** A table of that name has other keys, indexes or stream than the wiring says: made by an older version. */
export class TableDiffers extends Error {
  override readonly name = 'TableDiffers';
}

/** The engine took the table, and did not make it usable in time. */
export class TableNotActive extends Error {
  override readonly name = 'TableNotActive';
}

/**
 * Makes the table as the wiring describes it, unless it is there, and returns its stream's ARN once it is
 * usable. Throws TableDiffers rather than work on a table of another shape.
 *
 * The time to live is left off: engines expire by wall time, and with a virtual clock that is behind it, an
 * idempotency record would be gone as soon as it was written.
 */
export async function createTable(client: DynamoDBClient, tableName: string): Promise<string> {
  if ((await describe(client, tableName)) === undefined) await create(client, tableName);
  await waitUntil(async () => isActive(await describe(client, tableName)), 20_000);
  const table = await describe(client, tableName);
  if (table === undefined || !isActive(table)) {
    throw new TableNotActive(`The table ${tableName} does not become active.`);
  }
  const streamArn = table.LatestStreamArn;
  if (streamArn === undefined || shapeOf(table) !== WANTED_SHAPE) {
    throw new TableDiffers(
      `The table ${tableName} was made by another version of the programme (${shapeOf(table)} instead of ` +
        `${WANTED_SHAPE}): start with --fresh, or with another data folder.`,
    );
  }
  return streamArn;
}

async function describe(client: DynamoDBClient, tableName: string): Promise<TableDescription | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: tableName }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

async function create(client: DynamoDBClient, tableName: string): Promise<void> {
  const command = new CreateTableCommand({
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: attributeDefinitions(),
    KeySchema: keySchema(TABLE),
    GlobalSecondaryIndexes: TABLE.indexes.map((index) => ({
      IndexName: index.name,
      KeySchema: keySchema(index),
      Projection: { ProjectionType: 'ALL' },
    })),
    StreamSpecification: { StreamEnabled: true, StreamViewType: TABLE.streamView },
  });
  try {
    await client.send(command);
  } catch (error) {
    // Somebody made it between the look and the order.
    if (!(error instanceof ResourceInUseException)) throw error;
  }
}

interface Keys {
  readonly partitionKey: string;
  readonly sortKey: string;
}

function keySchema(keys: Keys): KeySchemaElement[] {
  return [
    { AttributeName: keys.partitionKey, KeyType: 'HASH' },
    { AttributeName: keys.sortKey, KeyType: 'RANGE' },
  ];
}

function attributeDefinitions(): AttributeDefinition[] {
  const keys: readonly Keys[] = [TABLE, ...TABLE.indexes];
  const names = new Set(keys.flatMap(({ partitionKey, sortKey }) => [partitionKey, sortKey]));
  return [...names].map((name) => ({ AttributeName: name, AttributeType: 'S' }));
}

function isActive(table: TableDescription | undefined): boolean {
  const indexes = table?.GlobalSecondaryIndexes ?? [];
  return table?.TableStatus === 'ACTIVE' && indexes.every((index) => index.IndexStatus === 'ACTIVE');
}

const WANTED_SHAPE = shape(
  keySchema(TABLE),
  TABLE.indexes.map((index) => [index.name, keySchema(index)]),
  TABLE.streamView,
);

function shapeOf(table: TableDescription): string {
  return shape(
    table.KeySchema ?? [],
    (table.GlobalSecondaryIndexes ?? []).map((index) => [index.IndexName ?? '', index.KeySchema ?? []]),
    table.StreamSpecification?.StreamViewType ?? 'no stream',
  );
}

function shape(
  base: readonly KeySchemaElement[],
  indexes: readonly (readonly [string, readonly KeySchemaElement[]])[],
  stream: string,
): string {
  const key = (elements: readonly KeySchemaElement[]) =>
    ['HASH', 'RANGE']
      .map((type) => elements.find((element) => element.KeyType === type)?.AttributeName)
      .join('+');
  const named = indexes.map(([name, elements]) => `${name}:${key(elements)}`).sort();
  return [`key:${key(base)}`, ...named, stream].join(' ');
}
