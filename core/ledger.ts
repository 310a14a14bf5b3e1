import * as z from 'zod';
import { type AcademicYear, academicYearSchema } from './academic-year.ts';
import { type ClaimId, claimIdSchema, type PaymentStatus } from './claim.ts';
import { type HubCode, hubCodeSchema, type Stage, stageSchema } from './codes.ts';
import { payerReferenceSchema } from './payment.ts';
import { penceSchema, signedPenceSchema } from './pence.ts';
import { sealSchema } from './seal.ts';
import type { StatementStatus } from './statement.ts';
import { type StatementId, statementIdSchema } from './statement-id.ts';
import { claimItem, clawbackItem, type ItemId, itemIdSchema, lineKindSchema } from './statement-line.ts';

/**
 * The books as finance's feed tells them, and nothing else: no row is looked at. What is known of a claim or statement
 * follows from the set of its events, whatever order the feed has them in, so that events of two subjects may overtake
 * each other on their way.
 */

const event = <const Type extends string, Shape extends z.ZodRawShape>(type: Type[], data: Shape) =>
  z.object({
    sequence: z.int().positive(),
    eventId: z.string(),
    hub: hubCodeSchema,
    type: z.literal(type),
    data: z.object(data),
  });
const settlement = {
  statementId: statementIdSchema,
  line: z.int().positive(),
  reference: payerReferenceSchema,
};

/** What the ledger reads of each event of the feed; whatever else they carry, others read. */
export const ledgerEventSchema = z.discriminatedUnion('type', [
  event(['ClaimRaised'], {
    claimId: claimIdSchema,
    amount: penceSchema,
    academicYear: academicYearSchema,
    stage: stageSchema,
  }),
  event(
    [
      'ClaimHeld',
      'ClaimReleased',
      'ClaimCancelled',
      'ClawbackProposed',
      'ClawbackDeclined',
      'ClawbackApproved',
    ],
    { claimId: claimIdSchema, amount: penceSchema },
  ),
  event(['ClaimPaid', 'ClawbackRecovered'], { claimId: claimIdSchema, amount: penceSchema, ...settlement }),
  event(['StatementLineAdded', 'StatementLineRemoved'], {
    statementId: statementIdSchema,
    line: z.int().positive(),
    kind: lineKindSchema,
    item: itemIdSchema,
    amount: signedPenceSchema,
  }),
  event(['StatementAdjustmentPaid'], settlement),
  event(['StatementDue', 'StatementOpened', 'StatementOverdue', 'StatementPaid'], {
    statementId: statementIdSchema,
  }),
  event(['StatementApproved', 'StatementIssued'], { statementId: statementIdSchema, seal: sealSchema }),
]);
export type LedgerEvent = z.infer<typeof ledgerEventSchema>;
type LedgerEventType = LedgerEvent['type'];
/** The events of these types: several types share a shape, so that each is narrowed by itself. */
type EventOf<Type extends LedgerEventType> = Narrowed<LedgerEvent, Type>;
type Narrowed<Event extends LedgerEvent, Type> = Event extends unknown
  ? Extract<Event['type'], Type> extends never
    ? never
    : Event & { readonly type: Extract<Event['type'], Type> }
  : never;
type LineEvent = EventOf<'StatementLineAdded' | 'StatementLineRemoved'>;

export interface Ledger {
  /** The last sequence that was read; 0 before the first. */
  readonly upTo: number;
  readonly claims: ReadonlyMap<ClaimId, readonly LedgerEvent[]>;
  readonly statements: ReadonlyMap<StatementId, readonly LedgerEvent[]>;
  readonly items: ReadonlyMap<ItemId, readonly LineEvent[]>;
}

/** The books that these events make. */
export function ledgerOf(events: readonly LedgerEvent[]): Ledger {
  const ofClaims = events.flatMap((each) =>
    'claimId' in each.data ? [[each.data.claimId, each] as const] : [],
  );
  const ofStatements = events.flatMap((each) =>
    'statementId' in each.data ? [[each.data.statementId, each] as const] : [],
  );
  const lines = events.filter((each) => isOf(each, LINE_EVENTS));
  return {
    upTo: events.reduce((last, { sequence }) => Math.max(last, sequence), 0),
    claims: grouped(ofClaims),
    statements: grouped(ofStatements),
    items: grouped(lines.map((each) => [each.data.item, each] as const)),
  };
}

const LINE_EVENTS = ['StatementLineAdded', 'StatementLineRemoved'] as const;

