import { academicYearFrom, yearAfter } from '../../core/academic-year.ts';
import { type Claim, type ClaimId, dueSince } from '../../core/claim.ts';
import type { Actor, HubCode } from '../../core/codes.ts';
import type { Hub } from '../../core/hub.ts';
import type { Instant } from '../../core/instant.ts';
import { londonInstant } from '../../core/london.ts';
import { cutOffOf, dayOf, latestCutOff, type Month, monthAfter } from '../../core/month.ts';
import { signedPenceSchema } from '../../core/pence.ts';
import type { Policy, PolicyFor } from '../../core/policy.ts';
import type { Statement } from '../../core/statement.ts';
import { partsOfStatement, statementIdOf } from '../../core/statement-id.ts';
import { type Commit, changed } from '../../workflows/change.ts';
import { announceStatement } from './statement-events.ts';

export interface OpenStatementsDeps {
  readonly claimsDue: () => Promise<Claim[]>;
  readonly readClaim: (id: ClaimId) => Promise<Claim | undefined>;
  readonly readHub: (code: HubCode) => Promise<Hub | undefined>;
  readonly policyFor: PolicyFor;
  readonly commit: Commit;
}

/**
 * Begins a statement for every hub that has something due from before the latest cut-off and none for its month.
 * It never asks what happened yesterday: a night that was missed, or three, is made up for by the next. Running it
 * twice changes nothing. Answers with how many it began.
 */
export async function openStatements(now: Instant, by: Actor, deps: OpenStatementsDeps): Promise<number> {
  const month = latestCutOff(now);
  const cutOff = cutOffOf(month);
  const due = (await deps.claimsDue()).filter((claim) => isDue(claim, cutOff));
  const byHub = Map.groupBy(due, ({ hub }) => hub);
  const days = byHub.size > 0 ? await statementDays(month, deps.policyFor) : undefined;
  let begun = 0;
  for (const [code, claims] of byHub) {
    const hub = await deps.readHub(code);
    if (!hub || !days) throw new Error(`claims of ${code}, which is no hub`);
    if (hub.lastStatement && partsOfStatement(hub.lastStatement).month >= month) continue;
    if (!(await anyDue(claims, cutOff, deps))) continue;
    if (await begin(hub, month, days, now, by, deps)) begun += 1;
  }
  return begun;
}

const isDue = (claim: Claim, cutOff: Instant): boolean => {
  const since = dueSince(claim);
  return since !== undefined && since < cutOff;
};

/** Read again, consistently: the list may still show what was held meanwhile, and no statement is to be empty. */
async function anyDue(
  claims: readonly Claim[],
  cutOff: Instant,
  { readClaim }: Pick<OpenStatementsDeps, 'readClaim'>,
): Promise<boolean> {
  for (const { id } of claims) {
    const claim = await readClaim(id);
    if (claim && isDue(claim, cutOff)) return true;
  }
  return false;
}

/** The days that the policy of the month's academic year sets; before there is one, those of the year before. */
async function statementDays(month: Month, policyFor: PolicyFor): Promise<Policy['statements']> {
  const [year = 0, number = 0] = month.split('-').map(Number);
  const before = academicYearFrom(number >= 9 ? year - 1 : year - 2);
  const policy = (await policyFor(yearAfter(before))) ?? (await policyFor(before));
  if (!policy) throw new Error(`no policy says when the statements of ${month} are to be paid`);
  return policy.statements;
}

/** False where another run was there first, or the hub's row changed meanwhile: then the next night looks again. */
async function begin(
  hub: Hub,
  month: Month,
  { approveByDay, payOnDay }: Policy['statements'],
  now: Instant,
  by: Actor,
  deps: Pick<OpenStatementsDeps, 'commit'>,
): Promise<boolean> {
  const next = monthAfter(month);
  const statement: Statement = {
    type: 'statement',
    version: 1,
    id: statementIdOf(month, hub.code),
    hub: hub.code,
    month,
    status: 'gathering',
    generation: 1,
    failedExecutions: [],
    ...(hub.lastStatement ? { previous: hub.lastStatement } : {}),
    cutOff: cutOffOf(month),
    createdAt: now,
    lastLine: 0,
    lines: 0,
    total: signedPenceSchema.parse(0),
    approveBy: londonInstant(dayOf(next, approveByDay), '17:00'),
    payOn: dayOf(next, payOnDay),
    amendedBy: [],
  };
  const { id: statementId, cutOff, generation } = statement;
  const { outcome } = await deps.commit({
    // The hub's row goes with it: no month gets a second statement, and each knows the one before it.
    puts: [statement, changed(hub, { lastStatement: statementId })],
    events: [
      announceStatement(statement, {
        type: 'StatementDue',
        data: { statementId, month, cutOff, generation },
      }),
    ],
    at: now,
    by,
  });
  return outcome === 'committed';
}
