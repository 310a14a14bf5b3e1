import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { openTable, type Table } from '../../adapters/dynamodb/table.ts';
import { createTable } from '../dynamodb/create-table.ts';
import { startDynamoEngine } from '../dynamodb/engine-process.ts';
import { answers } from '../dynamodb/loopback-port.ts';
import { LOCAL_REGION } from '../messaging/local-account.ts';

/** Where a table can be found: a host's data folder, and the two variables that point at any other engine. */
export interface TableWhereabouts {
  readonly dataFolder: string;
  readonly AWS_ENDPOINT_URL_DYNAMODB?: string | undefined;
  readonly TABLE_NAME?: string | undefined;
}

const USUAL_TABLE_NAME = 'mastery-pathways';

/** What a running host leaves in its data folder. */
const hostFileSchema = z.looseObject({
  pid: z.int().positive(),
  address: z.url().optional(),
  dynamodb: z.url(),
  /** Step Functions and EventBridge. */
  aws: z.url().optional(),
  table: z.string().min(1),
});

/**
 * Does something with the programme's table: that of the engine that the environment names, else of the host that
 * runs on the data folder, else of an engine that is started on the folder and stopped again afterwards. The table
 * is made where there is none. `tell` is given one sentence on which it was.
 * Throws what starting an engine throws (DataFolderInUse, DynamoEngineMissing, DynamoEngineDidNotStart), and TableDiffers.
 */
export async function withTableAtHand<Result>(
  where: TableWhereabouts,
  tell: (sentence: string) => void,
  work: (table: Table) => Promise<Result>,
): Promise<Result> {
  const host = where.AWS_ENDPOINT_URL_DYNAMODB ? undefined : await runningHost(where.dataFolder);
  const engine = await startDynamoEngine({
    dataFolder: where.dataFolder,
    logFile: join(where.dataFolder, 'dynamodb.log'),
    external: host?.dynamodb ?? where.AWS_ENDPOINT_URL_DYNAMODB,
  });
  try {
    const name = host?.table ?? where.TABLE_NAME ?? USUAL_TABLE_NAME;
    if (host) tell(`Into the table ${name} of the host that is running (process ${host.pid}).`);
    else if (engine.pid === undefined) tell(`Into the table ${name} at ${engine.endpoint}.`);
    else tell(`Into the table ${name} in ${where.dataFolder}; no host is running on it.`);
    const client = new DynamoDBClient(configFor(engine.endpoint));
    await createTable(client, name).finally(() => client.destroy());
    const table = openTable(name, configFor(engine.endpoint));
    return await work(table).finally(() => table.client.destroy());
  } finally {
    await engine.stop();
  }
}

/** A host file outlives `kill -9`: it counts only while its process lives and its engine answers. */
export async function runningHost(dataFolder: string): Promise<z.infer<typeof hostFileSchema> | undefined> {
  const host = hostFileSchema.safeParse(hostFileIn(dataFolder));
  if (!host.success || !isAlive(host.data.pid)) return undefined;
  const { hostname, port } = new URL(host.data.dynamodb);
  return (await answers(hostname, Number(port))) ? host.data : undefined;
}

function hostFileIn(dataFolder: string): unknown {
  try {
    return JSON.parse(readFileSync(join(dataFolder, 'host.json'), 'utf8'));
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Local engines ask for credentials and look at none. */
export function configFor(endpoint: string) {
  return {
    endpoint,
    region: LOCAL_REGION,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  };
}
