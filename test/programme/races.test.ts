import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { academicYearFrom } from '../../core/academic-year.ts';
import {
  actorSchema,
  type PathwayStage,
  type SpecialistId,
  type Urn,
  type WorkGroupId,
  workGroupIdSchema,
} from '../../core/codes.ts';
import { instantOf, toInstant } from '../../core/instant.ts';
import { type ParticipationId, participationIdOf } from '../../core/participation.ts';
import { presentMembers } from '../../core/work-group.ts';
import { deps } from '../../functions/support/deps.ts';
import { executionDeps } from '../../functions/support/execution-deps.ts';
import type { Row } from '../../workflows/change.ts';
import type { MachineName } from '../../workflows/wiring.ts';
import { type ContendedDynamo, startContendedDynamo } from '../support/contended-dynamo.ts';
import { declaration, developmentForm, key } from '../support/forms.ts';
import { type Answer, type Person, type Programme, startProgramme } from '../support/programme.ts';
import { sampleSchool, sampleSpecialist } from '../support/sample-rows.ts';

const FULL = process.env['FULL'] !== undefined;
const ROUNDS = FULL ? 100 : 5;
/** A table that has grown for ten rounds makes a round half as slow again: after these many, the next starts afresh. */
const ROUNDS_OF_A_PROGRAMME = 5;
/** How many race: two hundred in the first round, and in all of them with FULL; else forty. */
let crowd = 200;
const crowdOf = (round: number): number => (FULL || round === 1 ? 200 : 40);
const HUBS = ['origin', 'turing-nw', 'great-north', 'cambridge', 'solent', 'jurassic', 'central'] as const;
/** Applications, placement and the first milestone are all open. */
const TODAY = '2026-09-20';
const YEAR = academicYearFrom(2026);
const LEAVING = { reason: 'capacity', effectiveOn: TODAY };
const PATIENCE = { timeout: 120_000 };

let contended: ContendedDynamo;
let programme: Programme;
let admin: Person;
let origin: Person;
/** Five users of each hub. */
let staff: ReadonlyMap<string, readonly Person[]>;
let schoolsSeeded = 0;
let leadsSeeded = 0;
/** The years that the race at hand is about. */
let watched: ParticipationId[] = [];

async function start(): Promise<void> {
  contended = await startContendedDynamo();
  const now = toInstant(`${TODAY}T09:00:00Z`);
  programme = await startProgramme({ externalDynamo: contended.endpoint, now });
  admin = await programme.admin();
  const hired = HUBS.map(async (hub): Promise<[string, Person[]]> => {
    const people = ['a', 'b', 'c', 'd', 'e'].map((name) => programme.hub(hub, name));
    return [hub, await Promise.all(people)];
  });
  staff = new Map(await Promise.all(hired));
  origin = userOf('origin', 0);
}

/** Stops what the rounds so far ran on; every kind of disturbance must have happened to them. */
async function stop(): Promise<void> {
  const disturbed = Object.entries(contended.disturbed);
  await programme.stop();
  await contended.stop();
  expect(disturbed.filter(([, times]) => times === 0)).toEqual([]);
}

/** Whatever was raced for: each year's events are told in order and without a gap, and no message was given up. */
afterEach(async () => {
  for (const id of watched) await expectNoGapIn(id);
  watched = [];
  expect(await programme.queue('dead-letters')).toEqual([]);
});

