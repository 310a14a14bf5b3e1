import { describe, expect, it } from 'vitest';
import { isObject } from '../../../local/step-functions/json.ts';
import { awaitToken, monday, Stage, task } from './stage.ts';

const ended = { Type: 'Succeed' };

describe('a task with a token', () => {
  it('waits until its token is answered, and then only once', async () => {
    const stage = new Stage();
    const arn = await stage.run({ Await: awaitToken() });
    expect(stage.types(arn).slice(2)).toEqual(['TaskScheduled', 'TaskStarted', 'TaskSubmitted']);
    await stage.engine.answerTask(stage.token(0), { ok: true, output: { answered: true } });
    expect(stage.output(arn)).toEqual({ answered: true });
    await expect(stage.engine.answerTask(stage.token(0), { ok: true, output: 1 })).rejects.toThrow(
      "Task Timed Out: 'Provided task does not exist anymore'",
    );
  });

  it('tells a forged token from a dead one', async () => {
    const stage = new Stage();
    await stage.run({ Await: awaitToken() });
    const forged = Buffer.from(Buffer.from(stage.token(0), 'base64').toString().replace(/.$/, 'x')).toString(
      'base64',
    );
    await expect(stage.engine.heartbeatTask(forged)).rejects.toThrow("Invalid Token: 'Invalid token'");
    await expect(stage.engine.heartbeatTask('rubbish')).rejects.toThrow('Invalid Token');
  });

  it('takes an answer that comes before its function has returned', async () => {
    const stage: Stage = new Stage({
      invokeLambda: async ({ payload }) => {
        const token = isObject(payload) ? String(payload.token) : '';
        await stage.engine.answerTask(token, { ok: true, output: 'early' });
        return { ok: true, output: null };
      },
    });
    const arn = await stage.run({ Await: awaitToken() });
    expect(stage.output(arn)).toBe('early');
    expect(stage.types(arn)).toContain('TaskSubmitted');
  });

  it('is caught when nobody answers in time, and its token is dead', async () => {
    const stage = new Stage();
    const arn = await stage.run({
      Await: awaitToken({
        TimeoutSeconds: '{% $ceil(90.5) %}',
        Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Late', Output: '{% $states.errorOutput %}' }],
      }),
      Late: ended,
    });
    await stage.clock.advanceTo(monday + 90_999);
    expect(stage.describe(arn).status).toBe('RUNNING');
    await stage.clock.advanceTo(monday + 91_000);
    expect(stage.output(arn)).toEqual({ Error: 'States.Timeout', Cause: '' });
    await expect(stage.engine.answerTask(stage.token(0), { ok: true, output: 1 })).rejects.toThrow(
      'Task Timed Out',
    );
  });

  it('lives as long as heartbeats come, and its timeout still holds', async () => {
    const stage = new Stage();
    const arn = await stage.run({ Await: awaitToken({ HeartbeatSeconds: 10, TimeoutSeconds: 25 }) });
    for (let beat = 0; beat < 2; beat += 1) {
      await stage.clock.advanceBy('PT9S');
      await stage.engine.heartbeatTask(stage.token(0));
    }
    expect(stage.describe(arn).status).toBe('RUNNING');
    await stage.clock.advanceBy('PT7S');
    expect(stage.describe(arn)).toMatchObject({
      status: 'FAILED',
      error: 'States.Timeout',
      stoppedAt: monday + 25_000,
    });
  });

  it('is not timed out by a timer that an answer or a heartbeat has overtaken at the same instant', async () => {
    let now = monday;
    const stage = new Stage({ time: { now: () => now } });
    const arn = await stage.run({
      First: awaitToken({ TimeoutSeconds: 10, Next: 'Second' }),
      Second: awaitToken({ TimeoutSeconds: 10, HeartbeatSeconds: 5 }),
    });
    now += 10_000;
    const answered = stage.engine.answerTask(stage.token(0), { ok: true, output: 1 });
    stage.engine.fireDue(now);
    await answered;
    await stage.engine.whenIdle();
    now += 5000;
    const beaten = stage.engine.heartbeatTask(stage.token(1));
    stage.engine.fireDue(now);
    await beaten;
    await stage.engine.whenIdle();
    expect(stage.types(arn)).not.toContain('TaskTimedOut');
    expect(stage.engine.nextDue()).toBe(monday + 20_000);
  });

  it('lets a missed heartbeat be caught under its own name', async () => {
    const stage = new Stage();
    const arn = await stage.run({
      Await: awaitToken({
        HeartbeatSeconds: 10,
        Catch: [{ ErrorEquals: ['States.HeartbeatTimeout'], Next: 'Silent' }],
      }),
      Silent: ended,
    });
    await stage.clock.advanceBy('PT10S');
    expect(stage.describe(arn).status).toBe('SUCCEEDED');
  });
});

