import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toInstant } from '../../core/instant.ts';
import { participationIdSchema } from '../../core/participation.ts';
import { deps } from '../../functions/support/deps.ts';
import { declaration, developmentForm, key, specialistForm, workGroupForm } from '../support/forms.ts';
import { BEFORE_THE_OFFER, hurryLeading, OFFERED } from '../support/hurried-leading.ts';
import { type Answer, type Person, type Programme, startProgramme } from '../support/programme.ts';

const yearOf = (id: string, year = '2026-27') => `${id}-${year}-leading`;
const TRAINING = 'sp-0013-2026-27-training-1';
const ACCREDITED = Array.from({ length: 8 }, (_, index) => `sp-000${index + 1}`);

describe('the offer to lead', () => {
  let programme: Programme;
  beforeAll(async () => {
    programme = await startProgramme({ now: toInstant('2026-05-31T12:00:00Z') });
  });
  afterAll(() => programme.stop());

  it('comes on 1 June, once, to every accredited Specialist, with an execution that waits for the answer', async () => {
    const admin = await programme.admin();
    const offers = async () =>
      (await admin.get('/asks?kind=leading')).body.items
        .map(({ participation }: { participation: string }) => participation)
        .sort();
    expect(await offers()).toEqual([]);
    await programme.advanceTo('2026-06-01T09:00:00Z');
    expect(await offers()).toEqual(ACCREDITED.map((id) => yearOf(id)));
    await programme.advanceTo('2026-06-02T09:00:00Z');
    expect(await offers()).toHaveLength(8);
    const [first] = (await admin.get('/asks?kind=leading')).body.items;
    expect([first.opensAt, first.closesAt]).toEqual(['2026-06-01T01:30:00.000Z', '2026-08-21T16:00:00.000Z']);
    expect(await programme.executions('specialist-selection')).toEqual(
      ACCREDITED.map((id) => `${yearOf(id)}-selection RUNNING`),
    );
  });
});

