import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { toInstant } from '../../core/instant.ts';
import { composeAnew } from '../../functions/support/composition.ts';
import { type Court, type Fault, startCourt } from '../support/court.ts';
import { declaration, developmentForm, key, workGroupForm } from '../support/forms.ts';
import type { Person } from '../support/programme.ts';
import { policyOf2026 } from '../support/sample-rows.ts';

let court: Court;
let origin: Person;
let admin: Person;
let second: Person;
beforeAll(async () => {
  court = await startCourt({ now: toInstant('2026-08-25T09:00:00Z') });
  origin = await court.programme.hub('origin');
  admin = await court.programme.admin();
  second = await court.programme.admin('y');
  await enrolled('900001', '900002');
});
afterAll(() => court.stop());

async function enrolled(...urns: readonly string[]) {
  for (const urn of urns) await origin.post('/enrolments', developmentForm(urn), key(urn));
  expect((await origin.post('/work-groups', workGroupForm(urns))).status).toBe(201);
}

const policy = policyOf2026();
/** Development pays these two instalments, in pence. */
const paying = (started: number, completed: number, changes: object = {}) => ({
  ...policy,
  version: 2,
  stages: {
    ...policy.stages,
    development: {
      ...policy.stages.development,
      amount: started + completed,
      milestones: [
        { milestone: 'started', instalment: started },
        { milestone: 'completed', instalment: completed },
      ],
    },
  },
  ...changes,
});
const proposes = (body: unknown) => admin.post('/policies', body);
const decides = (person: Person, version: number | string, body: unknown = { decision: 'approve' }) =>
  person.post(`/policies/2026-27/versions/${version}/approval`, body);

describe('a policy that is proposed', () => {
  const { development } = policy.stages;
  const rulings: [string, unknown, ...Fault[]][] = [
    ['nothing', undefined, ['required', '']],
    ['of a year that is none', paying(1, 1, { academicYear: '2026-28' }), ['invalid-value', 'academicYear']],
    [
      'with a negative instalment',
      paying(-1, 1),
      ['invalid-value', 'stages.development.milestones.0.instalment'],
    ],
    ['with a field that there is not', paying(1, 1, { bonus: 5 }), ['unknown-field', 'bonus']],
    ['as the version that is active', paying(1, 1, { version: 1 }), ['policy-version-taken', 'version']],
    ['as the version after the next', paying(1, 1, { version: 3 }), ['policy-version-taken', 'version']],
    [
      'whose instalments do not add up to its amount',
      paying(1, 1, { stages: { ...policy.stages, development: { ...development, amount: 199_999 } } }),
      ['policy-invalid', 'stages.development'],
    ],
    [
      'whose windows overlap',
      paying(1, 1, {
        calendar: { ...policy.calendar, started: { opens: '2026-09-01', closes: '2027-06-30' } },
      }),
      ['policy-invalid', 'stages.development'],
      ['policy-invalid', 'stages.embedding'],
      ['policy-invalid', 'stages.sustaining'],
      ['policy-invalid', 'stages.training-1'],
      ['policy-invalid', 'stages.training-2'],
    ],
  ];
  it.each(rulings)('%s is refused', async (_, body, ...[first, ...others]) => {
    if (!first) throw new Error('a ruling names its faults');
    await court.refuses(() => proposes(body), first, ...others);
  });

  it('that names instants, minutes apart, is refused where the stage is no sandbox', async () => {
    const applications = { opensAt: '2025-11-01T00:00:00.000Z', closesAt: '2026-09-30T16:00:00.000Z' };
    const inMinutes = paying(1, 1, { calendar: { ...policy.calendar, applications } });
    vi.stubEnv('EXPLICIT_INSTANTS', 'refused');
    composeAnew();
    await court.refuses(() => proposes(inMinutes), ['policy-invalid', 'calendar']);
    vi.unstubAllEnvs();
    composeAnew();
  });

  it('is no business of a hub or of finance', async () => {
    const finance = await court.programme.finance();
    await court.refuses(() => finance.post('/policies', paying(1, 1)), ['not-permitted', 'Authorization']);
    await court.refuses(() => decides(origin, 2), ['not-permitted', 'Authorization']);
  });

  it('is kept beside the active one, and says what it would change in pounds', async () => {
    const { status, body } = await proposes(paying(120_000, 120_000));
    expect(status).toBe(201);
    expect(body).toMatchObject({
      academicYear: '2026-27',
      version: 2,
      status: 'proposed',
      whatIf: {
        frozen: 0,
        difference: 80_000,
        lines: [
          {
            hub: 'origin',
            stage: 'development',
            enrolled: 2,
            today: 400_000,
            proposed: 480_000,
            difference: 80_000,
          },
        ],
      },
    });
    const year = await admin.get('/policies/2026-27/versions');
    expect(year.body).toMatchObject({
      active: { version: 1, stages: { development: { amount: 200_000 } } },
      versions: [{ version: 2, status: 'proposed' }],
    });
    const version = await second.get('/policies/2026-27/versions/2');
    expect(version.body).toMatchObject({
      status: 'proposed',
      policy: { stages: { development: { amount: 240_000 } } },
      whatIf: { difference: 80_000 },
    });
    expect((await admin.get('/policies/2026-27/versions/1')).body).toMatchObject({ status: 'active' });
  });

  it('is the only one of its year until it is decided on', async () => {
    await court.refuses(() => proposes(paying(1, 1)), ['policy-version-taken', 'version']);
  });
});

