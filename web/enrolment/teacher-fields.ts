import { type FieldsOnPage, fieldsFrom } from '../page-errors.ts';

const YEARS = 'Enter how many years the teacher has taught, as a whole number from 0 to 60';
const TRN = 'Enter the teacher reference number: seven digits';

/** Where the API's reasons about an application belong. @param page where that page is, seen from another */
export function teacherFields(page?: string): FieldsOnPage {
  const elsewhere = page === undefined ? {} : { page };
  return fieldsFrom({
    'headteacher.name': { name: 'headteacher.name', says: nameOf('the headteacher'), ...elsewhere },
    'headteacher.email': { name: 'headteacher.email', says: emailOf('the headteacher'), ...elsewhere },
    'teacher.name': { name: 'teacher.name', says: nameOf('the teacher'), ...elsewhere },
    'teacher.email': { name: 'teacher.email', says: emailOf('the teacher'), ...elsewhere },
    'teacher.trn': { name: 'teacher.trn', says: { required: TRN, 'invalid-format': TRN }, ...elsewhere },
    'teacher.yearsTeaching': {
      name: 'teacher.yearsTeaching',
      says: { required: YEARS, 'invalid-value': YEARS, 'wrong-type': YEARS },
      ...elsewhere,
    },
    launchAgreed: { name: 'launchAgreed', ...elsewhere },
  });
}

const nameOf = (who: string) => ({
  required: `Enter the name of ${who}`,
  'too-long': `Shorten the name of ${who} to 200 characters`,
  'invalid-format': `Enter the name of ${who} on one line, without special control characters`,
});

const emailOf = (who: string) => ({
  required: `Enter the email address of ${who}`,
  'too-long': `Enter an email address of ${who} with fewer than 255 characters`,
  'invalid-format': `Enter the email address of ${who} like name@school.example`,
});
