import { describe, expect, it } from 'vitest';
import { parsePolicy } from '../../core/policy.ts';
import { releasedReasons, whatIf } from '../../core/what-if.ts';
import {
  activeParticipation,
  policyOf2026,
  sampleApplication,
  sampleClaim,
  sampleDayPlan,
  sampleParticipation,
} from '../support/sample-rows.ts';

const active = policyOf2026();
/** Development pays £2,400 instead of £2,000. */
const raisedBy400 = parsePolicy({
  ...active,
  version: 2,
  stages: {
    ...active.stages,
    development: {
      ...active.stages.development,
      amount: 240_000,
      milestones: [
        { milestone: 'started', instalment: 120_000 },
        { milestone: 'completed', instalment: 120_000 },
      ],
    },
  },
});
const enrolled = (urn: string, changes = {}) =>
  sampleParticipation({ id: `${urn}-2026-27-development`, urn, ...changes });

describe('what if a policy were active', () => {
  it('says the difference in pence per hub and stage, for those whose year has not opened', () => {
    const told = whatIf(raisedBy400, active, [
      enrolled('900001'),
      enrolled('900002', { status: 'placed' }),
      enrolled('900023', { hub: 'turing-nw' }),
      sampleParticipation({ id: '900003-2026-27-embedding', urn: '900003', stage: 'embedding' }),
    ]);
    expect(told.lines).toEqual([
      {
        hub: 'origin',
        stage: 'development',
        enrolled: 2,
        continuing: 0,
        today: 400_000,
        proposed: 480_000,
        difference: 80_000,
      },
      {
        hub: 'origin',
        stage: 'embedding',
        enrolled: 1,
        continuing: 0,
        today: 100_000,
        proposed: 100_000,
        difference: 0,
      },
      {
        hub: 'turing-nw',
        stage: 'development',
        enrolled: 1,
        continuing: 0,
        today: 200_000,
        proposed: 240_000,
        difference: 40_000,
      },
    ]);
    expect(told).toMatchObject({ frozen: 0, difference: 120_000 });
  });

  it('changes nothing for a year that has opened, and counts it', () => {
    expect(whatIf(raisedBy400, active, [activeParticipation()])).toEqual({
      frozen: 1,
      lines: [],
      difference: 0,
    });
  });

  it('changes nothing for a year that is repeated without funding, or that is over', () => {
    const told = whatIf(raisedBy400, active, [
      enrolled('900001', { repeated: true }),
      enrolled('900002', { status: 'withdrawn' }),
      enrolled('900003', { status: 'not-placed' }),
    ]);
    expect(told).toMatchObject({ difference: 0 });
  });

  it('takes the schools of the year before as if all of them went on, unless they are in the year already', () => {
    const lastYear = (urn: string, stage: string) =>
      activeParticipation({ id: `${urn}-2025-26-${stage}`, urn, stage, academicYear: '2025-26' });
    const told = whatIf(raisedBy400, undefined, [
      lastYear('900001', 'development'),
      lastYear('900002', 'development'),
      sampleParticipation({ id: '900002-2026-27-embedding', urn: '900002', stage: 'embedding' }),
      lastYear('900003', 'embedding'),
      lastYear('900004', 'years-5-8-continuity'),
    ]);
    expect(told.lines).toEqual([
      {
        hub: 'origin',
        stage: 'embedding',
        enrolled: 1,
        continuing: 1,
        today: 0,
        proposed: 200_000,
        difference: 200_000,
      },
      {
        hub: 'origin',
        stage: 'sustaining',
        enrolled: 0,
        continuing: 1,
        today: 0,
        proposed: 0,
        difference: 0,
      },
    ]);
  });
});

/** A training milestone pays £1,100 instead of £1,000, and a day with other schools £400 instead of £350. */
const dearerSpecialists = parsePolicy({
  ...active,
  version: 2,
  specialists: {
    ...active.specialists,
    training: {
      'training-1': dearer(active.specialists.training['training-1']),
      'training-2': dearer(active.specialists.training['training-2']),
    },
    leading: { ...active.specialists.leading, withOtherSchools: 40_000 },
  },
});
function dearer(plan: (typeof active.specialists.training)['training-1']) {
  const milestones = plan.milestones.map((each) => ({ ...each, instalment: 110_000 }));
  return { ...plan, amount: 330_000, milestones };
}