describe('a retry', () => {
  const failing = (Retry: unknown[]) => ({
    Work: task({ try: '{% $states.context.State.RetryCount %}' }, { Retry }),
  });
  const refuse = async () => ({ ok: false, error: 'Busy', cause: 'come back' }) as const;

  it('waits longer each time, up to its longest delay, and then gives up', async () => {
    const stage = new Stage({ invokeLambda: refuse });
    const retrier = {
      ErrorEquals: ['Busy'],
      IntervalSeconds: 2,
      BackoffRate: 3,
      MaxDelaySeconds: 10,
      MaxAttempts: 3,
    };
    const arn = await stage.run(failing([retrier]));
    await stage.clock.advanceBy('PT1H');
    const at = stage.history(arn).filter(({ type }) => type === 'TaskScheduled');
    expect(at.map((event) => (event.at - monday) / 1000)).toEqual([0, 2, 8, 18]);
    expect(stage.describe(arn)).toMatchObject({ status: 'FAILED', error: 'Busy', cause: 'come back' });
  });

  it('counts each retrier for itself', async () => {
    const errors = ['A', 'B', 'A', 'B'];
    const stage = new Stage({
      invokeLambda: async () => ({ ok: false, error: errors.shift() ?? 'B', cause: '' }),
    });
    const arn = await stage.run(
      failing([
        { ErrorEquals: ['A'], MaxAttempts: 2 },
        { ErrorEquals: ['B'], MaxAttempts: 1 },
      ]),
    );
    await stage.clock.advanceBy('PT1H');
    expect(stage.calls.map(({ payload }) => payload)).toEqual([
      { try: 0 },
      { try: 1 },
      { try: 2 },
      { try: 3 },
    ]);
    expect(stage.describe(arn).error).toBe('B');
  });

  it('spreads with full jitter by the seed alone', async () => {
    const instants = async (seed: string) => {
      const stage = new Stage({ seed, invokeLambda: refuse });
      const arn = await stage.run(
        failing([{ ErrorEquals: ['States.ALL'], IntervalSeconds: 100, JitterStrategy: 'FULL' }]),
      );
      await stage.clock.advanceBy('P1D');
      return stage.history(arn).map(({ at }) => at);
    };
    expect(await instants('one')).toEqual(await instants('one'));
    expect(await instants('one')).not.toEqual(await instants('two'));
  });

  it.each([
    ['States.TaskFailed takes any error of a task', 'Busy', 'SUCCEEDED'],
    ['States.TaskFailed does not take a timeout', 'States.Timeout', 'FAILED'],
  ])('%s', async (_title, error, status) => {
    const stage = new Stage({ invokeLambda: async () => ({ ok: false, error, cause: '' }) });
    const Catch = [{ ErrorEquals: ['States.TaskFailed'], Next: 'Caught' }];
    const arn = await stage.run({ Work: task({}, { Catch }), Caught: ended });
    expect(stage.describe(arn).status).toBe(status);
  });
});

