import { createWriteStream, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SQSBatchResponse } from 'aws-lambda';
import { type Instant, instantOf } from '../core/instant.ts';
import { busDeps } from '../functions/support/bus-deps.ts';
import { deps } from '../functions/support/deps.ts';
import { logTo, metricsTo } from '../functions/support/log.ts';
import { republish } from '../functions/use-cases/republish.ts';
import { type ScheduleWiring, STREAM } from '../workflows/wiring.ts';
import { type ClockMode, VirtualClock } from './clock/virtual-clock.ts';
import { demoRows } from './demo/register.ts';
import { seed } from './demo/seed.ts';
import { createTable } from './dynamodb/create-table.ts';
import { claimFolder, startDynamoEngine } from './dynamodb/engine-process.ts';
import { StreamReader } from './dynamodb/stream-reader.ts';
import { tableStream } from './dynamodb/stream-source.ts';
import { provideEnvironment } from './environment.ts';
import { loadFunctions } from './functions.ts';
import { HostState } from './host-state.ts';
import { awsServer } from './http/aws-server.ts';
import { frontServer } from './http/front-server.ts';
import { close, listen } from './http/listen.ts';
import { Invoker } from './invoker.ts';
import { lambdaFailure } from './lambda-error.ts';
import { deployMachines } from './machines.ts';
import { Mailbox } from './mailbox.ts';
import { Bus } from './messaging/bus.ts';
import { LOCAL_CREDENTIALS, LOCAL_REGION } from './messaging/local-account.ts';
import { Queues } from './messaging/queues.ts';
import { Schedules } from './messaging/schedules.ts';
import { localApp } from './pages/local-app.ts';
import { LOCAL_TABLE } from './place.ts';
import { Quiet } from './quiet.ts';
import { StepFunctionsEngine } from './step-functions/engine.ts';

export interface HostOptions {
  readonly port: number;
  /** Everything that outlives the process is in here. */
  readonly dataFolder: string;
  /** Where the clock begins on a new data folder; a restart keeps the stored instant. */
  readonly now: Instant;
  readonly clock: ClockMode;
  /** Forget what the data folder holds. */
  readonly fresh?: boolean;
  /** A DynamoDB engine that runs already, instead of our own. */
  readonly externalDynamo?: string | undefined;
  /** Told every gap between two effects, for tests that end the process there. */
  readonly moment?: (name: string) => void;
  /** Real milliseconds by which the table's stream lags behind, for tests. */
  readonly streamDelayMs?: number;
  /** Whether Step Functions throttles this operation at this virtual instant, for tests. */
  readonly throttle?: (operation: string, now: number) => boolean;
  /** Whether what a request sets off goes on at once; false where somebody waits for the quiet after many of them. */
  readonly wakes?: boolean;
  /** The schedules that run; all of them but in a test whose years no nightly job has a part in. */
  readonly schedules?: Readonly<Record<string, ScheduleWiring>>;
  /** Told, in a sentence, when the DynamoDB engine has ended by itself: nothing can go on here. */
  readonly onBroken?: (sentence: string) => void;
}

