import { type Claim, type ClaimId, dueSince, PAYMENT_MOVES } from '../../core/claim.ts';
import type { Actor, HubCode } from '../../core/codes.ts';
import { balanceOf, owed, recovered } from '../../core/pence.ts';
import { STATEMENT_MOVES, type Statement } from '../../core/statement.ts';
import type { StatementId } from '../../core/statement-id.ts';
import { claimItem, claimOnLine, clawbackItem, type StatementLine } from '../../core/statement-line.ts';
import { type Commit, changed } from '../../workflows/change.ts';
import type { StepInput, StepOutput } from '../../workflows/steps.ts';
import { isConductingStatement } from './standing.ts';
import { announceStatement, lineAdded } from './statement-events.ts';
import { tryAgain } from './try-again.ts';

export interface GatherLinesDeps {
  readonly readStatement: (id: StatementId) => Promise<Statement | undefined>;
  readonly claimsDue: (hub: HubCode) => Promise<Claim[]>;
  readonly readClaim: (id: ClaimId) => Promise<Claim | undefined>;
  readonly commit: Commit;
}

/** Each is a line, a claim and an event; with the statement they fit the 100 writes of a transaction. */
const LINES_AT_ONCE = 30;

/**
 * Takes what has been due since before the cut-off onto the statement, some lines at a time: claims and lines, with
 * the statement's count and sum, in one transaction, so that a crash or a retry goes on where it was. What the list
 * does not show yet is taken next month.
 */
export function gatherLines(
  { statementId, generation, enteredAt }: StepInput<'gather-lines'>,
  by: Actor,
  deps: GatherLinesDeps,
): Promise<StepOutput<'gather-lines'>> {
  return tryAgain(async () => {
    const statement = await deps.readStatement(statementId);
    if (!isConductingStatement(statement, generation)) return { progress: 'superseded' };
    if (statement.status !== 'gathering') return { progress: 'gathered' };
    const { due, more } = await firstDue(statement, deps);
    if (due.length === 0) return { progress: 'gathered' };
    const taken = due.map((claim, index) => onStatement(claim, statement, index));
    const lines = taken.map(({ line }) => line);
    const next = changed(statement, {
      status: STATEMENT_MOVES.after('gather', statement.status),
      lastLine: statement.lastLine + lines.length,
      lines: statement.lines + lines.length,
      total: balanceOf([statement.total, ...lines.map(({ amount }) => amount)]),
    });
    const { outcome } = await deps.commit({
      puts: [next, ...lines, ...taken.map(({ claim }) => claim)],
      events: [announceStatement(next, ...lines.map(lineAdded))],
      at: enteredAt,
      by,
    });
    return outcome === 'committed' ? { progress: more ? 'more' : 'gathered' } : undefined;
  });
}

/** The first that are due, read again consistently: the list may still show what is on the statement already. */
async function firstDue(
  { hub, cutOff }: Statement,
  deps: GatherLinesDeps,
): Promise<{ due: Claim[]; more: boolean }> {
  const due: Claim[] = [];
  for (const { id } of await deps.claimsDue(hub)) {
    const claim = await deps.readClaim(id);
    const since = claim && dueSince(claim);
    if (!since || since >= cutOff) continue;
    if (due.length === LINES_AT_ONCE) return { due, more: true };
    due.push(claim);
  }
  return { due, more: false };
}

/** A claim with its line: as a payment, or as a clawback of what was paid, on whichever statement that was. */
function onStatement(
  claim: Claim,
  { id: statementId, lastLine }: Statement,
  index: number,
): { claim: Claim; line: StatementLine } {
  const listed = { statementId, line: lastLine + index + 1 };
  const line = {
    type: 'statement-line',
    version: 1,
    statementId,
    number: listed.line,
    urn: claim.urn,
    claim: claimOnLine(claim),
  } as const;
  const { clawback } = claim;
  if (clawback.status === 'approved') {
    return {
      claim: changed(claim, { clawback: { ...clawback, listed } }),
      line: { ...line, kind: 'clawback', item: clawbackItem(claim.id), amount: recovered(clawback.amount) },
    };
  }
  return {
    claim: changed(claim, { status: PAYMENT_MOVES.after('list', claim.status), listed }),
    line: { ...line, kind: 'claim', item: claimItem(claim.id), amount: owed(claim.amount) },
  };
}
