import type { AcademicYear } from '../../core/academic-year.ts';
import type { Actor } from '../../core/codes.ts';
import { NO_HUB } from '../../core/hub.ts';
import type { Instant } from '../../core/instant.ts';
import type { Policy, PolicyFor } from '../../core/policy.ts';
import { POLICY_VERSION_MOVES, type PolicyVersion, policySubject } from '../../core/policy-version.ts';
import { reason } from '../../core/reason.ts';
import { type Commit, changed, type Row } from '../../workflows/change.ts';
import { type JudgePolicyDeps, policyReasons } from './judge-policy.ts';
import { type Refusal, refusalOf } from './refusal.ts';
import { tryAgain } from './try-again.ts';

export interface DecidePolicyDeps extends Pick<JudgePolicyDeps, 'listClaims' | 'takesInstants'> {
  readonly policyFor: PolicyFor;
  readonly readPolicyVersion: (year: AcademicYear, number: number) => Promise<PolicyVersion | undefined>;
  readonly commit: Commit;
}

export interface DecidePolicy {
  readonly academicYear: AcademicYear;
  readonly number: number;
  readonly decision: 'approve' | 'decline';
  readonly by: Actor;
  readonly now: Instant;
}

/**
 * A proposed policy becomes its year's active one, by an admin who did not propose it, or is declined, by any admin.
 * What was released since it was proposed is looked at again. Years that have opened keep the version they froze.
 */
export function decidePolicy(input: DecidePolicy, deps: DecidePolicyDeps): Promise<PolicyVersion | Refusal> {
  const { academicYear, number, decision, by, now } = input;
  return tryAgain(async () => {
    const before = await deps.readPolicyVersion(academicYear, number);
    if (!before) return { refused: [reason('not-found', 'version')] };
    if (!POLICY_VERSION_MOVES.permits(decision, before.status)) {
      return { refused: [reason('status-forbids', '')] };
    }
    const status = POLICY_VERSION_MOVES.after(decision, before.status);
    const decided = changed(before, { status, decidedBy: by, decidedAt: now });
    const puts: Row[] = [decided];
    if (decision === 'approve') {
      if (before.proposedBy === by) return { refused: [reason('proposer-may-not-approve', '')] };
      const active = await deps.policyFor(academicYear);
      const refusal = refusalOf(await policyReasons(before.policy, active, deps));
      if (refusal) return refusal;
      puts.push(before.policy, ...(active ? [await superseded(active, deps)] : []));
    }
    const { outcome } = await deps.commit({
      puts,
      events: [
        {
          subject: policySubject(decided),
          subjectVersion: decided.version,
          hub: NO_HUB,
          announcements: [
            {
              type: decision === 'approve' ? 'PolicyActivated' : 'PolicyDeclined',
              data: { academicYear, policyVersion: number },
            },
          ],
        },
      ],
      at: now,
      by,
    });
    return outcome === 'committed' ? decided : undefined;
  });
}

/** The version that was active so far. The seeded first one gets its row only now. */
async function superseded(
  active: Policy,
  { readPolicyVersion }: Pick<DecidePolicyDeps, 'readPolicyVersion'>,
): Promise<PolicyVersion> {
  const { academicYear, version: number } = active;
  const row = await readPolicyVersion(academicYear, number);
  if (row) return changed(row, { status: POLICY_VERSION_MOVES.after('supersede', row.status) });
  return { type: 'policy-version', version: 1, academicYear, number, status: 'superseded', policy: active };
}
