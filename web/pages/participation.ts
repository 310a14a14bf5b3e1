import { askTitle } from '../../core/ask-title.ts';
import { daysDeclared } from '../../core/days.ts';
import { nextAfterMissing } from '../../core/hub-digest.ts';
import { dateInWords, londonTimeInWords } from '../../core/london.ts';
import type { Role } from '../../workflows/routes.ts';
import { type AskAnswer, anyAnswer, type WholeParticipation } from '../answers.ts';
import { type Api, ApiProblem, pathWith } from '../api.ts';
import type { Hubs } from '../hubs.ts';
import { mayAnswer, nextStepOf, whereToAnswer } from '../next-step.ts';
import type { Page } from '../page.ts';
import { participationAt } from '../participation-at.ts';
import { relatedToParticipation } from '../related.ts';
import { addressOf } from '../routes.ts';
import type { Session } from '../session.ts';
import { isLive } from '../standing.ts';
import { isStillMissed } from '../still-missed.ts';
import { happeningsOf, sessionsAsHappenings, timelinePart } from '../timeline.ts';
import { pounds } from '../words/money.ts';
import {
  ACTIVITIES,
  INSTALMENTS,
  MILESTONES,
  sentenceCase,
  stageName,
  statusTag,
  TERMS,
  WITHDRAWAL_REASONS,
} from '../words/names.ts';
import { subjectOf } from '../words/subject.ts';
import { dayOf } from '../words/time.ts';

/** A school's year: where it stands, who acts next, its milestones, money, questions and everything that happened. */
export const participation: Page = {
  async show(visit) {
    const found = await participationAt(visit);
    const { id, school, stage, academicYear, specialist } = found;
    const acts = visit.person.role !== 'finance';
    const happenings = [...happeningsOf(found.timeline), ...sessionsAsHappenings(found.sessions)];
    const timeline = timelinePart(happenings, visit.query('page'), (page) =>
      pathWith(addressOf('participation', { id }), { page }),
    );
    return {
      template: 'participation',
      title: `${subjectOf(id, school)}: ${stageName(stage)} ${academicYear}`,
      data: {
        back: { text: 'Back to who takes part', href: addressOf('participations') },
        tag: statusTag(found.status, stage),
        next: nextStepOf(found, acts ? found.asks : [], visit.person.role, visit.hubs),
        acts,
        missed: acts ? missedIn(found, visit.person.role) : [],
        facts: factsOf(found, acts, visit.hubs),
        leading: stage === 'leading',
        days: found.days && daysOf(found.days),
        milestones: milestonesOf(found),
        asks: [...found.asks]
          .sort((one, other) => one.opensAt.localeCompare(other.opensAt))
          .map((ask) => askRow(ask, visit.person.role)),
        claims: found.claims.map(({ instalment, amount, status }) => ({
          what: INSTALMENTS[instalment],
          amount: pounds(amount),
          status: sentenceCase(status),
        })),
        noMoney: noMoneyIn(found),
        sessions: found.sessions.map(({ heldOn, type }) => ({
          held: dateInWords(heldOn),
          type: type === 'meeting' ? 'Meeting of the Work Group' : 'Visit of the Specialist',
        })),
        recordAt:
          acts && found.workGroupId ? addressOf('record-session', { id: found.workGroupId }) : undefined,
        timeline: timeline.items,
        pagination: timeline.pagination,
        asked: specialist ? 'Questions' : 'Questions to the hub',
        ...actionsOn(found, visit.person),
        workflows: visit.person.role === 'admin' ? await workflowsOf(found, visit.api) : [],
        related: relatedToParticipation(found, visit.person),
        printable: true,
      },
    };
  },
};

function factsOf(found: WholeParticipation, acts: boolean, hubs: Hubs) {
  const { school, hub, id, enrolledOn, activities, withdrawal, workGroupId, specialist } = found;
  const row = (key: string, value: string) => ({ key: { text: key }, value: { text: value } });
  const link = (key: string, text: string, href: string) => ({
    key: { text: key },
    value: { text },
    actions: { items: acts ? [{ href, text: 'View', visuallyHiddenText: key.toLowerCase() }] : [] },
  });
  return [
    row('Reference', id),
    ...(specialist ? [link('Specialist', specialist, addressOf('specialist', { id: specialist }))] : []),
    link('School', `${school.name} (${school.urn})`, addressOf('school', { urn: school.urn })),
    row('Hub', hubs.nameOf(hub)),
    row('Enrolled on', dateInWords(enrolledOn)),
    ...(workGroupId ? [link('Work Group', workGroupId, addressOf('work-group', { id: workGroupId }))] : []),
    ...(activities.length > 0
      ? [row('Works on', activities.map((each) => ACTIVITIES[each]).join('; '))]
      : []),
    ...(withdrawal
      ? [row('Withdrawn', `${dateInWords(withdrawal.effectiveOn)}: ${WITHDRAWAL_REASONS[withdrawal.reason]}`)]
      : []),
  ];
}

