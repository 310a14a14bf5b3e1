import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { IntegrationOutcome, LambdaCall } from '../../../local/step-functions/engine.ts';
import { isObject, type JsonObject } from '../../../local/step-functions/json.ts';
import { awaitToken, Stage, task } from './stage.ts';

/** What one state of a random machine is; regions hold sequences of their own. */
type Step =
  | { kind: 'pass' | 'choice' | 'token' }
  | { kind: 'wait'; seconds: number }
  | { kind: 'task'; failures: number; attempts: number; caught: boolean }
  | { kind: 'parallel'; branches: Step[][]; caught: boolean }
  | { kind: 'map'; items: number; concurrency: number; body: Step[]; caught: boolean };

const { step } = fc.letrec<{ step: Step; body: Step[] }>((tie) => ({
  step: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    fc.record({ kind: fc.constantFrom('pass' as const, 'choice' as const, 'token' as const) }),
    fc.record({ kind: fc.constant('wait' as const), seconds: fc.nat(5) }),
    fc.record({
      kind: fc.constant('task' as const),
      failures: fc.nat(3),
      attempts: fc.nat(2),
      caught: fc.boolean(),
    }),
    fc.record({
      kind: fc.constant('parallel' as const),
      branches: fc.array(tie('body'), { minLength: 1, maxLength: 3 }),
      caught: fc.boolean(),
    }),
    fc.record({
      kind: fc.constant('map' as const),
      ...{ items: fc.nat(3), concurrency: fc.nat(2), body: tie('body'), caught: fc.boolean() },
    }),
  ),
  body: fc.array(tie('step'), { minLength: 1, maxLength: 3 }),
}));
const machine = fc.array(step, { minLength: 1, maxLength: 4 });

let names = 0;
function fresh(word: string): string {
  names += 1;
  return `${word} ${names}`;
}

/**
 * A sequence of states for these steps. Each region's first state reads the variable x of its surroundings and
 * puts its own value in it; its last gives both, and what is seen around the region must not have changed.
 */
function sequence(steps: readonly Step[], depth: number) {
  const path = steps.map(({ kind }) => fresh(kind));
  const [open, close] = [fresh('open'), fresh('close')];
  const states: Record<string, unknown> = {
    [open]: {
      Type: 'Pass',
      Assign: { x: depth, outer: depth === 0 ? -1 : '{% $x %}' },
      Next: path[0] ?? close,
    },
    [close]: { Type: 'Pass', Output: { x: '{% $x %}', outer: '{% $outer %}' }, End: true },
  };
  steps.forEach((each, index) => {
    const Next = path[index + 1] ?? close;
    states[path[index] ?? ''] = {
      ...stateOf(each, depth, Next),
      ...(each.kind === 'choice' ? {} : { Next }),
    };
  });
  return { StartAt: open, States: states };
}

function stateOf(step: Step, depth: number, Next: string): Record<string, unknown> {
  const Catch = [{ ErrorEquals: ['States.ALL'], Next }];
  switch (step.kind) {
    case 'pass':
      return { Type: 'Pass' };
    case 'choice':
      return { Type: 'Choice', Choices: [{ Condition: `{% $x = ${depth} %}`, Next }] };
    case 'token':
      return awaitToken({ Next });
    case 'wait':
      return { Type: 'Wait', Seconds: step.seconds };
    case 'task': {
      const { failures, attempts, caught } = step;
      const Retry = [{ ErrorEquals: ['Busy'], MaxAttempts: attempts, JitterStrategy: 'FULL' }];
      const payload = { fails: `{% $states.context.State.RetryCount < ${failures} %}` };
      return task(payload, { Retry, ...(caught ? { Catch } : {}), Next });
    }
    case 'parallel': {
      const Branches = step.branches.map((branch) => sequence(branch, depth + 1));
      return { Type: 'Parallel', Branches, ...(step.caught ? { Catch } : {}) };
    }
    case 'map': {
      const { items, concurrency, body, caught } = step;
      const Items = Array.from({ length: items }, (_, index) => index);
      const ItemProcessor = sequence(body, depth + 1);
      return { Type: 'Map', Items, MaxConcurrency: concurrency, ItemProcessor, ...(caught ? { Catch } : {}) };
    }
  }
}

async function work({ payload }: LambdaCall): Promise<IntegrationOutcome> {
  return isObject(payload) && payload.fails === true
    ? { ok: false, error: 'Busy', cause: 'as planned' }
    : { ok: true, output: payload };
}

/** Plays a machine to its end, answering every token that is still awaited. */
async function playThrough(steps: readonly Step[]) {
  names = 0;
  const stage = new Stage({ invokeLambda: work });
  const stateMachineArn = stage.create({ QueryLanguage: 'JSONata', ...sequence(steps, 0) });
  const { arn } = stage.start(stateMachineArn, {}, 'random');
  const answers = new Map<string, string>();
  for (let round = 0; round < 1000 && stage.describe(arn).status === 'RUNNING'; round += 1) {
    await stage.engine.whenIdle();
    const open = stage.calls
      .map((_call, index) => stage.token(index))
      .filter((each) => each !== '' && !answers.has(each));
    for (const each of open) {
      const answer = stage.engine.answerTask(each, { ok: true, output: {} });
      answers.set(
        each,
        await answer.then(
          () => 'taken',
          (error: Error) => error.name,
        ),
      );
    }
    const due = stage.engine.nextDue();
    if (open.length === 0 && due !== undefined) await stage.clock.advanceTo(Math.max(due, stage.clock.now()));
  }
  const history = stage.history(arn);
  const result = { status: stage.describe(arn).status, history, answers: [...answers] };
  stage.close();
  return result;
}

it('random machines always end, by themselves or through their tokens, and lose none of these', async () => {
  await fc.assert(
    fc.asyncProperty(machine, async (steps) => {
      const { status, history, answers } = await playThrough(steps);
      expect(['SUCCEEDED', 'FAILED']).toContain(status);
      const { length: asked } = history.filter(({ type }) => type === 'TaskSubmitted');
      const { length: settled } = history.filter(
        ({ type, details }) => type === 'TaskSucceeded' && details?.resource === 'invoke.waitForTaskToken',
      );
      expect(answers.filter(([, taken]) => taken === 'taken')).toHaveLength(settled);
      expect(answers.every(([, taken]) => taken === 'taken' || taken === 'TaskTimedOut')).toBe(true);
      if (!history.some(({ type }) => type.endsWith('Aborted'))) expect(settled).toBe(asked);
    }),
    { numRuns: 250, seed: 20260302 },
  );
});

it('random machines see the variables of their surroundings and never change them', async () => {
  await fc.assert(
    fc.asyncProperty(machine, async (steps) => {
      const { history } = await playThrough(steps);
      for (const { type, details } of history) {
        if (type !== 'PassStateExited' || !String(details?.name).startsWith('close')) continue;
        const { x, outer } = JSON.parse(String(details?.output)) as JsonObject;
        expect(outer).toBe(Number(x) - 1);
      }
    }),
    { numRuns: 150, seed: 20260302 },
  );
});

it('random machines write well-formed histories, the same ones every time', async () => {
  await fc.assert(
    fc.asyncProperty(machine, async (steps) => {
      const { history } = await playThrough(steps);
      history.forEach(({ id, previousEventId, at }, index) => {
        expect(id).toBe(index + 1);
        expect(previousEventId).toBeLessThan(id);
        expect(at).toBeGreaterThanOrEqual(history[index - 1]?.at ?? 0);
      });
      expect((await playThrough(steps)).history).toEqual(history);
    }),
    { numRuns: 80, seed: 20260302 },
  );
});