describe.for(Array.from({ length: ROUNDS }, (_, index) => index + 1))(
  'many race at once, round %i:',
  (round) => {
    beforeAll(async () => {
      crowd = crowdOf(round);
      if (round % ROUNDS_OF_A_PROGRAMME === 1) await start();
    });

    afterAll(async () => {
      if (round % ROUNDS_OF_A_PROGRAMME === 0) await stop();
    });

    it('for the last seat of an embedding group; one school sits in it', PATIENCE, async () => {
      const schools = await seedSchools(13, { hub: 'origin' });
      await enrolAll(schools, admin, 'embedding');
      const group = await form('embedding-and-sustaining', schools.slice(0, 5));
      await raceForSeat(group, schools.slice(5), 'embedding', 6);
    });

    it(
      'for the seat that a school has left in a Development group; two schools sit in it',
      PATIENCE,
      async () => {
        const schools = await seedSchools(9, { hub: 'origin' });
        await enrolAll(schools, origin);
        const group = await form('development', schools.slice(0, 2));
        await ok(origin.post(`/participations/${idOf(schools[0])}/withdrawal`, LEAVING));
        await raceForSeat(group, schools.slice(2), 'development', 2);
      },
    );

    it('to answer the same ask; one declaration stands, with one claim', PATIENCE, async () => {
      const id = await seedActive();
      const answers = await race((index) => declare(id, index, dayOf(index)));
      expect(tally(answers)).toEqual({ 200: 1, 409: crowd - 1 });
      const whole = await read(id);
      const winner = answers.findIndex(({ status }) => status === 200);
      expect(whole.milestones[0]).toMatchObject({ status: 'declared', happenedOn: dayOf(winner) });
      expect(whole.claims).toMatchObject([{ instalment: 'started', amount: 100_000 }]);
      expect(await told(id)).toMatchObject({ MilestoneDeclared: 1, ClaimRaised: 1 });
    });

    it(
      'to enrol the same school, which is no hub’s; it is one hub’s then, and enrolled once',
      PATIENCE,
      async () => {
        const [urn = ''] = await seedSchools(1);
        const hubOf = (index: number) => HUBS[index % HUBS.length] ?? '';
        const answers = await race((index) =>
          userOf(hubOf(index), index).post('/enrolments', developmentForm(urn), key(`race-${urn}-${index}`)),
        );
        watched.push(idOf(urn));
        const refused = answers.filter(({ status }) => status !== 202);
        expect(refused).toHaveLength(crowd - 1);
        const codes = new Set(
          refused.flatMap(({ body }) => body.errors.map((each: { code: string }) => each.code)),
        );
        expect(['already-enrolled', 'changed-meanwhile', 'school-of-another-hub']).toEqual(
          expect.arrayContaining([...codes]),
        );
        const hub = hubOf(answers.findIndex(({ status }) => status === 202));
        expect(await deps().readSchool(sampleSchool({ urn }).urn)).toMatchObject({ hub, version: 2 });
        expect(await read(idOf(urn))).toMatchObject({ hub, status: 'enrolled' });
        expect(await told(idOf(urn))).toEqual({ EnrolmentAccepted: 1, PlacementDue: 1 });
        expect(await executions('placement', urn)).toEqual([`${idOf(urn)}-placement RUNNING`]);
      },
    );

    it('to send one enrolment again and again; all who are answered hear the same', PATIENCE, async () => {
      const [urn = ''] = await seedSchools(1, { hub: 'origin' });
      const answers = await race(() => origin.post('/enrolments', developmentForm(urn), key(`twin-${urn}`)));
      watched.push(idOf(urn));
      const heard = answers.filter(({ status }) => status === 202).map(({ body }) => JSON.stringify(body));
      expect(new Set(heard).size).toBe(1);
      expect(tally(answers)[409] ?? 0).toBe(crowd - heard.length);
      expect(await told(idOf(urn))).toEqual({ EnrolmentAccepted: 1, PlacementDue: 1 });
    });

    it(
      'to declare and to withdraw; what was earned before the withdrawal stays, nothing follows it',
      PATIENCE,
      async () => {
        const id = await seedActive();
        const withdraws = (index: number) => (index + round) % 2 === 0;
        const answers = await race((index) =>
          withdraws(index)
            ? userOf('origin', index).post(`/participations/${id}/withdrawal`, LEAVING)
            : declare(id, index, TODAY),
        );
        expect(tally(answers.filter((_, index) => withdraws(index)))).toEqual({
          200: 1,
          409: crowd / 2 - 1,
        });
        const declarations = tally(answers.filter((_, index) => !withdraws(index)));
        const declared = declarations[200] ?? 0;
        expect(declarations).toEqual({ ...(declared && { 200: 1 }), 409: crowd / 2 - declared });
        const whole = await read(id);
        expect(whole).toMatchObject({ status: 'withdrawn', withdrawal: { effectiveOn: TODAY } });
        expect(whole.milestones[0].status).toBe(declared ? 'declared' : 'to-do');
        expect(whole.claims).toHaveLength(declared);
        const types = (await deps().timelineOf(id)).map(({ eventType }) => eventType);
        expect(types.at(-1)).toBe('ParticipationWithdrawn');
        expect(types.filter((type) => type === 'ClaimRaised')).toHaveLength(declared);
        expect((await deps().asksOf(id)).map(({ status }) => status)).not.toContain('open');
        const { members = [] } =
          (await deps().readWorkGroup(workGroupIdSchema.parse(whole.workGroupId))) ?? {};
        expect(members.find(({ participationId }) => participationId === id)).toMatchObject({
          leftOn: TODAY,
        });
        expect(await executions('school-year', id)).toEqual([`${id} ABORTED`]);
      },
    );

    it('to form a group on the last slot of a lead; one hub gets it', PATIENCE, async () => {
      const lead = await seedLead();
      const filling = await seedSchools(2, { hub: 'origin' });
      await enrolAll(filling, origin);
      await form('development', filling, lead);
      const pairs: Urn[][] = [];
      for (const hub of HUBS) {
        const pair = await seedSchools(2, { hub });
        await enrolAll(pair, userOf(hub, 0));
        pairs.push(pair);
      }
      const answers = await race((index) => {
        const schools = pairs[index % HUBS.length];
        const group = { kind: 'development', academicYear: YEAR, lead, schools };
        return userOf(HUBS[index % HUBS.length] ?? '', index).post('/work-groups', group);
      });
      expect(tally(answers)).toEqual({ 201: 1, 409: crowd - 1 });
      expect((await deps().readSpecialist(lead))?.leading).toHaveLength(2);
      const winner = answers.findIndex(({ status }) => status === 201) % HUBS.length;
      for (const [index, pair] of pairs.entries()) {
        const status = index === winner ? 'active' : 'enrolled';
        for (const urn of pair) expect(await read(idOf(urn))).toMatchObject({ status });
      }
    });

    it(
      'to answer and to restart; one claim is raised, and the last generation goes on alone',
      PATIENCE,
      async () => {
        const id = await seedActive();
        const restarts = (index: number) => index % 10 === 0;
        const answers = await race((index) =>
          restarts(index) ? admin.post(`/participations/${id}/restart`, {}) : declare(id, index, TODAY),
        );
        expect(tally(answers.filter((_, index) => !restarts(index)))).toEqual({
          200: 1,
          409: (crowd * 9) / 10 - 1,
        });
        const { 202: restarted = 0, ...refused } = tally(answers.filter((_, index) => restarts(index)));
        expect(restarted).toBeGreaterThan(0);
        expect(Object.keys(refused).filter((status) => status !== '409')).toEqual([]);
        expect((await read(id)).claims).toHaveLength(1);
        expect(await told(id)).toMatchObject({
          WorkflowRestarted: restarted,
          MilestoneDeclared: 1,
          ClaimRaised: 1,
        });
        const running = (await executions('school-year', id)).filter((each) => each.endsWith('RUNNING'));
        expect(running).toEqual([`${id}-r${1 + restarted} RUNNING`]);
      },
    );
  },
);

