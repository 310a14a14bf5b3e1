import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commit } from '../../adapters/dynamodb/commit.ts';
import { readPathwayGuard } from '../../adapters/dynamodb/enrolments.ts';
import { markPublished, timelineOf, unpublishedEvents } from '../../adapters/dynamodb/events.ts';
import { readParticipation } from '../../adapters/dynamodb/participations.ts';
import { readSchool } from '../../adapters/dynamodb/schools.ts';
import { hubCodeSchema } from '../../core/codes.ts';
import { participationIdSchema } from '../../core/participation.ts';
import { changed, type Row, type SubjectEvents } from '../../workflows/change.ts';
import { sampleParticipation, samplePathwayGuard, sampleSchool } from '../support/sample-rows.ts';
import { changeOf, openTableUnderTest, yearDue } from './table-at-hand.ts';

let opened: Awaited<ReturnType<typeof openTableUnderTest>>;
beforeAll(async () => {
  opened = await openTableUnderTest();
});
afterAll(() => opened.stop());

const idOf = (urn: string) => participationIdSchema.parse(`${urn}-2026-27-development`);
const participationOf = (urn: string) => sampleParticipation({ id: idOf(urn), urn });
const schoolOf = (urn: string) => sampleSchool({ urn });
const guardOf = (urn: string) => samplePathwayGuard({ urn, participationId: idOf(urn) });
const eventsAt = (urn: string, subjectVersion: number, count = 1): SubjectEvents => ({
  subject: idOf(urn),
  subjectVersion,
  hub: hubCodeSchema.parse('origin'),
  announcements: Array.from({ length: count }, () => yearDue(idOf(urn))),
});

const COMMITTED = { outcome: 'committed' };
const conflictOn = (...on: string[]) => ({ outcome: 'conflict', on });

describe('a change', () => {
  it('puts a new row only where there is none: the second time it is a conflict on that row', async () => {
    const change = changeOf({ puts: [participationOf('100001')], events: [eventsAt('100001', 1)] });
    expect(await commit(opened.table, change)).toEqual(COMMITTED);
    expect(await commit(opened.table, change)).toEqual(conflictOn('participation'));
    expect(await timelineOf(opened.table, idOf('100001'))).toHaveLength(1);
  });

  it('puts a next version only over the one before it', async () => {
    const first = participationOf('100002');
    const second = changed(first, { yearDue: true });
    expect(await commit(opened.table, changeOf({ puts: [second] }))).toEqual(conflictOn('participation'));
    expect(await commit(opened.table, changeOf({ puts: [first] }))).toEqual(COMMITTED);
    expect(await commit(opened.table, changeOf({ puts: [second] }))).toEqual(COMMITTED);
    expect(await commit(opened.table, changeOf({ puts: [second] }))).toEqual(conflictOn('participation'));
    expect(await commit(opened.table, changeOf({ puts: [{ ...second, version: 4 }] }))).toEqual(
      conflictOn('participation'),
    );
    expect(await readParticipation(opened.table, first.id)).toEqual(second);
  });

  it('replaces the row whole: what the next version lacks is gone', async () => {
    const first = sampleSchool({ urn: '100003', trust: 'Sample Trust' });
    const { trust, ...rest } = changed(first, { name: 'Sample School Elm' });
    expect(trust).toBe('Sample Trust');
    await commit(opened.table, changeOf({ puts: [first] }));
    await commit(opened.table, changeOf({ puts: [rest] }));
    expect(await readSchool(opened.table, first.urn)).toEqual(rest);
  });

  it('is written whole or not at all, and names every row that was not as expected', async () => {
    await opened.put(guardOf('100004'), schoolOf('100004'));
    const puts = [participationOf('100004'), guardOf('100004'), { ...schoolOf('100004'), version: 7 }];
    expect(await commit(opened.table, changeOf({ puts, events: [eventsAt('100004', 1)] }))).toEqual(
      conflictOn('pathway-guard', 'school'),
    );
    expect(await readParticipation(opened.table, idOf('100004'))).toBeUndefined();
    expect(await timelineOf(opened.table, idOf('100004'))).toEqual([]);
  });

  it('rests on rows that it only read: changed meanwhile, or gone, they are a conflict', async () => {
    const read = schoolOf('100005');
    await opened.put(read);
    const attempt = (urn: string, unchanged: Row) =>
      commit(opened.table, changeOf({ puts: [participationOf(urn)], unchanged: [unchanged] }));
    expect(await attempt('100005', read)).toEqual(COMMITTED);
    await commit(opened.table, changeOf({ puts: [changed(read, { statusCode: 2 })] }));
    expect(await attempt('100006', read)).toEqual(conflictOn('school'));
    expect(await attempt('100006', schoolOf('100006'))).toEqual(conflictOn('school'));
    expect(await readParticipation(opened.table, idOf('100006'))).toBeUndefined();
  });

  it('happens once, however many try the same at once', async () => {
    const first = participationOf('100007');
    await opened.put(first);
    const change = changeOf({ puts: [changed(first, { yearDue: true })], events: [eventsAt('100007', 2)] });
    const outcomes = await Promise.all(Array.from({ length: 12 }, () => commit(opened.table, change)));
    expect(outcomes.filter(({ outcome }) => outcome === 'committed')).toHaveLength(1);
    expect(outcomes.filter(({ outcome }) => outcome === 'conflict')).toHaveLength(11);
    expect(await timelineOf(opened.table, idOf('100007'))).toHaveLength(1);
  });

  it('takes a guard once, whoever comes with it', async () => {
    const twins = ['a', 'b', 'c', 'd'].map(() => changeOf({ puts: [guardOf('100008')] }));
    const outcomes = await Promise.all(twins.map((change) => commit(opened.table, change)));
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual([
      'committed',
      'conflict',
      'conflict',
      'conflict',
    ]);
    const { academicYear, urn } = participationOf('100008');
    expect(await readPathwayGuard(opened.table, urn, academicYear)).toMatchObject({ version: 1 });
  });
});