/** The whole pipeline, running. */
export interface Host {
  /** The API, and what is local only. */
  readonly address: string;
  /** Step Functions and EventBridge. */
  readonly awsAddress: string;
  readonly dynamoAddress: string;
  readonly clock: VirtualClock;
  readonly engine: StepFunctionsEngine;
  readonly queues: Queues;
  readonly bus: Bus;
  readonly schedules: Schedules;
  readonly stream: { readonly consumer: string; readonly batchSize: number };
  readonly functions: readonly string[];
  /** Resolves once nothing is left to do now. */
  quiet(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts everything in this process, resumes what a stopped or killed host left, and seeds the demo. */
export async function startHost(options: HostOptions): Promise<Host> {
  const { dataFolder, moment = () => {} } = options;
  if (options.fresh) {
    // A host that runs on this folder would go on with files that nobody can see any more.
    if (!options.externalDynamo) await claimFolder(dataFolder);
    rmSync(dataFolder, { recursive: true, force: true });
  }
  mkdirSync(dataFolder, { recursive: true });
  const onDefect = writeLog(join(dataFolder, 'functions.log'));

  const dynamo = await startDynamoEngine({
    dataFolder,
    logFile: join(dataFolder, 'dynamodb.log'),
    external: options.externalDynamo,
  });
  if (options.onBroken) dynamo.onExit(options.onBroken);
  const client = new DynamoDBClient({
    endpoint: dynamo.endpoint,
    region: LOCAL_REGION,
    credentials: LOCAL_CREDENTIALS,
  });
  const streamArn = await createTable(client, LOCAL_TABLE).finally(() => client.destroy());
  moment('start:table-made');

  // One database for engine, queues, bus and clock, so that what belongs together is one transaction.
  const database = new DatabaseSync(join(dataFolder, 'host.sqlite'));
  const state = new HostState(database);
  const invoker = new Invoker(await loadFunctions(), moment, foundNothing);
  const clock = new VirtualClock({
    now: state.now(Date.parse(options.now)),
    mode: options.clock,
    quiet: (): Promise<void> => quiet.reached(),
    onFailure: onDefect,
    onMoved(instant) {
      state.keepNow(instant);
      moment('clock:moved');
    },
  });
  const now = () => clock.now();

  const queues = new Queues({ database, now, moment, onConsumerError: (_, error) => onDefect(error) });
  const bus = new Bus({ database, queues, now, moment });
  const mailbox = new Mailbox(database, now);
  const engine = new StepFunctionsEngine({
    database,
    clock: { now },
    seed: 'local',
    moment,
    invokeLambda: async ({ functionArn, payload }) => {
      try {
        const output = await invoker.invoke(`steps/${nameOfFunction(functionArn)}`, payload);
        return { ok: true, output: output ?? null };
      } catch (error) {
        return lambdaFailure(error);
      }
    },
    onStatusChange(change) {
      const detailType = 'Step Functions Execution Status Change';
      const resources = [change.executionArn];
      bus.putEvents('default', [{ source: 'aws.states', detailType, detail: { ...change }, resources }]);
    },
  });
  const schedules = new Schedules({
    ...(options.schedules ? { schedules: options.schedules } : {}),
    database,
    now,
    moment,
    async run(job, event) {
      await invoker.invoke(job, event);
    },
    onJobError: (_, error) => onDefect(error),
  });
  const stream = tableStream(dynamo.endpoint, streamArn);
  const reader = new StreamReader({
    source: stream,
    database,
    moment,
    delayMs: options.streamDelayMs ?? 0,
    async deliver(event) {
      const answer = await invoker.invoke(STREAM.consumer, event);
      if (failedAny(answer)) throw new Error('publish-events did not take all records');
    },
  });

  let requests = 0;
  let callsSwept = 0;
  let callsRead = -1;
  let leftBefore: ReadonlySet<string> = new Set();
  const quiet = new Quiet([
    { name: 'schedules', work: () => schedules.whenIdle().then(() => 0) },
    { name: 'step-functions', work: () => engine.whenIdle().then(() => 0) },
    { name: 'requests', work: () => until(() => requests === 0) },
    { name: 'stream', work: readStream },
    {
      name: 'queues',
      work: () => queues.drain(async (path, event) => sqsAnswer(await invoker.invoke(path, event))),
    },
    { name: 'engine', work: async () => (engine.idle() ? 0 : 1) },
    { name: 'outbox', work: sweepOutbox },
  ]);
  for (const source of [engine, queues, schedules]) clock.register(source);

  const wake = () => {
    if (options.wakes ?? true) quiet.wake(onDefect);
  };
  let ready = false;
  let address = '';
  const secret = state.signingSecret();
  const front = frontServer({
    pages: localApp({ clock, secret, address: () => address, onDefect }),
    invoker,
    clock,
    queues,
    mailbox,
    secret,
    now,
    ready: () => ready,
    onRequest() {
      requests += 1;
      return () => {
        requests -= 1;
        wake();
      };
    },
    onDefect,
  });
  const aws = awsServer({
    engine,
    bus,
    mailbox,
    moment,
    throttle: (operation) => options.throttle?.(operation, now()) ?? false,
    onAnswered: wake,
  });
  address = await listen(front, options.port);
  const awsAddress = await listen(aws, 0);
  provideEnvironment({ dynamodb: dynamo.endpoint, aws: awsAddress, front: address });

  await seed(demoRows(), deps().commit, options.now);
  moment('start:seeded');
  deployMachines(engine, now());
  queues.recover();
  engine.resume();
  const hostFile = join(dataFolder, 'host.json');
  const about = { pid: process.pid, address, dynamodb: dynamo.endpoint, aws: awsAddress, table: LOCAL_TABLE };
  writeFileSync(hostFile, `${JSON.stringify(about, null, 2)}\n`);
  clock.start();
  ready = true;
  // A manual clock is at rest: what was due when the host was killed in the middle of a move would wait for the next.
  if (clock.mode === 'manual') clock.advanceTo(now()).catch(onDefect);
  else wake();

  return {
    address,
    awsAddress,
    dynamoAddress: dynamo.endpoint,
    clock,
    engine,
    queues,
    bus,
    schedules,
    stream: { consumer: STREAM.consumer, batchSize: reader.batchSize },
    functions: invoker.paths,
    quiet: () => quiet.reached(),
    async stop() {
      ready = false;
      clock.stop();
      await close(front);
      await quiet.reached().catch(onDefect);
      await close(aws);
      engine.close();
      stream.close();
      await dynamo.stop();
      database.close();
      rmSync(hostFile, { force: true });
    },
  };

  /** Only handlers write what the stream carries to us: where none has run since, it has not moved. */
  async function readStream(): Promise<number> {
    const before = invoker.calls;
    if (before === callsRead) return 0;
    const delivered = await reader.readToEnd();
    callsRead = before;
    return delivered;
  }

  /**
   * What bears a marker although the stream has been read to its end since was lost on the way to the bus, by a
   * crash between two steps of ours. It is published, as the sweep does every night, only sooner. An event that
   * a request wrote a moment ago is the next round's: publishing it here too would tell finance twice.
   */
  async function sweepOutbox(): Promise<number> {
    const before = invoker.calls;
    if (before === callsSwept && leftBefore.size === 0) return 0;
    const left = (await deps().unpublishedEvents(100)).map(({ eventId }) => eventId);
    if (left.some((eventId) => leftBefore.has(eventId))) {
      await republish(instantOf(now() + 1), { ...deps(), ...busDeps() });
    }
    leftBefore = new Set(left);
    callsSwept = before;
    return left.length;
  }
}

function nameOfFunction(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}

/** A job answers with counts of what it did: where all are 0, it wrote nothing. */
const foundNothing = (path: string, answer: unknown): boolean =>
  path.startsWith('jobs/') &&
  typeof answer === 'object' &&
  answer !== null &&
  Object.values(answer).every((count) => count === 0);

const failedAny = (answer: unknown): boolean => (sqsAnswer(answer)?.batchItemFailures.length ?? 0) > 0;

const sqsAnswer = (answer: unknown): SQSBatchResponse | undefined => answer as SQSBatchResponse | undefined;

/** Lets what is running go on until the condition holds. */
async function until(condition: () => boolean): Promise<number> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
  return 0;
}

/** Sends the handlers' log lines to a file, one JSON object each; answers with where to report a defect. */
function writeLog(file: string): (error: unknown) => void {
  const stream = createWriteStream(file, { flags: 'a' });
  const write = (line: object) => stream.write(`${JSON.stringify(line)}\n`);
  logTo((level, line) => write({ level, ...line }));
  metricsTo((line) => stream.write(`${line}\n`));
  return (error) =>
    write({ level: 'error', message: 'defect', error: error instanceof Error ? error.stack : String(error) });
}
