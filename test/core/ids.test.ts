import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { academicYearFrom } from '../../core/academic-year.ts';
import { askIdOf, askIdSchema, askKindSchema, participationOfAsk } from '../../core/ask.ts';
import { claimIdOf, claimIdSchema } from '../../core/claim.ts';
import {
  milestoneSchema,
  pathwayStageSchema,
  specialistIdSchema,
  specialistStageSchema,
  urnSchema,
} from '../../core/codes.ts';
import {
  AMBIGUOUS_ENDING,
  conductedBy,
  conductorOf,
  executionNamesOf,
  executionOf,
  machineFor,
} from '../../core/execution-name.ts';
import {
  isSpecialist,
  type ParticipationId,
  participationIdOf,
  participationIdSchema,
  partsOf,
  specialistOf,
} from '../../core/participation.ts';
import {
  approvalIdOf,
  approvalIdSchema,
  statementConductedBy,
  statementExecutionOf,
  statementIdSchema,
  statementOfApproval,
} from '../../core/statement-id.ts';
import { sampleApplication, sampleParticipation } from '../support/sample-rows.ts';

const urns = fc
  .integer({ min: 0, max: 999_999 })
  .map((each) => urnSchema.parse(String(each).padStart(6, '0')));
const years = fc.integer({ min: 2000, max: 2098 }).map(academicYearFrom);
const stages = fc.constantFrom(...pathwayStageSchema.options);
const specialists = fc
  .integer({ min: 0, max: 999_999 })
  .map((each) => specialistIdSchema.parse(`sp-${String(each).padStart(4, '0')}`));
const specialistStages = fc.constantFrom(...specialistStageSchema.options);
const schoolsIds = fc.tuple(urns, years, stages).map((parts) => participationIdOf(...parts));
const specialistsIds = fc
  .tuple(specialists, years, specialistStages)
  .map((parts) => participationIdOf(...parts));
const ids = fc.oneof(schoolsIds, specialistsIds);
const milestones = fc.constantFrom(...milestoneSchema.options);
const phases = fc.constantFrom('before-year', 'year');
const generations = fc.integer({ min: 1, max: 999 });

/** Any id that the schema lets through: also of topics that the policy has yet to bring. */
const topicsIds = fc
  .tuple(urns, years, fc.stringMatching(/^[a-z][a-z0-9-]{2,40}$/))
  .filter(([, , topic]) => !specialistStageSchema.safeParse(topic).success)
  .map((parts): ParticipationId => participationIdSchema.parse(parts.join('-')));
const anyIds = fc.oneof(topicsIds, specialistsIds);

describe('the id of a participation', () => {
  it('is what the design says', () => {
    const [school, specialist] = [urnSchema.parse('900001'), specialistIdSchema.parse('sp-0042')];
    expect(participationIdOf(school, academicYearFrom(2026), 'development')).toBe(
      '900001-2026-27-development',
    );
    expect(participationIdOf(specialist, academicYearFrom(2026), 'training-1')).toBe(
      'sp-0042-2026-27-training-1',
    );
    expect(participationIdOf(specialist, academicYearFrom(2028), 'leading')).toBe('sp-0042-2028-29-leading');
  });

  it('gives back the parts it was made of, and says whose it is', () => {
    fc.assert(
      fc.property(urns, years, stages, (subject, academicYear, stage) => {
        const id = participationIdOf(subject, academicYear, stage);
        expect(partsOf(id)).toEqual({ subject, academicYear, stage });
        expect(isSpecialist(id)).toBe(false);
      }),
    );
    fc.assert(
      fc.property(specialists, years, specialistStages, (subject, academicYear, stage) => {
        const id = participationIdOf(subject, academicYear, stage);
        expect(partsOf(id)).toEqual({ subject, academicYear, stage });
        expect(isSpecialist(id)).toBe(true);
        expect(specialistOf(id)).toBe(subject);
      }),
    );
  });

  it('of a school is the school’s, and no Specialist’s', () => {
    expect(() => specialistOf(participationIdSchema.parse('900001-2026-27-development'))).toThrow();
  });

  it.each([
    '90001-2026-27-development',
    '900001-2026-28-development',
    '900001-2026-27-',
    '900001-2026-27-Development',
    '900001-2026-27-development ',
    '900001-2026-27-development\n',
    '900001-2026-27-development#x',
    '../900001-2026-27-development',
    '900001-2026-27-leading',
    'sp-0042-2026-27-development',
    'sp-42-2026-27-training-1',
    'sp-0042-2026-28-training-1',
    'sp-0042-2026-27-training-3',
  ])('is never %j', (text) => {
    expect(participationIdSchema.safeParse(text).success).toBe(false);
  });
});