describe('a decision on a policy', () => {
  it.each([
    ['on no such version', 7, { decision: 'approve' }, ['not-found', 'version']],
    ['on nonsense', 'two', { decision: 'approve' }, ['not-found', 'id']],
    ['that is none', 2, { decision: 'perhaps' }, ['invalid-value', 'decision']],
  ] as const)('%s is refused', async (_, version, body, fault) => {
    await court.refuses(() => decides(second, version, body), fault);
  });

  it('is not the proposer’s own', async () => {
    await court.refuses(() => decides(admin, 2), ['proposer-may-not-approve', '']);
  });

  it('comes too late once the amount has been released, and a new proposal may not touch it either', async () => {
    await court.programme.advanceTo('2026-09-02T09:00:00Z');
    const started = '/asks/900001-2026-27-development.declaration-started/answer';
    expect((await origin.post(started, declaration('2026-09-01'))).status).toBe(200);
    const field = 'stages.development.milestones.started';
    await court.refuses(() => decides(second, 2), ['policy-changes-released', field]);
    expect((await decides(admin, 2, { decision: 'decline' })).body).toMatchObject({ status: 'declined' });
    await court.refuses(() => decides(second, 2), ['status-forbids', '']);
    await court.refuses(() => proposes(paying(120_000, 120_000)), ['policy-changes-released', field]);
  });

  it('makes the next proposal active, for every year that has not opened', async () => {
    expect((await proposes(paying(100_000, 140_000))).body).toMatchObject({
      version: 2,
      whatIf: { frozen: 2, lines: [], difference: 0 },
    });
    expect((await decides(second, 2)).body).toMatchObject({ status: 'active' });
    expect((await admin.get('/policies/2026-27/versions')).body).toMatchObject({
      active: { version: 2, stages: { development: { amount: 240_000 } } },
      versions: [
        { version: 1, status: 'superseded' },
        { version: 2, status: 'active' },
      ],
    });
    await enrolled('900003', '900004');
    await court.programme.host.quiet();
    const instalments = async (urn: string) => {
      const { body } = await origin.get(`/participations/${urn}-2026-27-development`);
      return [body.policyVersion, ...body.milestones.map((each: { instalment: number }) => each.instalment)];
    };
    expect(await instalments('900001')).toEqual([1, 100_000, 100_000]);
    expect(await instalments('900003')).toEqual([2, 100_000, 140_000]);
  });

  it('leaves the rule by which something was released to be read', async () => {
    const claim = await origin.get('/funding/claims/900001-2026-27-development.started');
    expect(claim.body.rule).toEqual({ policyVersion: 1, stageAmount: 200_000, instalment: 100_000 });
    const other = await origin.get('/funding/claims/900003-2026-27-development.completed');
    expect(other.body.rule).toEqual({ policyVersion: 2, stageAmount: 240_000, instalment: 140_000 });
    const version = await admin.get('/policies/2026-27/versions/1');
    expect(version.body).toMatchObject({ status: 'superseded', policy: { version: 1 } });
  });

  it('is told of, with its author, and without the policy', async () => {
    const rows = [...(await court.stored.rows()).values()];
    const told = rows
      .filter(({ subject }) => subject === 'policy-2026-27-v2')
      .map(({ eventType, actor, data }) => ({ eventType, actor, data }));
    const data = { academicYear: '2026-27', policyVersion: 2 };
    const [proposer, approver] = [told[0]?.actor, told[3]?.actor];
    expect(told).toEqual([
      { eventType: 'PolicyProposed', actor: proposer, data },
      { eventType: 'PolicyDeclined', actor: proposer, data },
      { eventType: 'PolicyProposed', actor: proposer, data },
      { eventType: 'PolicyActivated', actor: approver, data },
    ]);
    expect(approver).not.toBe(proposer);
  });
});
