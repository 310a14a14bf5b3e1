import { REASONS, type ReasonCode } from '../../core/reason.ts';
import { pounds } from './money.ts';

/** What would help, where something would. */
const HELP: Partial<Record<ReasonCode, string>> = {
  'already-enrolled': 'It can join the next one once this year is over.',
  'applications-not-open': 'Come back when they open: the dates are in the year’s policy.',
  'applications-closed': 'Come back when those for the next year open: the dates are in the year’s policy.',
  'stage-not-reached':
    'Begin with the stage before it. If the school did that elsewhere, the programme’s admins can admit it.',
  'school-of-another-hub': 'If that is no longer right, ask the programme’s admins to move it to your hub.',
  'school-not-yet-open': 'It can be enrolled once the national register says that it is open.',
  'school-closed': 'If another school took its place, look for that one by its name.',
  'no-policy-for-year': 'The programme’s admins publish it.',
};

/** Why a school cannot be enrolled, and what would help, a line each. What takes part already needs no further reason. */
export function reasonsInWords(codes: readonly ReasonCode[]): string[] {
  const telling = codes.includes('already-enrolled') ? (['already-enrolled'] as const) : codes;
  return telling.map((code) => [REASONS[code].says, HELP[code]].filter(Boolean).join(' '));
}

/** Whether a school can be enrolled, as a tag: what takes part already is no refusal. */
export function eligibilityTag(eligible: boolean, reasons: readonly ReasonCode[]) {
  if (eligible) return { text: 'Can enrol', classes: 'govuk-tag--green' };
  return reasons.includes('already-enrolled')
    ? { text: 'Takes part', classes: 'govuk-tag--blue' }
    : { text: 'Cannot enrol', classes: 'govuk-tag--grey' };
}

/** What a year brings that has a grant, in pence; a repeated one is paid only where the policy says so. */
export const bringsInWords = (amount: number, unpaidRepetition: boolean): string =>
  unpaidRepetition
    ? 'The school has been through this stage: the year would be a repetition, without a grant.'
    : `The school receives ${pounds(amount)} for the year.`;