/**
 * Two hundred at once on a contended table, and somebody looks on; resolves once everything that they set off has
 * happened, too.
 */
async function race(request: (index: number) => Promise<Answer>): Promise<Answer[]> {
  await programme.host.quiet();
  contended.disturb({ conflicts: 0.1, throttles: 0.01, lag: 20, seed: schoolsSeeded });
  const requests = Array.from({ length: crowd }, (_, index) => answered(() => request(index)));
  const looks = ['/asks', '/participations'].map((path) => answered(() => origin.get(path)));
  const answers = await Promise.all(requests);
  expect(tally(await Promise.all(looks))).toEqual({ 200: 2 });
  await programme.host.quiet();
  contended.disturb(undefined);
  expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
  return answers;
}

/** Sends the same request again where the answer says to: 503, the table was too busy for it. */
async function answered(request: () => Promise<Answer>): Promise<Answer> {
  let answer = await request();
  while (answer.status === 503) answer = await request();
  return answer;
}

/** All these schools ask for the one free seat, each many times; users of another hub ask for it, too. */
async function raceForSeat(
  workGroupId: WorkGroupId,
  schools: readonly Urn[],
  stage: PathwayStage,
  size: number,
): Promise<void> {
  const schoolOf = (index: number) => schools[index % schools.length];
  const isStranger = (index: number) => index % 8 === 7;
  const answers = await race((index) => {
    const ask = `${idOf(schoolOf(index), stage)}.placement`;
    return userOf(isStranger(index) ? 'turing-nw' : 'origin', index).post(`/asks/${ask}/answer`, {
      workGroupId,
    });
  });
  expect(tally(answers)).toEqual({ 200: 1, 404: crowd / 8, 409: (crowd * 7) / 8 - 1 });
  const winner = schoolOf(answers.findIndex(({ status }) => status === 200));
  const group = await deps().readWorkGroup(workGroupId);
  const sitting = group ? presentMembers(group).map(({ urn }) => urn) : [];
  expect(sitting).toHaveLength(size);
  expect(sitting.filter((urn) => schools.includes(urn))).toEqual([winner]);
  for (const urn of schools) {
    const place = urn === winner ? { status: 'active', workGroupId } : { status: 'enrolled' };
    expect(await read(idOf(urn, stage))).toMatchObject(place);
  }
}

