import { addressOf } from '../../web/routes.ts';
import type { BegunForms } from './page-world.ts';
import type { Reader } from './reader.ts';

/** The forms of a hub's reader, begun as its pages have them filled in. */
export function begunBy(reader: Reader): BegunForms & {
  /** An enrolment of the school 900009 in a preparatory Work Group, up to its last page. @param people the head first */
  preparatory(people: readonly Contact[]): Promise<string>;
} {
  const sent = async (path: string, fields: Readonly<Record<string, string>>): Promise<string> => {
    const { status, headers } = await reader.post(path, Object.entries(fields));
    if (status !== 303) throw new Error(`${path} was answered with ${status}`);
    return headers.get('location') ?? '';
  };
  const draftIn = (address: string) => address.split('/').at(-2) ?? '';
  return {
    async application() {
      const school = addressOf('begin-enrolment', { urn: '900007' });
      return draftIn(await sent(school, { kind: 'specialist' }));
    },
    async enrolment() {
      const draft = draftIn(await sent(addressOf('begin-enrolment', { urn: '900005' }), {}));
      await sent(addressOf('enrol-stage', { draft }), { stage: 'development' });
      await sent(addressOf('enrol-people', { draft }), peopleFields(PEOPLE));
      await sent(addressOf('enrol-activities', { draft }), { activities: 'planning-lessons' });
      return draft;
    },
    async preparatory(people) {
      const draft = draftIn(await sent(addressOf('begin-enrolment', { urn: '900009' }), {}));
      await sent(addressOf('enrol-stage', { draft }), { stage: 'years-5-8-continuity' });
      await sent(addressOf('enrol-people', { draft }), peopleFields(people));
      return draft;
    },
  };
}

interface Contact {
  readonly name: string;
  readonly email: string;
}

/** The page's fields of a head and of who takes part. */
export const peopleFields = ([head, ...others]: readonly Contact[]): Readonly<Record<string, string>> =>
  Object.fromEntries([
    ...Object.entries(head ?? {}).map(([part, value]) => [`headteacher.${part}`, value]),
    ...others.flatMap((person, index) =>
      Object.entries({ ...person, role: 'teacher', experienceYears: '5' }).map(([part, value]) => [
        `participants.${index}.${part}`,
        value,
      ]),
    ),
    ['releaseAgreed', 'yes'],
  ]);

const PEOPLE: readonly Contact[] = ['Headteacher', 'Mastery Advocate 1', 'Mastery Advocate 2'].map((who) => ({
  name: `Sample ${who}`,
  email: `${who.toLowerCase().replaceAll(' ', '-')}@people.example`,
}));
