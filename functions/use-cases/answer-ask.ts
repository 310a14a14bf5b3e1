import {
  ANSWERED_BY,
  type Ask,
  type AskId,
  accreditationAnswerSchema,
  daysAnswerSchema,
  declarationAnswerSchema,
  leadingAnswerSchema,
  participationOfAsk,
  placementAnswerSchema,
  selectionAnswerSchema,
  unanswerableReason,
} from '../../core/ask.ts';
import type { Instant } from '../../core/instant.ts';
import type { Participation, ParticipationId } from '../../core/participation.ts';
import { progressionRequestSchema } from '../../core/progression.ts';
import { reason } from '../../core/reason.ts';
import type { Answering } from './answering.ts';
import { type Caller, maySee } from './caller.ts';
import { type DecideAccreditationDeps, decideAccreditation } from './decide-accreditation.ts';
import { type DecideLeadingDeps, decideLeading } from './decide-leading.ts';
import { type DecideProgressionDeps, decideProgression } from './decide-progression.ts';
import { type DecideSelectionDeps, decideSelection } from './decide-selection.ts';
import { type DeclareDaysDeps, declareDays } from './declare-days.ts';
import { type DeclareMilestoneDeps, declareMilestone } from './declare-milestone.ts';
import { type JoinWorkGroupDeps, joinWorkGroup } from './join-work-group.ts';
import type { Refusal } from './refusal.ts';
import { tryAgain } from './try-again.ts';

export interface AnswerAskDeps
  extends DeclareMilestoneDeps,
    DecideProgressionDeps,
    JoinWorkGroupDeps,
    DecideSelectionDeps,
    DecideAccreditationDeps,
    DeclareDaysDeps,
    DecideLeadingDeps {
  readonly readAsk: (id: AskId) => Promise<Ask | undefined>;
  readonly readParticipation: (id: ParticipationId) => Promise<Participation | undefined>;
}

export interface AnswerAsk {
  readonly askId: AskId;
  /** As it came: what it must be depends on the kind of ask. Parsed here, with the kind's own schema. */
  readonly answer: unknown;
  readonly caller: Caller;
  readonly now: Instant;
}

/**
 * Answers an ask: the answer and its effect in one change. Undefined from a kind's own use case says that a row
 * changed meanwhile; it is then judged anew. Throws ZodError where the answer is malformed for its kind.
 */
export function answerAsk(input: AnswerAsk, deps: AnswerAskDeps): Promise<Ask | Refusal> {
  const { askId, answer, caller, now } = input;
  return tryAgain(async () => {
    // In this order: an ask found open was open already when its participation was read.
    const participation = await deps.readParticipation(participationOfAsk(askId));
    const ask = await deps.readAsk(askId);
    if (!ask || !maySee(caller, ask.hub)) return { refused: [reason('not-found', 'id')] };
    if (!participation) throw new Error(`${askId} has no participation`);
    if (caller.role === 'hub' && ANSWERED_BY[ask.kind] !== 'hub') {
      return { refused: [reason('not-permitted', 'Authorization')] };
    }
    const parsed = parseAnswer(ask, answer);
    const closed = unanswerableReason(ask, now);
    if (closed) return { refused: [closed] };
    const answering: Answering = { ask, participation, caller, now };
    switch (parsed.kind) {
      case 'placement':
        return joinWorkGroup(answering, parsed.answer, deps);
      case 'declaration':
        return declareMilestone(answering, parsed.answer, deps);
      case 'progression':
        return decideProgression(answering, parsed.answer, deps);
      case 'selection':
        return decideSelection(answering, parsed.answer, deps);
      case 'accreditation':
        return decideAccreditation(answering, parsed.answer, deps);
      case 'days':
        return declareDays(answering, parsed.answer, deps);
      case 'leading':
        return decideLeading(answering, parsed.answer, deps);
    }
  });
}

function parseAnswer({ kind }: Ask, answer: unknown) {
  switch (kind) {
    case 'placement':
      return { kind, answer: placementAnswerSchema.parse(answer) };
    case 'declaration':
      return { kind, answer: declarationAnswerSchema.parse(answer) };
    case 'progression':
      return { kind, answer: progressionRequestSchema.parse(answer) };
    case 'selection':
      return { kind, answer: selectionAnswerSchema.parse(answer) };
    case 'accreditation':
      return { kind, answer: accreditationAnswerSchema.parse(answer) };
    case 'days':
      return { kind, answer: daysAnswerSchema.parse(answer) };
    case 'leading':
      return { kind, answer: leadingAnswerSchema.parse(answer) };
  }
}
