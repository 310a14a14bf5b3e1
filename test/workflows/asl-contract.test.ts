import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import jsonata from 'jsonata';
import { describe, expect, it } from 'vitest';
import { machineInputSchema, statementInputSchema } from '../../workflows/steps.ts';
import { MACHINES, type MachineName } from '../../workflows/wiring.ts';
import { expressionIn } from './expression-kinds.ts';
import { contractProblems } from './machine-contract.ts';

const textOf = (machine: MachineName) =>
  readFileSync(new URL(`../../workflows/${MACHINES[machine].file}`, import.meta.url), 'utf8');

const MACHINE_NAMES = [
  'placement',
  'school-year',
  'specialist-selection',
  'specialist-year',
  'statement',
] as const satisfies readonly MachineName[];

describe('the definition of', () => {
  it.each(MACHINE_NAMES)('%s gives and takes what the contracts of its steps say', (machine) => {
    const input = machine === 'statement' ? statementInputSchema : machineInputSchema;
    expect(contractProblems(JSON.parse(textOf(machine)), MACHINES[machine], input)).toEqual([]);
  });

  it('every machine of the wiring is among them', () => {
    expect(Object.keys(MACHINES)).toEqual(MACHINE_NAMES);
  });
});

describe('a definition is reported, with its place, where', () => {
  /** The problems of the real definition with one thing changed; the text to change must be there. */
  const changed = (machine: MachineName, from: string, to: string, wiring: object = {}) => {
    const text = textOf(machine);
    expect(text).toContain(from);
    return contractProblems(JSON.parse(text.replace(from, () => to)), { ...MACHINES[machine], ...wiring });
  };

  it('a variable is renamed where it is assigned', () => {
    expect(changed('placement', '"ask": "{%', '"question": "{%')).toEqual(
      expect.arrayContaining([
        'AwaitPlacement.Arguments.Payload.askId: $ask is not assigned on every way here',
        'AwaitPlacement.TimeoutSeconds: $ask is not assigned on every way here',
        'SettlePlacement.Arguments.Payload.askId: $ask is not assigned on every way here',
      ]),
    );
  });

  it('a variable is assigned on one of two ways only', () => {
    const found = changed('placement', '"Default": "Superseded"', '"Default": "SettlePlacement"');
    expect(found).toContain('SettlePlacement.Arguments.Payload.askId: $ask may be null here');
    const straightOn = changed('placement', '"Next": "AwaitPlacement"', '"Next": "Placed"');
    expect(straightOn).toContain('Placed.Choices[0].Condition: $settled is not assigned on every way here');
  });

  it('a key of the payload is dropped, misspelt or added', () => {
    const generation = '"generation": "{% $states.input.generation %}"\n        }';
    expect(changed('placement', `,\n          ${generation}`, '}')).toEqual([
      'OpenPlacement.Arguments.Payload: lacks generation',
    ]);
    expect(changed('placement', generation, generation.replace('generation"', 'generatoin"'))).toEqual([
      'OpenPlacement.Arguments.Payload: lacks generation',
      'OpenPlacement.Arguments.Payload: has generatoin, which nobody asks for',
    ]);
  });

  it('a path is misspelt, in a result, an input, the context', () => {
    expect(changed('placement', 'Payload.yearOpensAt', 'Payload.yearOpenAt')).toEqual([
      'OpenPlacement.Assign.yearOpensAt: $states.result.Payload has no yearOpenAt, only standing, ask, yearOpensAt',
    ]);
    expect(changed('placement', '$states.result.Payload.ask', '$states.result.ask')[0]).toMatch(
      /^OpenPlacement\.Assign\.ask: \$states\.result has no ask/,
    );
    expect(changed('school-year', '$states.input.generation', '$states.input.generatoin')[0]).toMatch(
      /^OpenYear\.Arguments\.Payload\.generation: \$states\.input has no generatoin/,
    );
    expect(changed('school-year', 'State.EnteredTime', 'State.Entered')[0]).toMatch(
      /^OpenYear\.Arguments\.Payload\.enteredAt: \$states\.context\.State has no Entered/,
    );
  });

  it('the result is read before there is one, or the token where none is given', () => {
    expect(changed('placement', '{% $states.input.generation', '{% $states.result.generation')).toEqual([
      'OpenPlacement.Arguments.Payload.generation: there is no $states.result here',
    ]);
    expect(
      changed('placement', '{% $states.input.participationId', '{% $states.context.Task.Token')[0],
    ).toMatch(/^OpenPlacement\.Arguments\.Payload\.participationId: \$states\.context has no Task/);
  });

  it('one id stands where another is wanted, or a text where a number is', () => {
    expect(changed('placement', '"askId": "{% $ask.id %}"', '"askId": "{% $participationId %}"')).toEqual([
      'AwaitPlacement.Arguments.Payload: askId has another form than is wanted',
    ]);
    expect(changed('placement', '{% $states.input.generation %}', 'first')).toEqual([
      'OpenPlacement.Arguments.Payload: generation is string, not integer',
    ]);
  });

  it('a branch waits for a word that no step says', () => {
    expect(changed('placement', "$settled = 'open'", "$settled = 'opened'")).toEqual([
      'Placed.Choices[2].Condition: is never opened, only open, answered, expired, superseded',
    ]);
    expect(changed('school-year', "$settled = 'open'", "$settled = 'Open'")[0]).toMatch(
      /^Milestones \/ MilestoneSettled\.Choices\[0\]\.Condition: is never Open/,
    );
  });

  it('what is null for a superseded execution is read before the branch on it', () => {
    const found = changed('school-year', '"Next": "StillCurrent"', '"Next": "AwaitProgression"');
    expect(found).toContain('AwaitProgression.Arguments.Payload.askId: $progression may be null here');
    expect(found).toContain('StillCurrent: cannot be reached');
  });

  it('what is null for a preparatory year is read before the branch on it', () => {
    const found = changed('school-year', '"Next": "AnythingToDecide"', '"Next": "AwaitProgression"');
    expect(found).toContain('AwaitProgression.Arguments.Payload.askId: $progression may be null here');
    const otherWay = changed('school-year', '"Default": "AwaitProgression"', '"Default": "CloseYear"');
    expect(otherWay).toContain('AwaitProgression: cannot be reached');
  });

  it('a branch waits for a null that no step gives', () => {
    expect(changed('school-year', '$progression = null', '$standing = null')).toContain(
      'AnythingToDecide.Choices[0].Condition: is never null',
    );
  });

  it('what is null where nothing is left to decide is read before the branch on it', () => {
    const selection = changed('specialist-selection', '"Next": "AnythingToDecide"', '"Next": "TakeDecision"');
    expect(selection).toContain('TakeDecision.Assign.awaitUntil: $decision may be null here');
    const year = changed('specialist-year', '"Next": "AnythingToAssess"', '"Next": "AwaitAccreditation"');
    expect(year).toContain(
      'AwaitAccreditation.TimeoutSeconds: $awaitUntil is not assigned on every way here',
    );
  });

  it('a Map reads what its element lacks', () => {
    expect(changed('school-year', '$ask.opensAt', '$ask.openAt')).toEqual([
      'Milestones / UntilOpens.Timestamp: $ask has no openAt, only id, opensAt, closesAt',
    ]);
    expect(changed('school-year', '{% $milestones %}', '{% $progression %}')[0]).toMatch(
      /^Milestones\.Items: is object, not array/,
    );
  });

  it('a Map assigns a variable of the scope around it, which Step Functions refuses', () => {
    expect(changed('school-year', '"progressionStatus": "{%', '"settled": "{%')).toContain(
      'Milestones / SettleMilestone.Assign.settled: is assigned in an outer scope too',
    );
  });

  it('a variable of the Map is read outside it', () => {
    expect(changed('school-year', '{% $progression.id %}', '{% $ask.id %}')).toContain(
      'AwaitProgression.Arguments.Payload.askId: $ask is not assigned on every way here',
    );
  });

  it('a state cannot be reached, or one that is gone is named', () => {
    expect(changed('school-year', '"Next": "Milestones"', '"Next": "AwaitProgression"')).toContain(
      'Milestones: cannot be reached',
    );
    expect(changed('placement', '"Next": "SettlePlacement"', '"Next": "Settle"')).toEqual([
      'AwaitPlacement: goes on to Settle, which is not there',
    ]);
  });

  it('a wait has no timeout, or one that is no number', () => {
    expect(changed('placement', '{% $max([60', '{% $ask.closesAt %}", "Output": "{% $max([60')).toContain(
      'AwaitPlacement.TimeoutSeconds: is string, not number',
    );
    const text = textOf('placement').replace(/\n *"TimeoutSeconds": "\{%.*/, '');
    expect(contractProblems(JSON.parse(text), MACHINES.placement)).toEqual([
      'AwaitPlacement: waits for a token without TimeoutSeconds',
    ]);
  });

  it('the token is handed to nobody', () => {
    expect(changed('placement', '$states.context.Task.Token', '$ask.id')).toEqual([
      'AwaitPlacement.Arguments.Payload: hands its token to nobody',
    ]);
  });

  it('an error that passes is not retried, one that does not is, or the jitter is gone', () => {
    expect(changed('placement', '"TableUnavailable",', '"TableUnavailble",')).toEqual([
      'OpenPlacement.Retry: does not name TableUnavailable',
      "OpenPlacement.Retry: TableUnavailble does not pass by itself, or is nobody's",
    ]);
    expect(changed('placement', '"JitterStrategy": "FULL"', '"JitterStrategy": "NONE"')).toEqual([
      'OpenPlacement.Retry: has no full jitter',
    ]);
  });

  it('something else than a timeout is caught', () => {
    expect(changed('placement', '["States.Timeout"]', '["States.ALL"]')).toEqual([
      'AwaitPlacement.Catch: catches States.ALL',
    ]);
  });

  it('a token stands for no step, or a step for no token', () => {
    const found = changed('placement', '{DueYear}', '{DueYears}');
    expect(found).toEqual(
      expect.arrayContaining([
        'DueYear.Arguments.FunctionName: $'.concat('{DueYears} is not a step of the wiring'),
        'the wiring has a step for DueYear, and no state uses it',
      ]),
    );
    const steps = { ...MACHINES.placement.steps, CloseYear: 'steps/close-year' };
    expect(changed('placement', '', '', { steps })).toEqual([
      'the wiring has a step for CloseYear, and no state uses it',
    ]);
  });

  it('a state has no comment, or one that says nothing', () => {
    expect(changed('placement', '"Comment": "1 September', '"Comment": "A description of')).toEqual([
      'UntilYearOpens: has no Comment that says what it is for',
    ]);
  });

  it('an expression does more than this test can follow', () => {
    expect(changed('placement', '{% $ask.id %}', "{% $lookup($ask, 'id') %}")[0]).toMatch(
      /askId: \$lookup is a function that this test does not know/,
    );
  });
});

describe('the timeout of a state that waits', () => {
  /** Every expression for a timeout in the definitions, with what it reads: an ask, or an instant. */
  const timeouts = MACHINE_NAMES.flatMap((machine) =>
    [...textOf(machine).matchAll(/"TimeoutSeconds": "(\{%.*?%\})"/g)].map(([, text = '']) => {
      const [, until = ''] = /\$toMillis\(\$([\w.]+)\)/.exec(text) ?? [];
      return { machine, until, expression: jsonata(expressionIn(text) ?? '') };
    }),
  );
  const instants = fc.date({ min: new Date('2025-01-01'), max: new Date('2060-01-01'), noInvalidDate: true });

  it('is computed in every state that waits', () => {
    expect(timeouts.map(({ machine, until }) => [machine, until])).toEqual([
      ['placement', 'ask.closesAt'],
      ['school-year', 'ask.closesAt'],
      ['school-year', 'progression.closesAt'],
      ['specialist-selection', 'awaitUntil'],
      ['specialist-year', 'ask.closesAt'],
      ['specialist-year', 'awaitUntil'],
      ['statement', 'approval.closesAt'],
    ]);
  });

  it('is a positive whole number of seconds, and never ends before the ask closes or is escalated, at whatever instant', async () => {
    for (const { until, expression } of timeouts) {
      await fc.assert(
        fc.asyncProperty(instants, instants, async (entered, due) => {
          const seconds: unknown = await expression.evaluate(undefined, {
            ...bindingOf(until, due.toISOString()),
            states: { context: { State: { EnteredTime: entered.toISOString() } } },
          });
          expect(seconds).toBeTypeOf('number');
          expect(Number.isSafeInteger(seconds)).toBe(true);
          expect(seconds).toBeGreaterThanOrEqual(60);
          expect(entered.getTime() + Number(seconds) * 1000).toBeGreaterThan(due.getTime());
        }),
        { numRuns: 60 },
      );
    }
  });

  /** The variable that `ask.closesAt` or `awaitUntil` reads, with this instant in it. */
  function bindingOf(path: string, instant: string): Record<string, unknown> {
    const [variable = '', key] = path.split('.');
    return { [variable]: key ? { [key]: instant } : instant };
  }
});

describe('a machine', () => {
  it('is given the 360 days that a policy may ask of it, and is ended before Step Functions would after a year', () => {
    for (const machine of MACHINE_NAMES) {
      const { TimeoutSeconds } = JSON.parse(textOf(machine));
      expect(TimeoutSeconds).toBe(360 * 86_400);
    }
  });
});