describe('the name of an execution', () => {
  it('is the id for the year, with what comes before the year at the end, and -r2, -r3 after restarts', () => {
    const school = participationIdSchema.parse('900001-2026-27-development');
    const specialist = participationIdSchema.parse('sp-0042-2026-27-training-1');
    const names = (id: ParticipationId, generation: number) =>
      (['before-year', 'year'] as const).map((phase) => executionOf(phase, id, generation).name);
    expect(names(school, 1)).toEqual([`${school}-placement`, '900001-2026-27-development']);
    expect(names(school, 3)).toEqual([`${school}-placement-r3`, `${school}-r3`]);
    expect(names(specialist, 1)).toEqual([`${specialist}-selection`, 'sp-0042-2026-27-training-1']);
    expect(names(specialist, 2)).toEqual([`${specialist}-selection-r2`, `${specialist}-r2`]);
  });

  it('tells which machine conducts which participation, in which generation', () => {
    fc.assert(
      fc.property(phases, ids, generations, (phase, id, generation) => {
        const { machine, name } = executionOf(phase, id, generation);
        expect(machine).toBe(machineFor(phase, id));
        expect(conductedBy(name)).toEqual({ machine, id, generation });
      }),
    );
  });

  it('is one that Step Functions takes: at most 80 characters, none of them special', () => {
    fc.assert(
      fc.property(phases, anyIds, generations, (phase, id, generation) => {
        expect(executionOf(phase, id, generation).name).toMatch(/^[A-Za-z0-9_-]{1,80}$/);
      }),
    );
  });

  it('is another for another participation, phase or generation', () => {
    const executions = fc.tuple(phases, ids, generations);
    fc.assert(
      fc.property(executions, executions, (one, other) => {
        const same = JSON.stringify(one) === JSON.stringify(other);
        expect(executionOf(...one).name === executionOf(...other).name).toBe(same);
      }),
    );
  });

  it('would be ambiguous for a topic that ends like one, which is why no policy may have it', () => {
    const topic = participationIdSchema.parse('900001-2026-27-work-placement');
    expect(conductedBy(executionOf('year', topic, 1).name)?.id).not.toBe(topic);
    for (const code of ['work-placement', 'self-selection', 'maths-r2']) {
      expect(AMBIGUOUS_ENDING.test(code)).toBe(true);
    }
    expect(AMBIGUOUS_ENDING.test('years-5-8-continuity')).toBe(false);
  });

  it('conducts nothing where it is not of ours', () => {
    const strange = ['', 'sweep', '900001', 'placement', '900001-2026-28-development', 'r2', 'a-r2'];
    const mixed = ['900001-2026-27-development-selection', 'sp-0042-2026-27-training-1-placement'];
    for (const name of [...strange, ...mixed]) {
      expect(conductedBy(name)).toBeUndefined();
    }
  });

  it('is the placement’s alone until the year is due, and after a restart the year’s alone', () => {
    const id = '900001-2026-27-development';
    expect(executionNamesOf(sampleParticipation())).toEqual([`${id}-placement`]);
    expect(executionNamesOf(sampleParticipation({ yearDue: true, generation: 2 }))).toEqual([`${id}-r2`]);
    expect(executionNamesOf(sampleParticipation({ yearDue: true }))).toEqual([`${id}-placement`, id]);
  });

  it('is a Specialist’s selection until the year is due', () => {
    const id = 'sp-0042-2026-27-training-1';
    const applied = sampleApplication();
    expect(conductorOf(applied)).toEqual({ machine: 'specialist-selection', name: `${id}-selection` });
    expect(conductorOf({ ...applied, yearDue: true })).toEqual({ machine: 'specialist-year', name: id });
    expect(executionNamesOf({ ...applied, yearDue: true })).toEqual([`${id}-selection`, id]);
  });
});

describe('the ids of asks and claims', () => {
  it('name their participation, and what is asked or released', () => {
    const id = participationIdSchema.parse('900001-2026-27-development');
    expect(askIdOf(id, 'declaration', 'started')).toBe(`${id}.declaration-started`);
    expect(askIdOf(id, 'placement')).toBe(`${id}.placement`);
    expect(claimIdOf(id, 'completed')).toBe(`${id}.completed`);
  });

  it('lead back to the participation, and differ where kind or milestone do', () => {
    const kinds = fc.constantFrom(...askKindSchema.options);
    fc.assert(
      fc.property(anyIds, kinds, kinds, milestones, milestones, (id, kind, otherKind, milestone, other) => {
        const ask = askIdOf(id, kind, milestone);
        expect(participationOfAsk(ask)).toBe(id);
        expect(ask === askIdOf(id, otherKind, other)).toBe(kind === otherKind && milestone === other);
        expect(claimIdOf(id, milestone) === claimIdOf(id, other)).toBe(milestone === other);
      }),
    );
  });

  it('are never anything else', () => {
    for (const text of [
      '',
      'x',
      '900001-2026-27-development',
      '900001-2026-27-development.',
      '..',
      'a.b.c',
    ]) {
      expect([askIdSchema.safeParse(text).success, claimIdSchema.safeParse(text).success]).toEqual([
        false,
        false,
      ]);
    }
  });
});

describe('the name of a statement’s execution', () => {
  const id = statementIdSchema.parse('statement-2026-10-turing-nw');

  it('is the statement’s id, with -r2, -r3 after restarts, and tells both', () => {
    expect([1, 2].map((generation) => statementExecutionOf(id, generation))).toEqual([id, `${id}-r2`]);
    for (const generation of [1, 2, 13]) {
      expect(statementConductedBy(statementExecutionOf(id, generation))).toEqual({ id, generation });
    }
    expect(conductedBy(id)).toBeUndefined();
    expect(statementConductedBy('900001-2026-27-development-r2')).toBeUndefined();
  });

  it('is not the name of its approval, which tells the statement', () => {
    expect(approvalIdOf(id)).toBe(`${id}.approval`);
    expect(statementOfApproval(approvalIdOf(id))).toBe(id);
    expect(approvalIdSchema.safeParse('900001-2026-27-development.approval').success).toBe(false);
    expect(statementConductedBy(`${id}.approval`)).toBeUndefined();
  });
});
