import { commit } from '../../adapters/dynamodb/commit.ts';
import { openTable } from '../../adapters/dynamodb/table.ts';
import { actorSchema } from '../../core/codes.ts';
import { toInstant } from '../../core/instant.ts';
import { LOCAL_CREDENTIALS, LOCAL_REGION } from '../../local/messaging/local-account.ts';
import type { Change, Row } from '../../workflows/change.ts';
import { dataOf } from '../../workflows/events.ts';
import { startTable } from '../local/dynamodb/table-under-test.ts';

/** The table as the adapters see it, empty, on the real engine. */
export async function openTableUnderTest() {
  const engine = await startTable();
  const config = { endpoint: engine.endpoint, region: LOCAL_REGION, credentials: LOCAL_CREDENTIALS };
  const table = openTable(engine.tableName, config);
  return {
    table,
    /** What another connection to it is opened with. */
    config,
    /** Puts rows as they are, whatever their versions: what a test begins with. */
    async put(...rows: readonly Row[]): Promise<void> {
      for (const row of rows) {
        const outcome = await commit(table, changeOf({ puts: [{ ...row, version: 1 }] }));
        if (outcome.outcome !== 'committed') throw new Error(`${row.type} is there already`);
        for (let version = 2; version <= row.version; version += 1) {
          await commit(table, changeOf({ puts: [{ ...row, version }] }));
        }
      }
    },
    async stop(): Promise<void> {
      table.client.destroy();
      await engine.stop();
    },
  };
}

/** A change at an instant, by the workflow, of whatever a test names. */
export const changeOf = (parts: Partial<Change>): Change => ({
  puts: [],
  events: [],
  at: toInstant('2026-09-01T08:00:00Z'),
  by: actorSchema.parse('workflow'),
  ...parts,
});

/** An event about a Development year. */
export const yearDue = (participationId: string) => ({
  type: 'YearDue' as const,
  data: dataOf('YearDue', {
    participationId,
    urn: participationId.slice(0, 6),
    academicYear: '2026-27',
    stage: 'development',
    generation: 1,
  }),
});
