import { stageSchema } from '../../core/codes.ts';
import { londonTimeInWords } from '../../core/london.ts';
import { partsOf } from '../../core/participation.ts';
import { decisionsFor } from '../answering/progression.ts';
import { type AskAnswer, anyAnswer, askAnswer } from '../answers.ts';
import { type Api, type Fault, isRefused } from '../api.ts';
import { everyPage } from '../every-page.ts';
import type { Form } from '../form.ts';
import type { Page, View } from '../page.ts';
import { errorsOnPage, type FieldsOnPage } from '../page-errors.ts';
import { addressOf } from '../routes.ts';
import { DECISIONS, stageName } from '../words/names.ts';

/** What comes next year, for all the hub's schools on one page: as many as are decided already. */
export const progression: Page = {
  async show({ api }) {
    return view(await openDecisions(api));
  },
  async act({ api, form }) {
    const asks = await openDecisions(api);
    const decided = asks.filter(({ id }) => form.text(id) !== '');
    if (decided.length === 0) return { ...view(asks, form), errors: errorsOnPage([NOTHING], fieldsOf(asks)) };
    const faults: Fault[] = [];
    // Each is a change of its own, and what was taken stays taken.
    for (let from = 0; from < decided.length; from += AT_ONCE) {
      const some = decided.slice(from, from + AT_ONCE).map(async ({ id }) => {
        const answer = await api.post(`/asks/${id}/answer`, { decision: form.text(id) }, anyAnswer);
        return isRefused(answer) ? answer.faults.map((fault) => ({ ...fault, field: id })) : [];
      });
      faults.push(...(await Promise.all(some)).flat());
    }
    if (faults.length > 0) {
      const left = await openDecisions(api);
      return { ...view(left, form), errors: errorsOnPage(faults, fieldsOf(left)) };
    }
    const count = decided.length === 1 ? '1 school' : `${decided.length} schools`;
    return { goTo: addressOf('progression'), notice: `What comes next is recorded for ${count}` };
  },
};

/** One by one, ninety schools would take longer than a page may. */
const AT_ONCE = 10;

const NOTHING: Fault = { code: 'required', field: '', detail: '' };

const openDecisions = (api: Api): Promise<AskAnswer[]> =>
  everyPage(api, '/asks', { status: 'open', kind: 'progression' }, askAnswer);

/** A fault belongs to the school whose decision it is about; a form without any decision to the first one. */
function fieldsOf(asks: readonly AskAnswer[]): FieldsOnPage {
  return (field) => {
    const name = field || asks[0]?.id;
    return name ? { name, says: { required: 'Choose what comes next for one school at least' } } : undefined;
  };
}

function view(asks: readonly AskAnswer[], form?: Form): View {
  return {
    template: 'progression',
    title: 'What comes next year?',
    data: {
      back: { text: 'Back', href: addressOf('home') },
      schools: asks.map(({ id, school, participation, closesAt }) => {
        const { stage, academicYear } = partsOf(participation);
        const chosen = form?.text(id);
        return {
          id,
          name: school.name,
          hint: `${stageName(stageSchema.parse(stage))} ${academicYear}. Decide by ${londonTimeInWords(closesAt)}`,
          items: decisionsFor(stageSchema.parse(stage)).map((value) => ({
            value,
            text: DECISIONS[value],
            checked: chosen === value,
          })),
        };
      }),
    },
  };
}
