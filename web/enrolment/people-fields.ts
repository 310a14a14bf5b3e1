import type { FieldsOnPage } from '../page-errors.ts';

/** What the page calls a person: `Mastery Advocate 1`, or beside the pathway `Teacher 1`. */
export const personName = (pathway: boolean, index: number): string =>
  `${pathway ? 'Mastery Advocate' : 'Teacher'} ${index + 1}`;

/** Where the API's reasons about people belong; it calls Advocates by their own name. @param page where that page is, seen from another */
export function peopleField(pathway: boolean, page?: string): FieldsOnPage {
  const elsewhere = page === undefined ? {} : { page };
  return (field) => {
    if (field === 'releaseAgreed') return { name: field, ...elsewhere };
    const match = /^(headteacher|(?:advocates|participants)\.\d+)\.(\w+)$/.exec(field);
    const person = match?.[1]?.replace('advocates', 'participants');
    const part = match?.[2];
    if (!person || !part) return undefined;
    return { name: `${person}.${part}`, says: says(part, whoIs(person, pathway)), ...elsewhere };
  };
}

function whoIs(person: string, pathway: boolean): string {
  const index = person.split('.')[1];
  return index === undefined ? 'the headteacher' : personName(pathway, Number(index));
}

function says(part: string, who: string): Readonly<Record<string, string>> {
  switch (part) {
    case 'name':
      return {
        required: `Enter the name of ${who}`,
        'too-long': `Shorten the name of ${who} to 200 characters`,
        'invalid-format': `Enter the name of ${who} on one line, without special control characters`,
      };
    case 'email':
      return {
        required: `Enter the email address of ${who}`,
        'too-long': `Enter an email address of ${who} with fewer than 255 characters`,
        'invalid-format': `Enter the email address of ${who} like name@school.example`,
      };
    case 'role':
      return { required: `Choose the role of ${who}`, 'invalid-value': `Choose the role of ${who}` };
    default: {
      const years = `Enter how many years ${who} has taught, as a whole number from 0 to 60`;
      return { required: years, 'invalid-value': years, 'wrong-type': years };
    }
  }
}
