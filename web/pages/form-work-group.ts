import { createdAnswer, policyAnswer, specialistAnswer } from '../answers.ts';
import { isRefused } from '../api.ts';
import { everyPage } from '../every-page.ts';
import type { Form } from '../form.ts';
import { freeSeats } from '../free-seats.ts';
import { leadsFrom } from '../leads.ts';
import { liveParticipations } from '../live-participations.ts';
import type { Outcome, Page, View, Visit } from '../page.ts';
import { errorsOnPage, type FieldsOnPage } from '../page-errors.ts';
import { addressOf } from '../routes.ts';
import { type WaitingSchools, waitingSchools } from '../waiting-schools.ts';
import { stageName } from '../words/names.ts';

/** A Work Group is formed of schools that wait: which schools, and who leads it. */
export const formWorkGroup: Page = {
  async show(visit) {
    const waiting = await waitingSchools(visit.api);
    const chosen = chosenFrom(waiting, visit);
    return chosen ? view(visit, chosen, waiting) : nothingChosen(waiting);
  },
  async act(visit) {
    const { form, api } = visit;
    const waiting = await waitingSchools(api);
    const chosen = waiting.find(({ key }) => key === form.text('for'));
    if (!chosen) return nothingChosen(waiting);
    const { kind, academicYear, topic } = chosen;
    const schools = form.all('schools');
    const body = {
      kind,
      academicYear,
      ...(topic ? { topic } : {}),
      lead: form.text('lead') || undefined,
      schools: schools.length > 0 ? schools : undefined,
      confirmSize: form.text('confirmSize') === 'yes',
    };
    const answer = await api.post('/work-groups', body, createdAnswer);
    if (isRefused(answer)) {
      return {
        ...(await view(visit, chosen, waiting, form)),
        errors: errorsOnPage(answer.faults, fieldOnPage),
      };
    }
    return {
      goTo: addressOf('work-group', { id: answer.id }),
      notice: 'The Work Group is formed. Its schools have their places',
    };
  },
};

/** The list that the address names, or the one that this school waits in, or the only one. */
function chosenFrom(waiting: readonly WaitingSchools[], { query }: Visit): WaitingSchools | undefined {
  const asked = query('for');
  const together = query('with');
  return (
    waiting.find(({ key }) => key === asked) ??
    waiting.find(({ schools }) => schools.some(({ id }) => id === together)) ??
    (waiting.length === 1 ? waiting[0] : undefined)
  );
}

const fieldOnPage: FieldsOnPage = (field) => {
  if (field === 'lead') return { name: 'lead', says: { required: 'Choose who leads the Work Group' } };
  if (field === 'confirmSize') return { name: 'confirmSize' };
  if (field === 'schools' || field.startsWith('schools.')) {
    return { name: 'schools', says: { required: 'Choose the schools of the Work Group' } };
  }
  return undefined;
};

function nothingChosen(waiting: readonly WaitingSchools[]): Outcome {
  return {
    template: 'choose-waiting',
    title: 'Form a Work Group',
    data: {
      back: { text: 'Back to Work Groups', href: addressOf('work-groups') },
      lists: waiting.map(({ key, name, schools }) => ({
        href: `${addressOf('form-work-group')}?for=${key}`,
        name,
        count: waitInWords(schools.length),
      })),
    },
  };
}

const waitInWords = (count: number): string => (count === 1 ? '1 school waits' : `${count} schools wait`);

async function view(
  visit: Visit,
  chosen: WaitingSchools,
  waiting: readonly WaitingSchools[],
  form?: Form,
): Promise<View> {
  const { api, now, query, person, hubs } = visit;
  const [policy, specialists, live] = await Promise.all([
    api.get(`/policies/${chosen.academicYear}`, policyAnswer),
    everyPage(api, '/specialists', { accredited: 'true' }, specialistAnswer),
    liveParticipations(api),
  ]);
  const own = person.role === 'hub' ? person.hub : undefined;
  const ticked = form?.all('schools') ?? [];
  const { least, most, outside } = policy.workGroups[chosen.kind];
  return {
    template: 'form-work-group',
    title: 'Form a Work Group',
    data: {
      back: { text: 'Back to Work Groups', href: addressOf('work-groups') },
      chosen: { key: chosen.key, name: chosen.name },
      others: waiting.length > 1,
      seats: (await freeSeats(api, now, live)).filter(({ key }) => key === chosen.key),
      exact: least === most,
      size: least === most ? `${least} schools` : `Usually ${least} to ${most} schools`,
      waiting: waitInWords(chosen.schools.length),
      mayConfirm: outside === 'confirm',
      confirmed: form?.text('confirmSize') === 'yes',
      tooFew: outside === 'refuse' && chosen.schools.length < least,
      schools: chosen.schools.map(({ id, school, stage }) => ({
        value: school.urn,
        text: school.name,
        hint: { text: `${school.urn}, ${stageName(stage)}` },
        checked: form ? ticked.includes(school.urn) : id === query('with') || chosen.schools.length <= least,
      })),
      leads: leadsFrom(specialists, own, chosen.academicYear, policy, form?.text('lead'), hubs),
    },
  };
}
