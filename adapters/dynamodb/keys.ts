import { createHash } from 'node:crypto';
import { type AcademicYear, startYearOf } from '../../core/academic-year.ts';
import type { HubCode } from '../../core/codes.ts';
import type { LondonDate } from '../../core/instant.ts';
import type { Recipient } from '../../core/mail.ts';
import { type ParticipationId, partsOf } from '../../core/participation.ts';
import { teachesSecondary } from '../../core/school.ts';
import type { Row, RowType } from '../../workflows/change.ts';
import type { EventRow } from '../../workflows/events.ts';

/** Every key of the table, on one page. Base keys are made of ids, so what was just written is read consistently. */

export interface BaseKey {
  readonly pk: string;
  readonly sk: string;
}

/** Where else a row is found; recomputed on every put, so that an index can never keep an old value. */
export interface IndexKeys {
  readonly hubPk?: string;
  readonly hubSk?: string;
  readonly kindPk?: string;
  readonly kindSk?: string;
}

/** The partition that a subject's rows and events share. Throws on an id of no known form. */
export function partitionOf(subject: string): string {
  if (/^\d{6}(-|$)/.test(subject)) return `SCHOOL#${subject.slice(0, 6)}`;
  const specialist = /^(sp-\d+)(-|$)/.exec(subject)?.[1];
  if (specialist) return `SPECIALIST#${specialist}`;
  if (subject.startsWith('wg-')) return `GROUP#${subject}`;
  if (subject.startsWith('se-')) return `SESSION#${subject}`;
  if (subject.startsWith('en-')) return `ENROLMENT#${subject}`;
  throw new Error(`no partition for ${subject}`);
}

export const keyOf = {
  hub: (code: string): BaseKey => ({ pk: `HUB#${code}`, sk: 'HUB' }),
  school: (urn: string): BaseKey => ({ pk: `SCHOOL#${urn}`, sk: 'SCHOOL' }),
  specialist: (id: string): BaseKey => ({ pk: `SPECIALIST#${id}`, sk: 'SPECIALIST' }),
  policy: (year: AcademicYear): BaseKey => ({ pk: `POLICY#${startYearOf(year)}`, sk: 'ACTIVE' }),
  enrolment: (id: string): BaseKey => ({ pk: `ENROLMENT#${id}`, sk: 'ENROLMENT' }),
  refusedAttempt: (id: string): BaseKey => ({ pk: `ENROLMENT#${id}`, sk: 'REFUSED' }),
  participation(id: ParticipationId): BaseKey {
    const { academicYear, stage } = partsOf(id);
    return { pk: partitionOf(id), sk: `YEAR#${startYearOf(academicYear)}#${stage}` };
  },
  pathwayGuard: (urn: string, year: AcademicYear): BaseKey => ({
    pk: `SCHOOL#${urn}`,
    sk: `PATHWAY#${startYearOf(year)}`,
  }),
  teacherGuard: (hmac: string): BaseKey => ({ pk: `TEACHER#${hmac}`, sk: 'TEACHER' }),
  idempotency: (caller: string, key: string): BaseKey => ({
    pk: `IDEMPOTENCY#${caller}#${key}`,
    sk: 'IDEMPOTENCY',
  }),
  ask: (id: string): BaseKey => childKey('ASK', id),
  claim: (id: string): BaseKey => childKey('CLAIM', id),
  people: (id: ParticipationId): BaseKey => ({ pk: partitionOf(id), sk: `PEOPLE#${id}` }),
  session: (workGroupId: string, heldOn: string, id: string): BaseKey => ({
    pk: `GROUP#${workGroupId}`,
    sk: `SESSION#${heldOn}#${id}`,
  }),
  rejoining(id: ParticipationId): BaseKey {
    const { academicYear } = partsOf(id);
    return { pk: partitionOf(id), sk: `REJOINING#${startYearOf(academicYear)}` };
  },
  workGroup: (id: string): BaseKey => ({ pk: `GROUP#${id}`, sk: 'GROUP' }),
  digest: (to: Recipient, day: LondonDate): BaseKey => ({
    pk: to === 'admin' ? 'ADMIN' : `HUB#${to}`,
    sk: `DIGEST#${day}`,
  }),
  counter: (name: string): BaseKey => ({ pk: `COUNTER#${name}`, sk: 'COUNTER' }),
  calendarLink: (id: string): BaseKey => ({ pk: `CALENDAR#${id}`, sk: 'CALENDAR' }),
  event: (subject: string, subjectVersion: number, number: number): BaseKey => ({
    pk: partitionOf(subject),
    sk: `${eventsOf(subject)}${padded(subjectVersion, 6)}#${padded(number, 2)}`,
  }),
  feedCounter: (): BaseKey => ({ pk: 'FEED#funding', sk: 'COUNTER' }),
  feedEntry: (sequence: number): BaseKey => ({ pk: 'FEED#funding', sk: padded(sequence, 12) }),
};

/** The key of an event by its id, `<subject>#<version>#<n>`. Throws on anything else. */
export function keyOfEvent(eventId: string): BaseKey {
  const match = /^(.+)#(\d+)#(\d+)$/.exec(eventId);
  if (!match?.[1]) throw new Error(`${eventId} is not an event's id`);
  return keyOf.event(match[1], Number(match[2]), Number(match[3]));
}

