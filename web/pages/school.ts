import type * as z from 'zod';
import { type Stage, urnSchema } from '../../core/codes.ts';
import type { Instant } from '../../core/instant.ts';
import { londonTimeInWords } from '../../core/london.ts';
import { deadlineOf } from '../../core/policy.ts';
import {
  eligibilityAnswer,
  type PolicyAnswer,
  policyAnswer,
  schoolAnswer,
  type WholeParticipation,
  wholeParticipationAnswer,
} from '../answers.ts';
import { type Api, pathWith } from '../api.ts';
import type { Hubs } from '../hubs.ts';
import { nextStepOf } from '../next-step.ts';
import { type Page, PageNotFound, type Visit } from '../page.ts';
import { relatedToSchool } from '../related.ts';
import { addressOf } from '../routes.ts';
import { isLive } from '../standing.ts';
import { happeningsOf, periodInWords, sessionsAsHappenings, timelinePart } from '../timeline.ts';
import { bringsInWords, eligibilityTag, reasonsInWords } from '../words/eligibility-words.ts';
import { outcomeInWords, stageName, statusTag } from '../words/names.ts';

type School = z.infer<typeof schoolAnswer>;

/** One school: what the register says, who acts next, what it can join now and why not, its years and all that happened. */
export const school: Page = {
  async show(visit) {
    const { api, param, person, hubs, query } = visit;
    const urn = urnSchema.safeParse(param('urn'));
    if (!urn.success) throw new PageNotFound('no URN');
    const [found, { academicYear }] = await Promise.all([
      api.get(`/schools/${urn.data}`, schoolAnswer),
      api.get(`/schools/${urn.data}/eligibility`, eligibilityAnswer),
    ]);
    const [policy, years] = await Promise.all([
      api.get(`/policies/${academicYear}`, policyAnswer),
      Promise.all(
        found.participations.map((id) => api.get(`/participations/${id}`, wholeParticipationAnswer)),
      ),
    ]);
    const choices = await choicesFor(visit, found, policy);
    const timeline = timelinePart(happenings(found, years), query('page'), (page) =>
      pathWith(addressOf('school', { urn: found.urn }), { page }),
    );
    return {
      template: 'school',
      title: found.name,
      data: {
        back: { text: 'Back to schools', href: addressOf('schools') },
        facts: factsOf(found, hubs),
        next: years.filter(({ status }) => isLive(status)).map((year) => nextIn(year, visit)),
        year: academicYear,
        mayEnrolTeacher: choices.training.eligible,
        mayEnrol: [...choices.pathway, ...choices.topics].some(({ eligible }) => eligible),
        choices: saidOnce([...onPathway(choices.pathway), choices.training, ...choices.topics]),
        enrolAt: person.role === 'hub' ? addressOf('begin-enrolment', { urn: found.urn }) : undefined,
        years: years.map((year) => yearRow(year, hubs)).reverse(),
        hubPeriods:
          found.hubPeriods && found.hubPeriods.length > 1
            ? found.hubPeriods.map(({ hub, from, to }) => `${hubs.nameOf(hub)}, ${periodInWords(from, to)}`)
            : [],
        related: relatedToSchool(found, person),
        printable: true,
        timeline: timeline.items,
        pagination: timeline.pagination,
      },
    };
  },
};

function factsOf(found: School, hubs: Hubs) {
  const facts = [
    ['URN', found.urn],
    ['DfE number', found.dfeNumber],
    ['Hub', found.hub ? hubs.nameOf(found.hub) : 'None yet: the hub that first enrols it'],
    ['Type', found.typeName],
    ['Ages', found.lowAge && found.highAge ? `${found.lowAge} to ${found.highAge}` : undefined],
    ['Address', [found.town, found.postcode].filter(Boolean).join(', ')],
    ['Trust', found.trust],
  ];
  return facts.flatMap(([key, value]) =>
    value ? [{ key: { text: key }, value: { text: String(value) } }] : [],
  );
}

