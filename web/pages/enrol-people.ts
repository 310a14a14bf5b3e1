import * as z from 'zod';
import { isPathway } from '../../core/codes.ts';
import { advocateSchema, contactSchema, repeatedPeople } from '../../core/enrolment.ts';
import { policyAnswer } from '../answers.ts';
import type { Fault } from '../api.ts';
import { type Draft, keepDraft, nextPage, openDraft } from '../enrolment/draft.ts';
import { peopleField, personName } from '../enrolment/people-fields.ts';
import type { Form } from '../form.ts';
import { judged } from '../judged.ts';
import type { Page, Submission, View, Visit } from '../page.ts';
import { errorsOnPage } from '../page-errors.ts';
import { ROLES, stageName } from '../words/names.ts';

/** A preparatory Work Group takes any number of teachers; so many fit on a page, and blank ones are left out. */
const PREPARATORY_ROWS = 4;

const peopleSchema = z.object({
  headteacher: contactSchema,
  participants: z.array(advocateSchema).min(1),
  /** Asked for on the pathway only. */
  releaseAgreed: z.boolean(),
});

/** The head, and who takes part. */
export const enrolPeople: Page = {
  async show(visit) {
    const { draft, at } = await openDraft(visit);
    if (draft.stage === 'training-1') return { goTo: at(nextPage(draft)) };
    return view(visit, draft, at('enrol-stage'), valuesOf(draft));
  },
  async act(visit) {
    const { id, draft, at } = await openDraft(visit);
    const rows = await rowsFor(visit, draft);
    const read = judged(peopleSchema, peopleIn(visit.form, rows));
    const pathway = isOnPathway(draft);
    const faults = [...(read.faults ?? repeatedPeople(read.value.participants, 'participants'))];
    if (pathway && visit.form.text('releaseAgreed') !== 'yes') faults.push(RELEASE_MISSING);
    if (!read.faults) faults.push(...tooMuchToKeep(read.value));
    if (read.faults || faults.length > 0) {
      const shown = await view(visit, draft, at('enrol-stage'), typedIn(visit, rows));
      return { ...shown, errors: errorsOnPage(faults, peopleField(pathway)) };
    }
    const next: Draft = { ...draft, ...read.value };
    await keepDraft(visit, id, next);
    return { goTo: at(nextPage(next)) };
  },
};

const RELEASE_MISSING: Fault = { code: 'release-not-agreed', field: 'releaseAgreed', detail: '' };

/**
 * Bytes of names and addresses that fit into a draft beside everything else that it holds: a browser keeps no more.
 * Five of the longest in Latin letters do; in other scripts a letter takes up to four bytes.
 */
const MOST_TEXT = 2_800;

/** Names that are too long together: said at the longest of them. */
function tooMuchToKeep({ headteacher, participants }: z.infer<typeof peopleSchema>): Fault[] {
  const people = [
    { field: 'headteacher.name', ...headteacher },
    ...participants.map((person, index) => ({ field: `participants.${index}.name`, ...person })),
  ];
  const bytesOf = (text: string) => Buffer.byteLength(text, 'utf8');
  if (people.reduce((sum, { name, email }) => sum + bytesOf(name) + bytesOf(email), 0) <= MOST_TEXT)
    return [];
  const [longest] = people.sort((one, other) => bytesOf(other.name) - bytesOf(one.name));
  const detail = 'Shorten this name: together, the names are longer than this form can keep';
  return longest ? [{ code: 'names-too-long', field: longest.field, detail }] : [];
}

const isOnPathway = ({ stage }: Draft): boolean => !stage || isPathway(stage);

async function rowsFor({ api }: Visit, draft: Draft): Promise<number> {
  if (!isOnPathway(draft)) return PREPARATORY_ROWS;
  return (await api.get(`/policies/${draft.academicYear}`, policyAnswer)).advocatesPerSchool;
}

/** As typed, for the schema to judge. A person without a single answer is nobody, but the first ones are asked for. */
function peopleIn(form: Form, rows: number) {
  const some = (text: string) => (text === '' ? undefined : text);
  const participants = Array.from({ length: rows }, (_, index) => {
    const field = (name: string) => some(form.text(`participants.${index}.${name}`));
    const [name, email, role] = ['name', 'email', 'role'].map(field);
    return { name, email, role, experienceYears: form.number(`participants.${index}.experienceYears`) };
  });
  const filled = participants.filter(
    (person, index) =>
      index === 0 || rows < PREPARATORY_ROWS || Object.values(person).some((value) => value !== undefined),
  );
  return {
    headteacher: { name: some(form.text('headteacher.name')), email: some(form.text('headteacher.email')) },
    participants: filled,
    releaseAgreed: form.text('releaseAgreed') === 'yes',
  };
}

type Values = Readonly<Record<string, string>>;

function valuesOf({ headteacher, participants, releaseAgreed }: Draft): Values {
  return Object.fromEntries([
    ['headteacher.name', headteacher?.name ?? ''],
    ['headteacher.email', headteacher?.email ?? ''],
    ...participants.flatMap((person, index) =>
      Object.entries(person).map(([name, value]) => [`participants.${index}.${name}`, String(value)]),
    ),
    ['releaseAgreed', releaseAgreed ? 'yes' : ''],
  ]);
}

function typedIn({ form }: Submission, rows: number): Values {
  const names = [
    ...['headteacher.name', 'headteacher.email', 'releaseAgreed'],
    ...Array.from({ length: rows }, (_, index) =>
      ['name', 'email', 'role', 'experienceYears'].map((name) => `participants.${index}.${name}`),
    ).flat(),
  ];
  return Object.fromEntries(names.map((name) => [name, form.text(name)]));
}

const ADVOCATES =
  'Name its headteacher, and the teachers of mathematics who are its Mastery Advocates: best one with the authority to change things, such as the head of department, and one who is keen.';
const PARTICIPANTS = 'Name its headteacher, and who comes to the meetings: one person at least.';

async function view(visit: Visit, draft: Draft, back: string, values: Values): Promise<View> {
  const pathway = isOnPathway(draft);
  const rows = await rowsFor(visit, draft);
  return {
    template: 'enrol-people',
    title: pathway ? 'Who takes part?' : 'Who comes to the preparatory Work Group?',
    data: {
      back: { text: 'Back', href: back },
      caption: `${draft.schoolName}, ${draft.stage ? stageName(draft.stage) : ''} ${draft.academicYear}`,
      pathway,
      intro: pathway ? ADVOCATES : PARTICIPANTS,
      values,
      people: Array.from({ length: rows }, (_, index) => ({
        prefix: `participants.${index}.`,
        legend: `${personName(pathway, index)}${!pathway && index > 0 ? ' (optional)' : ''}`,
        roles: Object.entries(ROLES).map(([value, text]) => ({ value, text })),
      })),
    },
  };
}
