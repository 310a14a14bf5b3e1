import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actorSchema } from '../../core/codes.ts';
import { instantOf } from '../../core/instant.ts';
import { deps } from '../../functions/support/deps.ts';
import { declaration, key, specialistForm, TANSY, UMBEL } from '../support/forms.ts';
import { laterPolicy } from '../support/later-policies.ts';
import { type Answer, type Person, type Programme, startProgramme } from '../support/programme.ts';

/** From applications to the end of training: the machines of both phases, on their own, without a nightly job. */
describe('the training of Specialists', () => {
  let programme: Programme;
  let origin: Person;
  let turing: Person;
  let admin: Person;
  beforeAll(async () => {
    programme = await startProgramme({ schedules: {} });
    [origin, turing, admin] = await Promise.all([
      programme.hub('origin'),
      programme.hub('turing-nw'),
      programme.admin(),
    ]);
  });
  afterAll(() => programme.stop());

  const TRAINED = 'sp-0013';
  const DECLINED = 'sp-0014';
  const FORGOTTEN = 'sp-0015';

  const apply = (hub: Person, urn: string, teacher: object, changes: object = {}) =>
    hub.post(
      '/enrolments',
      specialistForm(urn, { teacher, ...changes }),
      key(`${urn}-${JSON.stringify(changes)}`),
    );
  const answer = (who: Person, id: string, ask: string, body: object) =>
    who.post(`/asks/${id}.${ask}/answer`, body);
  const read = async (id: string) => {
    await programme.host.quiet();
    return (await admin.get(`/participations/${id}`)).body;
  };
  const guardOf = async (id: string): Promise<boolean | undefined> => {
    const specialist = (await deps().listSpecialists({ limit: 100 })).items.find((each) => each.id === id);
    return (await deps().readTeacherGuard(specialist?.teacherHmac ?? ''))?.live;
  };

  /** Declares a year's milestones, each in its window. */
  async function train(id: string, year: number): Promise<void> {
    const dates = [`${year}-09-20`, `${year + 1}-02-10`, `${year + 1}-06-10`] as const;
    for (const [index, milestone] of ['started', 'retained', 'completed'].entries()) {
      const happenedOn = dates[index] ?? '';
      await programme.advanceTo(`${happenedOn}T12:00:00Z`);
      const declared = await answer(origin, id, `declaration-${milestone}`, declaration(happenedOn));
      expect(declared.status, JSON.stringify(declared.body)).toBe(200);
    }
  }

  it('begins with applications, which get the next numbers and wait for a decision that a hub cannot take', async () => {
    const third = { ...TANSY, trn: '9990003' };
    const applied = [
      await apply(origin, '900001', TANSY),
      await apply(origin, '900002', UMBEL),
      await apply(origin, '900003', third),
    ];
    expect(applied.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(applied.map(({ body }) => [body.participation, body.execution.name])).toEqual(
      [TRAINED, DECLINED, FORGOTTEN].map((specialist) => [
        { id: `${specialist}-2026-27-training-1`, status: 'enrolled' },
        `${specialist}-2026-27-training-1-selection`,
      ]),
    );
    await programme.host.quiet();
    const refused = await answer(origin, `${TRAINED}-2026-27-training-1`, 'selection', {
      decision: 'accept',
    });
    expect([refused.status, codes(refused)]).toEqual([403, ['not-permitted']]);
    expect(await programme.executions('specialist-selection')).toEqual(
      [TRAINED, DECLINED, FORGOTTEN].map((each) => `${each}-2026-27-training-1-selection RUNNING`),
    );
  });

  it('gives the same answer to the same application, and refuses another one of the same teacher', async () => {
    const again = await apply(origin, '900001', TANSY);
    expect([again.status, again.body.participation.id]).toEqual([202, `${TRAINED}-2026-27-training-1`]);
    const elsewhere = await apply(turing, '900023', TANSY);
    expect([elsewhere.status, codes(elsewhere)]).toEqual([409, ['teacher-already-on-programme']]);
  });

  it('lets one of two hubs have the same teacher, though both ask in the same second', async () => {
    const teacher = { ...UMBEL, trn: '9990004' };
    const both = await Promise.all([
      apply(origin, '900004', teacher),
      apply(turing, '900024', teacher),
      apply(origin, '900004', teacher, { academicYear: '2026-27' }),
      apply(turing, '900024', teacher, { academicYear: '2026-27' }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([202, 409, 409, 409]);
    const refused = both.filter(({ status }) => status === 409);
    expect(refused.map(codes)).toEqual(refused.map(() => ['teacher-already-on-programme']));
    expect((await deps().readCounter('specialists'))?.last).toBe(16);
  });

  it('selects one, declines another, who may not apply again for this year', async () => {
    const accepted = await answer(admin, `${TRAINED}-2026-27-training-1`, 'selection', {
      decision: 'accept',
    });
    expect(accepted.status).toBe(200);
    await answer(admin, `${DECLINED}-2026-27-training-1`, 'selection', {
      decision: 'decline',
      reason: 'The school has two already',
    });
    expect(await read(`${TRAINED}-2026-27-training-1`)).toMatchObject({ status: 'placed' });
    expect(await read(`${DECLINED}-2026-27-training-1`)).toMatchObject({
      status: 'closed',
      outcome: 'declined',
    });
    expect(await guardOf(DECLINED)).toBe(false);
    expect(await programme.executions('specialist-selection')).toContain(
      `${DECLINED}-2026-27-training-1-selection SUCCEEDED`,
    );
    const again = await apply(origin, '900005', UMBEL);
    expect([again.status, codes(again)]).toEqual([409, ['teacher-already-on-programme']]);
  });

  it('escalates what nobody decides a week before the deadline, once, and closes it at the deadline', async () => {
    const id = `${FORGOTTEN}-2026-27-training-1`;
    await programme.advanceTo('2026-07-24T15:59:00Z');
    expect(await eventsOf(id)).toEqual(['EnrolmentAccepted', 'SelectionDue']);
    await programme.advanceTo('2026-07-24T16:05:00Z');
    expect(await eventsOf(id)).toEqual(['EnrolmentAccepted', 'SelectionDue', 'AskEscalated']);
    await programme.advanceTo('2026-07-31T16:05:00Z');
    expect((await eventsOf(id)).slice(2)).toEqual(['AskEscalated', 'AskExpired', 'SpecialistNotSelected']);
    expect(await read(id)).toMatchObject({ status: 'closed', outcome: 'undecided' });
    expect(await guardOf(FORGOTTEN)).toBe(false);
    const selections = await programme.executions('specialist-selection');
    expect(selections).toContain(`${id}-selection SUCCEEDED`);
    // The one whom two hubs wanted was forgotten, too.
    expect(selections.filter((each) => each.endsWith('RUNNING'))).toEqual([
      `${TRAINED}-2026-27-training-1-selection RUNNING`,
    ]);
  });

  it('decides about a forgotten application after all, where an admin asks again before the year opens', async () => {
    const id = `${FORGOTTEN}-2026-27-training-1`;
    await programme.advanceTo('2026-08-10T09:00:00Z');
    expect((await admin.post(`/participations/${id}/reopening`, {})).status).toBe(200);
    expect(await read(id)).toMatchObject({ status: 'enrolled' });
    expect(await guardOf(FORGOTTEN)).toBe(true);
    expect((await answer(admin, id, 'selection', { decision: 'accept' })).status).toBe(200);
    expect(await read(id)).toMatchObject({ status: 'placed' });
  });

  it('pays £1,000 for each of the three milestones of the first year', async () => {
    const id = `${TRAINED}-2026-27-training-1`;
    await train(id, 2026);
    const year = await read(id);
    expect(year).toMatchObject({ status: 'closed', outcome: 'continue', completedOn: '2027-06-10' });
    expect(claimed(year)).toEqual(['completed 100000', 'retained 100000', 'started 100000']);
    expect(await programme.executions('specialist-year')).toContain(`${id} SUCCEEDED`);
  });

  it('goes on in a second year, placed already, whose selection only waits for September', async () => {
    const id = `${TRAINED}-2027-28-training-2`;
    expect(await read(id)).toMatchObject({ status: 'placed', asks: [] });
    expect(await programme.executions('specialist-selection')).toContain(`${id}-selection RUNNING`);
  });

  it('lets a declined teacher apply for another year, under the same number', async () => {
    const again = await apply(origin, '900005', UMBEL, { academicYear: '2027-28' });
    expect([again.status, again.body.participation.id]).toEqual([202, `${DECLINED}-2027-28-training-1`]);
    expect((await admin.get(`/specialists/${DECLINED}`)).body).toMatchObject({
      cohort: 12,
      school: { urn: '900005' },
    });
    expect(await guardOf(DECLINED)).toBe(true);
    expect(
      (await answer(admin, `${DECLINED}-2027-28-training-1`, 'selection', { decision: 'decline' })).status,
    ).toBe(200);
  });

  it('goes on for one whose milestones were all missed, without a penny', async () => {
    await programme.advanceTo('2027-08-01T09:00:00Z');
    const year = await read(`${FORGOTTEN}-2026-27-training-1`);
    expect(year).toMatchObject({ status: 'closed', outcome: 'continue', claims: [] });
    expect(await read(`${FORGOTTEN}-2027-28-training-2`)).toMatchObject({ status: 'placed' });
  });

  it('is extended once, unfunded, where the assessor says so', async () => {
    const id = `${TRAINED}-2027-28-training-2`;
    await train(id, 2027);
    expect(claimed(await read(id))).toHaveLength(3);
    const early = await answer(admin, id, 'accreditation', {
      decision: 'accredit',
      assessedOn: '2027-08-31',
    });
    expect([early.status, codes(early)]).toEqual([422, ['assessed-out-of-range']]);
    const tomorrow = await answer(admin, id, 'accreditation', {
      decision: 'accredit',
      assessedOn: '2028-06-11',
    });
    expect([tomorrow.status, codes(tomorrow)]).toEqual([422, ['assessed-out-of-range']]);
    const extended = await answer(admin, id, 'accreditation', {
      decision: 'extend',
      reason: 'One more visit',
    });
    expect(extended.status).toBe(200);
    expect(await read(id)).toMatchObject({ status: 'closed', outcome: 'extended' });
    expect(await read(`${TRAINED}-2028-29-training-2`)).toMatchObject({ status: 'placed', repeated: true });
  });

  it('never passes anybody silently: unanswered, the accreditation is escalated and the year undecided', async () => {
    const id = `${FORGOTTEN}-2027-28-training-2`;
    await programme.advanceTo('2028-08-21T16:05:00Z');
    const events = await eventsOf(id);
    expect(events.filter((type) => type === 'AskEscalated')).toHaveLength(1);
    expect(events.slice(-3)).toEqual(['AskEscalated', 'AskExpired', 'YearClosed']);
    expect(await read(id)).toMatchObject({ status: 'closed', outcome: 'undecided' });
    expect((await admin.get(`/specialists/${FORGOTTEN}`)).body).toMatchObject({ accredited: false });
    expect(await guardOf(FORGOTTEN)).toBe(true);
  });

  it('is decided about after all, where an admin reopens the year; whoever is declined may apply again', async () => {
    const id = `${FORGOTTEN}-2027-28-training-2`;
    expect((await admin.post(`/participations/${id}/reopening`, {})).status).toBe(200);
    expect(await read(id)).toMatchObject({ status: 'active' });
    expect(await programme.executions('specialist-year')).toContain(`${id}-r2 RUNNING`);
    expect((await answer(admin, id, 'accreditation', { decision: 'decline' })).status).toBe(200);
    expect(await read(id)).toMatchObject({ status: 'closed', outcome: 'declined' });
    expect(await guardOf(FORGOTTEN)).toBe(false);
  });

  it('cannot be extended twice, and ends in the accreditation, with the offer to lead', async () => {
    const id = `${TRAINED}-2028-29-training-2`;
    const at = instantOf(programme.host.clock.now());
    const by = actorSchema.parse('register');
    await deps().commit({ puts: [laterPolicy(2029)], events: [], at, by });
    await train(id, 2028);
    expect(claimed(await read(id))).toEqual([]);
    const twice = await answer(admin, id, 'accreditation', { decision: 'extend' });
    expect([twice.status, codes(twice)]).toEqual([409, ['extended-already']]);
    const accredited = { decision: 'accredit', assessedOn: '2029-06-08', evidenceReference: 'ASSESS-7' };
    expect((await answer(admin, id, 'accreditation', accredited)).status).toBe(200);
    expect(await read(id)).toMatchObject({ status: 'closed', outcome: 'accredited' });
    expect((await admin.get(`/specialists/${TRAINED}`)).body).toMatchObject({
      accredited: true,
      accreditedOn: '2029-06-08',
    });
    expect((await eventsOf(id)).slice(-3)).toEqual(['AskAnswered', 'SpecialistAccredited', 'YearClosed']);
    expect(await read(`${TRAINED}-2029-30-leading`)).toMatchObject({
      status: 'enrolled',
      asks: [{ kind: 'leading', closesAt: '2029-08-21T16:00:00.000Z' }],
    });
  });

  it('leaves no failed execution, no dead letter, no unpublished event', async () => {
    const executions = [
      ...(await programme.executions('specialist-selection')),
      ...(await programme.executions('specialist-year')),
    ];
    expect(executions.filter((each) => !/ (RUNNING|SUCCEEDED|ABORTED)$/.test(each))).toEqual([]);
    expect(await programme.queue('dead-letters')).toEqual([]);
    expect(await deps().unpublishedEvents(100)).toEqual([]);
  });

  const eventsOf = async (id: string): Promise<string[]> =>
    (await read(id)).timeline.map(({ type }: { type: string }) => type);
});

const codes = ({ body }: Answer): string[] => body.errors.map(({ code }: { code: string }) => code);

/** What a year's claims are for, and how many pence. */
const claimed = ({ claims }: Answer['body']): string[] =>
  claims
    .map(({ instalment, amount }: { instalment: string; amount: number }) => `${instalment} ${amount}`)
    .sort();
