import { type OpenAsk, openAsks } from './asks.ts';
import type { Callers } from './callers.ts';
import { declaration } from './forms.ts';
import { endOf, MISSED } from './schools.ts';
import { APPLICANTS, NOT_LEADING } from './specialists.ts';

/** How the people of the story answer what the pipeline asks them: each answers for their own, an admin as assessor. */

/** Answers what is open of a kind and was not left out; undefined leaves an ask open. */
async function answer(
  callers: Callers,
  kind: OpenAsk['kind'],
  answerOf: (ask: OpenAsk) => object | undefined,
  by: 'hub' | 'admin' = 'hub',
): Promise<void> {
  for (const ask of await openAsks(callers, kind)) {
    const answered = answerOf(ask);
    const caller = by === 'hub' ? callers.hub(ask.hub) : callers.admin;
    if (answered) await caller.post(`/asks/${ask.id}/answer`, answered);
  }
}

/** The hubs declare a milestone for those of whom `who` says so; what happened on the day is on the day's register. */
export function declare(
  callers: Callers,
  milestone: string,
  day: string,
  who: (ask: OpenAsk) => boolean = () => true,
): Promise<void> {
  const missed = (ask: OpenAsk) =>
    MISSED.some((each) => each.id === ask.participation && each.milestone === milestone);
  return answer(callers, 'declaration', (ask) =>
    ask.milestone === milestone && who(ask) && !missed(ask) ? declaration(day, 'Signed register') : undefined,
  );
}

/** The hubs decide what comes after the year that began in this September. */
export function decideWhatComesNext(callers: Callers, september: number): Promise<void> {
  return answer(callers, 'progression', (ask) => {
    const end = ask.september === september ? endOf(ask.about, september) : undefined;
    return end && end !== 'unanswered' && end !== 'unplaced' ? { decision: end } : undefined;
  });
}

/** The assessor decides about those who have been in training for two years, or leaves it open. */
export function assess(callers: Callers, assessedOn: string): Promise<void> {
  return answer(
    callers,
    'accreditation',
    ({ about }) => {
      const decision = APPLICANTS.find(({ id }) => id === about)?.accreditation;
      return decision === 'accredit' ? { decision, assessedOn } : decision && { decision };
    },
    'admin',
  );
}

/** The admin selects among the applicants. */
export function select(callers: Callers): Promise<void> {
  return answer(
    callers,
    'selection',
    ({ about }) => {
      const decision = APPLICANTS.find(({ id }) => id === about)?.selection;
      return decision && { decision };
    },
    'admin',
  );
}

/** Each accredited Specialist says whether they lead in the coming year. */
export function offerToLead(callers: Callers): Promise<void> {
  return answer(callers, 'leading', ({ about, september }) => {
    const not = NOT_LEADING.some((each) => each.id === about && each.september === september);
    return { decision: not ? 'not-this-year' : 'lead' };
  });
}

/** The days that each leading Specialist worked in the term. */
export function declareDays(callers: Callers): Promise<void> {
  return answer(callers, 'days', ({ about }) => {
    // Nobody works the same: their number decides, so that the story is the same every time.
    const number = Number(about.slice(-2));
    return { withOtherSchools: 2 + (number % 3) / 2, hubWork: number % 2 };
  });
}
