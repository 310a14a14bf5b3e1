import { type Ask, type AskId, askIdOf } from '../../core/ask.ts';
import type { Claim, ClaimId } from '../../core/claim.ts';
import { type Outlook, outlookOfClaim, outlookOfInstalment } from '../../core/claim-outlook.ts';
import { type Instalment, instalmentSchema, milestoneSchema, termSchema } from '../../core/codes.ts';
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
  /** Instead of a rule, where days are paid. */
  readonly rates?: Rates | undefined;
  readonly statement?: Statement | undefined;
} & Outlook;

/** So much of the stage's amount is released when the milestone is declared; in pence. */
interface Rule {
  readonly policyVersion: number;
  readonly stageAmount: number;
  readonly instalment: number;
}

/** What a leading Specialist's day is paid, in pence, and how many days of a year at most. */
interface Rates {
  readonly policyVersion: number;
  readonly withOtherSchools: number;
  readonly hubWork: number;
  readonly mostDays: number;
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

  const instalment = instalmentSchema.safeParse(id.slice(dot + 1));
  const policy = await policyAt(participation, participation.policyVersion, deps);
  const slot = instalment.success && policy && slotOf(participation, instalment.data, policy);
  if (!slot) return NOT_FOUND;
  const ask = await deps.readAsk(slot.askId);
  const outlook = outlookOfInstalment(participation, slot.amount, ask, policy, now);
  if (!outlook) return NOT_FOUND;
  return { participation, ...ruleOf(policy, participation, slot.amount), ...outlook };
}

/** The ask that releases an instalment, and its amount, which of days nobody knows; undefined where the year has none. */
function slotOf(
  participation: Participation,
  instalment: Instalment,
  policy: Policy,
): { readonly askId: AskId; readonly amount: number | undefined } | undefined {
  const { id, stage, milestones } = participation;
  const term = termSchema.safeParse(instalment);
  if (stage === 'leading') {
    return term.success ? { askId: askIdOf(id, 'days', term.data), amount: undefined } : undefined;
  }
  const milestone = milestoneSchema.safeParse(instalment);
  if (!milestone.success) return undefined;
  const planned = [
    ...milestones,
    ...plannedInstalments(participation, policy),
    ...(planOf(policy, stage)?.milestones ?? []).map((each) => ({ ...each, instalment: 0 })),
  ].find((each) => each.milestone === milestone.data);
  const askId = askIdOf(id, 'declaration', milestone.data);
  return planned && { askId, amount: planned.instalment };
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
  return { claim, participation, ask, ...rule, statement, ...outlookOfClaim(claim, statement) };
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

/** What the policy says of an instalment: of a milestone's how much of the stage it is, of a term's what a day is paid. */
function ruleOf(
  policy: Policy,
  { stage }: Pick<Claim, 'stage'>,
  instalment: number | undefined,
): Pick<ClaimExplanation, 'rule' | 'rates'> {
  const { version: policyVersion, specialists } = policy;
  if (stage === 'leading') return { rates: { policyVersion, ...specialists.leading } };
  const plan = planOf(policy, stage);
  if (!plan || instalment === undefined) return {};
  return { rule: { policyVersion, stageAmount: plan.amount, instalment } };
}
