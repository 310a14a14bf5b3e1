import { askIdSchema, participationOfAsk } from '../../core/ask.ts';
import { londonTimeInWords } from '../../core/london.ts';
import type { AnswerForm, Typed } from '../answering/answer-form.ts';
import { FORMS_BY_KIND } from '../answering/forms-by-kind.ts';
import { type AskAnswer, anyAnswer, type WholeParticipation, wholeParticipationAnswer } from '../answers.ts';
import { isRefused } from '../api.ts';
import { mayAnswer, whereToAnswer } from '../next-step.ts';
import { type Page, PageNotFound, type View, type Visit } from '../page.ts';
import { errorsOnPage } from '../page-errors.ts';
import { addressOf } from '../routes.ts';
import { stageName } from '../words/names.ts';
import { subjectOf } from '../words/subject.ts';

/** One question, answered by whom it is put to. */
export const ask: Page = {
  async show(visit) {
    const { asked, found } = await askAt(visit);
    if (asked.kind === 'placement') return { goTo: whereToAnswer(asked) };
    return view(visit, asked, found, FORMS_BY_KIND[asked.kind], {});
  },
  async act(visit) {
    const { asked, found } = await askAt(visit);
    if (asked.kind === 'placement') return { goTo: whereToAnswer(asked) };
    const { form, api } = visit;
    const answering = FORMS_BY_KIND[asked.kind];
    const result = await api.post(`/asks/${asked.id}/answer`, answering.answerIn(form), anyAnswer);
    if (isRefused(result)) {
      const typed = Object.fromEntries(answering.names.map((name) => [name, form.text(name)]));
      const shown = await view(visit, asked, found, answering, typed);
      return { ...shown, errors: errorsOnPage(result.faults, answering.fields) };
    }
    return { goTo: addressOf('participation', { id: found.id }), notice: answering.done(asked, found) };
  },
};

async function askAt({ api, param }: Visit): Promise<{ asked: AskAnswer; found: WholeParticipation }> {
  const id = askIdSchema.safeParse(param('id'));
  if (!id.success) throw new PageNotFound('no ask');
  const found = await api.get(`/participations/${participationOfAsk(id.data)}`, wholeParticipationAnswer);
  const asked = found.asks.find((each) => each.id === id.data);
  if (!asked) throw new PageNotFound('not asked');
  return { asked, found };
}

async function view(
  { api, person }: Visit,
  asked: AskAnswer,
  found: WholeParticipation,
  form: AnswerForm,
  typed: Typed,
): Promise<View> {
  const shown = await form.view(asked, found, typed, api);
  const { id, school, stage, academicYear } = found;
  const theirs = mayAnswer(person.role, asked);
  return {
    ...shown,
    data: {
      back: { text: 'Back', href: addressOf('participation', { id }) },
      caption: `${subjectOf(id, school)} (${school.urn}): ${stageName(stage)} ${academicYear}`,
      open: theirs && asked.status === 'open',
      closes: londonTimeInWords(asked.closesAt),
      status: theirs || asked.status !== 'open' ? STATUS_WORDS[asked.status] : OF_THE_ADMINS,
      typed,
      ...shown.data,
    },
  };
}

const OF_THE_ADMINS = 'The programme’s admins decide about this. You are told here when they have.';

const STATUS_WORDS: Readonly<Record<AskAnswer['status'], string>> = {
  upcoming: 'This cannot be answered before its window opens.',
  open: '',
  answered: 'This has been answered.',
  expired: 'The time to answer this has passed. An admin can still declare a milestone late, with a reason.',
  cancelled: 'This is no longer asked.',
};