function grouped<Key, Value>(pairs: readonly (readonly [Key, Value])[]): Map<Key, Value[]> {
  const groups = new Map<Key, Value[]>();
  for (const [key, value] of pairs) {
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}

/** A value, and the event that it stands on; without one where no event speaks of it. */
export interface Told {
  readonly value: string;
  readonly by?: LedgerEvent | undefined;
}

/** What is not there: the same word for rows and events. */
export const NOTHING_TOLD = 'none';

const CLAIM_FIELDS = [
  ...(['hub', 'academicYear', 'stage', 'amount', 'status', 'line', 'reference'] as const),
  ...(['clawback', 'clawbackAmount', 'clawbackLine', 'clawbackReference'] as const),
] as const;
export type ClaimField = (typeof CLAIM_FIELDS)[number];
/** A claim in its fields, as rows or as events tell it: codes, and amounts in pence. */
export type ClaimStory<Value> = Readonly<Record<ClaimField, Value>>;

/** What the events say of a claim; undefined where they know nothing of it. */
export function claimIn(ledger: Ledger, id: ClaimId): ClaimStory<Told> | undefined {
  const events = ledger.claims.get(id);
  if (!events) return undefined;
  const raised = lastOf(events, ['ClaimRaised']);
  const paid = lastOf(events, ['ClaimPaid']);
  const recovered = lastOf(events, ['ClawbackRecovered']);
  const clawback = lastOf(events, ['ClawbackProposed', 'ClawbackDeclined', 'ClawbackApproved']);
  const standing = clawback?.type === 'ClawbackDeclined' ? undefined : clawback;
  return {
    hub: told(raised?.hub, raised),
    academicYear: told(raised?.data.academicYear, raised),
    stage: told(raised?.data.stage, raised),
    amount: told(raised?.data.amount, raised),
    status: statusOf(ledger, id),
    line: told(...placeOf(ledger, claimItem(id))),
    reference: told(paid?.data.reference, paid),
    clawback: recovered ? told('recovered', recovered) : told(clawback && WORDS[clawback.type], clawback),
    clawbackAmount: told(standing?.data.amount, clawback),
    clawbackLine: told(...placeOf(ledger, clawbackItem(id))),
    clawbackReference: told(recovered?.data.reference, recovered),
  };
}

const WORDS = {
  ClawbackProposed: 'proposed',
  ClawbackDeclined: 'none',
  ClawbackApproved: 'approved',
} as const;

function statusOf(ledger: Ledger, id: ClaimId): Told {
  const events = ledger.claims.get(id) ?? [];
  const told = (value: PaymentStatus, by: LedgerEvent | undefined): Told => ({ value, by });
  const paid = lastOf(events, ['ClaimPaid']);
  if (paid) return told('paid', paid);
  const stop = lastOf(events, ['ClaimHeld', 'ClaimReleased', 'ClaimCancelled']);
  if (stop?.type === 'ClaimCancelled') return told('cancelled', stop);
  if (stop?.type === 'ClaimHeld') return told('held', stop);
  const line = liveLine(ledger, claimItem(id));
  if (!line) return told('raised', stop ?? lastOf(events, ['ClaimRaised']));
  const issued = lastOf(ledger.statements.get(line.data.statementId) ?? [], ['StatementIssued']);
  return issued ? told('approved', issued) : told('on-statement', line);
}

const STATEMENT_FIELDS = ['hub', 'status', 'lines', 'total', 'unpaid', 'seal'] as const;
export type StatementField = (typeof STATEMENT_FIELDS)[number];
const LINE_FIELDS = ['item', 'kind', 'amount', 'reference'] as const;
export type LineField = (typeof LINE_FIELDS)[number];

/** A statement in its fields, and its lines in theirs, by number; only the lines that count. */
export interface StatementStory<Value> {
  readonly fields: Readonly<Record<StatementField, Value>>;
  readonly lines: ReadonlyMap<number, Readonly<Record<LineField, Value>>>;
}

/** What the events say of a statement; undefined where they know nothing of it. */
export function statementIn(ledger: Ledger, id: StatementId): StatementStory<Told> | undefined {
  const events = ledger.statements.get(id);
  if (!events) return undefined;
  const lines = liveLines(events);
  const paid = new Map(
    events.flatMap((each) => (isOf(each, SETTLEMENTS) ? [[each.data.line, each] as const] : [])),
  );
  const latest = inOrder(lines).at(-1);
  const sealed = lastOf(events, ['StatementApproved', 'StatementIssued']);
  const settled = inOrder([...paid.values()]).at(-1);
  const issued = lastOf(events, ['StatementIssued']);
  return {
    fields: {
      hub: told(events[0]?.hub, events[0]),
      status: statementStatusOf(events),
      lines: told(lines.length, latest),
      total: told(sum(lines.map(({ data }) => data.amount)), latest),
      unpaid: issued
        ? told(lines.filter(({ data }) => !paid.has(data.line)).length, settled ?? issued)
        : told(undefined, undefined),
      seal: told(sealed?.data.seal, sealed),
    },
    lines: new Map(
      lines.map((line) => {
        const { item, kind, amount } = line.data;
        const settlement = paid.get(line.data.line);
        const fields = { item: told(item, line), kind: told(kind, line), amount: told(amount, line) };
        return [line.data.line, { ...fields, reference: told(settlement?.data.reference, settlement) }];
      }),
    ),
  };
}

const SETTLEMENTS = ['ClaimPaid', 'ClawbackRecovered', 'StatementAdjustmentPaid'] as const;

/** The furthest of what has been told, for a statement never goes back. */
function statementStatusOf(events: readonly LedgerEvent[]): Told {
  const steps: readonly (readonly [StatementStatus, LedgerEventType])[] = [
    ['paid', 'StatementPaid'],
    ['issued', 'StatementIssued'],
    ['approved', 'StatementApproved'],
    ['open', 'StatementOpened'],
    ['gathering', 'StatementDue'],
  ];
  for (const [status, type] of steps) {
    const by = lastOf(events, [type]);
    if (by) return told(status, by);
  }
  return told(undefined, undefined);
}

/** What was raised, paid and recovered in a stage of a hub's year, in pence. */
export interface Balance {
  readonly hub: HubCode;
  readonly academicYear: AcademicYear;
  readonly stage: Stage;
  /** Of claims that were not cancelled. */
  readonly raised: number;
  readonly paid: number;
  readonly recovered: number;
}

/** Every balance that the events make, hub by hub, year by year. */
export function balancesIn(ledger: Ledger): Balance[] {
  const balances = new Map<string, Balance>();
  for (const [id, events] of ledger.claims) {
    const raised = lastOf(events, ['ClaimRaised']);
    if (!raised) continue;
    const { hub, data } = raised;
    const key = `${hub} ${data.academicYear} ${data.stage}`;
    const before = balances.get(key);
    const cancelled = statusOf(ledger, id).value === 'cancelled';
    balances.set(key, {
      hub,
      academicYear: data.academicYear,
      stage: data.stage,
      raised: (before?.raised ?? 0) + (cancelled ? 0 : data.amount),
      paid: (before?.paid ?? 0) + (lastOf(events, ['ClaimPaid'])?.data.amount ?? 0),
      recovered: (before?.recovered ?? 0) + (lastOf(events, ['ClawbackRecovered'])?.data.amount ?? 0),
    });
  }
  return [...balances].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, balance]) => balance);
}