function nextIn(year: WholeParticipation, { person, hubs }: Visit) {
  return { ...nextStepOf(year, year.asks, person.role, hubs), year: yearName(year) };
}

function yearRow(year: WholeParticipation, hubs: Hubs) {
  const { id, hub, status, stage, outcome } = year;
  return {
    href: addressOf('participation', { id }),
    text: yearName(year),
    hub: hubs.nameOf(hub),
    tag: statusTag(status, stage),
    outcome: outcome ? outcomeInWords(outcome, stage) : '–',
  };
}

const yearName = ({ academicYear, stage }: WholeParticipation): string =>
  `${academicYear}, ${stageName(stage)}`;

function happenings(found: School, years: readonly WholeParticipation[]) {
  return [
    ...happeningsOf(found.timeline),
    ...years.flatMap((year) => {
      const of = { text: yearName(year), href: addressOf('participation', { id: year.id }) };
      return [...happeningsOf(year.timeline, of), ...sessionsAsHappenings(year.sessions, of)];
    }),
  ];
}

/** Everything that there is to join in the year that applications are open for, each with what it brings or why not. */
async function choicesFor({ api, now }: Visit, { urn }: School, policy: PolicyAnswer) {
  const [pathway, topics, [training]] = await Promise.all([
    Promise.all(
      (['development', 'embedding', 'sustaining'] as const).map((stage) =>
        choiceOf(api, urn, stage, policy.stages[stage].amount, policy.repeatsFunded),
      ),
    ),
    Promise.all(policy.topics.map(({ code }) => choiceOf(api, urn, code, policy.preparatory.amount))),
    Promise.all([choiceOf(api, urn, 'training-1', 0)]),
  ]);
  return { pathway, topics, training: trainingChoice(training, policy, now) };
}

async function choiceOf(api: Api, urn: string, stage: Stage, amount: number, repeatsFunded = true) {
  const path = pathWith(`/schools/${urn}/eligibility`, { stage });
  const { eligible, repeats, reasons } = await api.get(path, eligibilityAnswer);
  return {
    name: stageName(stage),
    eligible,
    takesPart: reasons.includes('already-enrolled'),
    tag: eligibilityTag(eligible, reasons),
    brings: eligible && amount > 0 ? bringsInWords(amount, repeats && !repeatsFunded) : undefined,
    reasons: reasonsInWords(reasons),
  };
}

type Choice = Awaited<ReturnType<typeof choiceOf>>;

/** Of a school that is on the pathway in that year, all its stages say the same: it is said once. */
function onPathway(stages: readonly Choice[]): readonly Choice[] {
  const [first] = stages;
  if (!first || !stages.every(({ takesPart }) => takesPart)) return stages;
  return [{ ...first, name: 'The pathway: Development, Embedding or Sustaining' }];
}

/** Whether a teacher of the school can apply to become a Specialist: as long as those of the year are not selected. */
function trainingChoice(choice: Choice, policy: PolicyAnswer, now: Instant): Choice {
  const selectedAt = deadlineOf({ ...policy, type: 'policy' }, 'selection');
  const late = selectedAt <= now;
  const closed = `Applications to become a Specialist in ${policy.academicYear} closed at ${londonTimeInWords(selectedAt)}. Apply once applications for the next year are open.`;
  return {
    ...choice,
    name: 'A teacher trains as a Specialist',
    eligible: choice.eligible && !late,
    tag: late ? eligibilityTag(false, []) : choice.tag,
    reasons: [...choice.reasons, ...(late ? [closed] : [])],
  };
}

/** What stands in the way of everything, such as that the school is closed, is said once, and nothing else then matters. */
function saidOnce(choices: readonly Choice[]): readonly Choice[] {
  const [first] = choices;
  if (!first || choices.some(({ eligible, takesPart }) => eligible || takesPart)) return choices;
  const shared = first.reasons.filter((each) => choices.every(({ reasons }) => reasons.includes(each)));
  return shared.length > 0 ? [{ ...first, name: 'Anything', reasons: shared }] : choices;
}
