import { NO_HUB } from '../../core/hub.ts';
import type { Instant } from '../../core/instant.ts';
import type { Policy, PolicyFor } from '../../core/policy.ts';
import { POLICY_VERSION_MOVES, type PolicyVersion, policySubject } from '../../core/policy-version.ts';
import { reason } from '../../core/reason.ts';
import type { WhatIf } from '../../core/what-if.ts';
import type { Commit } from '../../workflows/change.ts';
import type { Caller } from './caller.ts';
import { type JudgePolicyDeps, policyReasons, whatIfOf } from './judge-policy.ts';
import { type Refusal, refusalOf } from './refusal.ts';
import { tryAgain } from './try-again.ts';

export interface ProposePolicyDeps extends JudgePolicyDeps {
  readonly policyFor: PolicyFor;
  readonly readPolicyVersion: (
    year: Policy['academicYear'],
    number: number,
  ) => Promise<PolicyVersion | undefined>;
  readonly commit: Commit;
}

export interface ProposePolicy {
  readonly policy: Policy;
  readonly caller: Caller;
  readonly now: Instant;
}

/** Keeps a policy as its year's next version, for a second admin to decide on; the active one stays as it is. */
export function proposePolicy(
  { policy, caller, now }: ProposePolicy,
  deps: ProposePolicyDeps,
): Promise<{ proposed: PolicyVersion; whatIf: WhatIf } | Refusal> {
  const { academicYear, version: number } = policy;
  return tryAgain(async () => {
    const active = await deps.policyFor(academicYear);
    const before = await deps.readPolicyVersion(academicYear, number);
    const isNext = number === (active?.version ?? 0) + 1;
    if (!isNext || (before && !POLICY_VERSION_MOVES.permits('propose-again', before.status))) {
      return { refused: [reason('policy-version-taken', 'version')] };
    }
    const refusal = refusalOf(await policyReasons(policy, active, deps));
    if (refusal) return refusal;
    const proposed: PolicyVersion = {
      type: 'policy-version',
      version: (before?.version ?? 0) + 1,
      academicYear,
      number,
      status: 'proposed',
      policy,
      proposedBy: caller.actor,
      proposedAt: now,
    };
    const data = { academicYear, policyVersion: number };
    const { outcome } = await deps.commit({
      puts: [proposed],
      unchanged: active ? [active] : [],
      events: [
        {
          subject: policySubject(proposed),
          subjectVersion: proposed.version,
          hub: NO_HUB,
          announcements: [{ type: 'PolicyProposed', data }],
        },
      ],
      at: now,
      by: caller.actor,
    });
    if (outcome !== 'committed') return undefined;
    return { proposed, whatIf: await whatIfOf(policy, active, deps) };
  });
}
