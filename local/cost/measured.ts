import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toInstant } from '../../core/instant.ts';
import { machineNameSchema } from '../../workflows/steps.ts';
import { QUEUES, type ScheduleWiring } from '../../workflows/wiring.ts';
import { startMeteredEngine } from '../dynamodb/metered-engine.ts';
import { type Host, startHost } from '../host.ts';
import { localMachineArn } from '../place.ts';
import type { HistoryEvent } from '../step-functions/execution.ts';

/** What is counted of each service that bills by use. */
export interface Usage {
  /** States entered, and one more for each execution's end. */
  readonly stateTransitions: number;
  readonly executions: number;
  /** Lines that the machines' own log gets. */
  readonly historyEvents: number;
  readonly writeUnits: number;
  readonly readUnits: number;
  /** Calls of a function, each message and each change in a call of its own: on a quiet day that is how they come. */
  readonly invocations: number;
  readonly apiCalls: number;
  readonly busEvents: number;
  /** Sent, received and deleted: three for each message. */
  readonly queueRequests: number;
  readonly fifoRequests: number;
  readonly logBytes: number;
}

export const PARTS = [
  'stateTransitions',
  'executions',
  'historyEvents',
  'writeUnits',
  'readUnits',
  'invocations',
  'apiCalls',
  'busEvents',
  'queueRequests',
  'fifoRequests',
  'logBytes',
] as const satisfies readonly (keyof Usage)[];

/** A usage, part by part. */
export function eachOf(count: (part: keyof Usage) => number): Usage {
  const usage: Record<keyof Usage, number> = {
    stateTransitions: 0,
    executions: 0,
    historyEvents: 0,
    writeUnits: 0,
    readUnits: 0,
    invocations: 0,
    apiCalls: 0,
    busEvents: 0,
    queueRequests: 0,
    fifoRequests: 0,
    logBytes: 0,
  };
  for (const part of PARTS) usage[part] = count(part);
  return usage;
}

/** Somebody who answers: signed in with a role. */
export interface Caller {
  post(path: string, body: object, headers?: Readonly<Record<string, string>>): Promise<void>;
}

export interface Stage {
  readonly hub: Caller;
  readonly finance: Caller;
  readonly admin: Caller;
  advanceTo(iso: string): Promise<void>;
}

/** What is played, and how it comes to that. */
export interface Play {
  /** Where the clock stands at first. */
  readonly begins: string;
  readonly schedules?: Readonly<Record<string, ScheduleWiring>>;
  /** Happens before the counting begins. */
  readonly before?: (stage: Stage) => Promise<void>;
  readonly play: (stage: Stage) => Promise<void>;
}

/** Statements are begun by a nightly job; on one night a month it begins the same ones. */
export const MONTHLY: Readonly<Record<string, ScheduleWiring>> = {
  'open-statements': { cron: 'cron(0 3 2 * ? *)', function: 'jobs/open-statements' },
};

/**
 * Plays a part of the programme on the real machines, functions and table, and counts. No nightly job runs unless it is
 * asked for: they are the whole programme's, and cost much the same for one school as for all.
 */
export async function measured({ begins, schedules = {}, before, play }: Play): Promise<Usage> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'cost-'));
  const meter = await startMeteredEngine(join(dataFolder, 'metered.log'));
  const calls = new Map<string, number>();
  const host = await startHost({
    port: 0,
    dataFolder,
    now: toInstant(begins),
    clock: 'manual',
    externalDynamo: meter.endpoint,
    schedules,
    moment(name) {
      const [, called] = /^((?:api|steps|events)\/.+):before$/.exec(name) ?? [];
      if (called) calls.set(called, (calls.get(called) ?? 0) + 1);
    },
  });
  try {
    const histories: Histories = new Map();
    const stage = await stageOf(host, () => keepHistories(host, histories));
    const used = () =>
      usageOf(host, histories, meter, calls, readFileSync(join(dataFolder, 'functions.log'), 'utf8'));
    await before?.(stage);
    await host.quiet();
    const until = used();
    await play(stage);
    const after = used();
    return eachOf((part) => after[part] - until[part]);
  } finally {
    await host.stop();
    await meter.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

/** Every execution's history, by its ARN. */
type Histories = Map<string, readonly HistoryEvent[]>;

/** Step Functions forgets an execution 90 days after it closed, before the year is over. */
function keepHistories({ engine }: Host, histories: Histories): void {
  for (const machine of machineNameSchema.options) {
    const machineArn = localMachineArn(machine);
    const before: [number, number] = [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
    for (const execution of engine.listExecutions({ machineArn, status: undefined, before, limit: 1000 })) {
      histories.set(execution.arn, engine.history(execution, 1, execution.events));
    }
  }
}

function usageOf(
  host: Host,
  histories: Histories,
  { units, announced }: Awaited<ReturnType<typeof startMeteredEngine>>,
  calls: ReadonlyMap<string, number>,
  log: string,
): Usage {
  const events = [...histories.values()].flat();
  const entered = events.filter(({ type }) => type.endsWith('StateEntered')).length;
  const countOf = (room: string) =>
    [...calls].reduce((total, [path, count]) => (path.startsWith(room) ? total + count : total), 0);
  const queues = Object.entries(QUEUES).map(([name, { fifo, consumer }]) => {
    const messages = consumer ? (calls.get(consumer) ?? 0) : host.queues.peek(name).length;
    return { fifo, requests: 3 * messages };
  });
  const requests = (fifo: boolean) =>
    queues.reduce((total, queue) => total + (queue.fifo === fifo ? queue.requests : 0), 0);
  const consumed = countOf('events/') - (calls.get('events/publish-events') ?? 0);
  return {
    stateTransitions: entered + histories.size,
    executions: histories.size,
    historyEvents: events.length,
    writeUnits: units.written,
    readUnits: units.read,
    invocations: countOf('api/') + countOf('steps/') + consumed + announced.transactions,
    apiCalls: countOf('api/'),
    busEvents: announced.events,
    queueRequests: requests(false),
    fifoRequests: requests(true),
    logBytes: Buffer.byteLength(log),
  };
}

async function stageOf(host: Host, keep: () => void): Promise<Stage> {
  const send = async (path: string, body: object, headers: Readonly<Record<string, string>> = {}) => {
    const response = await fetch(`${host.address}${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
    await host.quiet();
    keep();
    return text;
  };
  const signedIn = async (who: object): Promise<Caller> => {
    const { token } = JSON.parse(await send('/local/token', who));
    const authorization = `Bearer ${token}`;
    return {
      async post(path, body, headers) {
        await send(`/api/v1${path}`, body, { authorization, ...headers });
      },
    };
  };
  return {
    hub: await signedIn({ role: 'hub', hub: 'origin', user: 'a' }),
    finance: await signedIn({ role: 'finance', user: 'f' }),
    admin: await signedIn({ role: 'admin', user: 'z' }),
    async advanceTo(iso) {
      await host.clock.advanceTo(Date.parse(iso));
      keep();
    },
  };
}
