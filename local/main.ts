import { parseArgs } from 'node:util';
import * as z from 'zod';
import { toInstant } from '../core/instant.ts';
import { crashMoments } from './crash-moments.ts';
import { beginLively } from './demo/begin-lively.ts';
import { type Host, type HostOptions, startHost } from './host.ts';
import { jobsOnlyOn } from './jobs-only-on.ts';

/** `npm start`: the whole pipeline in one process, until Ctrl-C. */

const USAGE = `usage: npm start -- [options]

  --port PORT          the API's port (PORT; 4000)
  --data DIR           the data folder (DATA_DIR; .local)
  --fresh              forget what the data folder holds
  --now ISO            where the clock begins on a new data folder (NOW; 2026-03-02T09:00:00Z)
  --clock MODE         manual, real or skip (CLOCK; manual)
  --demo NAME          lively, a programme in full swing, or register, in which nothing has happened yet
                       (DEMO; lively); a data folder goes on with the one that it began with`;

const optionsSchema = z.object({
  port: z.coerce.number().int().min(0).max(65_535).default(4000),
  data: z.string().min(1).default('.local'),
  fresh: z.boolean().default(false),
  now: z.iso.datetime({ offset: true }).default('2026-03-02T09:00:00Z').transform(toInstant),
  clock: z.enum(['manual', 'real', 'skip']).default('manual'),
  demo: z.enum(['lively', 'register']).default('lively'),
});

/** A host, and the demo that a new data folder begins with. */
interface StartOptions extends HostOptions {
  readonly demo: 'lively' | 'register';
}

function readOptions(): StartOptions {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      data: { type: 'string' },
      fresh: { type: 'boolean' },
      now: { type: 'string' },
      clock: { type: 'string' },
      demo: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    process.stdout.write(`${USAGE}\n`);
    process.exit(0);
  }
  const {
    PORT,
    DATA_DIR,
    NOW,
    CLOCK,
    DEMO,
    JOB_DAYS,
    AWS_ENDPOINT_URL_DYNAMODB: externalDynamo,
  } = process.env;
  // On an engine of somebody else’s, a story that was cut off could not be taken back.
  const demo = DEMO ?? (externalDynamo ? 'register' : undefined);
  const fromEnvironment = { port: PORT, data: DATA_DIR, now: NOW, clock: CLOCK, demo };
  const { port, data, ...rest } = optionsSchema.parse({ ...fromEnvironment, ...values });
  return {
    port,
    dataFolder: data,
    ...rest,
    externalDynamo,
    streamDelayMs: Number(process.env['STREAM_DELAY_MS'] ?? 0),
    moment: crashMoments(process.env),
    ...(JOB_DAYS ? { schedules: jobsOnlyOn(JOB_DAYS) } : {}),
    onBroken(sentence) {
      process.stderr.write(`${sentence} Nothing is lost: start again.\n`);
      process.exit(1);
    },
  };
}

/** While the story is being played nothing is lost by stopping: the next start plays it anew. */
let playing = false;

/** Plays the demo's story first, where the data folder is new; then starts the host that serves it. */
async function start({ demo, ...options }: StartOptions): Promise<Host> {
  if (demo === 'register') return startHost(options);
  if (options.externalDynamo)
    throw new DemoNeedsOwnEngine(
      '--demo lively needs the engine of its own: leave out AWS_ENDPOINT_URL_DYNAMODB, or say --demo register.',
    );
  const { dataFolder, fresh = false, now } = options;
  const onPlaying = (sentence: string) => process.stdout.write(`${sentence}\n`);
  playing = true;
  await beginLively({ dataFolder, fresh, now, onPlaying });
  playing = false;
  return startHost({ ...options, fresh: false });
}

/** The story can only be played into a database that may be begun anew. */
class DemoNeedsOwnEngine extends Error {
  override readonly name = 'DemoNeedsOwnEngine';
}

function explain(error: unknown): string {
  if (error instanceof z.ZodError) {
    const problems = error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}`);
    return `${problems.join('\n')}\n\n${USAGE}`;
  }
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
    ? `${error.message}\n\n${USAGE}`
    : `${error.name}: ${error.message}`;
}

try {
  const starting = start(readOptions());
  // Before it is ready already: whoever is told that it is may stop it in the same moment.
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (playing) process.exit(0);
      if (stopping) return;
      stopping = true;
      starting.then((host) => host.stop()).then(() => process.exit(0));
    });
  }
  const host = await starting;
  process.stdout.write(`ready on ${host.address}

  Step Functions, EventBridge   ${host.awsAddress}
  DynamoDB                      ${host.dynamoAddress}
  The clock stands at           ${new Date(host.clock.now()).toISOString()}

Open it in a browser and choose who to be, or sign in: curl -s ${host.address}/local/token -d '{"role":"hub","hub":"origin","user":"a"}'
Stop: Ctrl-C. README.md shows the first things to try.
`);
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
}