describe('a Specialist who leads', () => {
  let programme: Programme;
  let origin: Person;
  let jurassic: Person;
  let admin: Person;
  const settled = async (answer: Promise<Answer>) => {
    const result = await answer;
    await programme.host.quiet();
    expect([200, 201, 202]).toContain(result.status);
    return result.body;
  };
  const decide = (id: string, decision: string, year?: string) =>
    settled(admin.post(`/asks/${yearOf(id, year)}.leading/answer`, { decision }));
  const declareDays = (id: string, term: string, withOtherSchools: number, hubWork: number) =>
    settled(admin.post(`/asks/${yearOf(id)}.days-${term}/answer`, { withOtherSchools, hubWork }));
  const read = async (path: string) => (await admin.get(path)).body;
  const statusOf = async (id: string) => {
    const { status, outcome } = await read(`/participations/${id}`);
    return [status, outcome];
  };

  beforeAll(async () => {
    programme = await startProgramme({ now: toInstant(BEFORE_THE_OFFER) });
    await hurryLeading(programme);
    [origin, jurassic, admin] = await Promise.all([
      programme.hub('origin'),
      programme.hub('jurassic'),
      programme.admin(),
    ]);
    for (const urn of ['900056', '900057']) {
      await settled(jurassic.post('/enrolments', developmentForm(urn), key(urn)));
    }
    await settled(origin.post('/enrolments', specialistForm('900001'), key('tansy')));
    await settled(admin.post(`/asks/${TRAINING}.selection/answer`, { decision: 'accept' }));
    await programme.advanceTo(OFFERED);
  });
  afterAll(() => programme.stop());

  it('is placed at once where they lead, and nothing waits where they do not', async () => {
    await decide('sp-0001', 'lead');
    await decide('sp-0007', 'lead');
    await decide('sp-0002', 'not-this-year');
    await decide('sp-0003', 'stop');
    expect(await statusOf(yearOf('sp-0001'))).toEqual(['placed', undefined]);
    expect(await statusOf(yearOf('sp-0002'))).toEqual(['closed', 'pause']);
    expect(await statusOf(yearOf('sp-0003'))).toEqual(['closed', 'finish']);
    const executions = await programme.executions('specialist-selection');
    expect(executions.filter((each) => each.endsWith('SUCCEEDED'))).toEqual([
      `${yearOf('sp-0002')}-selection SUCCEEDED`,
      `${yearOf('sp-0003')}-selection SUCCEEDED`,
    ]);
  });

  it('changes school into a group of theirs: a conflict, and money that follows the school of the day', async () => {
    const lead = { lead: 'sp-0007' };
    const group = await settled(jurassic.post('/work-groups', workGroupForm(['900056', '900057'], lead)));
    await programme.advanceTo('2026-09-02T09:00:00Z');
    expect(await programme.executions('specialist-year')).toEqual([
      `${yearOf('sp-0001')} RUNNING`,
      `${yearOf('sp-0007')} RUNNING`,
      `${TRAINING} RUNNING`,
    ]);
    await settled(origin.post(`/asks/${TRAINING}.declaration-started/answer`, declaration('2026-09-01')));
    await declareDays('sp-0007', 'autumn', 2, 0);
    await programme.advanceTo('2026-09-06T09:00:00Z');
    const change = { urn: '900056', from: '2026-09-06', schoolAgreed: true };
    await settled(jurassic.post('/specialists/sp-0007/school', change));
    await declareDays('sp-0007', 'spring', 0.5, 0.5);
    const { claims } = await read(`/participations/${yearOf('sp-0007')}`);
    expect(
      claims.map(({ instalment, urn, amount }: Record<string, unknown>) => [instalment, urn, amount]).sort(),
    ).toEqual([
      ['autumn', '900055', 70_000],
      ['spring', '900056', 27_500],
    ]);
    const conflicts = async () => (await read('/specialists/sp-0007')).conflicts;
    expect(await conflicts()).toMatchObject([{ workGroupId: group.id, cause: 'own-school' }]);
    await settled(jurassic.post(`/work-groups/${group.id}/lead`, { lead: 'sp-0006' }));
    expect(await conflicts()).toEqual([]);
  });

  it('withdraws, and is one who does not lead this year', async () => {
    const left = { reason: 'role-change', effectiveOn: '2026-09-06' };
    await settled(jurassic.post(`/participations/${yearOf('sp-0007')}/withdrawal`, left));
    expect(await programme.executions('specialist-year')).toContain(`${yearOf('sp-0007')} ABORTED`);
    expect((await read('/specialists/sp-0007')).leadingStatus).toBe('not-this-year');
    expect((await read(`/participations/${yearOf('sp-0007')}`)).claims).toHaveLength(2);
  });

  it('declares term by term, and the year ends with the last one', async () => {
    // The autumn was missed: it is declared late further below.
    await declareDays('sp-0001', 'spring', 6, 1);
    await programme.advanceTo('2026-09-11T09:00:00Z');
    await declareDays('sp-0001', 'summer', 0, 0);
    expect(await statusOf(yearOf('sp-0001'))).toEqual(['closed', 'finish']);
    const late = { term: 'autumn', withOtherSchools: 8, hubWork: 0, reason: 'The register was found later' };
    await settled(admin.post(`/participations/${yearOf('sp-0001')}/declarations`, late));
    const { claims, executions } = await read(`/participations/${yearOf('sp-0001')}`);
    expect(
      claims.map(({ instalment, amount }: Record<string, unknown>) => [instalment, amount]).sort(),
    ).toEqual([
      ['autumn', 280_000],
      ['spring', 230_000],
    ]);
    expect(executions).toEqual([`${yearOf('sp-0001')}-selection`, yearOf('sp-0001')]);
  });

  it('is asked again next year, whatever was decided for this one; not who has stopped', async () => {
    await programme.advanceTo('2026-09-22T09:00:00Z');
    const offers = (await read('/asks?kind=leading&status=open')).items.map(
      ({ participation }: { participation: string }) => participation,
    );
    const asked = ACCREDITED.filter((id) => id !== 'sp-0003');
    expect(offers.sort()).toEqual(asked.map((id) => yearOf(id, '2027-28')));
    await decide('sp-0002', 'lead', '2027-28');
    expect(await statusOf(yearOf('sp-0002', '2027-28'))).toEqual(['placed', undefined]);
  });

  it('was in training first, which goes on a year later where it is deferred, and pays nothing twice', async () => {
    await settled(origin.post(`/participations/${TRAINING}/deferral`, {}));
    expect(await statusOf(TRAINING)).toEqual(['closed', 'pause']);
    const deferred = await read(`/participations/${TRAINING}`);
    expect(deferred.claims).toMatchObject([{ instalment: 'started', amount: 100_000, urn: '900001' }]);
    expect(deferred.asks.map(({ status }: { status: string }) => status).sort()).toEqual([
      'answered',
      'answered',
      'cancelled',
      'cancelled',
    ]);
    expect(await programme.executions('specialist-year')).toContain(`${TRAINING} ABORTED`);
    await programme.advanceTo('2026-09-23T09:00:00Z');
    const next = await deps().readParticipation(participationIdSchema.parse('sp-0013-2027-28-training-1'));
    expect(next).toMatchObject({ status: 'placed', repeated: false, releasedBefore: ['started'] });
    const late = { milestone: 'started', ...declaration('2026-09-02'), reason: 'A sample reason' };
    const refused = await admin.post(`/participations/${TRAINING}/declarations`, late);
    expect(refused.body.errors).toMatchObject([{ code: 'ask-cancelled' }]);
  });
});
