import * as z from 'zod';
import { openTable, type Table } from '../adapters/dynamodb/table.ts';
import { openEventBridge, putEvents } from '../adapters/event-bridge.ts';
import { type Instant, instantOf, instantSchema } from '../core/instant.ts';
import type { EventRow } from '../workflows/events.ts';
import { REPUBLISHED_SOURCE } from '../workflows/wiring.ts';
import { CommandRefused } from './command.ts';
import { LOCAL_BUS } from './place.ts';
import { configFor, runningHost, withTableAtHand } from './school-import/table-at-hand.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Which programme a command is about: that of a data folder, or, with `--aws`, the deployed one. */
export interface ProgrammeChoice {
  readonly aws?: boolean | undefined;
  readonly data?: string | undefined;
}

export const PROGRAMME_OPTIONS = { data: { type: 'string' }, aws: { type: 'boolean' } } as const;

export const PROGRAMME_USAGE = `  --data DIR   the data folder of a local programme (DATA_DIR; default .local), whether a host is running or not
  --aws        the deployed programme instead, with your AWS credentials: TABLE_NAME names its table`;

/** Does something with the programme's table. */
export async function withProgrammeTable<Result>(
  choice: ProgrammeChoice,
  env: Environment,
  work: (table: Table) => Promise<Result>,
): Promise<Result> {
  if (choice.aws) {
    const table = openTable(named(env, 'TABLE_NAME'));
    return await work(table).finally(() => table.client.destroy());
  }
  const where = {
    dataFolder: dataFolderOf(choice, env),
    AWS_ENDPOINT_URL_DYNAMODB: env['AWS_ENDPOINT_URL_DYNAMODB'],
    TABLE_NAME: env['TABLE_NAME'],
  };
  return await withTableAtHand(where, () => {}, work);
}

/** How finance alone is told an event again. Throws CommandRefused where there is no bus to put it on. */
export async function financeBus(
  choice: ProgrammeChoice,
  env: Environment,
): Promise<(rows: readonly EventRow[]) => Promise<EventRow[]>> {
  if (choice.aws) {
    const [client, bus] = [openEventBridge(), named(env, 'BUS_NAME')];
    return (rows) => putEvents(client, bus, rows, REPUBLISHED_SOURCE);
  }
  const folder = dataFolderOf(choice, env);
  const host = await runningHost(folder);
  if (!host?.aws)
    throw new CommandRefused(`No host is running on ${folder}, so there is no bus: npm start first.`);
  const client = openEventBridge(configFor(host.aws));
  return (rows) => putEvents(client, LOCAL_BUS, rows, REPUBLISHED_SOURCE);
}

/** What the programme's clock shows: the running host's own, and the real one everywhere else. */
export async function programmeNow(choice: ProgrammeChoice, env: Environment): Promise<Instant> {
  const host = choice.aws ? undefined : await runningHost(dataFolderOf(choice, env));
  if (!host?.address) return instantOf(Date.now());
  const answer = await fetch(`${host.address}/local/clock`);
  return z.object({ now: instantSchema }).parse(await answer.json()).now;
}

const dataFolderOf = ({ data }: ProgrammeChoice, env: Environment): string =>
  data ?? env['DATA_DIR'] ?? '.local';

function named(env: Environment, variable: 'TABLE_NAME' | 'BUS_NAME'): string {
  const name = env[variable];
  if (!name) throw new CommandRefused(`--aws needs ${variable} in the environment.`);
  return name;
}
