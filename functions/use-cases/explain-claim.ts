import { type Ask, type AskId, askIdOf } from '../../core/ask.ts';
import type { Claim, ClaimId } from '../../core/claim.ts';
import { type Outlook, outlookOfClaim, outlookOfInstalment } from '../../core/claim-outlook.ts';
import { milestoneSchema } from '../../core/codes.ts';
import { plannedInstalments } from '../../core/funding-summary.ts';
import type { Instant } from '../../core/instant.ts';
import { type Participation, type ParticipationId, participationIdSchema } from '../../core/participation.ts';
import { type Policy, type PolicyFor, planOf } from '../../core/policy.ts';
import type { PolicyVersion } from '../../core/policy-version.ts';
import { reason } from '../../core/reason.ts';
import type { Statement } from '../../core/statement.ts';
import type { StatementId } from '../../core/statement-id.ts';
import { type Caller, maySee } from './caller.ts';
import type { Refusal } from './refusal.ts';

export interface ExplainClaimDeps {
  readonly readClaim: (id: ClaimId) => Promise<Claim | undefined>;
  readonly readParticipation: (id: ParticipationId) => Promise<Participation | undefined>;
  readonly readAsk: (id: AskId) => Promise<Ask | undefined>;
  readonly readStatement: (id: StatementId) => Promise<Statement | undefined>;
  readonly policyFor: PolicyFor;
  readonly readPolicyVersion: (
    year: Policy['academicYear'],
    version: number,
  ) => Promise<PolicyVersion | undefined>;
}

export interface ExplainClaim {
  readonly id: ClaimId;
  readonly caller: Caller;
  readonly now: Instant;
}

/** Why something was paid, or not: what released it, under which rule, where it stands, and who acts next. */
export type ClaimExplanation = {
  /** Absent while the instalment has not been released. */
  readonly claim?: Claim;
  readonly participation: Participation;
  /** The answer that released it. */
  readonly ask?: Ask | undefined;
  readonly rule?: Rule | undefined;
  readonly statement?: Statement | undefined;
} & Outlook;

/** So much of the stage's amount is released when the milestone is declared; in pence. */
interface Rule {
  readonly policyVersion: number;
  readonly stageAmount: number;
  readonly instalment: number;
}

/** Explains a claim, or the slot of one that has not been raised. A slot that its year does not have is not found. */
export async function explainClaim(
  { id, caller, now }: ExplainClaim,
  deps: ExplainClaimDeps,
): Promise<ClaimExplanation | Refusal> {
  const dot = id.indexOf('.');
  const participationId = participationIdSchema.parse(id.slice(0, dot));
  const [claim, participation] = await Promise.all([
    deps.readClaim(id),
    deps.readParticipation(participationId),
  ]);
  if (!participation || !maySee(caller, claim?.hub ?? participation.hub)) return NOT_FOUND;
  if (claim) return explained(claim, participation, deps);

  const milestone = milestoneSchema.safeParse(id.slice(dot + 1));
  const policy = await policyAt(participation, participation.policyVersion, deps);
  if (!milestone.success || !policy) return NOT_FOUND;
  const ask = await deps.readAsk(askIdOf(participationId, 'declaration', milestone.data));
  const planned = [
    ...participation.milestones,
    ...plannedInstalments(participation, policy),
    ...(planOf(policy, participation.stage)?.milestones ?? []).map((each) => ({ ...each, instalment: 0 })),
  ].find((each) => each.milestone === milestone.data);
  const outlook = planned && outlookOfInstalment(participation, planned.instalment, ask, policy, now);
  if (!outlook) return NOT_FOUND;
  return { participation, rule: ruleOf(policy, participation, planned.instalment), ...outlook };
}

const NOT_FOUND: Refusal = { refused: [reason('not-found', 'id')] };

async function explained(
  claim: Claim,
  participation: Participation,
  deps: ExplainClaimDeps,
): Promise<ClaimExplanation> {
  const listed = 'listed' in claim.clawback && claim.clawback.listed ? claim.clawback.listed : claim.listed;
  const [ask, policy, statement] = await Promise.all([
    deps.readAsk(claim.releasedBy.askId),
    policyAt(claim, claim.policyVersion, deps),
    listed && deps.readStatement(listed.statementId),
  ]);
  const rule = policy && ruleOf(policy, claim, claim.amount);
  return { claim, participation, ask, rule, statement, ...outlookOfClaim(claim, statement) };
}

/** The policy as it was in that version; the active one while none is frozen. */
async function policyAt(
  { academicYear }: Pick<Claim, 'academicYear'>,
  version: number | undefined,
  { policyFor, readPolicyVersion }: ExplainClaimDeps,
): Promise<Policy | undefined> {
  const active = await policyFor(academicYear);
  if (version === undefined || active?.version === version) return active;
  return (await readPolicyVersion(academicYear, version))?.policy;
}

function ruleOf(policy: Policy, { stage }: Pick<Claim, 'stage'>, instalment: number): Rule | undefined {
  const plan = planOf(policy, stage);
  return plan && { policyVersion: policy.version, stageAmount: plan.amount, instalment };
}