function placeOf(ledger: Ledger, item: ItemId): [value: string | undefined, by: LineEvent | undefined] {
  const line = liveLine(ledger, item);
  if (line) return [`${line.data.statementId} ${line.data.line}`, line];
  return [undefined, lastOf(ledger.items.get(item) ?? [], LINE_EVENTS)];
}

/** The line that an item is on now; what was taken off one statement may be on another since. */
const liveLine = (ledger: Ledger, item: ItemId): LineEvent | undefined =>
  inOrder(liveLines(ledger.items.get(item) ?? [])).at(-1);

/** The lines that were added and not taken off, by their numbers. */
function liveLines(events: readonly LedgerEvent[]): LineEvent[] {
  const keyOf = ({ data }: LineEvent) => `${data.statementId} ${data.line}`;
  const lines = events.filter((each) => isOf(each, LINE_EVENTS));
  const removed = new Set(lines.filter(({ type }) => type === 'StatementLineRemoved').map(keyOf));
  return lines
    .filter((each) => each.type === 'StatementLineAdded' && !removed.has(keyOf(each)))
    .sort((one, other) => one.data.line - other.data.line);
}

/** The last event of these types: by its number within its subject, or by the feed's order between two subjects. */
function lastOf<const Type extends LedgerEventType>(
  events: readonly LedgerEvent[],
  types: readonly Type[],
): EventOf<Type> | undefined {
  return inOrder(events.filter((each) => isOf(each, types))).at(-1);
}

function isOf<const Type extends LedgerEventType>(
  each: LedgerEvent,
  types: readonly Type[],
): each is EventOf<Type> {
  return types.some((type) => type === each.type);
}

function inOrder<Event extends LedgerEvent>(events: readonly Event[]): Event[] {
  return [...events].sort((one, other) => {
    const [first, second] = [numbersOf(one), numbersOf(other)];
    if (first.subject !== second.subject) return one.sequence - other.sequence;
    return first.version - second.version || first.number - second.number;
  });
}

/** `<subject>#<version of the subject>#<n>`. */
function numbersOf({ eventId }: LedgerEvent) {
  const [subject, version, number] = eventId.split('#');
  return { subject, version: Number(version), number: Number(number) };
}

const told = (value: string | number | undefined, by: LedgerEvent | undefined): Told => ({
  value: value === undefined ? NOTHING_TOLD : String(value),
  by,
});

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);
