import type { Actor } from '../../core/codes.ts';
import { NO_HUB } from '../../core/hub.ts';
import type { Instant, LondonDate } from '../../core/instant.ts';
import { londonDateOf } from '../../core/london.ts';
import { divergenceSchema, type Reconciliation, reconciliationSubject } from '../../core/reconciliation.ts';
import type { Commit } from '../../workflows/change.ts';
import type { Announcement } from '../../workflows/events.ts';
import { type CompareBooksDeps, compareBooks } from './compare-books.ts';
import { tryAgain } from './try-again.ts';

export interface ReconcileDeps extends CompareBooksDeps {
  readonly readReconciliation: (day: LondonDate) => Promise<Reconciliation | undefined>;
  readonly commit: Commit;
}

/**
 * Compares rows and events, and records the day's result; a difference is announced. The same result a second time that
 * day changes nothing. Undefined as long as there is nothing to compare.
 */
export async function reconcile(
  now: Instant,
  by: Actor,
  deps: ReconcileDeps,
): Promise<Reconciliation | undefined> {
  const day = londonDateOf(now);
  const { ledger, claims, statements, divergences } = await compareBooks(now, deps);
  if (claims + statements === 0) return undefined;
  const [found] = divergences;
  const first = found && divergenceSchema.strip().parse(found);
  const result = { at: now, upTo: ledger.upTo, claims, statements, divergences: divergences.length };
  return tryAgain(async () => {
    const before = await deps.readReconciliation(day);
    if (before && before.upTo === result.upTo && before.divergences === result.divergences) return before;
    const row: Reconciliation = {
      type: 'reconciliation',
      version: (before?.version ?? 0) + 1,
      day,
      ...result,
      ...(first ? { first } : {}),
    };
    const diverged: Announcement[] = first ? [{ type: 'LedgerDiverged', data: divergedOf(row, first) }] : [];
    const subject = { subject: reconciliationSubject(day), subjectVersion: row.version, hub: NO_HUB };
    const events = diverged.length > 0 ? [{ ...subject, announcements: diverged }] : [];
    const commitment = await deps.commit({ puts: [row], events, at: now, by });
    return commitment.outcome === 'committed' ? row : undefined;
  });
}

const divergedOf = (
  { day, divergences }: Reconciliation,
  { id, field, eventId }: NonNullable<Reconciliation['first']>,
) => ({ day, divergences, id, field, ...(eventId ? { eventId } : {}) });
