import { claimDivergences, type Found, statementDivergences } from '../../core/books.ts';
import type { Claim, ClaimId } from '../../core/claim.ts';
import { type Instant, instantOf } from '../../core/instant.ts';
import { type Ledger, type LedgerEvent, ledgerEventSchema, ledgerOf } from '../../core/ledger.ts';
import type { Page } from '../../core/page.ts';
import type { Statement } from '../../core/statement.ts';
import type { StatementId } from '../../core/statement-id.ts';
import type { StatementLine } from '../../core/statement-line.ts';
import { type EventRow, isFundingEvent } from '../../workflows/events.ts';
import { everyPage } from './every-page.ts';

export interface CompareBooksDeps {
  readonly readFeed: (after: number, limit: number) => Promise<readonly { readonly sequence: number }[]>;
  readonly listClaims: (query: Paging) => Promise<Page<Claim>>;
  readonly listStatements: (query: Paging) => Promise<Page<Statement>>;
  /** The lines of all statements: never a call per statement, of which there are more every month. */
  readonly allLines: () => Promise<StatementLine[]>;
  readonly linesOf: (id: StatementId) => Promise<StatementLine[]>;
  readonly readClaim: (id: ClaimId) => Promise<Claim | undefined>;
  readonly readStatement: (id: StatementId) => Promise<Statement | undefined>;
  readonly timelineOf: (subject: string) => Promise<EventRow[]>;
}
interface Paging {
  readonly cursor: string | undefined;
  readonly limit: number;
}

export interface Comparison {
  readonly ledger: Ledger;
  readonly claims: number;
  readonly statements: number;
  /** The earliest of the feed first; those that no event speaks of last. */
  readonly divergences: readonly Found[];
}

const PAGE = 1000;

/** A doubt is looked into so often: whoever works at night is done with one thing by then. */
const ROUNDS = 3;

/**
 * Rebuilds every claim and statement from finance's feed alone, and compares them with the rows, field by field.
 * Lists lag behind, and events take their time to the feed: what seems to differ is read again, consistently, and
 * counts only once nothing of it is on its way any more.
 */
export async function compareBooks(now: Instant, deps: CompareBooksDeps): Promise<Comparison> {
  // All at once: what one reading misses because it changed in between, the consistent reading puts right.
  const [claims, statements, allLines, events] = await Promise.all([
    everyPage((cursor) => deps.listClaims({ cursor, limit: PAGE })),
    everyPage((cursor) => deps.listStatements({ cursor, limit: PAGE })),
    deps.allLines(),
    feedAfter(0, deps),
  ]);
  const lines = Map.groupBy(allLines, ({ statementId }) => statementId);
  let ledger = ledgerOf(events);

  const claimRows = new Map(claims.map((row) => [row.id, row]));
  const statementRows = new Map(statements.map((row) => [row.id, row]));
  const claimIds = new Set([...claimRows.keys(), ...ledger.claims.keys()]);
  const statementIds = new Set([...statementRows.keys(), ...ledger.statements.keys()]);
  let doubtful: readonly Doubt[] = [
    ...[...claimIds].map((id) => claimDoubt(id, claimDivergences(id, claimRows.get(id), ledger))),
    ...[...statementIds].map((id) =>
      statementDoubt(id, statementDivergences(id, statementRows.get(id), lines.get(id) ?? [], ledger)),
    ),
  ].filter(isDoubtful);
  for (let round = 1; round <= ROUNDS && doubtful.length > 0; round += 1) {
    const reread = [];
    for (const doubt of doubtful) reread.push(await readAgain(doubt, now, deps));
    events.push(...(await feedAfter(ledger.upTo, deps)));
    ledger = ledgerOf(events);
    doubtful = reread.map((judge) => judge(ledger)).filter(isDoubtful);
  }
  return {
    ledger,
    claims: claimIds.size,
    statements: statementIds.size,
    divergences: doubtful.flatMap(({ found }) => found).sort(byPlaceInFeed),
  };
}

type Doubt = { readonly found: readonly Found[] } & (
  | { readonly kind: 'claim'; readonly id: ClaimId }
  | { readonly kind: 'statement'; readonly id: StatementId }
);
const claimDoubt = (id: ClaimId, found: readonly Found[]): Doubt => ({ kind: 'claim', id, found });
const statementDoubt = (id: StatementId, found: readonly Found[]): Doubt => ({
  kind: 'statement',
  id,
  found,
});
const isDoubtful = ({ found }: Doubt): boolean => found.length > 0;

/** Reads the rows now, and judges them once the feed has been read further. */
async function readAgain(
  doubt: Doubt,
  now: Instant,
  deps: CompareBooksDeps,
): Promise<(ledger: Ledger) => Doubt> {
  if (doubt.kind === 'claim') {
    const { id } = doubt;
    const row = await deps.readClaim(id);
    const waiting = await notInFeed(
      [...subjectsOf(id), ...(row?.listed ? [row.listed.statementId] : [])],
      deps,
    );
    return (ledger) => claimDoubt(id, judged(claimDivergences(id, row, ledger), waiting, id, now));
  }
  const { id } = doubt;
  const row = await deps.readStatement(id);
  const lines = await deps.linesOf(id);
  const claims = lines.flatMap(({ claim }) => (claim ? subjectsOf(claim.id) : []));
  const waiting = await notInFeed([id, ...claims], deps);
  return (ledger) =>
    statementDoubt(id, judged(statementDivergences(id, row, lines, ledger), waiting, id, now));
}

/** A claim is born with an event of its participation; later ones are its own. */
const subjectsOf = (id: ClaimId): string[] => [id.slice(0, id.indexOf('.')), id];

async function notInFeed(subjects: readonly string[], deps: CompareBooksDeps): Promise<EventRow[]> {
  const waiting: EventRow[] = [];
  for (const subject of new Set(subjects)) {
    const timeline = await deps.timelineOf(subject);
    waiting.push(
      ...timeline.filter(({ eventType, feedSequence }) => isFundingEvent(eventType) && !feedSequence),
    );
  }
  return waiting;
}

/** The queue hands an event out twelve times, three minutes apart, before it gives up on it. */
const LONGEST_WAY_MILLISECONDS = 60 * 60_000;

/** An event that is only on its way excuses everything; one that never arrived is what differs, more than what follows. */
function judged(found: readonly Found[], waiting: readonly EventRow[], id: string, now: Instant): Found[] {
  if (found.length === 0) return [];
  const since = instantOf(Date.parse(now) - LONGEST_WAY_MILLISECONDS);
  const lost = waiting.filter(({ occurredAt }) => occurredAt < since);
  if (lost.length < waiting.length) return [];
  const notTold = lost.map(({ eventId }) => ({ id, field: 'feed', row: 'present', events: 'none', eventId }));
  return [...notTold, ...found];
}

async function feedAfter(after: number, deps: CompareBooksDeps): Promise<LedgerEvent[]> {
  const events: LedgerEvent[] = [];
  for (;;) {
    const entries = await deps.readFeed(events.at(-1)?.sequence ?? after, PAGE);
    if (entries.length === 0) return events;
    events.push(...entries.map((entry) => ledgerEventSchema.parse(entry)));
  }
}

function byPlaceInFeed(one: Found, other: Found): number {
  return (one.sequence ?? Number.POSITIVE_INFINITY) - (other.sequence ?? Number.POSITIVE_INFINITY) || 0;
}
