import { type Claim, type ClaimId, PAYMENT_MOVES } from '../../core/claim.ts';
import type { Actor } from '../../core/codes.ts';
import type { Instant } from '../../core/instant.ts';
import type { Hash } from '../../core/seal.ts';
import { countedLines, sealingOf } from '../../core/sealed-statement.ts';
import { STATEMENT_MOVES, type Statement } from '../../core/statement.ts';
import type { StatementId } from '../../core/statement-id.ts';
import type { StatementLine } from '../../core/statement-line.ts';
import { type Commit, changed } from '../../workflows/change.ts';
import type { Announcement } from '../../workflows/events.ts';
import type { StepInput, StepOutput } from '../../workflows/steps.ts';
import { isConductingStatement } from './standing.ts';
import { announceStatement } from './statement-events.ts';
import { tryAgain } from './try-again.ts';

export interface IssueLinesDeps {
  readonly readStatement: (id: StatementId) => Promise<Statement | undefined>;
  readonly linesOf: (id: StatementId) => Promise<StatementLine[]>;
  readonly readClaim: (id: ClaimId) => Promise<Claim | undefined>;
  readonly hash: Hash;
  readonly commit: Commit;
}

/** Each is a line and, mostly, a claim: well within the 100 writes of a transaction. */
const LINES_AT_ONCE = 40;

/** The stored lines no longer give the seal that was approved. Nothing of such a statement may be paid. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';
}

/**
 * Issues an approved statement: gives some of its lines their links and approves their claims; once all have theirs,
 * issues the statement itself. A crash or a retry goes on with the lines that have none. Throws SealBroken.
 */
export function issueLines(
  { statementId, generation, enteredAt }: StepInput<'issue-lines'>,
  by: Actor,
  deps: IssueLinesDeps,
): Promise<StepOutput<'issue-lines'>> {
  return tryAgain(async () => {
    const statement = await deps.readStatement(statementId);
    if (!isConductingStatement(statement, generation) || statement.status !== 'approved') {
      return { progress: 'superseded' };
    }
    const lines = await deps.linesOf(statementId);
    const { previousSeal } = statement;
    if (!previousSeal) throw new Error(`${statementId} is approved without a seal`);
    const { links, seal } = sealingOf(lines, previousSeal, deps.hash);
    if (seal !== statement.seal) throw new SealBroken(`${statementId} is not as it was approved`);
    const some = countedLines(lines)
      .filter(({ link }) => !link)
      .slice(0, LINES_AT_ONCE);
    if (some.length === 0) {
      return (await issue(statement, enteredAt, by, deps)) ? { progress: 'issued' } : undefined;
    }
    const linked = some.map((line) => {
      const link = links.get(line.number);
      return link ? changed(line, { link }) : line;
    });
    const claims = await Promise.all(some.filter(({ kind }) => kind === 'claim').map(claimOf));
    // Another run of this step was faster between the two readings.
    if (claims.some(({ status }) => !PAYMENT_MOVES.permits('approve', status))) return undefined;
    const puts = [
      ...linked,
      ...claims.map((claim) => changed(claim, { status: PAYMENT_MOVES.after('approve', claim.status) })),
    ];
    const { outcome } = await deps.commit({ puts, events: [], at: enteredAt, by });
    return outcome === 'committed' ? { progress: 'more' } : undefined;
  });

  async function claimOf({ claim }: StatementLine): Promise<Claim> {
    const row = claim && (await deps.readClaim(claim.id));
    if (!row) throw new Error(`${statementId} has a line of a claim that is not there`);
    return row;
  }
}

/** A statement on which nothing is left has nothing to wait for: it is paid as it is issued. */
async function issue(
  statement: Statement,
  at: Instant,
  by: Actor,
  { commit }: Pick<IssueLinesDeps, 'commit'>,
): Promise<boolean> {
  const { id: statementId, lines, total, previousSeal, seal } = statement;
  if (!previousSeal || !seal) throw new Error(`${statementId} is approved without a seal`);
  const sum = { statementId, lines, total };
  const issued = changed(statement, {
    status: STATEMENT_MOVES.after('issue', statement.status),
    issuedAt: at,
    unpaid: lines,
  });
  const empty = lines === 0;
  const put: Statement = empty
    ? { ...issued, status: STATEMENT_MOVES.after('settle', issued.status), paidAt: at }
    : issued;
  const paid: Announcement[] = empty ? [{ type: 'StatementPaid', data: sum }] : [];
  const { outcome } = await commit({
    puts: [put],
    events: [
      announceStatement(put, { type: 'StatementIssued', data: { ...sum, previousSeal, seal } }, ...paid),
    ],
    at,
    by,
  });
  return outcome === 'committed';
}
