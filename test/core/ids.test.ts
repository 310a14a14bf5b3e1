import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { academicYearFrom } from '../../core/academic-year.ts';
import { askIdOf, askIdSchema, askKindSchema, participationOfAsk } from '../../core/ask.ts';
import { claimIdOf, claimIdSchema } from '../../core/claim.ts';
import { milestoneSchema, pathwayStageSchema, urnSchema } from '../../core/codes.ts';
import {
  conductedBy,
  executionNameOf,
  executionNamesOf,
  type ParticipationId,
  participationIdOf,
  participationIdSchema,
  partsOf,
} from '../../core/participation.ts';
import { sampleParticipation } from '../support/sample-rows.ts';

const urns = fc
  .integer({ min: 0, max: 999_999 })
  .map((each) => urnSchema.parse(String(each).padStart(6, '0')));
const years = fc.integer({ min: 2000, max: 2098 }).map(academicYearFrom);
const stages = fc.constantFrom(...pathwayStageSchema.options);
const ids = fc.tuple(urns, years, stages).map((parts) => participationIdOf(...parts));
const milestones = fc.constantFrom(...milestoneSchema.options);
const machines = fc.constantFrom('placement', 'school-year');
const generations = fc.integer({ min: 1, max: 999 });

/** Any id that the schema lets through: also of topics that the policy has yet to bring. */
const anyIds = fc
  .tuple(urns, years, fc.stringMatching(/^[a-z][a-z0-9-]{2,40}$/))
  .map((parts): ParticipationId => participationIdSchema.parse(parts.join('-')));

describe('the id of a participation', () => {
  it('is what the design says', () => {
    expect(participationIdOf(urnSchema.parse('900001'), academicYearFrom(2026), 'development')).toBe(
      '900001-2026-27-development',
    );
  });

  it('gives back the parts it was made of', () => {
    fc.assert(
      fc.property(urns, years, stages, (subject, academicYear, stage) => {
        const id = participationIdOf(subject, academicYear, stage);
        expect(partsOf(id)).toEqual({ subject, academicYear, stage });
      }),
    );
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
  ])('is never %j', (text) => {
    expect(participationIdSchema.safeParse(text).success).toBe(false);
  });
});

describe('the name of an execution', () => {
  it('is the id for the year, with -placement for the placement, and -r2, -r3 after restarts', () => {
    const id = participationIdSchema.parse('900001-2026-27-development');
    expect(executionNameOf('school-year', id, 1)).toBe('900001-2026-27-development');
    expect(executionNameOf('placement', id, 1)).toBe('900001-2026-27-development-placement');
    expect(executionNameOf('school-year', id, 2)).toBe('900001-2026-27-development-r2');
    expect(executionNameOf('placement', id, 3)).toBe('900001-2026-27-development-placement-r3');
  });

  it('tells which machine conducts which participation, in which generation', () => {
    fc.assert(
      fc.property(machines, ids, generations, (machine, id, generation) => {
        expect(conductedBy(executionNameOf(machine, id, generation))).toEqual({ machine, id, generation });
      }),
    );
  });

  it('is one that Step Functions takes: at most 80 characters, none of them special', () => {
    fc.assert(
      fc.property(machines, anyIds, generations, (machine, id, generation) => {
        expect(executionNameOf(machine, id, generation)).toMatch(/^[A-Za-z0-9_-]{1,80}$/);
      }),
    );
  });

  it('is another for another participation, machine or generation', () => {
    const names = fc.tuple(machines, ids, generations);
    fc.assert(
      fc.property(names, names, (one, other) => {
        const same = JSON.stringify(one) === JSON.stringify(other);
        expect(executionNameOf(...one) === executionNameOf(...other)).toBe(same);
      }),
    );
  });

  it('conducts nothing where it is not of ours', () => {
    for (const name of ['', 'sweep', '900001', 'placement', '900001-2026-28-development', 'r2', 'a-r2']) {
      expect(conductedBy(name)).toBeUndefined();
    }
  });

  it('is the placement’s alone until the year is due, and after a restart the year’s alone', () => {
    const id = '900001-2026-27-development';
    expect(executionNamesOf(sampleParticipation())).toEqual([`${id}-placement`]);
    expect(executionNamesOf(sampleParticipation({ yearDue: true, generation: 2 }))).toEqual([`${id}-r2`]);
    expect(executionNamesOf(sampleParticipation({ yearDue: true }))).toEqual([`${id}-placement`, id]);
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