const declare = (id: ParticipationId, index: number, happenedOn: string): Promise<Answer> =>
  userOf('origin', index).post(`/asks/${id}.declaration-started/answer`, declaration(happenedOn));

/** Schools of the register that were never in a race before. */
async function seedSchools(count: number, of: { readonly hub?: string } = {}): Promise<Urn[]> {
  const schools = Array.from({ length: count }, (_, index) =>
    sampleSchool({ urn: String(910_001 + schoolsSeeded + index), ...of }),
  );
  schoolsSeeded += count;
  await put(schools);
  return schools.map(({ urn }) => urn);
}

async function seedLead(): Promise<SpecialistId> {
  leadsSeeded += 1;
  const lead = sampleSpecialist({ id: `sp-${1000 + leadsSeeded}` });
  await put([lead]);
  return lead.id;
}

async function put(puts: readonly Row[]): Promise<void> {
  const at = instantOf(programme.host.clock.now());
  await deps().commit({ puts, events: [], at, by: actorSchema.parse('register') });
}

async function enrolAll(
  schools: readonly Urn[],
  person: Person,
  stage: PathwayStage = 'development',
): Promise<void> {
  for (const urn of schools) {
    const admitted = { stage, activities: [], admissionReason: 'A sample reason' };
    const enrolment = developmentForm(urn, stage === 'development' ? {} : admitted);
    await ok(person.post('/enrolments', enrolment, key(`enrol-${urn}`)));
    watched.push(idOf(urn, stage));
  }
}

/** A school in the middle of its Development year. */
async function seedActive(): Promise<ParticipationId> {
  const schools = await seedSchools(2, { hub: 'origin' });
  await enrolAll(schools, origin);
  await form('development', schools);
  return idOf(schools[0]);
}

/** Forms a group of origin’s; its members’ years are open then. */
async function form(kind: string, schools: readonly Urn[], lead?: SpecialistId): Promise<WorkGroupId> {
  const group = { kind, academicYear: YEAR, lead: lead ?? (await seedLead()), schools };
  const { id } = await ok(origin.post('/work-groups', group));
  await programme.host.quiet();
  return workGroupIdSchema.parse(id);
}

async function ok(answer: Promise<Answer>) {
  const { status, body } = await answer;
  expect(status, JSON.stringify(body)).toBeLessThan(300);
  return body;
}

function userOf(hub: string, index: number): Person {
  const people = staff.get(hub) ?? [];
  const person = people[Math.floor(index / HUBS.length) % people.length];
  if (!person) throw new Error(`nobody is of ${hub}`);
  return person;
}

function idOf(urn: string | undefined, stage: PathwayStage = 'development'): ParticipationId {
  return participationIdOf(sampleSchool({ urn }).urn, YEAR, stage);
}

const read = async (id: ParticipationId) => await ok(admin.get(`/participations/${id}`));

/** How many answers had each status. */
function tally(answers: readonly Answer[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/** How often each type of event is on the timeline. */
async function told(id: ParticipationId): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { eventType } of await deps().timelineOf(id)) counts[eventType] = (counts[eventType] ?? 0) + 1;
  return counts;
}

/** Every version of the year has told what happened, from the first to the one that is stored. */
async function expectNoGapIn(id: ParticipationId): Promise<void> {
  const timeline = await deps().timelineOf(id);
  const versions = [...new Set(timeline.map(({ subjectVersion }) => subjectVersion))];
  const { version = 0 } = (await deps().readParticipation(id)) ?? {};
  expect(versions, id).toEqual(Array.from({ length: version }, (_, index) => index + 1));
  expect(timeline.filter(({ unpublished }) => unpublished)).toEqual([]);
}

/** `name STATUS` of a school's executions. */
async function executions(machine: MachineName, query: string): Promise<string[]> {
  const fits = (name: string) => name.includes(query);
  const { items } = await executionDeps().listExecutions({ machine, fits, limit: 1000 });
  return items.map(({ name, status }) => `${name} ${status}`).sort();
}

/** A day of this September, up to today. */
const dayOf = (index: number): string => `2026-09-${String(1 + (index % 20)).padStart(2, '0')}`;
