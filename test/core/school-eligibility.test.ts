import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hubCodeSchema } from '../../core/codes.ts';
import { instantOf } from '../../core/instant.ts';
import { londonDateOf } from '../../core/london.ts';
import { belongsElsewhere, ineligibleReasons, underHub } from '../../core/school.ts';
import { policyOf2026, sampleSchool } from '../support/sample-rows.ts';

const policy = policyOf2026();
const codesOf = (changes: Readonly<Record<string, unknown>>) =>
  ineligibleReasons(sampleSchool(changes), policy).map(({ code, field }) => {
    expect(field).toBe('urn');
    return code;
  });

const STATUSES = [
  [1, []],
  [2, ['school-closed']],
  [3, []],
  [4, ['school-not-yet-open']],
] as const;

/** Allowed by the design, then what must be refused: independent, Welsh, overseas, 16 to 19 only, unknown. */
const STATE_FUNDED = [1, 2, 3, 5, 6, 7, 12, 14, 28, 33, 34, 35, 36, 38, 40, 41, 42, 43, 44];
const OTHERS = [8, 10, 11, 18, 24, 25, 26, 27, 29, 30, 31, 32, 37, 39, 45, 46, 56, 57, 0, 999];
const TYPES = [
  ...STATE_FUNDED.map((type) => [type, []] as const),
  ...OTHERS.map((type) => [type, ['school-not-state-funded']] as const),
];

const NOT_SECONDARY = ['school-not-secondary'] as const;
/** Phase, low age, high age. Ages count only where the register knows no phase. */
const PUPILS = [
  [4, 11, 18, []],
  [4, undefined, undefined, []],
  [5, 9, 13, []],
  [7, 4, 18, []],
  [1, 2, 5, NOT_SECONDARY],
  [2, 4, 11, NOT_SECONDARY],
  [2, 4, 16, NOT_SECONDARY],
  [3, 8, 12, NOT_SECONDARY],
  [6, 16, 19, NOT_SECONDARY],
  [0, 2, 19, []],
  [0, 11, 16, []],
  [0, 15, 19, []],
  [0, 5, 12, []],
  [0, 16, 19, NOT_SECONDARY],
  [0, 5, 11, NOT_SECONDARY],
  [0, undefined, 16, NOT_SECONDARY],
  [0, 11, undefined, NOT_SECONDARY],
  [0, undefined, undefined, NOT_SECONDARY],
  [9, 11, 18, NOT_SECONDARY],
] as const;

describe('whether a school may take part', () => {
  it('is decided by status, type and pupils together, with every reason at once', () => {
    let ruled = 0;
    for (const [statusCode, ofStatus] of STATUSES) {
      for (const [typeCode, ofType] of TYPES) {
        for (const [phaseCode, lowAge, highAge, ofPupils] of PUPILS) {
          const school = { statusCode, typeCode, phaseCode, lowAge, highAge };
          expect(codesOf(school), JSON.stringify(school)).toEqual([...ofStatus, ...ofType, ...ofPupils]);
          ruled += 1;
        }
      }
    }
    expect(ruled).toBe(STATUSES.length * TYPES.length * PUPILS.length);
  });

  it('is decided on the policy’s list of types, not on one in the code', () => {
    const narrow = { ...policy, schools: { stateFundedTypes: [34] } };
    expect(ineligibleReasons(sampleSchool({ typeCode: 1 }), narrow).map(({ code }) => code)).toEqual([
      'school-not-state-funded',
    ]);
    expect([...policy.schools.stateFundedTypes]).toEqual(STATE_FUNDED);
  });
});

describe('a school', () => {
  it('belongs to the hub that first enrolled it, and before that to nobody', () => {
    const [origin, boundary] = [hubCodeSchema.parse('origin'), hubCodeSchema.parse('boundary')];
    expect(belongsElsewhere(sampleSchool(), origin)).toBe(false);
    expect(belongsElsewhere(sampleSchool({ hub: 'origin' }), origin)).toBe(false);
    expect(belongsElsewhere(sampleSchool({ hub: 'origin' }), boundary)).toBe(true);
  });

  it('is under one hub at a time, however often it is moved: dated periods, in order, the last one open', () => {
    const hubs = fc.constantFrom('origin', 'boundary', 'solent').map((code) => hubCodeSchema.parse(code));
    const days = fc
      .uniqueArray(fc.integer({ min: 0, max: 4000 }), { minLength: 1, maxLength: 8 })
      .map((offsets) => offsets.sort((one, other) => one - other))
      .map((offsets) =>
        offsets.map((offset) => londonDateOf(instantOf(1_700_000_000_000 + offset * 86_400_000))),
      );
    fc.assert(
      fc.property(days, fc.infiniteStream(hubs), (dates, to) => {
        const moves = dates.map((from) => ({ from, hub: to.next().value }));
        let school = sampleSchool();
        for (const { hub, from } of moves) school = { ...school, ...underHub(school, hub, from) };
        const periods = school.hubPeriods ?? [];
        expect(school.hub).toBe(moves.at(-1)?.hub);
        expect(periods.map(({ hub, from }) => ({ hub, from }))).toEqual(moves);
        // Each ends on the day on which the next one begins: never a day under two hubs, never one under none.
        expect(periods.map(({ to }) => to)).toEqual([...dates.slice(1), undefined]);
        expect(periods.filter(({ from, to }) => to !== undefined && to <= from)).toEqual([]);
      }),
    );
  });
});
