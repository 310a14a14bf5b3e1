import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { runVectors } from '../../../local/step-functions/vectors/run.ts';
import { Stage } from './stage.ts';

const folder = join(import.meta.dirname, '../../vectors');

describe('what AWS was recorded doing', () => {
  it.each([
    ['recorded in JSONata', folder, 123],
    ['recorded in JSONPath and translated', join(folder, 'translated'), 87],
  ])('is what the engine does, event by event: %s', async (_title, path, count) => {
    const results = await runVectors(path);
    expect(results).toHaveLength(count);
    expect(results.filter(({ verdict }) => verdict === 'failed')).toEqual([]);
  });
});

const recording = z.object({
  api: z.enum(['CreateStateMachine', 'ValidateStateMachineDefinition', 'DescribeExecution']),
  definition: z.unknown(),
  recorded: z.record(z.string(), z.record(z.string(), z.unknown())),
});
const recordings = z
  .array(recording)
  .parse(JSON.parse(readFileSync(join(folder, 'no-history-recordings.json'), 'utf8')));

describe('what AWS was recorded answering', () => {
  it.each(recordings.filter(({ api }) => api === 'CreateStateMachine'))(
    'refuses a definition in the same words',
    ({ definition, recorded }) => {
      const [answer] = Object.values(recorded);
      const said = String(answer?.message ?? answer?.exception_value);
      const message = said.slice(said.indexOf('Invalid State Machine Definition'));
      expect(() => new Stage().create(definition)).toThrow(message);
    },
  );

  it.each(recordings.filter(({ api }) => api === 'ValidateStateMachineDefinition'))(
    'validates alike',
    ({ definition, recorded }) => {
      const diagnostics = new Stage().engine.machines.validate(JSON.stringify(definition));
      expect(diagnostics).toEqual(recorded.validation_response?.diagnostics);
    },
  );

  it.each(recordings.filter(({ api }) => api === 'DescribeExecution'))(
    'times an execution out alike',
    async ({ definition, recorded }) => {
      const stage = new Stage();
      const execution = stage.start(stage.create(definition));
      await stage.clock.advanceBy('PT5S');
      expect(stage.describe(execution.arn).status).toBe(recorded.describe_execution?.status);
      expect(stage.types(execution.arn).at(-1)).toBe('ExecutionTimedOut');
    },
  );
});
