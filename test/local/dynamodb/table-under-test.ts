import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createTable } from '../../../local/dynamodb/create-table.ts';
import { startDynamoEngine } from '../../../local/dynamodb/engine-process.ts';
import { LOCAL_CREDENTIALS, LOCAL_REGION } from '../../../local/messaging/local-account.ts';

/** A folder of its own below the system's temporary one, and how to be rid of it. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'mastery-pathways-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export function clientOf(endpoint: string): DynamoDBClient {
  return new DynamoDBClient({
    endpoint,
    region: LOCAL_REGION,
    credentials: LOCAL_CREDENTIALS,
  });
}

/** The wired table, empty, on an engine in memory. */
export async function startTable() {
  const folder = temporaryFolder();
  const engine = await startDynamoEngine({ memory: true, logFile: join(folder.path, 'dynamodb.log') });
  const client = clientOf(engine.endpoint);
  const tableName = 'mastery-pathways';
  const streamArn = await createTable(client, tableName);
  return {
    client,
    tableName,
    endpoint: engine.endpoint,
    streamArn,
    stop: async () => {
      client.destroy();
      await engine.stop();
      folder.remove();
    },
  };
}
