import { createHash } from 'node:crypto';
import { type AcademicYear, startYearOf } from '../../core/academic-year.ts';
import { dueSince } from '../../core/claim.ts';
import type { HubCode } from '../../core/codes.ts';
import type { Instant, LondonDate } from '../../core/instant.ts';
import { londonDateOf } from '../../core/london.ts';
import type { Recipient } from '../../core/mail.ts';
import { type ParticipationId, partsOf } from '../../core/participation.ts';
import type { PaymentFileId } from '../../core/payment.ts';
import { teachesSecondary } from '../../core/school.ts';
import { isUnderWay } from '../../core/statement.ts';
import { partsOfStatement, type StatementId, statementIdSchema } from '../../core/statement-id.ts';
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
  readonly duePk?: string;
  readonly dueSk?: string;
}

/** The partition that a subject's rows and events share. Throws on an id of no known form. */
export function partitionOf(subject: string): string {
  if (/^\d{6}(-|$)/.test(subject)) return `SCHOOL#${subject.slice(0, 6)}`;
  const specialist = /^(sp-\d+)(-|$)/.exec(subject)?.[1];
  if (specialist) return `SPECIALIST#${specialist}`;
  if (subject.startsWith('wg-')) return `GROUP#${subject}`;
  if (subject.startsWith('se-')) return `SESSION#${subject}`;
  if (subject.startsWith('en-')) return `ENROLMENT#${subject}`;
  if (subject.startsWith('statement-')) return statementPartition(statementIdSchema.parse(subject));
  if (subject.startsWith('import-')) return `IMPORT#${subject}`;
  if (subject.startsWith('pf-')) return `PAYMENTS#${subject}`;
  const policyYear = /^policy-(\d{4})-\d\d-v\d+$/.exec(subject)?.[1];
  if (policyYear) return `POLICY#${policyYear}`;
  const night = /^reconciliation-(\d{4}-\d\d-\d\d)$/.exec(subject)?.[1];
  if (night) return `RECONCILIATION#${night}`;
  throw new Error(`no partition for ${subject}`);
}

function statementPartition(id: StatementId): string {
  const { month, hub } = partsOfStatement(id);
  return `STATEMENT#${month}#${hub}`;
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
  statement: (id: StatementId): BaseKey => ({ pk: statementPartition(id), sk: 'STATEMENT' }),
  statementLine: (id: StatementId, number: number): BaseKey => ({
    pk: statementPartition(id),
    sk: `LINE#${padded(number, 6)}`,
  }),
  paymentFile: (id: PaymentFileId): BaseKey => ({ pk: `PAYMENTS#${id}`, sk: 'FILE' }),
  paymentChunk: (id: PaymentFileId, number: number): BaseKey => ({
    pk: `PAYMENTS#${id}`,
    sk: `CHUNK#${padded(number, 4)}`,
  }),
  paymentsUnderWay: (): BaseKey => ({ pk: 'PAYMENTS', sk: 'UNDER-WAY' }),
  policyVersion: (year: AcademicYear, number: number): BaseKey => ({
    pk: `POLICY#${startYearOf(year)}`,
    sk: `${VERSIONS}${padded(number, 6)}`,
  }),
  registerImport: (id: string): BaseKey => ({ pk: `IMPORT#${id}`, sk: 'IMPORT' }),
  reconciliation: (day: LondonDate): BaseKey => ({ pk: `RECONCILIATION#${day}`, sk: 'RECONCILIATION' }),
  download: (what: string, at: Instant, by: string): BaseKey => ({
    pk: `DOWNLOAD#${what}`,
    sk: `${at}#${by}`,
  }),
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

/** The beginning of the sort key of all lines of a statement. */
export const LINES = 'LINE#';

/** The beginning of the sort key of all versions of a year's policy. */
export const VERSIONS = 'VERSION#';

/** The beginning of the sort key of a subject's events. */
export const eventsOf = (subject: string): string => `EVENT#${subject}#`;

export const hubPartition = (hub: HubCode, type: RowType): string => `HUB#${hub}#${type}`;
export const kindPartition = (type: RowType): string => `KIND#${type}`;
export const duePartition = (type: RowType): string => `DUE#${type}`;
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
    case 'statement':
      return keyOf.statement(row.id);
    case 'statement-line':
      return keyOf.statementLine(row.statementId, row.number);
    case 'payment-file':
      return keyOf.paymentFile(row.id);
    case 'payment-chunk':
      return keyOf.paymentChunk(row.fileId, row.number);
    case 'payments-under-way':
      return keyOf.paymentsUnderWay();
    case 'policy-version':
      return keyOf.policyVersion(row.academicYear, row.number);
    case 'reconciliation':
      return keyOf.reconciliation(row.day);
    case 'register-import':
      return keyOf.registerImport(row.id);
    case 'download':
      return keyOf.download(row.what, row.at, row.by);
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
    case 'claim': {
      const since = dueSince(row);
      const listed = both(row, `${row.raisedAt}#${row.id}`);
      return since ? { ...listed, ...due(row.type, `${row.hub}#${since}#${row.id}`) } : listed;
    }
    case 'statement': {
      const listed = both(row, `${row.month}#${row.hub}`);
      return isUnderWay(row) ? { ...listed, ...due(row.type, `${row.approveBy}#${row.id}`) } : listed;
    }
    case 'statement-line':
      return byKind(row.type, `${row.statementId}#${padded(row.number, 6)}`);
    case 'payment-file':
      return byKind(row.type, `${row.uploadedAt}#${row.id}`);
    case 'policy-version':
      return byKind(row.type, `${yearPrefix(row.academicYear)}${padded(row.number, 6)}`);
    case 'reconciliation':
      return byKind(row.type, row.day);
    case 'register-import':
      return byKind(row.type, row.id);
    case 'download':
      return byKind(row.type, `${row.at}#${row.what}#${row.by}`);
    case 'enrolment':
      return byHub(row.hub, row.type, `${row.submittedAt}#${row.id}`);
    case 'refused-attempt':
      return both(row, `${row.submittedAt}#${row.id}`);
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
    case 'payment-chunk':
    case 'payments-under-way':
      return {};
  }
}

