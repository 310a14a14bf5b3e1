import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { academicYearFrom } from '../../core/academic-year.ts';
import { actorSchema, hubCodeSchema, type Urn } from '../../core/codes.ts';
import { schoolEnrolmentFormSchema } from '../../core/enrolment.ts';
import { instantOf } from '../../core/instant.ts';
import { participationIdOf } from '../../core/participation.ts';
import { deps } from '../../functions/support/deps.ts';
import { executionDeps } from '../../functions/support/execution-deps.ts';
import type { Caller } from '../../functions/use-cases/caller.ts';
import { enrol } from '../../functions/use-cases/enrol.ts';
import { formWorkGroup } from '../../functions/use-cases/form-work-group.ts';
import { loadFunctions } from '../../local/functions.ts';
import { Invoker } from '../../local/invoker.ts';
import { MACHINES, QUEUES } from '../../workflows/wiring.ts';
import { developmentForm } from '../support/forms.ts';
import { type Programme, startProgramme } from '../support/programme.ts';
import { sampleSchool, sampleSpecialist } from '../support/sample-rows.ts';
import { TokenBucket } from '../support/token-bucket.ts';

/** England's eligible secondaries, all in their Development year; a twentieth of them unless FULL is set. */
const NATION = 3400;
const YEARS = process.env['FULL'] === undefined ? NATION / 20 : NATION;
/** StartExecution in London: 800 at once, 150 a second from then on; scaled with the size of the nation. */
const AT_ONCE = (800 * YEARS) / NATION;
const PER_SECOND = (150 * YEARS) / NATION;

const YEAR = academicYearFrom(2026);
const HUB = hubCodeSchema.parse('origin');
const CALLER: Caller = { role: 'hub', hub: HUB, actor: actorSchema.parse('hub.origin.a') };
const PATIENCE = 60 * 60_000;

describe('the first of September, at national size', () => {
  const quota = new TokenBucket(AT_ONCE, PER_SECOND);
  const starts: { readonly at: number; readonly throttled: boolean }[] = [];
  let watching = false;
  let lists = 0;
  let programme: Programme;
  let urns: Urn[];

  beforeAll(async () => {
    // The client's own tries wait in real time, in which the virtual clock stands still and no quota is refilled.
    process.env['AWS_MAX_ATTEMPTS'] = '1';
    programme = await startProgramme({
      // The sweep is called by hand; every lead of the nation would be offered to lead, which is not what this is about.
      schedules: {},
      throttle(operation, now) {
        if (operation === 'ListExecutions') lists += 1;
        if (!watching || operation !== 'StartExecution') return false;
        const throttled = !quota.takes(now);
        starts.push({ at: now, throttled });
        return throttled;
      },
    });
    urns = await seedNation(YEARS);
    // The host listens to its own functions only: a request of anybody's makes it look at what was seeded.
    await (await programme.admin()).get(`/participations/${urns[0]}-2026-27-development`);
    await programme.host.quiet();
    expect(await executionDeps().runningExecutions('placement')).toHaveProperty('size', YEARS);
    watching = true;
    await programme.advanceTo('2026-08-31T22:59:59Z');
    expect(starts).toEqual([]);
    await programme.advanceTo('2026-08-31T23:59:59Z');
  }, PATIENCE);
  afterAll(() => programme.stop(), PATIENCE);

  it('asks for more starts at one instant than Step Functions takes', () => {
    const first = starts.filter(({ at }) => at === Date.parse('2026-08-31T23:00:00Z'));
    expect(first).toHaveLength(YEARS);
    expect(first.filter(({ throttled }) => !throttled)).toHaveLength(AT_ONCE);
  });

  it('comes back to each throttled start after the visibility timeout, until it is taken', () => {
    const rounds = [...new Set(starts.map(({ at }) => at))];
    const visible = QUEUES['start-workflow'].visibilitySeconds * 1000;
    expect(rounds.map((at) => (at - Date.parse('2026-08-31T23:00:00Z')) / visible)).toEqual(
      rounds.map((_, index) => index),
    );
    // What waits comes back all at once, when the bucket is full again: each delivery starts 800 of them.
    expect(rounds).toHaveLength(Math.ceil(YEARS / AT_ONCE));
    expect(rounds.length).toBeLessThan(QUEUES['start-workflow'].maxReceives);
    expect(starts.filter(({ throttled }) => !throttled)).toHaveLength(YEARS);
  });

  it('loses no year, and opens each exactly once', async () => {
    const ids = urns.map((urn) => participationIdOf(urn, YEAR, 'development'));
    expect(await executionDeps().runningExecutions('school-year')).toEqual(new Set(ids));
    expect(await executionDeps().runningExecutions('placement')).toEqual(new Set());
    for (const id of ids) {
      const types = (await deps().timelineOf(id)).map(({ eventType }) => eventType);
      expect(types, id).toEqual([
        'EnrolmentAccepted',
        'PlacementDue',
        'AskAnswered',
        'PlacementConfirmed',
        'YearDue',
        'YearOpened',
      ]);
      expect(await deps().readParticipation(id), id).toMatchObject({ status: 'active', generation: 1 });
    }
  });

  it('finds nothing stuck that night, and asks Step Functions for pages of a thousand', async () => {
    lists = 0;
    const functions = new Invoker(await loadFunctions(), () => {});
    const found = await functions.invoke('jobs/sweep', { time: '2026-09-01T01:30:00Z' });
    expect(found).toEqual({ published: 0, withoutExecution: 0, notPickedUp: 0, emptySeats: 0 });
    // A page for every machine that runs nothing, and as many as it takes for the years.
    expect(lists).toBe(Object.keys(MACHINES).length - 1 + Math.ceil(YEARS / 1000));
  });

  it('leaves no dead letter and no event unpublished', async () => {
    expect(await programme.queue('dead-letters')).toEqual([]);
    expect(await deps().unpublishedEvents(100)).toEqual([]);
  });

  /** Enrols and places so many schools, by the API's own use cases: two to a group, two groups to a lead. */
  async function seedNation(size: number): Promise<Urn[]> {
    const now = instantOf(programme.host.clock.now());
    const by = actorSchema.parse('register');
    const schools = Array.from({ length: size }, (_, index) =>
      sampleSchool({ urn: String(910_000 + index), hub: HUB }),
    );
    for (let pair = 0; pair < size / 2; pair += 1) {
      const two = schools.slice(pair * 2, pair * 2 + 2);
      const lead = sampleSpecialist({ id: `sp-${10_000 + pair}` });
      await deps().commit({ puts: [...two, lead], events: [], at: now, by });
      for (const { urn } of two) {
        const form = schoolEnrolmentFormSchema.parse(developmentForm(urn));
        const answer = await enrol({ form, caller: CALLER, idempotencyKey: `enrol-${urn}`, now }, deps());
        expect(answer).toMatchObject({ participation: { status: 'enrolled' } });
      }
      const group = { kind: 'development', academicYear: YEAR, lead: lead.id, confirmSize: false } as const;
      const formed = await formWorkGroup(
        { ...group, schools: two.map(({ urn }) => urn), caller: CALLER, now },
        deps(),
      );
      expect(formed).toMatchObject({ type: 'work-group' });
    }
    return schools.map(({ urn }) => urn);
  }
});
