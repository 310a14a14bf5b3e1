import { REASONS, type ReasonCode } from '../../core/reason.ts';

/** Why a school cannot be enrolled, one sentence each. */
export const reasonsInWords = (codes: readonly ReasonCode[]): string[] =>
  codes.map((code) => REASONS[code].says);
