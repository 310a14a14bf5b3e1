import { describe, expect, it } from 'vitest';
import { academicYearFrom } from '../../core/academic-year.ts';
import { londonDateSchema } from '../../core/instant.ts';
import {
  groupsLeftBehind,
  isOfferedLeading,
  leadingStatusIn,
  withConflicts,
  withDecision,
} from '../../core/leading.ts';
import { leadReasons } from '../../core/work-group.ts';
import { policyOf2026, sampleSpecialist } from '../support/sample-rows.ts';

const YEAR = academicYearFrom(2026);
const TODAY = londonDateSchema.parse('2026-09-10');
const decided = (decision: string, academicYear = '2026-27') => ({ decisions: [{ academicYear, decision }] });
const led = (academicYear: string, more = {}) => ({
  workGroupId: 'wg-00000001',
  academicYear,
  from: '2025-10-01',
  ...more,
});
const conflict = (academicYear: string, more = {}) => ({
  workGroupId: 'wg-00000001',
  academicYear,
  cause: 'own-school',
  openedOn: '2025-11-01',
  ...more,
});

describe('where a Specialist stands towards leading', () => {
  it.each([
    [{ accredited: false, accreditedOn: undefined }, 'training', false],
    [{ accreditedOn: '2026-09-01' }, 'not-yet', false],
    [{ accreditedOn: '2026-08-31' }, 'open', true],
    [decided('lead'), 'leads', true],
    [decided('not-this-year'), 'not-this-year', false],
    [decided('not-this-year', '2025-26'), 'open', true],
    [decided('stop'), 'stopped', false],
    [decided('stop', '2025-26'), 'stopped', false],
    [decided('stop', '2027-28'), 'open', true],
    [{ erasedOn: '2026-09-01' }, 'open', false],
  ])('with %j is %s; offered: %s', (changes, status, offered) => {
    const specialist = sampleSpecialist(changes);
    expect([leadingStatusIn(specialist, YEAR), isOfferedLeading(specialist, YEAR)]).toEqual([
      status,
      offered,
    ]);
  });

  it('is what was decided last about the year', () => {
    const specialist = sampleSpecialist(decided('lead'));
    expect(withDecision(specialist, YEAR, 'not-this-year')).toEqual(decided('not-this-year').decisions);
  });
});

describe('who may lead', () => {
  const reasons = (changes: object) =>
    leadReasons(sampleSpecialist({ ...changes }), ['900001'], YEAR, policyOf2026()).map(({ code }) => code);

  it('is accredited before the year begins, and leads in it', () => {
    expect(reasons({ accreditedOn: '2026-08-31' })).toEqual([]);
    expect(reasons({ accreditedOn: '2026-09-01' })).toEqual(['lead-not-yet']);
    expect(reasons(decided('not-this-year'))).toEqual(['lead-not-leading']);
    expect(reasons(decided('stop', '2025-26'))).toEqual(['lead-not-leading']);
    expect(reasons(decided('not-this-year', '2025-26'))).toEqual([]);
  });

  it('has no conflict of an earlier year that still stands', () => {
    const before = { leading: [led('2025-26')] };
    expect(reasons({ ...before, conflicts: [conflict('2025-26')] })).toEqual(['lead-in-conflict']);
    expect(reasons({ ...before, conflicts: [conflict('2025-26', { resolvedOn: '2026-08-01' })] })).toEqual(
      [],
    );
    const over = { leading: [led('2025-26', { to: '2026-08-01' })] };
    expect(reasons({ ...over, conflicts: [conflict('2025-26')] })).toEqual([]);
    expect(reasons({ leading: [led('2026-27')], conflicts: [conflict('2026-27')] })).toEqual([]);
  });
});

describe('a group that is led although there is to be no leading', () => {
  it('is left behind once, and only while it is led', () => {
    const specialist = sampleSpecialist({ ...decided('stop'), leading: [led('2025-26'), led('2026-27')] });
    const left = groupsLeftBehind(specialist);
    expect(left.map(({ academicYear }) => academicYear)).toEqual(['2026-27']);
    const conflicts = withConflicts(specialist, left, 'not-leading', TODAY);
    expect(conflicts).toMatchObject([{ cause: 'not-leading', openedOn: TODAY }]);
    expect(groupsLeftBehind({ ...specialist, conflicts })).toEqual([]);
    const handedOver = { ...decided('stop'), leading: [led('2026-27', { to: '2026-09-01' })] };
    expect(groupsLeftBehind(sampleSpecialist(handedOver))).toEqual([]);
  });
});
