import { dateInWords } from '../../core/london.ts';
import { anyAnswer, type WholeSpecialist } from '../answers.ts';
import { isRefused } from '../api.ts';
import type { Page, View } from '../page.ts';
import { errorsOnPage, fieldsFrom } from '../page-errors.ts';
import { addressOf } from '../routes.ts';
import { specialistAt } from '../specialist-at.ts';
import { isLive } from '../standing.ts';

/** An admin erases the person; asked to type the Specialist’s number, as nothing brings a name back. */
export const eraseSpecialist: Page = {
  async show(visit) {
    return view(await specialistAt(visit));
  },
  async act(visit) {
    const found = await specialistAt(visit);
    const typed = visit.form.text('confirmation');
    if (typed.toLowerCase() !== found.id) {
      const fault = { code: 'invalid-value', field: 'confirmation', detail: '' };
      return { ...view(found, typed), errors: errorsOnPage([fault], fieldsOf(found)) };
    }
    const answer = await visit.api.post(`/specialists/${found.id}/erasure`, {}, anyAnswer);
    if (isRefused(answer)) {
      return { ...view(found, typed), errors: errorsOnPage(answer.faults, fieldsOf(found)) };
    }
    return {
      goTo: addressOf('specialist', { id: found.id }),
      notice: `What was known of the person is erased. That ${found.id} was a Specialist stays`,
    };
  },
};

const fieldsOf = ({ id }: WholeSpecialist) =>
  fieldsFrom({ confirmation: { name: 'confirmation', says: { 'invalid-value': `Enter ${id} to confirm` } } });

function view({ id, school, erasedOn, participations = [] }: WholeSpecialist, typed = ''): View {
  const live = participations.filter(({ status }) => isLive(status));
  return {
    template: 'erase-specialist',
    title: 'Erase this person',
    data: {
      back: { text: 'Back', href: addressOf('specialist', { id }) },
      caption: `${id}, ${school.name}`,
      id,
      erased: erasedOn && dateInWords(erasedOn),
      live: live.map((each) => ({
        text: each.id,
        href: addressOf('withdraw', { id: each.id }),
      })),
      typed,
    },
  };
}
