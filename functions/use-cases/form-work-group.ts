import type { AcademicYear } from '../../core/academic-year.ts';
import { type Ask, type AskId, askIdOf, unanswerableReason } from '../../core/ask.ts';
import {
  type HubCode,
  pathwayStageSchema,
  type SpecialistId,
  type Stage,
  type Topic,
  topicSchema,
  type Urn,
  type WorkGroupId,
  type WorkGroupKind,
} from '../../core/codes.ts';
import type { Instant } from '../../core/instant.ts';
import { londonDateOf } from '../../core/london.ts';
import {
  PARTICIPATION_MOVES,
  type Participation,
  type ParticipationId,
  participationIdOf,
} from '../../core/participation.ts';
import { type Policy, type PolicyFor, workGroupKindOf } from '../../core/policy.ts';
import { type Reason, reason } from '../../core/reason.ts';
import type { Specialist } from '../../core/specialist.ts';
import { leadReasons, sizeReasons, type WorkGroup } from '../../core/work-group.ts';
import { type Commit, changed, type SubjectEvents } from '../../workflows/change.ts';
import { type Answering, answered } from './answering.ts';
import { type Caller, maySee } from './caller.ts';
import { about, announce } from './participation-events.ts';
import { isRefusal, type Refusal, refusalOf } from './refusal.ts';
import { tryAgain } from './try-again.ts';

export interface FormWorkGroupDeps {
  readonly readParticipation: (id: ParticipationId) => Promise<Participation | undefined>;
  readonly readAsk: (id: AskId) => Promise<Ask | undefined>;
  readonly readSpecialist: (id: SpecialistId) => Promise<Specialist | undefined>;
  readonly policyFor: PolicyFor;
  readonly commit: Commit;
  readonly newWorkGroupId: () => WorkGroupId;
}

export interface FormWorkGroup {
  readonly kind: WorkGroupKind;
  readonly academicYear: AcademicYear;
  readonly lead: SpecialistId;
  readonly schools: readonly Urn[];
  readonly confirmSize: boolean;
  /** Of a preparatory group only; where it is left out, the one that all the schools wait for. */
  readonly topic?: Topic | undefined;
  readonly caller: Caller;
  readonly now: Instant;
}

/** A school that waits for a Work Group: its participation, and the ask that placement answers. */
interface Waiting {
  readonly participation: Participation;
  readonly ask: Ask;
}

/** The stages that may meet in one group of this kind: a preparatory group works on one topic, any that is asked for. */
function companies({ kind, topic }: FormWorkGroup, policy: Policy): readonly (readonly Stage[])[] {
  if (kind !== 'preparatory') {
    return [pathwayStageSchema.options.filter((stage) => workGroupKindOf(stage) === kind)];
  }
  const topics = policy.topics.map(({ code }) => code);
  return topics.filter((code) => topic === undefined || code === topic).map((code) => [code]);
}

/**
 * Forms a Work Group of waiting schools, and with it answers all their placement asks: group, seats, answers and
 * events in one change. The lead's row is part of it, so that two groups formed at once cannot both take the
 * last slot.
 */
export function formWorkGroup(input: FormWorkGroup, deps: FormWorkGroupDeps): Promise<WorkGroup | Refusal> {
  return tryAgain(async () => {
    const judged = await judge(input, deps);
    if (isRefusal(judged)) return judged;
    const { lead, waiting, hub } = judged;
    const { now, caller } = input;
    const today = londonDateOf(now);
    const group: WorkGroup = {
      type: 'work-group',
      version: 1,
      id: deps.newWorkGroupId(),
      kind: input.kind,
      academicYear: input.academicYear,
      ...(input.kind === 'preparatory' ? { topic: topicOf(waiting) } : {}),
      hub,
      lead: lead.id,
      leads: [{ lead: lead.id, from: today }],
      members: waiting.map(({ participation }) => ({
        participationId: participation.id,
        urn: participation.urn,
        joinedOn: today,
      })),
      sizeConfirmed: input.confirmSize,
    };
    const seats = waiting.map((each) => seat({ ...each, caller, now }, group));
    const commitment = await deps.commit({
      puts: [
        group,
        changed(lead, {
          leading: [
            ...lead.leading,
            { workGroupId: group.id, academicYear: group.academicYear, from: today },
          ],
        }),
        ...seats.flatMap(({ participation, ask }) => [participation, ask]),
      ],
      events: [formed(group), ...seats.map(({ events }) => events)],
      at: now,
      by: caller.actor,
    });
    return commitment.outcome === 'committed' ? group : undefined;
  });
}

