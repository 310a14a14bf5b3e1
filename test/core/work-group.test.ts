import { describe, expect, it } from 'vitest';
import { academicYearFrom } from '../../core/academic-year.ts';
import { londonDateSchema } from '../../core/instant.ts';
import { participationIdSchema } from '../../core/participation.ts';
import { workGroupKindOf } from '../../core/policy.ts';
import { groupsLedIn } from '../../core/specialist.ts';
import { leadReasons, membersWithout, presentMembers, sizeReasons } from '../../core/work-group.ts';
import { policyOf2026, sampleSpecialist, sampleWorkGroup } from '../support/sample-rows.ts';

const policy = policyOf2026();
const YEAR = academicYearFrom(2026);

describe('the size of a Work Group', () => {
  const size = (schools: number, kind: Parameters<typeof sizeReasons>[1], confirmed = false) =>
    sizeReasons(schools, kind, confirmed, policy, 'schools').map(({ code, field }) => `${code} ${field}`);

  it('is exactly two schools for Development, and no confirmation changes that', () => {
    for (const confirmed of [false, true]) {
      expect([0, 1, 2, 3].map((schools) => size(schools, 'development', confirmed))).toEqual([
        ['group-too-small schools'],
        ['group-too-small schools'],
        [],
        ['group-too-large schools'],
      ]);
    }
  });

  it('is four to six departments for Embedding and Sustaining, and another once the hub confirms it', () => {
    const asked = [2, 3, 4, 5, 6, 7].map((schools) => size(schools, 'embedding-and-sustaining'));
    const unconfirmed = ['group-size-unconfirmed confirmSize'];
    expect(asked).toEqual([unconfirmed, unconfirmed, [], [], [], unconfirmed]);
    for (const schools of [2, 7]) expect(size(schools, 'embedding-and-sustaining', true)).toEqual([]);
  });

  it('is shared by Embedding and Sustaining schools, which meet in one kind', () => {
    expect(workGroupKindOf('development')).toBe('development');
    expect(workGroupKindOf('embedding')).toBe('embedding-and-sustaining');
    expect(workGroupKindOf('sustaining')).toBe('embedding-and-sustaining');
  });

  it('is two to twelve for a preparatory topic, each of which meets in the same kind', () => {
    for (const { code } of policy.topics) expect(workGroupKindOf(code)).toBe('preparatory');
    const unconfirmed = ['group-size-unconfirmed confirmSize'];
    expect([1, 2, 12, 13].map((schools) => size(schools, 'preparatory'))).toEqual([
      unconfirmed,
      [],
      [],
      unconfirmed,
    ]);
  });
});

describe('the lead of a Work Group', () => {
  const led = (...years: string[]) =>
    years.map((academicYear, index) => ({
      workGroupId: `wg-0000000${index}`,
      academicYear,
      from: '2026-03-02',
    }));
  const reasons = (changes: Readonly<Record<string, unknown>>) =>
    leadReasons(sampleSpecialist(changes), ['900001', '900002'], YEAR, policy).map(({ code }) => code);

  it('is an accredited Specialist of another school with a group to spare', () => {
    expect(reasons({})).toEqual([]);
    expect(reasons({ leading: led('2026-27') })).toEqual([]);
  });

  it('is never a Specialist of a member school, unaccredited, booked, or unknown', () => {
    expect(reasons({ urn: '900002' })).toEqual(['lead-of-member-school']);
    expect(reasons({ accredited: false })).toEqual(['lead-not-accredited']);
    expect(reasons({ leading: led('2026-27', '2026-27') })).toEqual(['lead-fully-booked']);
    expect(leadReasons(undefined, [], YEAR, policy).map(({ code }) => code)).toEqual(['lead-unknown']);
  });

  it('is refused for all of it at once', () => {
    expect(reasons({ urn: '900001', accredited: false, leading: led('2026-27', '2026-27') })).toEqual([
      'lead-not-accredited',
      'lead-of-member-school',
      'lead-fully-booked',
    ]);
  });

  it('is not booked by the groups of other years', () => {
    const specialist = sampleSpecialist({ leading: led('2024-25', '2025-26', '2025-26', '2027-28') });
    expect(groupsLedIn(specialist, YEAR)).toBe(0);
    expect(leadReasons(specialist, ['900001'], YEAR, policy)).toEqual([]);
  });

  it('is not booked by a group of the year that somebody else has taken over', () => {
    const [one, two] = led('2026-27', '2026-27');
    const specialist = sampleSpecialist({ leading: [{ ...one, to: '2026-11-01' }, two] });
    expect(groupsLedIn(specialist, YEAR)).toBe(1);
    expect(leadReasons(specialist, ['900001'], YEAR, policy)).toEqual([]);
  });
});

describe('a member that leaves', () => {
  const ids = ['900001', '900002', '900003'].map((urn) =>
    participationIdSchema.parse(`${urn}-2026-27-development`),
  );
  const member = (id: string, leftOn?: string) => ({
    participationId: id,
    urn: id.slice(0, 6),
    joinedOn: '2026-03-02',
    leftOn,
  });
  const DAY = londonDateSchema.parse('2026-06-01');
  const [one, two, stranger] = ids;
  if (!one || !two || !stranger) throw new Error('three schools');

  it('stays on the row with the day, and no longer takes a seat', () => {
    const group = sampleWorkGroup({ members: [member(one), member(two)] });
    const members = membersWithout(group, one, DAY);
    expect(members).toEqual([{ ...group.members[0], leftOn: DAY }, group.members[1]]);
    expect(presentMembers({ ...group, members }).map(({ participationId }) => participationId)).toEqual([
      two,
    ]);
  });

  it('and came back in between leaves the present seat only: the day of the first leaving stands', () => {
    const group = sampleWorkGroup({ members: [member(one, '2026-04-01'), member(two), member(one)] });
    const members = membersWithout(group, one, DAY);
    expect(members.map(({ leftOn }) => leftOn)).toEqual(['2026-04-01', undefined, DAY]);
  });

  it('leaves nothing changed where it never sat', () => {
    const group = sampleWorkGroup({ members: [member(one)] });
    expect(membersWithout(group, stranger, DAY)).toEqual(group.members);
  });
});
