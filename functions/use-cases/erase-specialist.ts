import { academicYearOf } from '../../core/academic-year.ts';
import type { Ask } from '../../core/ask.ts';
import type { EnrolmentId, SpecialistId } from '../../core/codes.ts';
import type { Enrolment } from '../../core/enrolment.ts';
import type { TeacherGuard } from '../../core/guard.ts';
import type { Instant, LondonDate } from '../../core/instant.ts';
import { londonDateOf } from '../../core/london.ts';
import type { Participation, ParticipationId } from '../../core/participation.ts';
import { reason } from '../../core/reason.ts';
import type { Specialist } from '../../core/specialist.ts';
import { type Commit, changed } from '../../workflows/change.ts';
import { dataOf, type EventRow } from '../../workflows/events.ts';
import type { Caller } from './caller.ts';
import { decidedLeading } from './decided-leading.ts';
import { announce } from './participation-events.ts';
import type { Refusal } from './refusal.ts';
import { isLive } from './specialist-years.ts';
import { tryAgain } from './try-again.ts';

export interface EraseSpecialistDeps {
  readonly readSpecialist: (id: SpecialistId) => Promise<Specialist | undefined>;
  readonly participationsOf: (id: SpecialistId) => Promise<Participation[]>;
  readonly asksOf: (id: ParticipationId) => Promise<Ask[]>;
  readonly readEnrolment: (id: EnrolmentId) => Promise<Enrolment | undefined>;
  /** All events about a participation, in their order. */
  readonly timelineOf: (id: ParticipationId) => Promise<EventRow[]>;
  readonly readTeacherGuard: (hmac: string) => Promise<TeacherGuard | undefined>;
  readonly commit: Commit;
}

/**
 * Erases the person: name, forms, notes, and the way from the teacher reference number to this Specialist. What stays is
 * that there was a Specialist, when, where, and whether accredited. Nobody who still takes part can be erased; an erased
 * Specialist leads nothing any more. Erasing again changes nothing.
 */
export function eraseSpecialist(
  { id, caller, now }: { readonly id: SpecialistId; readonly caller: Caller; readonly now: Instant },
  deps: EraseSpecialistDeps,
): Promise<Specialist | Refusal> {
  return tryAgain(async () => {
    const specialist = await deps.readSpecialist(id);
    if (!specialist) return { refused: [reason('not-found', 'id')] };
    if (specialist.erasedOn) return specialist;
    const years = await deps.participationsOf(id);
    if (years.some(isLive)) return { refused: [reason('still-on-programme', '')] };
    const today = londonDateOf(now);
    const { erased, announcements } = erasedOf(specialist, today);
    const [enrolments, asks, guard] = await Promise.all([
      erasedEnrolments(years, today, deps),
      withoutReasons(years, deps),
      unlinkedGuard(specialist, deps),
    ]);
    const commitment = await deps.commit({
      puts: [erased, ...years.flatMap(withoutNote), ...asks, ...enrolments, ...guard],
      events: [announce(erased, { type: 'SpecialistErased', data: { specialistId: id } }, ...announcements)],
      at: now,
      by: caller.actor,
    });
    return commitment.outcome === 'committed' ? erased : undefined;
  });
}

/** The Specialist's row without the person. Leading is stopped with it, so that no offer and no group follows. */
function erasedOf(before: Specialist, today: LondonDate) {
  const { specialist, announcements } = decidedLeading(before, academicYearOf(today), 'stop', today);
  const { name, teacherHmac, ...fact } = specialist;
  const erased: Specialist = { ...fact, erasedOn: today };
  return { erased, announcements };
}

/** The forms are gone; that there were enrolments stays. A year that was applied for twice has two. */
async function erasedEnrolments(
  years: readonly Participation[],
  erasedOn: LondonDate,
  deps: EraseSpecialistDeps,
): Promise<Enrolment[]> {
  const timelines = await Promise.all(years.map(({ id }) => deps.timelineOf(id)));
  const ids = timelines
    .flat()
    .flatMap(({ eventType, data }) =>
      eventType === 'EnrolmentAccepted' ? [dataOf(eventType, data).enrolmentId] : [],
    );
  const enrolments = await Promise.all(ids.map(deps.readEnrolment));
  return enrolments.flatMap((enrolment) => {
    if (!enrolment?.form) return [];
    const { form, ...kept } = enrolment;
    return [changed<Enrolment>(kept, { erasedOn })];
  });
}

/** The year without what somebody noted when the Specialist withdrew; nothing where there is no note. */
function withoutNote(year: Participation): Participation[] {
  if (!year.withdrawal?.note) return [];
  const { note, ...withdrawal } = year.withdrawal;
  return [changed(year, { withdrawal })];
}

/** The decisions about the Specialist without the reasons that were given for them. */
async function withoutReasons(years: readonly Participation[], deps: EraseSpecialistDeps): Promise<Ask[]> {
  const asks = await Promise.all(years.map(({ id }) => deps.asksOf(id)));
  return asks.flat().flatMap((ask) => {
    if (!ask.answer || !('reason' in ask.answer)) return [];
    const { reason: given, ...answer } = ask.answer;
    return [changed(ask, { answer })];
  });
}

/** The guard row once it leads nowhere; none where the Specialist had none. */
async function unlinkedGuard(
  { teacherHmac }: Specialist,
  deps: EraseSpecialistDeps,
): Promise<TeacherGuard[]> {
  const guard = teacherHmac ? await deps.readTeacherGuard(teacherHmac) : undefined;
  if (!guard) return [];
  const { specialistId, ...unlinked } = guard;
  return [changed<TeacherGuard>(unlinked, { live: false })];
}
