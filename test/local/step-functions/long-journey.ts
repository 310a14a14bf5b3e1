import { DatabaseSync } from 'node:sqlite';
import type { IntegrationOutcome, LambdaCall } from '../../../local/step-functions/engine.ts';
import { isObject, type Json } from '../../../local/step-functions/json.ts';
import { awaitToken, monday, Stage, task } from './stage.ts';

/** A machine with everything that must survive the end of the process: waits, retries, tokens, a Map, branches. */
const definition = {
  QueryLanguage: 'JSONata',
  StartAt: 'Begin',
  States: {
    Begin: { Type: 'Pass', Assign: { started: '{% $now() %}', id: '{% $uuid() %}' }, Next: 'Hold' },
    Hold: { Type: 'Wait', Seconds: 3600, Next: 'Work' },
    Work: task(
      { try: '{% $states.context.State.RetryCount %}' },
      { Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 100, JitterStrategy: 'FULL' }], Next: 'Await' },
    ),
    Await: awaitToken({ TimeoutSeconds: 86_400, HeartbeatSeconds: 7200, Next: 'Each' }),
    Each: {
      Type: 'Map',
      Items: [1, 2],
      MaxConcurrency: 1,
      ItemProcessor: {
        StartAt: 'Rest',
        States: {
          Rest: { Type: 'Wait', Seconds: '{% $states.input %}', Next: 'Item' },
          Item: task({ item: '{% $states.input %}', random: '{% $random() %}' }),
        },
      },
      Next: 'Both',
    },
    Both: {
      Type: 'Parallel',
      Branches: [
        { StartAt: 'Left', States: { Left: task({ side: 'left', id: '{% $id %}' }) } },
        {
          StartAt: 'Right',
          States: {
            Right: { Type: 'Wait', Seconds: 5, Next: 'Lost' },
            Lost: awaitToken({ TimeoutSeconds: 60 }),
          },
        },
      ],
      Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'End', Output: '{% $started %}' }],
      Next: 'End',
    },
    End: { Type: 'Succeed' },
  },
};

/** As our functions are: the same call gives the same answer, so that it can be repeated. */
async function work({ payload }: LambdaCall): Promise<IntegrationOutcome> {
  if (isObject(payload) && payload.try === 0) return { ok: false, error: 'Busy', cause: 'once' };
  return { ok: true, output: isObject(payload) && 'token' in payload ? null : payload };
}

export interface Journey {
  history: Json;
  status: string;
  output: string | null;
}

/**
 * Travels to the end, or goes on to it in a database where an earlier process was killed. `moment` sees every
 * point at which the process may end; the clock's instant is kept in the same file.
 */
export async function travel(path: string, moment: (name: string) => void = () => {}): Promise<Journey> {
  const database = new DatabaseSync(path);
  database.exec('CREATE TABLE IF NOT EXISTS kept (id INTEGER PRIMARY KEY, now INTEGER NOT NULL)');
  const kept = database.prepare('SELECT now FROM kept').get();
  const stage = new Stage({ database, now: Number(kept?.now ?? monday), moment, invokeLambda: work });
  try {
    stage.engine.resume();
    const machine = stage.create(definition);
    const execution = arrived(stage, machine) ?? stage.start(machine, { journey: true }, 'long');
    for (;;) {
      await stage.engine.whenIdle();
      const { status } = stage.describe(execution.arn);
      if (status !== 'RUNNING') break;
      const asked = stage.history(execution.arn).findLast(({ type }) => type === 'TaskSubmitted');
      const [token] = awaitedTokens(stage, execution.arn);
      if (token !== undefined && asked !== undefined)
        await stage.engine.answerTask(token, { ok: true, output: 'seat' });
      const due = stage.engine.nextDue();
      if (token === undefined && due !== undefined) {
        database.prepare('INSERT OR REPLACE INTO kept VALUES (1, ?)').run(due);
        await stage.clock.advanceTo(due);
      }
    }
    const { status, output } = stage.describe(execution.arn);
    return { status, output, history: JSON.parse(JSON.stringify(stage.history(execution.arn))) as Json };
  } finally {
    stage.close();
  }
}

/** The execution, when an earlier process was killed after it had closed: its name cannot be used again. */
function arrived(stage: Stage, machine: string) {
  return stage.engine.listExecutions({
    machineArn: machine,
    status: 'SUCCEEDED',
    before: [Infinity, 0],
    limit: 1,
  })[0];
}

/** The token of the state Await, as its function was given it, while it still waits. */
function awaitedTokens(stage: Stage, arn: string): string[] {
  const history = stage.history(arn);
  const submitted = history.findLastIndex(({ type }) => type === 'TaskSubmitted');
  if (submitted < 0 || history.slice(submitted).some(({ type }) => type === 'TaskSucceeded')) return [];
  const entered = history.findLast(({ type }) => type === 'TaskScheduled')?.details?.parameters;
  const parameters: unknown = JSON.parse(String(entered));
  const payload = isObject(parameters) ? parameters.Payload : undefined;
  const isFirst = history.every(({ details }) => details?.name !== 'Both');
  return isFirst && isObject(payload) ? [String(payload.token)] : [];
}
