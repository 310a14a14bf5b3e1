/** What CloudWatch watches: one number, or several that are added up. */
export interface WatchedMetric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: 'Sum' | 'Maximum';
}

/** An alarm, as people need to know it: who is hurt while it rings, and where they read what to do. */
export interface AlarmOf {
  /** After the stage's prefix. */
  readonly name: string;
  /** A sentence: who has to do without what. */
  readonly hurts: string;
  /** The section of docs/runbook.md, by its anchor; a test holds that it is there. */
  readonly runbook: string;
  /** At most ten, which is what an alarm can add up. */
  readonly metrics: readonly WatchedMetric[];
  readonly minutes: number;
  /** It rings at this number and above; `below` turns that round. */
  readonly threshold: number;
  readonly below?: true;
}

const SECONDS_A_MINUTE = 60;
export const periodSeconds = ({ minutes }: Pick<AlarmOf, 'minutes'>): number => minutes * SECONDS_A_MINUTE;

/** A day: the longest that CloudWatch adds up. */
export const A_DAY = 24 * 60;
