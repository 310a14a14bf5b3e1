import { describe, expect, it } from 'vitest';
import type { ExecutionStatusChange } from '../../../local/step-functions/engine.ts';
import { monday, Stage, task } from './stage.ts';

const passing = { QueryLanguage: 'JSONata', StartAt: 'A', States: { A: { Type: 'Succeed' } } };
const holding = (more = {}) => ({
  QueryLanguage: 'JSONata',
  StartAt: 'Hold',
  States: { Hold: { Type: 'Wait', Seconds: 99_999_999, End: true } },
  ...more,
});

describe('an execution', () => {
  it('is the same one when started again, while open, with the same input', () => {
    const stage = new Stage();
    const arn = stage.create(holding());
    const first = stage.start(arn, { year: 1 }, 'twice');
    expect(stage.start(arn, { year: 1 }, 'twice').id).toBe(first.id);
    expect(() => stage.start(arn, { year: 2 }, 'twice')).toThrow(`Execution Already Exists: '${first.arn}'`);
    expect(first.arn).toBe('arn:aws:states:eu-west-2:000000000000:execution:machine:twice');
  });

  it('keeps its name for 90 days after it closed, even for the same input, and is then forgotten', async () => {
    const stage = new Stage();
    const arn = stage.create(passing);
    const first = stage.start(arn, {}, 'again');
    await stage.clock.advanceBy('P90D');
    expect(() => stage.start(arn, {}, 'again')).toThrow('Execution Already Exists');
    await stage.clock.advanceBy('PT1S');
    expect(() => stage.describe(first.arn)).toThrow('Execution Does Not Exist');
    const listed = stage.engine.listExecutions({
      machineArn: arn,
      status: undefined,
      before: [Infinity, 0],
      limit: 9,
    });
    expect(listed).toEqual([]);
    const second = stage.start(arn, {}, 'again');
    await stage.engine.whenIdle();
    expect(stage.types(second.arn)).toHaveLength(4);
  });

  it.each([
    'a b',
    'a/b',
    'a:b',
    'a,b',
    'a;b',
    'a#b',
    'a%b',
    'a*b',
    'a?b',
    'a{b',
    'a"b',
    'a\u0007b',
    'a~b',
    'a$b',
  ])('may not be called %j', (name) => {
    const stage = new Stage();
    expect(() => stage.start(stage.create(passing), {}, name)).toThrow('Invalid Name');
  });

  it('has a name of 1 to 80 characters, any letters included', () => {
    const stage = new Stage();
    const arn = stage.create(passing);
    expect(stage.start(arn, {}, `${'é'.repeat(76)}-_.1`).status).toBe('RUNNING');
    expect(() => stage.start(arn, {}, 'x'.repeat(81))).toThrow('length less than or equal to 80');
    expect(() => stage.start(arn, {}, '')).toThrow('length greater than or equal to 1');
  });

  it('takes an input of 262,144 bytes and none larger, and only JSON', async () => {
    const stage = new Stage();
    const stateMachineArn = stage.create(passing);
    const fits = JSON.stringify('x'.repeat(262_142));
    const { arn } = stage.engine.startExecution({ stateMachineArn, input: fits });
    await stage.engine.whenIdle();
    expect(stage.describe(arn).status).toBe('SUCCEEDED');
    const umlauts = JSON.stringify('ü'.repeat(131_072));
    expect(() => stage.engine.startExecution({ stateMachineArn, input: umlauts })).toThrow('262144');
    expect(() => stage.engine.startExecution({ stateMachineArn, input: '{' })).toThrow(
      'Invalid State Machine Execution Input',
    );
  });

  it('is refused when its input nests deeper than 1,000 levels; a result or an output that does fails it', async () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    const stage = new Stage({ invokeLambda: async () => ({ ok: true, output: JSON.parse(nested(1500)) }) });
    const stateMachineArn = stage.create(passing, 'passing');
    expect(() => stage.engine.startExecution({ stateMachineArn, input: nested(1001) })).toThrow(
      'nests deeper',
    );
    expect(stage.engine.startExecution({ stateMachineArn, input: nested(1000) }).status).toBe('RUNNING');
    const result = await stage.run({ Work: task({}) });
    expect(stage.describe(result).cause).toContain('nests deeper');
    const deep = new Stage();
    const Output = '{% $reduce([1..5000], function($inner, $_) { {"in": $inner} }, {}) %}';
    const output = await deep.run({ A: { Type: 'Pass', Output, End: true } });
    expect(deep.describe(output).cause).toContain('unsupported result type');
  });

  it('fails its task when a function gives what is no JSON', async () => {
    const endless: Record<string, unknown> = {};
    endless.self = endless;
    const stage = new Stage({ invokeLambda: async () => ({ ok: true, output: endless }) });
    const arn = await stage.run({ Work: task({}) });
    expect(stage.describe(arn)).toMatchObject({ status: 'FAILED', error: 'Lambda.SdkClientException' });
  });

  it('is timed out after one year, whatever it waits for', async () => {
    const stage = new Stage();
    const { arn } = stage.start(stage.create(holding()));
    await stage.clock.advanceBy('P364D');
    expect(stage.describe(arn).status).toBe('RUNNING');
    await stage.clock.advanceBy('P1D');
    expect(stage.describe(arn)).toMatchObject({ status: 'TIMED_OUT', stoppedAt: monday + 365 * 86_400_000 });
  });

  it('is timed out by its machine, with no error and no cause', async () => {
    const stage = new Stage();
    const { arn } = stage.start(stage.create(holding({ TimeoutSeconds: 60 })));
    await stage.clock.advanceBy('PT60S');
    expect(stage.describe(arn)).toMatchObject({ status: 'TIMED_OUT', error: null, cause: null });
    expect(stage.history(arn).at(-1)).toMatchObject({ type: 'ExecutionTimedOut', details: {} });
    expect(stage.engine.nextDue()).toBeUndefined();
  });

  it('fails at its 25,000th event', async () => {
    const stage = new Stage();
    const arn = await stage.run({
      Round: { Type: 'Pass', Next: 'Again' },
      Again: { Type: 'Pass', Next: 'Round' },
    });
    expect(stage.describe(arn)).toMatchObject({
      events: 25_000,
      error: 'States.Runtime',
      cause: 'The execution reached the maximum number of history events (25000).',
    });
    expect(stage.history(arn).at(-1)).toMatchObject({ id: 25_000, type: 'ExecutionFailed' });
  });

  it('fails when a state gives more than 262,144 bytes, which States.ALL does not catch', async () => {
    const stage = new Stage();
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }];
    const Output = "{% $pad('x', 262145) %}";
    const arn = await stage.run({ Work: task({}, { Output, Catch }), Caught: { Type: 'Succeed' } });
    expect(stage.describe(arn)).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });

  it('fails when a variable is too large', async () => {
    const stage = new Stage();
    const Assign = { big: "{% $pad('x', 262145) %}" };
    const arn = await stage.run({ A: { Type: 'Pass', Assign, End: true } });
    expect(stage.describe(arn)).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });

  it('can be stopped, also while a function runs, whose result then counts for nothing', async () => {
    const returned = Promise.withResolvers<{ ok: true; output: string }>();
    const stage = new Stage({ invokeLambda: () => returned.promise });
    const { arn } = stage.start(
      stage.create({ QueryLanguage: 'JSONata', StartAt: 'Work', States: { Work: task({}) } }),
    );
    const stopped = await stage.engine.stopExecution(arn, { error: 'Enough', cause: 'closed by hand' });
    expect(stopped).toMatchObject({ status: 'ABORTED', error: 'Enough', cause: 'closed by hand' });
    returned.resolve({ ok: true, output: 'late' });
    await stage.engine.whenIdle();
    expect(stage.types(arn).at(-1)).toBe('ExecutionAborted');
    expect((await stage.engine.stopExecution(arn, { error: 'Twice', cause: '' })).error).toBe('Enough');
  });

  it('tells the host of its start and its end inside the transactions that store them', async () => {
    const told: [ExecutionStatusChange, boolean][] = [];
    const stage: Stage = new Stage({
      onStatusChange: (change) => told.push([change, stage.database.isTransaction]),
    });
    const { arn } = stage.start(stage.create(passing), { id: 1 }, 'told');
    await stage.engine.whenIdle();
    expect(told.map(([{ status, executionArn }, inside]) => [status, executionArn, inside])).toEqual([
      ['RUNNING', arn, true],
      ['SUCCEEDED', arn, true],
    ]);
    expect(told[1]?.[0]).toMatchObject({
      name: 'told',
      input: '{"id":1}',
      output: '{"id":1}',
      stopDate: monday,
    });
  });
});
