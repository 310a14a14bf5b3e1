/** What the programme pays, as its brochure says: plain pounds, by hand. Whoever changes a policy changes this, too. */

export type Stage = 'development' | 'embedding' | 'training-1' | 'training-2';
export type Milestone = 'started' | 'retained' | 'completed';

const POUNDS: Readonly<Record<Stage, readonly (readonly [Milestone, number])[]>> = {
  development: [
    ['started', 1000],
    ['completed', 1000],
  ],
  embedding: [
    ['started', 500],
    ['completed', 500],
  ],
  'training-1': [
    ['started', 1000],
    ['retained', 1000],
    ['completed', 1000],
  ],
  'training-2': [
    ['started', 1000],
    ['retained', 1000],
    ['completed', 1000],
  ],
};

/** Until when a milestone of the year that begins in this September can be declared in time: 17:00 in London. */
const LAST_DECLARED: Readonly<Record<Milestone, (september: number) => string>> = {
  started: (september) => `${september}-10-31`,
  retained: (september) => `${september + 1}-03-31`,
  completed: (september) => `${september + 1}-07-31`,
};

export const milestonesOf = (stage: Stage): Milestone[] => POUNDS[stage].map(([milestone]) => milestone);

/** Pence. */
export const penceFor = (stage: Stage, milestone: Milestone): number =>
  (POUNDS[stage].find(([each]) => each === milestone)?.[1] ?? 0) * 100;

/** The last day of a milestone's window. */
export const lastDayOf = (milestone: Milestone, september: number): string =>
  LAST_DECLARED[milestone](september);