/** Everything that the rules say about the group; on a yes, the rows that it will rest on. */
async function judge(
  input: FormWorkGroup,
  deps: FormWorkGroupDeps,
): Promise<{ lead: Specialist; waiting: Waiting[]; hub: HubCode } | Refusal> {
  const { kind, academicYear, schools, confirmSize, caller } = input;
  const policy = await deps.policyFor(academicYear);
  if (!policy) return { refused: [reason('no-policy-for-year', 'academicYear')] };
  if (input.topic && kind !== 'preparatory') return { refused: [reason('unknown-field', 'topic')] };
  const found = await findAllWaiting(input, policy, deps);
  // In this order: whose schools another group has just taken finds the lead's slot taken, too.
  const lead = await deps.readSpecialist(input.lead);
  const waiting = found.flatMap((each) => ('participation' in each ? [each] : []));
  const hub = caller.role === 'hub' ? caller.hub : waiting[0]?.participation.hub;
  const refusal = refusalOf([
    ...sizeReasons(schools.length, kind, confirmSize, policy, 'schools'),
    ...schools.flatMap((urn, index) =>
      schools.indexOf(urn) < index ? [reason('school-repeated', `schools.${index}`)] : [],
    ),
    ...leadReasons(lead, schools, academicYear, policy),
    ...found.flatMap((each, index) => {
      if (!('participation' in each)) return [each];
      return each.participation.hub === hub ? [] : [reason('school-of-another-hub', `schools.${index}`)];
    }),
  ]);
  if (refusal) return refusal;
  if (!lead || !hub) throw new Error('a group without a lead or a hub was not refused');
  return { lead, waiting, hub };
}

/**
 * The schools' waiting participations, in the company in which all of them wait. Where they all wait for two topics, the
 * form has to say which one the group works on.
 */
async function findAllWaiting(
  input: FormWorkGroup,
  policy: Policy,
  deps: FormWorkGroupDeps,
): Promise<(Waiting | Reason)[]> {
  const found = await Promise.all(
    companies(input, policy).map((stages) =>
      Promise.all(input.schools.map((urn, index) => findWaiting(urn, index, stages, input, deps))),
    ),
  );
  const whole = found.filter((schools) => schools.every((each) => 'participation' in each));
  if (whole.length > 1) return [reason('required', 'topic', 'All of these schools wait for several topics.')];
  const unknownTopic = input.schools.map((_, index) => reason('school-not-waiting', `schools.${index}`));
  return whole[0] ?? found.at(-1) ?? unknownTopic;
}

/** The school's waiting participation with its placement ask, or why there is none that is the caller's to place. */
async function findWaiting(
  urn: Urn,
  index: number,
  stages: readonly Stage[],
  { academicYear, caller, now }: FormWorkGroup,
  deps: FormWorkGroupDeps,
): Promise<Waiting | Reason> {
  for (const stage of stages) {
    const id = participationIdOf(urn, academicYear, stage);
    const [participation, ask] = await Promise.all([
      deps.readParticipation(id),
      deps.readAsk(askIdOf(id, 'placement')),
    ]);
    if (!participation || !ask || !maySee(caller, participation.hub)) continue;
    if (!PARTICIPATION_MOVES.permits('place', participation.status)) continue;
    const closed = unanswerableReason(ask, now);
    return closed ? { ...closed, field: `schools.${index}` } : { participation, ask };
  }
  return reason('school-not-waiting', `schools.${index}`);
}

/** One school takes its seat: the participation placed, the ask answered, both announced. */
export function seat(
  answering: Answering,
  group: Pick<WorkGroup, 'id'>,
): Waiting & { readonly events: SubjectEvents } {
  const { participation } = answering;
  const placed = changed(participation, {
    status: PARTICIPATION_MOVES.after('place', participation.status),
    workGroupId: group.id,
  });
  const ask = answered(answering, { workGroupId: group.id });
  const events = announce(
    placed,
    { type: 'AskAnswered', data: { ...about(placed), askId: ask.id, kind: ask.kind } },
    { type: 'PlacementConfirmed', data: { ...about(placed), workGroupId: group.id } },
  );
  return { participation: placed, ask, events };
}

/** The topic that a preparatory group's schools wait for: the same for all. */
function topicOf([first]: readonly Waiting[]): Topic {
  return topicSchema.parse(first?.participation.stage);
}

function formed({ id, version, hub, kind, academicYear, lead, members }: WorkGroup): SubjectEvents {
  const schools = members.map(({ urn }) => urn);
  return {
    subject: id,
    subjectVersion: version,
    hub,
    announcements: [
      { type: 'WorkGroupFormed', data: { workGroupId: id, kind, academicYear, lead, schools } },
    ],
  };
}
