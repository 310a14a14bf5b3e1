import { parseArgs } from 'node:util';
import * as z from 'zod';
import { toInstant } from '../core/instant.ts';
import { crashMoments } from './crash-moments.ts';
import { type HostOptions, startHost } from './host.ts';
import { jobsOnlyOn } from './jobs-only-on.ts';

/** `npm start`: the whole pipeline in one process, until Ctrl-C. */

const USAGE = `usage: npm start -- [options]

  --port PORT          the API's port (PORT; 4000)
  --data DIR           the data folder (DATA_DIR; .local)
  --fresh              forget what the data folder holds
  --now ISO            where the clock begins on a new data folder (NOW; 2026-03-02T09:00:00Z)
  --clock MODE         manual, real or skip (CLOCK; manual)
  --demo NAME          register (DEMO; register)`;

const optionsSchema = z.object({
  port: z.coerce.number().int().min(0).max(65_535).default(4000),
  data: z.string().min(1).default('.local'),
  fresh: z.boolean().default(false),
  now: z.iso.datetime({ offset: true }).default('2026-03-02T09:00:00Z').transform(toInstant),
  clock: z.enum(['manual', 'real', 'skip']).default('manual'),
  demo: z.enum(['register']).default('register'),
});

function readOptions(): HostOptions {
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
  const { PORT, DATA_DIR, NOW, CLOCK, DEMO, JOB_DAYS } = process.env;
  const fromEnvironment = { port: PORT, data: DATA_DIR, now: NOW, clock: CLOCK, demo: DEMO };
  const { port, data, fresh, now, clock } = optionsSchema.parse({ ...fromEnvironment, ...values });
  return {
    port,
    dataFolder: data,
    fresh,
    now,
    clock,
    externalDynamo: process.env['AWS_ENDPOINT_URL_DYNAMODB'],
    streamDelayMs: Number(process.env['STREAM_DELAY_MS'] ?? 0),
    moment: crashMoments(process.env),
    ...(JOB_DAYS ? { schedules: jobsOnlyOn(JOB_DAYS) } : {}),
    onBroken(sentence) {
      process.stderr.write(`${sentence} Nothing is lost: start again.\n`);
      process.exit(1);
    },
  };
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
  const starting = startHost(readOptions());
  // Before it is ready already: whoever is told that it is may stop it in the same moment.
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
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