describe('the events of a change', () => {
  it('are numbered after the version of their subject, and wait for the bus', async () => {
    const first = participationOf('200001');
    await commit(opened.table, changeOf({ puts: [first], events: [eventsAt('200001', 1, 2)] }));
    await commit(opened.table, changeOf({ puts: [changed(first, {})], events: [eventsAt('200001', 2)] }));
    const timeline = await timelineOf(opened.table, first.id);
    expect(timeline.map(({ eventId }) => eventId)).toEqual([
      `${first.id}#1#0`,
      `${first.id}#1#1`,
      `${first.id}#2#0`,
    ]);
    expect(timeline.every(({ unpublished }) => unpublished)).toBe(true);
    expect(timeline[0]).toMatchObject({
      actor: 'workflow',
      occurredAt: '2026-09-01T08:00:00.000Z',
      hub: 'origin',
    });
  });

  it('bear a marker until it is taken off, which may be done twice', async () => {
    const waiting = async () =>
      (await unpublishedEvents(opened.table, 100)).filter(({ subject }) => subject === idOf('200002'));
    await commit(opened.table, changeOf({ events: [eventsAt('200002', 1, 5)] }));
    expect(await waiting()).toHaveLength(5);
    for (const row of (await waiting()).slice(1)) {
      await markPublished(opened.table, row);
      await markPublished(opened.table, row);
    }
    expect((await waiting()).map(({ number }) => number)).toHaveLength(1);
    const timeline = await timelineOf(opened.table, idOf('200002'));
    expect(timeline).toHaveLength(5);
    expect(timeline.filter(({ unpublished }) => unpublished)).toHaveLength(1);
  });

  it('are read in their order, also past the tenth version', async () => {
    const versions = [1, 2, 9, 10, 11, 100];
    for (const version of versions) {
      await commit(opened.table, changeOf({ events: [eventsAt('200003', version)] }));
    }
    const timeline = await timelineOf(opened.table, idOf('200003'));
    expect(timeline.map(({ subjectVersion }) => subjectVersion)).toEqual(versions);
  });

  it('cannot carry what their type does not know: nothing is written', async () => {
    const first = participationOf('200004');
    const due = yearDue(first.id);
    const announcements = [{ ...due, data: Object.assign({ headteacher: 'Sample Head Quince' }, due.data) }];
    const leaking = changeOf({ puts: [first], events: [{ ...eventsAt('200004', 1), announcements }] });
    await expect(commit(opened.table, leaking)).rejects.toThrow();
    expect(await readParticipation(opened.table, first.id)).toBeUndefined();
    expect(await timelineOf(opened.table, first.id)).toEqual([]);
  });
});
