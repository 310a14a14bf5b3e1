import { dateInWords, londonDateOf, londonTimeInWords } from '../../core/london.ts';
import { choicesOf } from '../answering/answer-form.ts';
import { DECLARATION_FIELDS, DECLARATION_NAMES, declarationIn } from '../answering/declaration.ts';
import { type AskAnswer, anyAnswer, askAnswer } from '../answers.ts';
import { type Fault, isRefused } from '../api.ts';
import { everyPage } from '../every-page.ts';
import type { Form } from '../form.ts';
import type { Page, View, Visit } from '../page.ts';
import { errorsOnPage, type FieldsOnPage } from '../page-errors.ts';
import { addressOf } from '../routes.ts';
import { EVIDENCE, GROUP_KINDS, MILESTONES } from '../words/names.ts';
import { type WorkGroupWithNames, workGroupAt } from '../work-group-at.ts';

/** What the schools of a Work Group reached together is declared once for all of them. */
export const declareForGroup: Page = {
  async show(visit) {
    const group = await workGroupAt(visit);
    return view(group, await openDeclarations(visit, group));
  },
  async act(visit) {
    const group = await workGroupAt(visit);
    const { form, api } = visit;
    const open = await openDeclarations(visit, group);
    const ticked = form.all('asks');
    const chosen = open.filter(({ id }) => ticked.includes(id));
    if (chosen.length === 0)
      return { ...view(group, open, form), errors: errorsOnPage([NONE_CHOSEN], fields) };
    const faults: Fault[] = [];
    // One after the other: each is a change of its own, and what was taken stays taken.
    for (const { id } of chosen) {
      const answer = await api.post(`/asks/${id}/answer`, declarationIn(form), anyAnswer);
      if (isRefused(answer)) faults.push(...answer.faults);
    }
    if (faults.length > 0) {
      const left = await openDeclarations(visit, group);
      return { ...view(group, left, form), errors: errorsOnPage(faults, fields) };
    }
    const milestone = chosen[0]?.milestone;
    return {
      goTo: addressOf('work-group', { id: group.id }),
      notice: `${milestone ? MILESTONES[milestone] : 'It'} is declared for ${inWords(chosen.length)}`,
    };
  },
};

const NONE_CHOSEN: Fault = { code: 'required', field: 'asks', detail: '' };

const fields: FieldsOnPage = (field) =>
  field === 'asks'
    ? { name: 'asks', says: { required: 'Choose the schools that it is declared for' } }
    : DECLARATION_FIELDS(field);

/** The milestone that can be declared now, for as many of the group's schools as it is open for; the earliest if two are. */
async function openDeclarations({ api }: Visit, { members, hub }: WorkGroupWithNames): Promise<AskAnswer[]> {
  const items = await everyPage(api, '/asks', { status: 'open', kind: 'declaration', hub }, askAnswer);
  const present = members.filter(({ leftOn }) => leftOn === undefined);
  const own = items.filter(({ participation }) =>
    present.some(({ participationId }) => participationId === participation),
  );
  return own.filter(({ milestone }) => milestone === own[0]?.milestone);
}

const inWords = (count: number): string => (count === 1 ? '1 school' : `${count} schools`);

function view({ id, kind, academicYear }: WorkGroupWithNames, open: readonly AskAnswer[], form?: Form): View {
  const ticked = form?.all('asks');
  const [first] = open;
  return {
    template: 'declare-for-group',
    title: 'Declare for the whole Work Group',
    data: {
      back: { text: 'Back to the Work Group', href: addressOf('work-group', { id }) },
      caption: `${GROUP_KINDS[kind]} ${academicYear}`,
      milestone: first?.milestone && MILESTONES[first.milestone],
      closes: first && londonTimeInWords(first.closesAt),
      first: first && dateInWords(londonDateOf(first.opensAt)),
      last: first && dateInWords(londonDateOf(first.closesAt)),
      schools: open.map((ask) => ({
        value: ask.id,
        text: ask.school.name,
        checked: ticked?.includes(ask.id) ?? true,
      })),
      evidence: choicesOf(EVIDENCE, form?.text('evidenceType')),
      typed: Object.fromEntries(DECLARATION_NAMES.map((name) => [name, form?.text(name) ?? ''])),
    },
  };
}
