import { readFileSync } from 'node:fs';
import { Temporal } from 'temporal-polyfill';
import { instantOf } from '../../core/instant.ts';
import { londonTimeInWords } from '../../core/london.ts';
import { askAnswer, listOf } from '../../web/answers.ts';
import type { Api } from '../../web/api.ts';
import { safeReturn } from '../../web/protection.ts';
import type { LocalBar } from '../../web/sign-in.ts';
import type { VirtualClock } from '../clock/virtual-clock.ts';
import { PERSONA_TEMPLATES } from './persona-sign-in.ts';

const JUMPS = {
  day: 'Next day',
  week: 'Next week',
  deadline: 'Next deadline',
  october: '31 October',
  year: 'Next academic year',
} as const;
type Jump = keyof typeof JUMPS;

/** Lets the clock go on by itself, where there is JavaScript. */
const PLAY = readFileSync(new URL('play.js', import.meta.url), 'utf8');

/** A bar with the virtual clock in the visitor's hand, so that a stranger sees years of the programme in minutes. */
export function clockBar(clock: VirtualClock): LocalBar {
  return {
    templates: PERSONA_TEMPLATES,
    show: async (person) => ({
      now: londonTimeInWords(instantOf(clock.now())),
      jumps: Object.entries(JUMPS).map(([value, text]) => ({ value, text })),
      signedIn: person !== undefined,
    }),
    mount(app, { sessionOf, apiFor }) {
      app.get('/clock/play.js', (context) =>
        context.body(PLAY, 200, { 'content-type': 'text/javascript; charset=utf-8' }),
      );
      app.post('/clock', async (context) => {
        const { to, back, csrf } = await context.req.parseBody();
        const session = await sessionOf(context);
        if (session && csrf === session.csrf && isJump(to)) {
          const instant = await instantFor(to, clock.now(), apiFor(session));
          // Another tab may have moved it on meanwhile: a clock that is there already need not go.
          await clock.advanceTo(Math.max(instant, clock.now()));
        }
        return context.redirect(safeReturn(typeof back === 'string' ? back : undefined), 303);
      });
    },
  };
}

const isJump = (to: unknown): to is Jump => typeof to === 'string' && Object.hasOwn(JUMPS, to);

/** Where a jump leads, epoch milliseconds: times of day are London's. */
async function instantFor(jump: Jump, now: number, api: Api): Promise<number> {
  const here = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO('Europe/London');
  switch (jump) {
    case 'day':
      return here.add({ days: 1 }).epochMilliseconds;
    case 'week':
      return here.add({ weeks: 1 }).epochMilliseconds;
    case 'october':
      // Midday: what closes at 17:00 on this day can still be done.
      return next(here, { month: 10, day: 31, hour: 12 });
    case 'year':
      return next(here, { month: 9, day: 1, hour: 9 });
    case 'deadline':
      return (await nextDeadline(api, now)) ?? here.add({ weeks: 1 }).epochMilliseconds;
  }
}

function next(here: Temporal.ZonedDateTime, at: { month: number; day: number; hour: number }): number {
  const thisYear = here.startOfDay().with(at);
  const later = Temporal.ZonedDateTime.compare(thisYear, here) > 0 ? thisYear : thisYear.add({ years: 1 });
  return later.epochMilliseconds;
}

/** The morning of the day on which the first open ask closes, or, from then on, its close; or else when one opens. */
async function nextDeadline(api: Api, now: number): Promise<number | undefined> {
  const of = async (status: 'open' | 'upcoming') =>
    (await api.get(`/asks?status=${status}&limit=200`, listOf(askAnswer))).items;
  const closing = (await of('open')).map(({ closesAt }) => Date.parse(closesAt));
  const due = closing.map((instant) => (morningOf(instant) > now ? morningOf(instant) : instant));
  const opening = closing.length > 0 ? [] : (await of('upcoming')).map(({ opensAt }) => Date.parse(opensAt));
  const ahead = [...due, ...opening].filter((instant) => instant > now);
  return ahead.length > 0 ? Math.min(...ahead) : undefined;
}

/** 9 o'clock in London on the day of an instant: what closes later that day can still be done. */
function morningOf(instant: number): number {
  const there = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO('Europe/London');
  return there.startOfDay().with({ hour: 9 }).epochMilliseconds;
}
