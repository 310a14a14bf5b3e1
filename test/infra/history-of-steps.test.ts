import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { releases } from '../../local/release-steps.ts';
import { type Release, stepsOfToday } from '../../workflows/released-steps.ts';
import { RETIRED_STEPS, type RetiredStep, stepsCallable } from '../../workflows/retired-steps.ts';
import { MACHINES } from '../../workflows/wiring.ts';
import { brokenPromises } from '../support/step-promises.ts';

/** An execution may be a year old when it calls a handler of today: it runs the definition that it began with. */
describe('the steps of today', () => {
  it('are on record as a release', () => {
    expect(releases()).not.toEqual([]);
  });

  it('keep what every release of the last thirteen months has promised, and nothing for longer', () => {
    expect(brokenPromises(releases(), stepsOfToday(), RETIRED_STEPS)).toEqual([]);
  });
});

describe('a release', () => {
  it('breaks no promise where a step takes more than before and answers less', () => {
    const now = stepsWith({
      input: { id: z.string(), note: z.string().optional() },
      output: z.enum(['yes']),
    });
    expect(brokenPromises([released('2026-11-24')], now, [])).toEqual([]);
  });

  it.each([
    [
      'wants a field that executions of before do not send',
      { id: z.string(), more: z.string() },
      YES_OR_NO(),
      'refuses what 2026-11-24 sends: more may be missing',
    ],
    ['takes a field no longer', {}, YES_OR_NO(), 'refuses what 2026-11-24 sends: id is not known'],
    [
      'takes it in another type',
      { id: z.int() },
      YES_OR_NO(),
      'refuses what 2026-11-24 sends: id may be string, not integer',
    ],
    [
      'takes it by a narrower rule',
      { id: z.string().max(3) },
      YES_OR_NO(),
      'refuses what 2026-11-24 sends: id has another maxLength',
    ],
    [
      'answers with a word that no definition of before knows',
      { id: z.string() },
      z.enum(['yes', 'no', 'perhaps']),
      'answers what 2026-11-24 does not know: standing may be perhaps',
    ],
    [
      'answers nothing where there was an answer',
      { id: z.string() },
      YES_OR_NO().nullable(),
      'answers what 2026-11-24 does not know: standing may be null',
    ],
  ] as const)('is refused where a step %s', (_, input, output, why) => {
    const found = brokenPromises([released('2026-11-24')], stepsWith({ input, output }), []);
    expect(found).toEqual([
      `open-year ${why.includes('standing may be null') ? why.replace('standing may be null', 'standing may be null, not string') : why}.`,
    ]);
  });
});

describe('a step that a definition no longer calls', () => {
  const without = { ...stepsWith(BEFORE()), machines: { 'school-year': [] } };
  const retired: RetiredStep = {
    machine: 'school-year',
    handler: 'steps/open-year',
    retiredOn: '2027-03-01',
  };

  it('has to be listed, so that its function and its machine’s right to call it stay', () => {
    expect(brokenPromises([released('2026-11-24')], without, [])).toEqual([
      'school-year of 2026-11-24 calls steps/open-year: list it in workflows/retired-steps.ts.',
    ]);
    expect(brokenPromises([released('2026-11-24')], without, [retired])).toEqual([]);
    const { steps } = MACHINES.placement;
    const other: RetiredStep = { ...retired, machine: 'placement' };
    expect(stepsCallable('placement', steps, [retired])).toEqual(Object.values(steps));
    expect(stepsCallable('placement', steps, [other])).toEqual([...Object.values(steps), 'steps/open-year']);
  });

  it('is asked to be deleted once it has been away for thirteen months, with the releases of before', () => {
    const later = { releasedOn: '2028-05-01', ...without };
    expect(brokenPromises([released('2026-11-24'), later], without, [retired])).toEqual([
      'Delete workflows/released/2026-11-24.json: no execution is as old.',
      'Delete steps/open-year and its line in workflows/retired-steps.ts: 13 months are over.',
    ]);
  });

  it('is not retired while the definition calls it', () => {
    expect(brokenPromises([released('2026-11-24')], stepsWith(BEFORE()), [retired])).toEqual([
      'school-year still calls steps/open-year: it is not retired.',
    ]);
  });
});

function YES_OR_NO() {
  return z.enum(['yes', 'no']);
}

function BEFORE() {
  return { input: { id: z.string() }, output: YES_OR_NO() };
}

/** A machine with one step, and what that takes and answers. */
function stepsWith({ input, output }: { readonly input: z.ZodRawShape; readonly output: z.ZodType }) {
  const schemas = {
    input: z.toJSONSchema(z.strictObject(input)),
    output: z.toJSONSchema(z.strictObject({ standing: output })),
  };
  return { machines: { 'school-year': ['steps/open-year' as const] }, steps: { 'open-year': schemas } };
}

const released = (releasedOn: string): Release => ({ releasedOn, ...stepsWith(BEFORE()) });
