import { expect, it } from 'vitest';
import { awaitToken, Stage } from './stage.ts';

/** A machine that waits for each of the instants in its input and notes when it went on. */
const untilEach = {
  QueryLanguage: 'JSONata',
  StartAt: 'Instants',
  States: {
    Instants: {
      Type: 'Map',
      Items: '{% $states.input.instants %}',
      MaxConcurrency: 1,
      ItemProcessor: {
        StartAt: 'Until',
        States: {
          Until: { Type: 'Wait', Timestamp: '{% $states.input %}', Next: 'Note' },
          Note: { Type: 'Pass', Output: '{% $now() %}', End: true },
        },
      },
      End: true,
    },
  },
};

it('waits for London midnights on both sides of the changes of clocks', async () => {
  const stage = new Stage({ now: Date.parse('2026-03-28T00:00:00Z') });
  const instants = [
    '2026-03-29T00:00:00Z',
    '2026-03-30T00:00:00+01:00',
    '2026-10-25T00:00:00+01:00',
    '2026-10-26T00:00:00Z',
  ];
  const { arn } = stage.start(stage.create(untilEach), { instants });
  await stage.clock.advanceTo(Date.parse('2026-11-01T00:00:00Z'));
  expect(stage.output(arn)).toEqual([
    '2026-03-29T00:00:00.000Z',
    '2026-03-29T23:00:00.000Z',
    '2026-10-24T23:00:00.000Z',
    '2026-10-26T00:00:00.000Z',
  ]);
});

it('knows which years have a 29 February', async () => {
  const stage = new Stage({ now: Date.parse('2028-02-01T00:00:00Z') });
  const arn = stage.create(untilEach);
  const leap = stage.start(arn, { instants: ['2028-02-29T23:59:59.5Z'] });
  const none = stage.start(arn, { instants: ['2029-02-29T00:00:00Z'] });
  await stage.clock.advanceTo(Date.parse('2028-03-01T00:00:00Z'));
  expect(stage.output(leap.arn)).toEqual(['2028-02-29T23:59:59.500Z']);
  expect(stage.describe(none.arn).error).toBe('States.QueryEvaluationError');
});

it('lives through ten programme years, one execution after the other, to the second', async () => {
  const stage = new Stage({ now: Date.parse('2026-08-31T23:00:00Z') });
  const until = { Type: 'Wait', Timestamp: '{% $states.input.closes %}', Next: 'Done' };
  const arn = stage.create({
    QueryLanguage: 'JSONata',
    StartAt: 'Until',
    States: { Until: until, Done: { Type: 'Succeed' } },
  });
  for (let year = 2027; year <= 2036; year += 1) {
    const closes = `${year}-08-15T17:00:00+01:00`;
    const { arn: execution } = stage.start(arn, { closes }, `year-${year}`);
    await stage.clock.advanceBy('P1Y');
    expect(stage.describe(execution)).toMatchObject({ status: 'SUCCEEDED', stoppedAt: Date.parse(closes) });
  }
  expect(new Date(stage.clock.now()).toISOString()).toBe('2036-08-31T23:00:00.000Z');
});

it('fires equal instants in the order in which the waits began, every time', async () => {
  const order = async () => {
    const ended: string[] = [];
    const stage = new Stage({
      onStatusChange: ({ name, status }) => status === 'SUCCEEDED' && ended.push(name),
    });
    const arn = stage.create(untilEach);
    for (const name of ['delta', 'alpha', 'charlie', 'bravo']) {
      stage.start(arn, { instants: ['2026-06-01T00:00:00Z'] }, name);
    }
    await stage.clock.advanceTo(Date.parse('2026-06-01T00:00:00Z'));
    return ended;
  };
  expect(await order()).toEqual(['delta', 'alpha', 'charlie', 'bravo']);
  expect(await order()).toEqual(await order());
});

it('carries 10,000 executions at once, each with its own timer, token and end', async () => {
  const stage = new Stage();
  const arn = stage.create({
    QueryLanguage: 'JSONata',
    StartAt: 'Hold',
    States: {
      Hold: { Type: 'Wait', Seconds: '{% $states.input.seconds %}', Next: 'Await' },
      Await: {
        ...awaitToken({ TimeoutSeconds: 86_400 }),
        Assign: { seconds: '{% $states.input.seconds %}' },
      },
    },
  });
  const executions = Array.from({ length: 10_000 }, (_, index) =>
    stage.start(arn, { seconds: (index * 7919) % 3600 }, `one-${index}`),
  );
  await stage.clock.advanceBy('PT1H');
  expect(stage.calls).toHaveLength(10_000);
  for (let call = 0; call < 10_000; call += 2) {
    const output = stage.calls[call]?.executionName ?? null;
    await stage.engine.answerTask(stage.token(call), { ok: true, output });
  }
  await stage.clock.advanceBy('P2D');
  const ends = executions.map(({ arn: execution, name }) => {
    const { status, output } = stage.describe(execution);
    return status === 'SUCCEEDED' ? output === JSON.stringify(name) && 'answered' : status;
  });
  expect(ends.filter((end) => end === 'answered')).toHaveLength(5000);
  expect(ends.filter((end) => end === 'FAILED')).toHaveLength(5000);
});
