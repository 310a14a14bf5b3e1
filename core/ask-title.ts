import type { Ask } from './ask.ts';

/** What an ask wants done, in words: the beginning of a line in a digest, and an entry of a calendar. */
export function askTitle({ kind, milestone }: Pick<Ask, 'kind' | 'milestone'>): string {
  switch (kind) {
    case 'placement':
      return 'Find a Work Group place';
    case 'declaration':
      return milestone ? `Declare ${milestone}` : 'Declare a milestone';
    case 'progression':
      return 'Decide what comes next year';
  }
}

/** The ask with the school that it is about: `Declare started: Sample School Alder (900001)`. */
export function askLine(ask: Ask): string {
  return `${askTitle(ask)}: ${ask.schoolName} (${ask.urn})`;
}