describe('expressions', () => {
  const evaluate = async (expression: string, input: unknown = {}) => {
    const stage = new Stage();
    return stage.output(
      await stage.run({ A: { Type: 'Pass', Output: `{% ${expression} %}`, End: true } }, input),
    );
  };

  it.each([
    ['$now()', '2026-03-02T09:00:00.000Z'],
    ['$millis()', monday],
    ["$now('[D01].[M01].[Y]', '+0100')", '02.03.2026'],
    ["$toMillis('12:30', '[H01]:[m01]')", Date.parse('2026-03-02T12:30:00Z')],
    ['$states.context.State.EnteredTime', '2026-03-02T09:00:00.000Z'],
    ["$hash('a', 'SHA-256')", 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb'],
    ['$random(7) = $random(7)', true],
    ['$uuid() = $uuid()', false],
    ['$range(3, 1, -1)', [3, 2, 1]],
    ['{"gone": $nothing, "kept": 1}', { kept: 1 }],
    ['[1, 2, 3][$ > 2]', 3],
    ['[[1, 2, 3][$ > 2]]', [3]],
  ])('%s gives %j, on the virtual clock', async (expression, expected) => {
    expect(await evaluate(expression)).toEqual(expected);
  });

  it('draw the same UUIDs under the same seed', async () => {
    expect(await evaluate('$uuid()')).toBe(await evaluate('$uuid()'));
    expect(await evaluate('$uuid()')).toMatch(
      /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/,
    );
  });

  it('that never end fail their state', async () => {
    expect(await evaluate('($f := function($n) { $f($n + 1) }; $f(0))')).toMatchObject({
      error: 'States.QueryEvaluationError',
    });
    expect(await evaluate('($f := function($n) { 1 + $f($n + 1) }; $f(0))')).toMatchObject({
      cause: expect.stringContaining('U1001'),
    });
  });

  it('that throw say what went wrong, and can be caught where a state can catch', async () => {
    const stage = new Stage();
    const Catch = [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'Caught' }];
    const arn = await stage.run({ Work: task({ sum: "{% 1 + 'a' %}" }, { Catch }), Caught: ended });
    expect(stage.output(arn)).toEqual({
      Error: 'States.QueryEvaluationError',
      Cause:
        "An error occurred while executing the state 'Work' (entered at the event id #2). The JSONata expression '1 + 'a'' specified for the field 'Arguments/Payload/sum' threw an error during evaluation. T2002: The right side of the \"+\" operator must evaluate to a number",
    });
  });
});

describe('branches', () => {
  it('end with the one that fails: tasks and waits under way are aborted, their tokens die', async () => {
    const stage = new Stage();
    const arn = await stage.run({
      Both: {
        Type: 'Parallel',
        Branches: [
          { StartAt: 'Await', States: { Await: awaitToken() } },
          { StartAt: 'Hold', States: { Hold: { Type: 'Wait', Seconds: 60, End: true } } },
          {
            StartAt: 'Soon',
            States: {
              Soon: { Type: 'Wait', Seconds: 5, Next: 'Break' },
              Break: { Type: 'Fail', Error: 'Broken' },
            },
          },
        ],
        Catch: [{ ErrorEquals: ['Broken'], Next: 'Caught' }],
        End: true,
      },
      Caught: ended,
    });
    await stage.clock.advanceBy('PT5S');
    const after = stage.types(arn).slice(stage.types(arn).indexOf('FailStateEntered'));
    expect(after.slice(1, 5)).toEqual([
      'TaskStateAborted',
      'WaitStateAborted',
      'ParallelStateFailed',
      'ParallelStateExited',
    ]);
    expect(stage.engine.nextDue()).toBeUndefined();
    await expect(stage.engine.answerTask(stage.token(0), { ok: true, output: 1 })).rejects.toThrow(
      'Task Timed Out',
    );
  });

  it('of a Map run as many at a time as it allows', async () => {
    const stage = new Stage();
    const ItemProcessor = { StartAt: 'Hold', States: { Hold: { Type: 'Wait', Seconds: 10, End: true } } };
    const arn = await stage.run({
      Each: { Type: 'Map', Items: [1, 2, 3, 4, 5], MaxConcurrency: 2, ItemProcessor, End: true },
    });
    expect(stage.types(arn).filter((type) => type === 'MapIterationStarted')).toHaveLength(2);
    await stage.clock.advanceBy('PT1M');
    expect(stage.output(arn)).toEqual([1, 2, 3, 4, 5]);
    expect(stage.describe(arn).stoppedAt).toBe(monday + 30_000);
  });

  it('end when no rule of a Choice matches, which nothing can catch', async () => {
    const stage = new Stage();
    const arn = await stage.run({
      Which: { Type: 'Choice', Choices: [{ Condition: '{% false %}', Next: 'End' }] },
      End: ended,
    });
    expect(stage.describe(arn)).toMatchObject({
      error: 'States.Runtime',
      cause: expect.stringContaining('The state does not point to a next state.'),
    });
  });
});
