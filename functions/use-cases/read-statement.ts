import { FIRST_SEAL, type Hash, type Seal } from '../../core/seal.ts';
import { sealingOf, type Verification, verifyStatement } from '../../core/sealed-statement.ts';
import type { Statement } from '../../core/statement.ts';
import type { StatementId } from '../../core/statement-id.ts';
import type { StatementLine } from '../../core/statement-line.ts';
import { type Caller, maySee } from './caller.ts';
import { tryAgain } from './try-again.ts';

export interface ReadWholeStatementDeps {
  readonly readStatement: (id: StatementId) => Promise<Statement | undefined>;
  readonly linesOf: (id: StatementId) => Promise<StatementLine[]>;
  readonly hash: Hash;
}

export interface WholeStatement {
  readonly statement: Statement;
  readonly lines: readonly StatementLine[];
  /** Stored from the approval on; before that, the one that it would have now. None while an earlier one is open. */
  readonly seal: Seal | undefined;
  readonly verification: Verification;
}

/** A statement with its lines, verified on the spot; undefined where there is none, or it is another hub's. */
export async function readWholeStatement(
  id: StatementId,
  caller: Caller,
  { readStatement, linesOf, hash }: ReadWholeStatementDeps,
): Promise<WholeStatement | undefined> {
  const found = await tryAgain(async () => {
    const statement = await readStatement(id);
    if (!statement || !maySee(caller, statement.hub)) return { whole: undefined };
    const previous = statement.previous && (await readStatement(statement.previous));
    const lines = await linesOf(id);
    const verification = verifyStatement(statement, lines, previous, hash);
    // A line may have come or gone between the two readings: only what stays broken is broken.
    const moved = !verification.intact && (await readStatement(id))?.version !== statement.version;
    if (moved) return undefined;
    const from = statement.previous ? previous?.seal : FIRST_SEAL;
    const seal = statement.seal ?? (from && sealingOf(lines, from, hash).seal);
    return { whole: { statement, lines, seal, verification } };
  });
  return found.whole;
}