/** An ask's or a claim's key: in its participation's partition, `ASK#<participation id>#<what>`. */
function childKey(prefix: 'ASK' | 'CLAIM', id: string): BaseKey {
  const dot = id.indexOf('.');
  return { pk: partitionOf(id), sk: `${prefix}#${id.slice(0, dot)}#${id.slice(dot + 1)}` };
}

/** The beginning of the sort key of all asks (or claims) of a participation. */
export const childrenOf = (prefix: 'ASK' | 'CLAIM', id: ParticipationId): string => `${prefix}#${id}#`;

/** The beginning of the sort key of a subject's events. */
export const eventsOf = (subject: string): string => `EVENT#${subject}#`;

export const hubPartition = (hub: HubCode, type: RowType): string => `HUB#${hub}#${type}`;
export const kindPartition = (type: RowType): string => `KIND#${type}`;
export const yearPrefix = (year: AcademicYear): string => `${startYearOf(year)}#`;

/** A row's base key. */
export function baseKeyOf(row: Row): BaseKey {
  switch (row.type) {
    case 'hub':
      return keyOf.hub(row.code);
    case 'school':
      return keyOf.school(row.urn);
    case 'specialist':
      return keyOf.specialist(row.id);
    case 'policy':
      return keyOf.policy(row.academicYear);
    case 'enrolment':
      return keyOf.enrolment(row.id);
    case 'refused-attempt':
      return keyOf.refusedAttempt(row.id);
    case 'people':
      return keyOf.people(row.participationId);
    case 'participation':
      return keyOf.participation(row.id);
    case 'pathway-guard':
      return keyOf.pathwayGuard(row.urn, row.academicYear);
    case 'teacher-guard':
      return keyOf.teacherGuard(row.hmac);
    case 'idempotency':
      return keyOf.idempotency(row.caller, row.key);
    case 'ask':
      return keyOf.ask(row.id);
    case 'claim':
      return keyOf.claim(row.id);
    case 'work-group':
      return keyOf.workGroup(row.id);
    case 'session':
      return keyOf.session(row.workGroupId, row.heldOn, row.id);
    case 'rejoining':
      return keyOf.rejoining(row.id);
    case 'digest':
      return keyOf.digest(row.to, row.day);
    case 'calendar-link':
      return keyOf.calendarLink(row.id);
    case 'counter':
      return keyOf.counter(row.name);
  }
}

/** A row's index keys. */
export function indexKeysOf(row: Row): IndexKeys {
  switch (row.type) {
    case 'hub':
      return byKind(row.type, row.code);
    case 'school': {
      // A full register has 50,000 rows; only those that a hub could look for by name are in the index.
      const name = `${row.name.toLowerCase()}#${row.urn}`;
      const listed = teachesSecondary(row) ? byKind(row.type, name) : {};
      return row.hub ? { ...listed, ...byHub(row.hub, row.type, name) } : listed;
    }
    case 'specialist':
      return { ...byHub(row.hub, row.type, row.id), ...byKind(row.type, row.id) };
    case 'participation':
      return inYear(row, row.id);
    case 'work-group':
      return inYear(row, row.id);
    case 'ask':
      return both(row, `${row.status}#${row.closesAt}#${row.id}`);
    case 'claim':
      return both(row, `${row.raisedAt}#${row.id}`);
    case 'enrolment':
    case 'refused-attempt':
      return byHub(row.hub, row.type, `${row.submittedAt}#${row.id}`);
    case 'policy':
      return byKind(row.type, row.academicYear);
    case 'rejoining':
      // Only what still waits is looked for.
      return row.status === 'waiting' ? byKind(row.type, `${yearPrefix(row.academicYear)}${row.id}`) : {};
    case 'calendar-link':
      return byHub(row.hub, row.type, `${row.createdAt}#${row.id}`);
    case 'people':
    case 'digest':
    case 'session':
    case 'pathway-guard':
    case 'teacher-guard':
    case 'counter':
    case 'idempotency':
      return {};
  }
}

const byHub = (hub: HubCode, type: RowType, sort: string): IndexKeys => ({
  hubPk: hubPartition(hub, type),
  hubSk: sort,
});
const byKind = (type: RowType, sort: string): IndexKeys => ({ kindPk: kindPartition(type), kindSk: sort });
const both = (row: { hub: HubCode; type: RowType }, sort: string): IndexKeys => ({
  ...byHub(row.hub, row.type, sort),
  ...byKind(row.type, sort),
});
const inYear = (row: { hub: HubCode; type: RowType; academicYear: AcademicYear }, id: string): IndexKeys =>
  both(row, `${yearPrefix(row.academicYear)}${id}`);

/** The outbox is sharded, so that 1 September does not write to one partition of the index. */
export const OUTBOX_SHARDS = [0, 1] as const;
export const outboxPartition = (shard: number): string => `OUTBOX#${shard}`;

/** The marker of an event that the bus does not have yet; nothing once it has. */
export function outboxKeysOf(row: EventRow): { outboxPk?: string; outboxSk?: string } {
  if (!row.unpublished) return {};
  const shard = createHash('sha256').update(row.eventId).digest().readUInt8(0) % OUTBOX_SHARDS.length;
  return { outboxPk: outboxPartition(shard), outboxSk: `${row.occurredAt}#${row.eventId}` };
}

const padded = (value: number, width: number): string => String(value).padStart(width, '0');
