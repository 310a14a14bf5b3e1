import type { Page } from 'playwright-core';

/** What a hub lead does on the pages, by the words that stand on them, as somebody reads them who has not been here before. */

export const continues = (page: Page) => page.getByRole('button', { name: 'Continue' }).click();

/** Finds a school by a word of its name, and begins to enrol it. */
export async function beginToEnrol(page: Page, school: string): Promise<void> {
  await page.goto(new URL('/schools', page.url()).href);
  await page.getByLabel('Name, postcode or URN').fill(school);
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByRole('link', { name: school, exact: true }).click();
  await page.getByRole('button', { name: 'Enrol this school' }).click();
}

/** Fills in who takes part in the Development stage. */
export async function nameThePeople(page: Page, email = 'people.example'): Promise<void> {
  for (const who of ['Headteacher', 'Mastery Advocate 1', 'Mastery Advocate 2']) {
    const person = page.getByRole('group', { name: who });
    await person.getByLabel('Full name').fill(`Sample ${who}`);
    await person.getByLabel('Email address').fill(`${who.toLowerCase().replaceAll(' ', '-')}@${email}`);
    if (who === 'Headteacher') continue;
    await person.getByLabel('Teacher', { exact: true }).check();
    await person.getByLabel('Years of teaching').fill('5');
  }
  await page.getByLabel('The school agrees to release').check();
}

/** From the school's page to the confirmation. */
export async function enrolInDevelopment(page: Page, school: string): Promise<void> {
  await beginToEnrol(page, school);
  await page.getByLabel('Development').check();
  await continues(page);
  await nameThePeople(page);
  await continues(page);
  await page.getByLabel('Planning lessons').check();
  await continues(page);
  await page.getByRole('button', { name: 'Confirm and enrol' }).click();
}

export async function typeDay(
  page: Page,
  [day, month, year]: readonly [string, string, string],
): Promise<void> {
  await page.getByLabel('Day', { exact: true }).fill(day);
  await page.getByLabel('Month', { exact: true }).fill(month);
  await page.getByLabel('Year', { exact: true }).fill(year);
}
