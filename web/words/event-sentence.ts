import * as z from 'zod';
import { academicYearSchema } from '../../core/academic-year.ts';
import { askKindSchema } from '../../core/ask.ts';
import {
  leadingDecisionSchema,
  milestoneSchema,
  stageSchema,
  termSchema,
  withdrawalReasonSchema,
} from '../../core/codes.ts';
import { londonDateSchema } from '../../core/instant.ts';
import { dateInWords } from '../../core/london.ts';
import { outcomeSchema } from '../../core/participation.ts';
import type { EventType } from '../../workflows/events.ts';
import type { EventAnswer } from '../answers.ts';
import { pounds } from './money.ts';
import {
  LEADING_DECISIONS,
  MILESTONES,
  outcomeInWords,
  stageName,
  TERMS,
  WITHDRAWAL_REASONS,
} from './names.ts';

const factsSchema = z.object({
  milestone: milestoneSchema.optional(),
  term: termSchema.optional(),
  happenedOn: londonDateSchema.optional(),
  effectiveOn: londonDateSchema.optional(),
  accreditedOn: londonDateSchema.optional(),
  paidOn: londonDateSchema.optional(),
  heldOn: londonDateSchema.optional(),
  from: londonDateSchema.optional(),
  amount: z.int().optional(),
  outcome: outcomeSchema.optional().catch(undefined),
  reason: withdrawalReasonSchema.optional().catch(undefined),
  decision: leadingDecisionSchema.optional().catch(undefined),
  cause: z.string().optional(),
  stage: stageSchema.optional(),
  kind: askKindSchema.optional().catch(undefined),
  late: z.boolean().optional(),
  generation: z.int().optional(),
  rejoins: academicYearSchema.optional(),
});
type Facts = z.infer<typeof factsSchema>;

const on = (date: Facts['happenedOn']): string => (date ? `, ${dateInWords(date)}` : '');
const milestoneOf = ({ milestone }: Facts): string => (milestone ? MILESTONES[milestone] : 'Milestone');
const daysOf = ({ term }: Facts): string => (term ? `${TERMS[term]}: days worked` : 'Days worked');
/** The sum at the beginning of a sentence, and further on in it. */
const sumOf = ({ amount }: Facts): string => (amount === undefined ? 'An amount' : pounds(amount));
const thatSum = ({ amount }: Facts): string => (amount === undefined ? 'an amount' : pounds(amount));
const late = (facts: Facts): string => (facts.late ? ' late' : '');

