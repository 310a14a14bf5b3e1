import type { Claim } from '../../core/claim.ts';
import type { Actor } from '../../core/codes.ts';
import type { Instant } from '../../core/instant.ts';
import { balanceOf, signedPenceSchema } from '../../core/pence.ts';
import { reason } from '../../core/reason.ts';
import { STATEMENT_MOVES, type Statement } from '../../core/statement.ts';
import type { StatementId } from '../../core/statement-id.ts';
import type { StatementLine } from '../../core/statement-line.ts';
import { type Change, changed } from '../../workflows/change.ts';
import type { Refusal } from './refusal.ts';
import { announceStatement } from './statement-events.ts';

export interface RemovedFromStatementDeps {
  readonly readStatement: (id: StatementId) => Promise<Statement | undefined>;
  readonly readStatementLine: (id: StatementId, number: number) => Promise<StatementLine | undefined>;
}

/**
 * What a claim that is held leaves on the statement that it is on: its line taken off, and the one who did it barred
 * from approving. To be committed together with the claim, which then has no `listed` any more. Nothing where the
 * claim is on no statement; refused with `statement-not-open` once it is approved, or while it is still gathered.
 */
export async function removedFromStatement(
  { listed }: Pick<Claim, 'listed'>,
  { by, now }: { readonly by: Actor; readonly now: Instant },
  deps: RemovedFromStatementDeps,
): Promise<Pick<Change, 'puts' | 'events'> | Refusal> {
  if (!listed) return { puts: [], events: [] };
  const [statement, line] = await Promise.all([
    deps.readStatement(listed.statementId),
    deps.readStatementLine(listed.statementId, listed.line),
  ]);
  if (!statement || !line) throw new Error(`${listed.statementId} has no line ${listed.line}`);
  if (!STATEMENT_MOVES.permits('amend', statement.status)) {
    return { refused: [reason('statement-not-open', '')] };
  }
  const { kind, item, amount, number } = line;
  const amended = changed(statement, {
    lines: statement.lines - 1,
    total: balanceOf([statement.total, signedPenceSchema.parse(0 - amount)]),
    amendedBy: [...new Set([...statement.amendedBy, by])],
  });
  return {
    puts: [amended, changed(line, { removed: { by, at: now } })],
    events: [
      announceStatement(amended, {
        type: 'StatementLineRemoved',
        data: { statementId: statement.id, line: number, kind, item, amount },
      }),
    ],
  };
}