const byHub = (hub: HubCode, type: RowType, sort: string): IndexKeys => ({
  hubPk: hubPartition(hub, type),
  hubSk: sort,
});
const byKind = (type: RowType, sort: string): IndexKeys => ({ kindPk: kindPartition(type), kindSk: sort });
/** What still has something to be done with it, and drops out of this index once it is done. */
const due = (type: RowType, sort: string): IndexKeys => ({ duePk: duePartition(type), dueSk: sort });
const both = (row: { hub: HubCode; type: RowType }, sort: string): IndexKeys => ({
  ...byHub(row.hub, row.type, sort),
  ...byKind(row.type, sort),
});
const inYear = (row: { hub: HubCode; type: RowType; academicYear: AcademicYear }, id: string): IndexKeys =>
  both(row, `${yearPrefix(row.academicYear)}${id}`);

/** What finds events is sharded, so that 1 September does not write to one partition of an index. */
export const EVENT_SHARDS = [0, 1] as const;
type EventShard = (typeof EVENT_SHARDS)[number];
export const outboxPartition = (shard: EventShard): string => `OUTBOX#${shard}`;
export const eventDayPartition = (day: LondonDate, shard: EventShard): string => `KIND#event#${day}#${shard}`;

function shardOf({ eventId }: EventRow): EventShard {
  const byte = createHash('sha256').update(eventId).digest().readUInt8(0);
  return EVENT_SHARDS[byte % EVENT_SHARDS.length] ?? 0;
}

/**
 * An event's place among those of its London day, for the audit log; it keeps it for good. Events that were written
 * before there was such a place have none: they are found by their subject alone, until they are put again.
 */
export function eventKeysOf(row: EventRow): IndexKeys {
  return {
    kindPk: eventDayPartition(londonDateOf(row.occurredAt), shardOf(row)),
    kindSk: placeInDay(row),
  };
}

/** Where an event stands among those of its day: by the instant, then by its id. */
export const placeInDay = ({ occurredAt, eventId }: EventRow): string => `${occurredAt}#${eventId}`;

/** The marker of an event that the bus does not have yet; nothing once it has. */
export function outboxKeysOf(row: EventRow): { outboxPk?: string; outboxSk?: string } {
  if (!row.unpublished) return {};
  return { outboxPk: outboxPartition(shardOf(row)), outboxSk: placeInDay(row) };
}

const padded = (value: number, width: number): string => String(value).padStart(width, '0');
