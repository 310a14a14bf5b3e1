import type { Reason } from '../../core/reason.ts';

/** A business "no": a value, not an error. */
export interface Refusal {
  readonly refused: readonly [Reason, ...Reason[]];
}

/** A refusal with these reasons; undefined where there are none. */
export function refusalOf(reasons: readonly Reason[]): Refusal | undefined {
  const [first, ...rest] = reasons;
  return first && { refused: [first, ...rest] };
}

export function isRefusal(result: object): result is Refusal {
  return 'refused' in result;
}
