import type { Milestone } from '../../../core/codes.ts';

/**
 * The schools of the story and how their years ended, from the September in which they began with Development. The last
 * of the years named is followed by the one that is under way, unless the school has left.
 *
 * Four schools of `origin`, 900001 to 900004, are left to whoever looks at the demo: nothing has happened to them.
 */

export type End =
  | 'continue'
  | 'repeat'
  | 'pause'
  | 'finish'
  /** Nobody answers in time: undecided. */
  | 'unanswered'
  /** No Work Group is found for it. */
  | 'unplaced';

export interface SchoolLife {
  readonly urn: string;
  readonly hub: string;
  /** The September of its first year. */
  readonly from: number;
  readonly ends: readonly End[];
}

const life = (hub: string, urn: string, from: number, ...ends: End[]): SchoolLife => ({
  urn,
  hub,
  from,
  ends,
});

export const SCHOOL_LIVES: readonly SchoolLife[] = [
  life('origin', '900007', 2023, 'continue', 'continue'),
  life('origin', '900008', 2023, 'continue', 'continue'),
  life('origin', '900009', 2023, 'continue', 'pause'),
  life('origin', '900010', 2023, 'continue', 'continue'),
  life('origin', '900015', 2024, 'continue'),
  life('origin', '900016', 2024, 'continue'),
  life('origin', '900005', 2025),
  life('origin', '900018', 2025),
  life('origin', '900017', 2026),

  life('turing-nw', '900023', 2023, 'pause'),
  life('turing-nw', '900024', 2023, 'continue', 'unanswered'),
  life('turing-nw', '900026', 2024, 'continue'),
  life('turing-nw', '900027', 2024, 'finish'),
  life('turing-nw', '900028', 2025),
  life('turing-nw', '900029', 2025),
  life('turing-nw', '900067', 2026),
  life('turing-nw', '900068', 2026),

  life('great-north', '900033', 2023, 'continue', 'continue'),
  life('great-north', '900034', 2023, 'continue', 'unanswered'),
  life('great-north', '900035', 2024, 'repeat'),
  life('great-north', '900036', 2024, 'continue'),
  life('great-north', '900037', 2025),
  life('great-north', '900038', 2025),
  life('great-north', '900032', 2025),

  life('cambridge', '900040', 2024, 'continue'),
  life('cambridge', '900043', 2024),
  life('cambridge', '900044', 2025),
  life('cambridge', '900045', 2025),
  life('cambridge', '900046', 2025, 'unplaced'),

  life('solent', '900048', 2024, 'continue'),
  life('solent', '900049', 2024, 'continue'),
  life('solent', '900052', 2025),
  life('solent', '900053', 2025),

  life('jurassic', '900058', 2025),
  life('jurassic', '900059', 2025),
  life('jurassic', '900060', 2026),
];

/** Who leaves, why and when; what was paid by then stays paid, or is recovered. */
export const DEPARTURES = [
  { on: '2024-11-20', hub: 'cambridge', id: '900043-2024-25-development', reason: 'staffing' },
  { on: '2025-11-12', hub: 'jurassic', id: '900059-2025-26-development', reason: 'leadership-change' },
  { on: '2025-12-08', hub: 'jurassic', id: 'sp-0026-2025-26-training-1', reason: 'left-teaching' },
] as const;

/** Milestones that nobody declares in time. */
export const MISSED: readonly { readonly id: string; readonly milestone: Milestone }[] = [
  { id: '900049-2024-25-development', milestone: 'completed' },
  { id: '900052-2025-26-development', milestone: 'started' },
  { id: '900029-2025-26-development', milestone: 'started' },
];

/** How this year of the school ends; undefined where it has not yet. A pause misses a year. */
export function endOf(urn: string, september: number): End | undefined {
  const life = SCHOOL_LIVES.find((each) => each.urn === urn);
  if (!life) return undefined;
  let year = life.from;
  for (const end of life.ends) {
    if (year === september) return end;
    year += end === 'pause' ? 2 : 1;
  }
  return undefined;
}
