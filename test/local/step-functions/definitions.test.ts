import { describe, expect, it } from 'vitest';
import { Stage } from './stage.ts';

const stage = new Stage();

/** The problems of a machine with these states, as `code location: message`. */
function problems(states: Record<string, unknown>, more: Record<string, unknown> = {}): string[] {
  const machine = { QueryLanguage: 'JSONata', StartAt: Object.keys(states)[0], States: states, ...more };
  return problemsOf(JSON.stringify(machine));
}

function problemsOf(definition: string): string[] {
  const found = stage.engine.machines.validate(definition);
  return found.map(({ code, location, message }) => `${code} ${location}: ${message}`);
}

const done = { Type: 'Succeed' };

describe('a definition', () => {
  it('is refused with every problem listed at its path', () => {
    const found = problems({
      First: { Type: 'Pass', Next: 'Nowhere', Assign: { states: 1, 'a b': 2 } },
      Second: { Type: 'Wait', Seconds: -1, Timestamp: 'tomorrow', End: true },
      Third: { Type: 'Task', Resource: 'arn:aws:states:::dynamodb:putItem', End: true },
      Fourth: { Type: 'Sleep' },
    });
    expect(found).toEqual([
      "SCHEMA_VALIDATION_FAILED /States/First/Assign/states: 'states' is not a valid variable name",
      "SCHEMA_VALIDATION_FAILED /States/First/Assign/a b: 'a b' is not a valid variable name",
      "SCHEMA_VALIDATION_FAILED /States/Second: Exactly one of 'Seconds' or 'Timestamp' is required",
      'SCHEMA_VALIDATION_FAILED /States/Second/Timestamp: String does not match RFC3339 timestamp',
      'SCHEMA_VALIDATION_FAILED /States/Second/Seconds: Expected an integer of at least 0 or a JSONata expression',
      "NOT_SUPPORTED_LOCALLY /States/Third/Resource: The resource 'arn:aws:states:::dynamodb:putItem' is not supported",
      'SCHEMA_VALIDATION_FAILED /States/Fourth/Type: Unknown state type "Sleep"',
      "MISSING_TRANSITION_TARGET /States/First/Next: Missing 'Next' target: Nowhere",
    ]);
  });

  it('finds problems inside branches and item processors', () => {
    const bad = { StartAt: 'Inner', States: { Inner: { Type: 'Pass', Parameters: {}, End: true } } };
    const badToo = { StartAt: 'Deep', States: { Deep: { Type: 'Pass', End: true, Sparkle: 1 } } };
    expect(
      problems({
        Both: { Type: 'Parallel', Branches: [bad], Next: 'Each' },
        Each: {
          Type: 'Map',
          ItemProcessor: { ...badToo, ProcessorConfig: { Mode: 'DISTRIBUTED' } },
          End: true,
        },
      }),
    ).toEqual([
      "SCHEMA_VALIDATION_FAILED /States/Both/Branches[0]/States/Inner/Parameters: The QueryLanguage 'JSONata' does not support the field 'Parameters'",
      'NOT_SUPPORTED_LOCALLY /States/Each/ItemProcessor/ProcessorConfig/Mode: Map mode DISTRIBUTED is not supported',
      "SCHEMA_VALIDATION_FAILED /States/Each/ItemProcessor/States/Deep/Sparkle: Field 'Sparkle' is not supported in a state of type 'Pass'",
    ]);
  });

  it.each([
    [
      'a syntax error in an expression',
      { A: { Type: 'Pass', Output: { x: '{% $sum( %}' }, End: true } },
      /A\/Output\/x: .*invalid/,
    ],
    [
      '$eval',
      { A: { Type: 'Pass', Output: "{% $eval('1') %}", End: true } },
      /A\/Output: .*\$eval is not supported/,
    ],
    ['a state that cannot be reached', { A: done, B: done }, /States\/B: State "B" is not reachable/],
    ['neither Next nor End', { A: { Type: 'Pass' } }, /Exactly one of 'Next' or 'End'/],
    [
      'both Next and End',
      { A: { Type: 'Pass', Next: 'B', End: true }, B: done },
      /Exactly one of 'Next' or 'End'/,
    ],
    [
      'a JSONPath state',
      { A: { Type: 'Pass', QueryLanguage: 'JSONPath', End: true } },
      /can not be 'JSONPath'/,
    ],
    [
      'an activity',
      { A: { Type: 'Task', Resource: 'arn:aws:states:eu-west-2:0:activity:x', End: true } },
      /activity:x' is not supported/,
    ],
    [
      'a job that is waited for',
      { A: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke.sync', End: true } },
      /sync' is not supported/,
    ],
    [
      'a Lambda without its name',
      { A: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Arguments: {}, End: true } },
      /'FunctionName' is required/,
    ],
    [
      'States.ALL before others',
      {
        A: {
          Type: 'Parallel',
          Branches: [{ StartAt: 'B', States: { B: done } }],
          Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['X'] }],
          End: true,
        },
      },
      /Retry\[0\]\/ErrorEquals: 'States.ALL' must stand alone/,
    ],
    [
      'a backoff below one',
      {
        A: {
          Type: 'Parallel',
          Branches: [{ StartAt: 'B', States: { B: done } }],
          Retry: [{ ErrorEquals: ['X'], BackoffRate: 0.5 }],
          End: true,
        },
      },
      /BackoffRate: Expected a number of at least 1.0/,
    ],
    [
      'a choice that names no state',
      { A: { Type: 'Choice', Choices: [{ Condition: '{% true %}' }], Default: 'B' }, B: done },
      /Choices\[0\]: The field 'Next' is required/,
    ],
    [
      'two states of one name',
      { A: { Type: 'Parallel', Branches: [{ StartAt: 'A', States: { A: done } }], End: true } },
      /Duplicate State name: A/,
    ],
    [
      'a heartbeat no shorter than the timeout',
      {
        A: {
          Type: 'Task',
          Resource: 'arn:aws:lambda:eu-west-2:0:function:f',
          TimeoutSeconds: 5,
          HeartbeatSeconds: 5,
          End: true,
        },
      },
      /HeartbeatSeconds: Must be smaller/,
    ],
  ])('is refused for %s', (_title, states, expected) => {
    expect(problems(states).join('\n')).toMatch(expected);
  });

  it('is refused when it is not JSON, or no machine', () => {
    expect(problemsOf('{')[0]).toMatch(/^INVALID_JSON_DESCRIPTION/);
    expect(problemsOf('[]')[0]).toMatch(/^INVALID_JSON_DESCRIPTION/);
    expect(problemsOf('{"StartAt":"A","Flavour":1}')).toEqual([
      "SCHEMA_VALIDATION_FAILED /: Field 'Flavour' is not supported",
      "SCHEMA_VALIDATION_FAILED /: The field 'States' is required and must hold at least one state",
    ]);
  });

  it('is created once, again when it is the same, and refused when it is another under the same name', () => {
    const machine = { QueryLanguage: 'JSONata', StartAt: 'A', States: { A: done } };
    expect(stage.create(machine, 'once')).toBe(stage.create(machine, 'once'));
    expect(() => stage.create({ ...machine, Comment: 'other' }, 'once')).toThrow(
      'State Machine Already Exists',
    );
    expect(() => stage.create(machine, 'with space')).toThrow("Invalid Name: 'with space'");
  });

  it('may change while executions run, which keep the one they started with', async () => {
    const held = (Output: string) => ({
      QueryLanguage: 'JSONata',
      StartAt: 'Hold',
      States: { Hold: { Type: 'Wait', Seconds: 60, Output, End: true } },
    });
    const arn = stage.create(held('old'), 'changing');
    const before = stage.start(arn);
    stage.engine.machines.update(arn, { definition: JSON.stringify(held('new')) }, stage.clock.now());
    const after = stage.start(arn);
    await stage.clock.advanceBy('PT1M');
    expect([stage.output(before.arn), stage.output(after.arn)]).toEqual(['old', 'new']);
  });
});
