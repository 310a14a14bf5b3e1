import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actorSchema } from '../../core/codes.ts';
import { instantOf } from '../../core/instant.ts';
import { deps } from '../../functions/support/deps.ts';
import { jobsOnlyOn } from '../../local/jobs-only-on.ts';
import { machineNameSchema } from '../../workflows/steps.ts';
import { SCHEDULES } from '../../workflows/wiring.ts';
import { expectNobodyIn } from '../support/court.ts';
import { declaration, developmentForm, key, specialistForm, TANSY } from '../support/forms.ts';
import { laterPolicy } from '../support/later-policies.ts';
import { type Person, type Programme, startProgramme } from '../support/programme.ts';
import { openStored } from '../support/stored.ts';

const ID = 'sp-0013';
const FIRST_SCHOOL = '900003';
const SECOND_SCHOOL = '900004';
const TRAINING_1 = `${ID}-2026-27-training-1`;
const TRAINING_2 = `${ID}-2027-28-training-2`;
const LEADING = `${ID}-2028-29-leading`;
const LEADING_AGAIN = `${ID}-2029-30-leading`;

describe('a Specialist’s life, from the application to the second year of leading', () => {
  let programme: Programme;
  let origin: Person;
  let admin: Person;
  beforeAll(async () => {
    // The nights on which something happens in this life: a sweep or a rejoining has nothing to find.
    const { 'offer-leading': offer, digest } = SCHEDULES;
    const schedules = jobsOnlyOn('1,2', { 'offer-leading': offer, digest });
    programme = await startProgramme({ schedules });
    [origin, admin] = await Promise.all([programme.hub('origin'), programme.admin()]);
    const at = instantOf(programme.host.clock.now());
    const puts = [2029, 2030].map(laterPolicy);
    await deps().commit({ puts, events: [], at, by: actorSchema.parse('register') });
  });
  afterAll(() => programme.stop());

  const read = async (id: string) => (await origin.get(`/participations/${id}`)).body;
  const specialist = async () => (await origin.get(`/specialists/${ID}`)).body;
  const ok = async (answer: ReturnType<Person['post']>) => {
    const { status, body } = await answer;
    expect(status, JSON.stringify(body)).toBeLessThan(300);
    await programme.host.quiet();
    return body;
  };
  const codes = async (answer: ReturnType<Person['post']>) =>
    (await answer).body.errors?.map(({ code }: { code: string }) => code);
  const answer = (id: string, ask: string, given: object, by = origin) =>
    by.post(`/asks/${id}.${ask}/answer`, given);
  const declare = (id: string, milestone: string, happenedOn: string) =>
    ok(answer(id, `declaration-${milestone}`, declaration(happenedOn)));

  /** Every history of an execution, as it was last read: Step Functions forgets one 90 days after its end. */
  const histories = new Map<string, unknown>();
  /** Reads them all, and answers with how this Specialist's executions stand. */
  const executions = async () => {
    await programme.host.quiet();
    const lines = await Promise.all(
      machineNameSchema.options.map(async (machine) => {
        const present = await programme.executions(machine);
        for (const [name = ''] of present.map((line) => line.split(' '))) {
          histories.set(name, await programme.history(machine, name));
        }
        return present;
      }),
    );
    return lines.flat().filter((line) => line.startsWith(ID));
  };

  /** Two schools of the hub apply for Development, and this Specialist is to lead them. */
  const leadTwo = async (academicYear: string, schools: readonly string[]) => {
    for (const urn of schools) {
      const form = developmentForm(urn, { academicYear });
      await ok(origin.post('/enrolments', form, key(`development-${urn}-${academicYear}`)));
    }
    const group = { kind: 'development', academicYear, lead: ID, schools };
    return ok(origin.post('/work-groups', group));
  };

  it('March 2026: a hub endorses the application; the Specialist has a number, and no other hub sees more', async () => {
    const form = specialistForm(FIRST_SCHOOL);
    const { participation, execution } = await ok(origin.post('/enrolments', form, key('apply')));
    expect(participation).toEqual({ id: TRAINING_1, status: 'enrolled' });
    expect(execution).toEqual({ name: `${TRAINING_1}-selection` });
    expect(await executions()).toEqual([`${TRAINING_1}-selection RUNNING`]);
    const turing = await programme.hub('turing-nw');
    expect((await turing.get(`/participations/${TRAINING_1}`)).status).toBe(404);
  });

  it('…and only the programme’s admins select', async () => {
    expect(await codes(answer(TRAINING_1, 'selection', { decision: 'accept' }))).toEqual(['not-permitted']);
    await ok(answer(TRAINING_1, 'selection', { decision: 'accept' }, admin));
    expect(await read(TRAINING_1)).toMatchObject({ status: 'placed', claims: [] });
  });

  it('September 2026: the first year of training begins, and its start is declared', async () => {
    await programme.advanceTo('2026-09-20T09:00:00Z');
    expect(await read(TRAINING_1)).toMatchObject({ status: 'active' });
    expect(await executions()).toEqual([`${TRAINING_1}-selection SUCCEEDED`, `${TRAINING_1} RUNNING`]);
    await declare(TRAINING_1, 'started', '2026-09-10');
  });

  it('2027: retained, completed; the place in the second year is the Specialist’s at once', async () => {
    await programme.advanceTo('2027-02-20T09:00:00Z');
    await declare(TRAINING_1, 'retained', '2027-02-10');
    await programme.advanceTo('2027-06-20T09:00:00Z');
    await declare(TRAINING_1, 'completed', '2027-06-10');
    expect(await read(TRAINING_1)).toMatchObject({ status: 'closed', outcome: 'continue' });
    expect(await read(TRAINING_2)).toMatchObject({ status: 'placed', repeated: false });
    expect(await executions()).toEqual([`${TRAINING_2}-selection RUNNING`, `${TRAINING_1} SUCCEEDED`]);
  });

  it('November 2027: changes school in the second year of training, if the new school agrees', async () => {
    await programme.advanceTo('2027-09-20T09:00:00Z');
    await declare(TRAINING_2, 'started', '2027-09-10');
    await programme.advanceTo('2027-11-10T09:00:00Z');
    const move = { urn: SECOND_SCHOOL, from: '2027-11-01' };
    expect(await codes(origin.post(`/specialists/${ID}/school`, { ...move, schoolAgreed: false }))).toEqual([
      'school-not-agreed',
    ]);
    await ok(origin.post(`/specialists/${ID}/school`, { ...move, schoolAgreed: true }));
    expect(await specialist()).toMatchObject({ school: { urn: SECOND_SCHOOL }, hub: 'origin' });
    expect(await read(TRAINING_2)).toMatchObject({ school: { urn: SECOND_SCHOOL } });
  });

  it('2028: what is earned from then on is the new school’s', async () => {
    await programme.advanceTo('2028-02-20T09:00:00Z');
    await declare(TRAINING_2, 'retained', '2028-02-10');
    await programme.advanceTo('2028-06-20T09:00:00Z');
    await declare(TRAINING_2, 'completed', '2028-06-10');
  });

  it('June 2028: may not lead before the accreditation, nor in the year in which it is given', async () => {
    const group = { kind: 'development', academicYear: '2027-28', lead: ID, schools: ['900001', '900002'] };
    expect(await codes(origin.post('/work-groups', group))).toContain('lead-not-accredited');
    const assessed = { decision: 'accredit', assessedOn: '2028-06-15', evidenceReference: 'ASSESS-1' };
    expect(await codes(answer(TRAINING_2, 'accreditation', assessed))).toEqual(['not-permitted']);
    await ok(answer(TRAINING_2, 'accreditation', assessed, admin));
    expect(await specialist()).toMatchObject({ accredited: true, accreditedOn: '2028-06-15', cohort: 11 });
    expect(await read(TRAINING_2)).toMatchObject({ status: 'closed', outcome: 'accredited' });
    expect(await codes(origin.post('/work-groups', group))).toContain('lead-not-yet');
  });

  it('…and is offered to lead from the third year on', async () => {
    expect(await read(LEADING)).toMatchObject({
      status: 'enrolled',
      asks: [{ kind: 'leading', status: 'open' }],
    });
    await ok(answer(LEADING, 'leading', { decision: 'lead' }));
    expect(await read(LEADING)).toMatchObject({ status: 'placed' });
    expect(await executions()).toEqual([`${LEADING}-selection RUNNING`, `${TRAINING_2} SUCCEEDED`]);
    await leadTwo('2028-29', ['900001', '900002']);
  });

  it('2028-29: leads, and declares days term by term, 15 at most', async () => {
    await programme.advanceTo('2028-12-10T09:00:00Z');
    await ok(answer(LEADING, 'days-autumn', { withOtherSchools: 4, hubWork: 1.5 }));
  });

  it('…but no half day more', async () => {
    await programme.advanceTo('2029-03-10T09:00:00Z');
    await ok(answer(LEADING, 'days-spring', { withOtherSchools: 6, hubWork: 0 }));
    await programme.advanceTo('2029-06-10T09:00:00Z');
    const [tooMany, all] = [4, 3.5].map((withOtherSchools) => ({ withOtherSchools, hubWork: 0 }));
    expect(await codes(answer(LEADING, 'days-summer', tooMany ?? {}))).toEqual(['days-over-limit']);
    await ok(answer(LEADING, 'days-summer', all ?? {}));
    expect(await read(LEADING)).toMatchObject({ status: 'closed', outcome: 'finish' });
    expect(await executions()).toEqual([`${LEADING_AGAIN}-selection RUNNING`, `${LEADING} SUCCEEDED`]);
  });

  it('2029-30: leads a second year, now the first school, too', async () => {
    await ok(answer(LEADING_AGAIN, 'leading', { decision: 'lead' }));
    await leadTwo('2029-30', [FIRST_SCHOOL, '900008']);
    await programme.advanceTo('2029-12-10T09:00:00Z');
    await ok(answer(LEADING_AGAIN, 'days-autumn', { withOtherSchools: 1, hubWork: 0 }));
  });

  it('…and a term that nobody declared is missed, and not paid', async () => {
    await programme.advanceTo('2030-06-10T09:00:00Z');
    await ok(answer(LEADING_AGAIN, 'days-summer', { withOtherSchools: 0, hubWork: 0 }));
    const { status, outcome, days } = await read(LEADING_AGAIN);
    expect({ status, outcome }).toEqual({ status: 'closed', outcome: 'finish' });
    expect(days.terms.map((each: { status: string }) => each.status)).toEqual([
      'declared',
      'missed',
      'declared',
    ]);
  });

  it('adds up, by year and school: £3,000, £3,000, £5,025 and £350', async () => {
    const years = await Promise.all([TRAINING_1, TRAINING_2, LEADING, LEADING_AGAIN].map(read));
    const claims = years.flatMap((each) => each.claims);
    expect(claims.map(({ id, urn, amount }) => `${id}: £${amount / 100} to ${urn}`).sort()).toEqual([
      `${TRAINING_1}.completed: £1000 to ${FIRST_SCHOOL}`,
      `${TRAINING_1}.retained: £1000 to ${FIRST_SCHOOL}`,
      `${TRAINING_1}.started: £1000 to ${FIRST_SCHOOL}`,
      `${TRAINING_2}.completed: £1000 to ${SECOND_SCHOOL}`,
      `${TRAINING_2}.retained: £1000 to ${SECOND_SCHOOL}`,
      `${TRAINING_2}.started: £1000 to ${FIRST_SCHOOL}`,
      `${LEADING}.autumn: £1700 to ${SECOND_SCHOOL}`,
      `${LEADING}.spring: £2100 to ${SECOND_SCHOOL}`,
      `${LEADING}.summer: £1225 to ${SECOND_SCHOOL}`,
      `${LEADING_AGAIN}.autumn: £350 to ${SECOND_SCHOOL}`,
    ]);
    const told = (await programme.queue('finance')).map(({ body }) => body.detail.data.claimId);
    expect(told.filter((claim: string) => claim.startsWith(ID)).sort()).toEqual(
      claims.map(({ id }) => id).sort(),
    );
  });

  it('shows the groups led with their schools, the schools taught at, and each year with its executions', async () => {
    const { leading, participations } = await specialist();
    expect(
      leading.map(({ academicYear, schools }: { academicYear: string; schools: { urn: string }[] }) => [
        academicYear,
        schools.map(({ urn }) => urn),
      ]),
    ).toEqual([
      ['2028-29', ['900001', '900002']],
      ['2029-30', [FIRST_SCHOOL, '900008']],
    ]);
    const expected = [TRAINING_1, TRAINING_2, LEADING, LEADING_AGAIN].map((id) => [
      id,
      [`${id}-selection`, id],
    ]);
    const shown = participations.map((each: { id: string; executions: string[] }) => [
      each.id,
      each.executions,
    ]);
    expect(shown.slice(0, 4)).toEqual(expected);
  });

  it('is told by the timeline, year by year', async () => {
    const told = async (id: string) => (await read(id)).timeline.map(({ type }: { type: string }) => type);
    expect(await told(TRAINING_1)).toEqual([
      'EnrolmentAccepted',
      'SelectionDue',
      'AskAnswered',
      'SpecialistSelected',
      'YearDue',
      'YearOpened',
      ...['started', 'retained', 'completed'].flatMap(() => [
        'AskAnswered',
        'MilestoneDeclared',
        'ClaimRaised',
      ]),
      'YearClosed',
    ]);
    expect((await told(TRAINING_2)).slice(-3)).toEqual(['AskAnswered', 'SpecialistAccredited', 'YearClosed']);
    expect(await told(LEADING_AGAIN)).toEqual([
      'SelectionDue',
      'AskAnswered',
      'LeadingDecided',
      'YearDue',
      'YearOpened',
      'AskAnswered',
      'DaysDeclared',
      'ClaimRaised',
      'AskExpired',
      'DaysMissed',
      'AskAnswered',
      'DaysDeclared',
      'YearClosed',
    ]);
  });

  it('can be found by the executions, and they by the Specialist', async () => {
    const { items } = (await admin.get(`/executions?query=${ID}`)).body;
    expect(items.map(({ name }: { name: string }) => name)).toContain(LEADING_AGAIN);
    const { participation, specialist: whose } = (await admin.get(`/executions/${LEADING_AGAIN}`)).body;
    expect({ participation, whose }).toEqual({ participation: LEADING_AGAIN, whose: ID });
  });

  it('leaves nothing in a dead-letter queue, and no execution failed', async () => {
    expect(await programme.queue('dead-letters')).toEqual([]);
    await executions();
    expect(
      [...histories.values()].filter((events) => JSON.stringify(events).includes('ExecutionFailed')),
    ).toEqual([]);
    expect(histories.size).toBeGreaterThan(10);
  });

  it('names the teacher on the rows of the enrolment and the Specialist, and nobody anywhere else', async () => {
    const stored = openStored(programme);
    const rows = [...(await stored.rows()).values()];
    stored.close();
    const people = ['enrolment', 'specialist'];
    const everywhere = JSON.stringify([
      [...histories],
      rows.filter(({ type }) => !people.includes(String(type))),
      (await programme.finance().then((person) => person.get('/funding/events?after=0&limit=1000'))).body,
      await programme.queue('finance'),
      await programme.mails(),
      await specialist(),
      programme.log(),
    ]);
    expect(everywhere).toContain(TRAINING_1);
    expectNobodyIn(everywhere);
    const holding = (text: string) =>
      new Set(rows.filter((row) => JSON.stringify(row).includes(text)).map(({ type }) => type));
    expect(holding(TANSY.name)).toEqual(new Set(people));
    expect(holding(TANSY.email)).toEqual(new Set(['enrolment']));
    expect(holding(TANSY.trn)).toEqual(new Set(['enrolment']));
  });
});