/** Every event in words that a hub lead understands. The compiler asks for a line for every type that there is. */
const SENTENCES: Readonly<Record<EventType, string | ((facts: Facts) => string)>> = {
  EnrolmentAccepted: ({ stage }) => `Enrolled in ${stage ? stageName(stage) : 'the programme'}`,
  EnrolmentRefused: 'An enrolment form was refused',
  WorkGroupFormed: 'Work Group formed',
  WorkGroupLeadChanged: 'Another Specialist took the Work Group over',
  SessionRecorded: ({ heldOn }) => `Session recorded${on(heldOn)}`,
  SeatLeft: 'Left its seat in the Work Group',
  PlacementDue: 'Placement began: a Work Group is looked for',
  PlacementConfirmed: 'Took a place in a Work Group',
  SelectionDue: 'The application waits for a decision',
  SpecialistSelected: 'The application was accepted',
  SpecialistNotSelected: ({ cause }) =>
    cause === 'declined' ? 'The application was declined' : 'Nobody decided about the application in time',
  AskEscalated: 'The programme’s admins were reminded to decide',
  SpecialistAccredited: ({ accreditedOn }) => `Accredited${on(accreditedOn)}`,
  LeadingDecided: ({ decision }) =>
    `Decided about leading${decision ? `: ${LEADING_DECISIONS[decision].toLowerCase()}` : ''}`,
  DaysDeclared: (facts) => `${daysOf(facts)} declared${late(facts)}`,
  DaysMissed: (facts) => `${daysOf(facts)} not declared in time`,
  TrainingDeferred: ({ rejoins }) => `Training was deferred${rejoins ? `, and goes on in ${rejoins}` : ''}`,
  SpecialistChangedSchool: ({ from }) => `The Specialist moved to another school${on(from)}`,
  SpecialistChangedHub: ({ from }) => `Another hub supports the Specialist${on(from)}`,
  LeadConflictOpened: 'A Work Group needs another lead',
  LeadConflictResolved: 'The Work Group’s lead is settled',
  SpecialistErased: 'What was known of the person was erased',
  YearDue: ({ generation }) =>
    generation !== undefined && generation > 1
      ? 'A new workflow goes on with the year'
      : 'The year is about to open',
  YearOpened: 'The year opened',
  AskAnswered: ({ kind }) => `Answered: ${askWords(kind)}`,
  AskExpired: ({ kind }) => `Not answered in time: ${askWords(kind)}`,
  MilestoneDeclared: (facts) => `${milestoneOf(facts)} declared${late(facts)}${on(facts.happenedOn)}`,
  MilestoneMissed: (facts) => `${milestoneOf(facts)} was not declared in time`,
  ClaimRaised: (facts) => `${sumOf(facts)} became payable to the school`,
  ParticipationWithdrawn: ({ reason, effectiveOn }) =>
    `Withdrawn${reason ? `: ${WITHDRAWAL_REASONS[reason].toLowerCase()}` : ''}${on(effectiveOn)}`,
  WorkflowRestarted: 'The workflow was restarted',
  YearReopened: 'The year was reopened',
  SchoolPaused: ({ rejoins }) => `Pauses${rejoins ? `, and comes back in ${rejoins}` : ''}`,
  ContactCorrected: 'The people named were corrected',
  SchoolChangedHub: 'The school moved to another hub',
  StuckWorkFound: 'Work that was stuck was found and mended',
  EmptySeatFound: 'A seat without a school was found and mended',
  YearClosed: ({ outcome, stage }) =>
    `The year closed. ${outcome && stage ? outcomeInWords(outcome, stage) : ''}`.trim(),
  WorkflowFailed: 'The workflow failed: the programme’s admin was told',

  ClaimHeld: (facts) => `${sumOf(facts)}: held by finance`,
  ClaimReleased: (facts) => `${sumOf(facts)}: no longer held`,
  ClaimCancelled: (facts) => `${sumOf(facts)}: cancelled by finance`,
  ClaimPaid: (facts) => `${sumOf(facts)} paid${on(facts.paidOn)}`,
  ClawbackProposed: (facts) => `Finance proposes to recover ${thatSum(facts)}`,
  ClawbackApproved: (facts) => `${sumOf(facts)} will be recovered`,
  ClawbackDeclined: 'Nothing will be recovered: the proposal was declined',
  ClawbackRecovered: (facts) => `${sumOf(facts)} recovered${on(facts.paidOn)}`,
  StatementDue: 'A statement began to be gathered',
  StatementLineAdded: (facts) => `${sumOf(facts)} went on a statement`,
  StatementLineRemoved: (facts) => `${sumOf(facts)} was taken off a statement`,
  StatementOpened: 'The statement is ready to be approved',
  StatementOverdue: 'The statement should have been approved by now',
  StatementApproved: 'The statement was approved',
  StatementIssued: 'The statement was issued to the payer',
  StatementAdjustmentPaid: (facts) =>
    `An adjustment${facts.amount === undefined ? '' : ` of ${pounds(facts.amount)}`} was settled${on(facts.paidOn)}`,
  StatementPaid: 'Everything on the statement is paid',
  PaymentFileAccepted: 'The payer’s file was taken in',
  PaymentChunkDue: 'A part of the payer’s file waits to be applied',
  PaymentFileApplied: 'The payer’s file was applied',
  PolicyProposed: 'A new policy was proposed',
  PolicyDeclined: 'The proposed policy was declined',
  PolicyActivated: 'A new policy came into force',
  RegisterImported: 'The school register was read',
  LedgerDiverged: 'The nightly check of the books found a difference',
};

/** What happened, as a line of a timeline. */
export const eventSentence = ({ type, data }: Pick<EventAnswer, 'type' | 'data'>): string =>
  sentenceOf(type, data);

/** A type of event in words, without what a certain one says: `An amount became payable to the school`. */
export const eventTypeInWords = (type: EventType): string => sentenceOf(type, {});

function sentenceOf(type: EventType, data: EventAnswer['data']): string {
  const sentence = SENTENCES[type];
  return typeof sentence === 'string' ? sentence : sentence(factsSchema.parse(data));
}

function askWords(kind: Facts['kind']): string {
  switch (kind) {
    case 'placement':
      return 'which Work Group';
    case 'declaration':
      return 'the declaration of a milestone';
    case 'progression':
      return 'what comes next year';
    case 'selection':
      return 'the decision about the application';
    case 'accreditation':
      return 'the decision about accreditation';
    case 'days':
      return 'the days worked in a term';
    case 'leading':
      return 'whether to lead';
    case undefined:
      return 'a question';
  }
}