describe('what if Specialists were paid otherwise', () => {
  const training = (id: string, changes = {}) => sampleApplication({ id, ...changes });
  const yearBefore = (id: string, changes = {}) =>
    activeParticipation({ id, academicYear: '2025-26', urn: '900009', ...changes });
  const days = (withOtherSchools: number, hubWork: number) =>
    sampleDayPlan({
      terms: [
        { term: 'autumn', status: 'declared', withOtherSchools, hubWork },
        { term: 'spring', status: 'to-do' },
        { term: 'summer', status: 'to-do' },
      ],
    });
  const line = (stage: string, enrolled: number, continuing: number, today: number, proposed: number) => ({
    hub: 'origin',
    stage,
    enrolled,
    continuing,
    today,
    proposed,
    difference: proposed - today,
  });

  it('counts those who train, whose first year goes on to the second, without what was released before', () => {
    const told = whatIf(dearerSpecialists, active, [
      training('sp-0041-2026-27-training-1'),
      training('sp-0042-2026-27-training-1', { releasedBefore: ['started'] }),
      training('sp-0043-2026-27-training-2', { stage: 'training-2', status: 'placed' }),
      training('sp-0044-2026-27-training-2', { stage: 'training-2', status: 'placed', repeated: true }),
      yearBefore('sp-0043-2025-26-training-1', { stage: 'training-1' }),
      yearBefore('sp-0045-2025-26-training-1', { stage: 'training-1' }),
      yearBefore('sp-0046-2025-26-training-2', { stage: 'training-2' }),
    ]);
    expect(told.lines).toEqual([
      line('training-1', 2, 0, 500_000, 550_000),
      line('training-2', 2, 1, 600_000, 660_000),
    ]);
  });

  it('takes those who lead with the days of the year before: nobody knows the days to come', () => {
    const told = whatIf(dearerSpecialists, active, [
      training('sp-0041-2026-27-leading', { stage: 'leading' }),
      yearBefore('sp-0041-2025-26-leading', { stage: 'leading', milestones: [], days: days(4, 1.5) }),
      yearBefore('sp-0042-2025-26-leading', { stage: 'leading', milestones: [], days: days(2, 0) }),
      training('sp-0043-2026-27-leading', { stage: 'leading' }),
    ]);
    expect(told.lines).toEqual([line('leading', 2, 1, 240_000, 270_000)]);
  });
});

describe('a policy that changes what was released', () => {
  it('is refused for what a Specialist’s training or days were released with', () => {
    const released = (id: string, stage: string, instalment: string) =>
      sampleClaim({ id: `${id}.${instalment}`, participationId: id, stage, instalment });
    expect(
      releasedReasons(dearerSpecialists, active, [
        released('sp-0041-2026-27-training-1', 'training-1', 'started'),
        released('sp-0042-2026-27-leading', 'leading', 'autumn'),
        released('sp-0042-2026-27-leading', 'leading', 'spring'),
      ]).map(({ field }) => field),
    ).toEqual(['specialists.training.training-1.milestones.started', 'specialists.leading.withOtherSchools']);
  });

  it('is refused for the instalment, once a claim of the year has been raised', () => {
    expect(releasedReasons(raisedBy400, active, [sampleClaim()])).toMatchObject([
      { code: 'policy-changes-released', field: 'stages.development.milestones.started' },
    ]);
  });

  it('is nothing to a claim of another year or stage, or one that was cancelled', () => {
    const others = [
      sampleClaim({ academicYear: '2025-26' }),
      sampleClaim({ stage: 'embedding' }),
      sampleClaim({ status: 'cancelled' }),
    ];
    expect(releasedReasons(raisedBy400, active, others)).toEqual([]);
    expect(releasedReasons(active, active, [sampleClaim()])).toEqual([]);
  });
});
