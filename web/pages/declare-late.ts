import { askTitle } from '../../core/ask-title.ts';
import { londonTimeInWords } from '../../core/london.ts';
import { choicesOf, given } from '../answering/answer-form.ts';
import { days } from '../answering/days.ts';
import { DECLARATION_FIELDS, DECLARATION_NAMES, declarationIn } from '../answering/declaration.ts';
import { type AskAnswer, anyAnswer, type WholeParticipation } from '../answers.ts';
import { isRefused } from '../api.ts';
import type { Form } from '../form.ts';
import type { Page, View } from '../page.ts';
import { errorsOnPage, type FieldsOnPage } from '../page-errors.ts';
import { participationAt } from '../participation-at.ts';
import { addressOf } from '../routes.ts';
import { pounds } from '../words/money.ts';
import { EVIDENCE, INSTALMENTS, stageName } from '../words/names.ts';
import { subjectOf } from '../words/subject.ts';

/** An admin declares what was missed, a milestone or a term’s days, after its window, with a reason. */
export const declareLate: Page = {
  async show(visit) {
    return view(await participationAt(visit));
  },
  async act(visit) {
    const found = await participationAt(visit);
    const { form, api } = visit;
    const missed = given(form, 'missed');
    const body = isLeading(found)
      ? { term: missed, ...Object(days.answerIn(form)), reason: given(form, 'reason') }
      : { milestone: missed, ...declarationIn(form), reason: given(form, 'reason') };
    const answer = await api.post(`/participations/${found.id}/declarations`, body, anyAnswer);
    if (isRefused(answer)) return { ...view(found, form), errors: errorsOnPage(answer.faults, FIELDS) };
    return {
      goTo: addressOf('participation', { id: found.id }),
      notice: `It is declared late for ${subjectOf(found.id, found.school)}. What it releases is payable now`,
    };
  },
};

const isLeading = ({ stage }: WholeParticipation): boolean => stage === 'leading';

const CHOOSE = 'Choose what was missed';
const FIELDS: FieldsOnPage = (field) => {
  if (field === 'milestone' || field === 'term') {
    return { name: 'missed', says: { required: CHOOSE, 'invalid-value': CHOOSE } };
  }
  if (field === 'reason') {
    return { name: 'reason', says: { required: 'Enter why it is accepted after its time' } };
  }
  return DECLARATION_FIELDS(field) ?? days.fields(field);
};

const NAMES = [...DECLARATION_NAMES, ...days.names, 'missed', 'reason'];

function view(found: WholeParticipation, form?: Form): View {
  const { id, school, stage, academicYear, specialist } = found;
  const missed = found.asks.filter(
    ({ kind, status }) => status === 'expired' && (kind === 'declaration' || kind === 'days'),
  );
  const chosen = form ? form.text('missed') : missed.length === 1 ? partOf(missed[0]) : undefined;
  return {
    template: 'declare-late',
    title: 'Declare late',
    data: {
      back: { text: 'Back', href: addressOf('participation', { id }) },
      caption: `${subjectOf(id, school)}, ${stageName(stage)} ${academicYear}`,
      leading: isLeading(found),
      whose: specialist ?? 'the school',
      missed: missed.map((ask) => ({
        value: partOf(ask),
        text: nameOf(ask),
        hint: { text: hintOf(ask, found) },
        checked: partOf(ask) === chosen,
      })),
      evidence: choicesOf(EVIDENCE, form?.text('evidenceType')),
      typed: Object.fromEntries(NAMES.map((name) => [name, form?.text(name) ?? ''])),
    },
  };
}

const partOf = (ask: AskAnswer | undefined): string => ask?.milestone ?? ask?.term ?? '';

function nameOf(ask: AskAnswer): string {
  const part = ask.milestone ?? ask.term;
  return part ? INSTALMENTS[part] : askTitle(ask);
}

function hintOf({ milestone, closesAt }: AskAnswer, { milestones }: WholeParticipation): string {
  const closed = `Could be declared until ${londonTimeInWords(closesAt)}.`;
  const worth = milestones.find((each) => each.milestone === milestone)?.instalment ?? 0;
  return worth > 0 ? `${closed} Releases ${pounds(worth)}.` : closed;
}