/** Why nothing is payable. Milestones are there once the year is open: what they release is known from then on. */
function noMoneyIn({ milestones, status, stage }: WholeParticipation): string {
  if (!isLive(status)) return 'Nothing became payable in this year.';
  if (stage === 'leading') return 'Nothing has become payable yet. Days that are declared are paid for.';
  if (milestones.length > 0 && milestones.every(({ instalment }) => instalment === 0)) {
    return 'No grant is paid for this year.';
  }
  return 'Nothing has become payable yet. A grant is released by a declaration.';
}

/** What was missed and could still be declared; a year that is undecided says so as its next step. */
function missedIn(found: WholeParticipation, role: Role) {
  return found.asks
    .filter((ask) => (ask.kind === 'declaration' || ask.kind === 'days') && isStillMissed(ask, found))
    .map((ask) => ({
      what: `${askTitle(ask)}: the deadline of ${dayOf(ask.closesAt)} was missed.`,
      advice: role === 'admin' ? undefined : `${nextAfterMissing(ask)} Ask them if it did happen.`,
      href: role === 'admin' ? addressOf('declare-late', { id: found.id }) : undefined,
    }));
}

const TAGS = {
  'to-do': { text: 'To do', classes: 'govuk-tag--blue' },
  declared: { text: 'Declared', classes: 'govuk-tag--green' },
  missed: { text: 'Missed', classes: 'govuk-tag--red' },
} as const;

/** What a leading Specialist worked, term by term. */
function daysOf(plan: NonNullable<WholeParticipation['days']>) {
  return {
    most: plan.most,
    declared: daysDeclared(plan),
    terms: plan.terms.map(({ term, status, withOtherSchools, hubWork }) => ({
      name: TERMS[term],
      tag: TAGS[status],
      withOtherSchools: withOtherSchools ?? '–',
      hubWork: hubWork ?? '–',
    })),
  };
}

function milestonesOf({ milestones }: WholeParticipation) {
  return milestones.map(({ milestone, instalment, status, happenedOn }) => ({
    name: MILESTONES[milestone],
    releases: instalment > 0 ? pounds(instalment) : 'No grant',
    tag: TAGS[status],
    happenedOn: happenedOn ? dateInWords(happenedOn) : '',
  }));
}

function askRow(ask: AskAnswer, role: Role) {
  const { opensAt, closesAt, status } = ask;
  const tags = {
    upcoming: { text: 'Not open yet', classes: 'govuk-tag--grey' },
    open: { text: 'Open', classes: 'govuk-tag--yellow' },
    answered: { text: 'Answered', classes: 'govuk-tag--green' },
    expired: { text: 'Not answered', classes: 'govuk-tag--red' },
    cancelled: { text: 'No longer asked', classes: 'govuk-tag--grey' },
  };
  return {
    what: askTitle(ask),
    opens: dayOf(opensAt),
    closes: londonTimeInWords(closesAt),
    tag: tags[status],
    href: status === 'open' && mayAnswer(role, ask) ? whereToAnswer(ask) : undefined,
  };
}

function actionsOn({ id, status, stage, specialist }: WholeParticipation, { role }: Session) {
  const live = isLive(status);
  return {
    withdrawAt: live && role !== 'finance' ? addressOf('withdraw', { id }) : undefined,
    withdraw: specialist ? 'Withdraw this Specialist' : 'Withdraw this school',
    deferAt:
      live && specialist && stage !== 'leading' && role !== 'finance'
        ? addressOf('defer-training', { id })
        : undefined,
    restartAt: live && role === 'admin' ? addressOf('restart', { id }) : undefined,
  };
}

/** What conducted it. Step Functions forgets an execution some months after its end, and then there is nothing to see. */
const workflowsOf = ({ executions }: WholeParticipation, api: Api) =>
  Promise.all(
    executions.map(async (name) => {
      const kept = await api.get(`/executions/${encodeURIComponent(name)}`, anyAnswer).catch((error) => {
        if (error instanceof ApiProblem && error.status === 404) return undefined;
        throw error;
      });
      return { name, href: kept && addressOf('workflow', { name }) };
    }),
  );
