import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { LOCAL_CREDENTIALS, LOCAL_REGION } from '../../local/messaging/local-account.ts';
import { LOCAL_TABLE } from '../../local/place.ts';
import type { Programme } from './programme.ts';

/** A row as it lies in the table, all its keys included. */
export type StoredRow = Readonly<Record<string, unknown>>;

/** A look at everything that is stored, past the API. */
export interface Stored {
  /** Every row, by its key. */
  rows(): Promise<ReadonlyMap<string, StoredRow>>;
  close(): void;
}

/** Opens the table of a running programme for looking. */
export function openStored({ host }: Programme): Stored {
  const plain = new DynamoDBClient({
    endpoint: host.dynamoAddress,
    region: LOCAL_REGION,
    credentials: LOCAL_CREDENTIALS,
  });
  const client = DynamoDBDocumentClient.from(plain);
  return {
    async rows() {
      const rows = new Map<string, StoredRow>();
      for await (const page of paginateScan({ client }, { TableName: LOCAL_TABLE, ConsistentRead: true })) {
        for (const row of page.Items ?? []) rows.set(`${row['pk']} / ${row['sk']}`, row);
      }
      return rows;
    },
    close: () => client.destroy(),
  };
}

/** The rows of a type. */
export async function storedOf(stored: Stored, type: string): Promise<StoredRow[]> {
  return [...(await stored.rows()).values()].filter((row) => row['type'] === type);
}
