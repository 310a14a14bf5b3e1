import type { MachineName } from './wiring.ts';

/** A step that a machine's definition no longer calls, but executions that began before may. */
export interface RetiredStep {
  readonly machine: MachineName;
  readonly handler: `steps/${string}`;
  /** The London day of the first release without it, 2027-03-01. */
  readonly retiredOn: string;
}

/** Thirteen months: no execution is older, and nothing of an older release can be called. */
export const KEPT_DAYS = 396;

/**
 * An execution keeps the definition that it began with, for up to 360 days (core/policy.ts refuses longer years): a step
 * taken out of a definition is called for a year more. As long as it is listed here, its function stays deployed and its
 * machine's role may call it. After thirteen months the test of the released steps asks for both to be deleted.
 */
export const RETIRED_STEPS: readonly RetiredStep[] = [];

/** Every step that executions of a machine may call, whenever they began. */
export function stepsCallable(
  machine: string,
  wired: Readonly<Record<string, `steps/${string}`>>,
  retired: readonly RetiredStep[] = RETIRED_STEPS,
): readonly `steps/${string}`[] {
  const kept = retired.filter((each) => each.machine === machine).map(({ handler }) => handler);
  return [...new Set([...Object.values(wired), ...kept])];
}
