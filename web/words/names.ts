import {
  type Activity,
  type Instalment,
  isSpecialistStage,
  type LeadingDecision,
  type Milestone,
  type PathwayStage,
  type ProgressionDecision,
  type SpecialistStage,
  type Stage,
  type Term,
  type WithdrawalReason,
  type WorkGroupKind,
} from '../../core/codes.ts';
import type { LeadingStatus } from '../../core/leading.ts';
import type { Outcome, ParticipationStatus } from '../../core/participation.ts';

/** What codes are called on pages. The compiler keeps each list whole. */

const STAGES: Readonly<Record<PathwayStage, string>> = {
  development: 'Development',
  embedding: 'Embedding',
  sustaining: 'Sustaining',
};
const SPECIALIST_STAGES: Readonly<Record<SpecialistStage, string>> = {
  'training-1': 'First year of Specialist training',
  'training-2': 'Second year of Specialist training',
  leading: 'Leading as a Specialist',
};
const TOPICS: Readonly<Record<string, string>> = {
  'mathematical-thinking-gcse': 'Mathematical Thinking for GCSE',
  'years-7-11-coherence': 'Years 7–11 Coherence',
  'years-5-8-continuity': 'Years 5–8 Continuity',
  'subject-leadership': 'Secondary Subject Leadership',
};

/** A stage or topic in words; a topic that the policy added since, as its code reads. */
export function stageName(stage: Stage): string {
  const names: Readonly<Record<string, string>> = { ...STAGES, ...SPECIALIST_STAGES, ...TOPICS };
  return names[stage] ?? sentenceCase(stage);
}

const MEANINGS: Readonly<Record<PathwayStage, string>> = {
  development:
    'Year 1 of the pathway: two of its teachers, with those of another school and a Mastery Specialist.',
  embedding: 'Year 2: its whole department, in a Work Group of several schools.',
  sustaining: 'Year 3 and every year after: its department goes on in the Work Group.',
};

/** What joining it means, in a sentence or two. */
export function stageMeans(stage: Stage): string {
  const meanings: Readonly<Record<string, string>> = MEANINGS;
  return meanings[stage] ?? 'A preparatory Work Group, before the pathway or beside it.';
}

export const MILESTONES: Readonly<Record<Milestone, string>> = {
  started: 'Started',
  retained: 'Retained',
  completed: 'Completed',
};

export const TERMS: Readonly<Record<Term, string>> = {
  autumn: 'Autumn term',
  spring: 'Spring term',
  summer: 'Summer term',
};

/** What a claim is for. */
export const INSTALMENTS: Readonly<Record<Instalment, string>> = { ...MILESTONES, ...TERMS };

export const ACTIVITIES: Readonly<Record<Activity, string>> = {
  'planning-lessons': 'Planning lessons or longer units',
  'supporting-department': 'Supporting other members of the department',
  'schemes-of-work': 'Schemes of work, departmental systems and structures',
  'coherent-development': 'Building a coherent development across the department, and carrying it out',
  'collaborative-design': 'Designing lessons and schemes of work together',
  'planned-developments': 'Work on planned developments',
  'shared-professional-development':
    'Professional development that draws on the expertise of the community’s members',
};

export const ROLES = {
  'head-of-department': 'Head of department',
  'second-in-department': 'Second in department',
  'key-stage-3-lead': 'Key Stage 3 lead',
  teacher: 'Teacher',
  other: 'Other',
} as const;

export const EVIDENCE = {
  'attendance-register': 'Attendance register',
  'specialist-visit-record': 'Record of a Specialist’s visit',
  'work-group-record': 'Record of the Work Group',
  'self-evaluation': 'Self-evaluation',
} as const;

export const WITHDRAWAL_REASONS: Readonly<Record<WithdrawalReason, string>> = {
  staffing: 'Staffing',
  capacity: 'No capacity',
  'leadership-change': 'Change of leadership',
  closure: 'The school closes',
  'other-programme': 'Another programme',
  'left-school': 'Left the school',
  'left-teaching': 'Left teaching',
  'role-change': 'Change of role',
  'ill-health': 'Ill health',
  other: 'Another reason',
};

export const GROUP_KINDS: Readonly<Record<WorkGroupKind, string>> = {
  development: 'Development Work Group',
  'embedding-and-sustaining': 'Embedding and Sustaining Work Group',
  preparatory: 'Preparatory Work Group',
};

export const DECISIONS: Readonly<Record<ProgressionDecision, string>> = {
  continue: 'Continue to the next stage',
  repeat: 'Repeat this stage',
  pause: 'Pause for a year',
  finish: 'Finish here',
};

export const OUTCOMES: Readonly<Record<Outcome, string>> = {
  continue: 'Goes on to the next stage',
  repeat: 'Repeats the stage',
  pause: 'Pauses for a year',
  finish: 'Finished',
  undecided: 'Nothing was decided',
  accredited: 'Accredited',
  extended: 'Training goes on for one more year',
  declined: 'Declined',
};

const OUTCOMES_OF_LEADING: Partial<Record<Outcome, string>> = {
  pause: 'Does not lead in this year',
};

/** How a year ended, in words: a year of leading ends in words of its own. */
export const outcomeInWords = (outcome: Outcome, stage: Stage): string =>
  (stage === 'leading' ? OUTCOMES_OF_LEADING[outcome] : undefined) ?? OUTCOMES[outcome];

export const LEADING_DECISIONS: Readonly<Record<LeadingDecision, string>> = {
  lead: 'Lead Work Groups',
  'not-this-year': 'Not in this year',
  stop: 'Stop leading for good',
};

export const LEADING_STATUSES: Readonly<Record<LeadingStatus, string>> = {
  training: 'Not accredited',
  'not-yet': 'Can lead from the academic year after the accreditation',
  open: 'Can lead; nothing decided for this year',
  leads: 'Leads this year',
  'not-this-year': 'Does not lead in this year',
  stopped: 'Has stopped leading',
};

const TAGS: Readonly<Record<ParticipationStatus, { text: string; classes: string }>> = {
  enrolled: { text: 'Waiting for a Work Group', classes: 'govuk-tag--yellow' },
  placed: { text: 'Has a Work Group', classes: 'govuk-tag--blue' },
  active: { text: 'Under way', classes: 'govuk-tag--green' },
  closed: { text: 'Closed', classes: 'govuk-tag--grey' },
  withdrawn: { text: 'Withdrawn', classes: 'govuk-tag--orange' },
  'not-placed': { text: 'Not placed', classes: 'govuk-tag--red' },
};

const SPECIALIST_TAGS: Partial<typeof TAGS> = {
  enrolled: { text: 'Waiting for a decision', classes: 'govuk-tag--yellow' },
  placed: { text: 'Has a place', classes: 'govuk-tag--blue' },
};

/** A participation's status as a tag; a Specialist waits for a decision, not for a Work Group. */
export const statusTag = (status: ParticipationStatus, stage?: Stage) =>
  (stage !== undefined && isSpecialistStage(stage) ? SPECIALIST_TAGS[status] : undefined) ?? TAGS[status];

/** `years-5-8` as a person reads it: `Years 5 8`. Where no name of ours is known. */
export function sentenceCase(code: string): string {
  const words = code.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
