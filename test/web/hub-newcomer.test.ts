import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toInstant } from '../../core/instant.ts';
import { type Programme, startProgramme } from '../support/programme.ts';
import { openBrowser } from './chromium.ts';
import { type Persona, PHONE, violationsOn, visitorOf } from './visitor.ts';

/**
 * Somebody who leads a hub and sees the service for the first time, on a narrow screen and by keyboard alone: enrols two schools, forms their group and
 * looks at what happens next, by the words on the pages alone. How many pages that takes is counted, so that it cannot
 * grow unnoticed.
 */

let programme: Programme;
let browser: Browser;

beforeAll(async () => {
  [programme, browser] = await Promise.all([
    startProgramme({ now: toInstant('2026-07-20T09:00:00Z'), schedules: {} }),
    openBrowser(),
  ]);
});
afterAll(async () => {
  await browser?.close();
  await programme?.stop();
});

/** Somebody at a keyboard, who has nothing else. */
function atKeyboard(page: Page, suggests: boolean) {
  const press = (key: string) => page.keyboard.press(key);
  /** Goes on from field to field, up to the next one of this name. */
  async function tabTo(name: string): Promise<void> {
    const passed: string[] = [];
    while (passed.length < 60) {
      await press('Tab');
      const here = await page.evaluate<string>(
        `(document.activeElement?.labels?.[0] ?? document.activeElement)?.textContent?.trim() ?? ''`,
      );
      if (here.startsWith(name)) return;
      passed.push(here);
    }
    throw new Error(`no ${name} after ${passed.join(' | ')}`);
  }
  return {
    /** Follows a link or presses a button. */
    async press(name: string) {
      await tabTo(name);
      await press('Enter');
    },
    async type(label: string, text: string) {
      await tabTo(label);
      await page.keyboard.type(text);
    },
    /** Ticks a box, or the first of a group of choices. */
    async choose(label: string) {
      await tabTo(label);
      await press('Space');
    },
    /** Chooses the first of a list. */
    async chooseFirst(label: string) {
      await tabTo(label);
      await press('ArrowDown');
    },
    /** From the search to the school’s page: by a suggestion, or by a page of results where there is none. */
    async find(school: string) {
      await tabTo('Name, postcode or URN');
      await page.keyboard.type(school);
      if (suggests) {
        await page.getByRole('option', { name: school }).waitFor();
        await press('ArrowDown');
      } else {
        await press('Enter');
        await page.getByRole('heading', { name: `Schools found for “${school}”` }).waitFor();
        await tabTo(school);
      }
      await press('Enter');
    },
  };
}

interface Way {
  readonly who: Persona;
  readonly script: boolean;
  readonly schools: readonly [string, string];
  /** Pages that follow the first one. */
  readonly pages: number;
}

const WAYS: readonly (readonly [string, Way])[] = [
  [
    'at a keyboard',
    {
      who: 'Origin Maths Hub',
      script: true,
      schools: ['Sample School Alder', 'Sample School Ash'],
      pages: 17,
    },
  ],
  [
    'at a keyboard without JavaScript',
    {
      who: 'Turing NW Maths Hub',
      script: false,
      schools: ['Sample School Fir', 'Sample School Foxglove'],
      // A search has a page of results.
      pages: 19,
    },
  ],
];

describe('a new hub lead', () => {
  it.each(WAYS)('%s enrols two schools, forms their group and sees what happens next', async (_, way) => {
    const { page, leave, complaints } = await visitorOf(programme, browser, way.who, {
      viewport: PHONE,
      javaScriptEnabled: way.script,
    });
    page.setDefaultTimeout(5000);
    const hands = atKeyboard(page, way.script);
    const seen: string[] = [];
    const arrive = (heading: string) => page.locator('h1', { hasText: heading }).waitFor();

    await arrive('What needs doing');
    // Its heading is there before the page is: without this, it would at times be counted itself.
    await page.waitForLoadState('load');
    page.on('domcontentloaded', () => seen.push(new URL(page.url()).pathname));
    await hands.press('Find a school');
    for (const school of way.schools) {
      await arrive('Find a school');
      await hands.find(school);
      await arrive(school);
      await hands.press('Enrol this school');
      await arrive(`What does ${school} join`);
      await hands.choose('Development');
      await hands.press('Continue');
      await arrive('Who takes part?');
      await hands.type('Full name', 'Sample Headteacher');
      await hands.type('Email address', 'head@people.example');
      for (const advocate of ['one', 'two']) {
        await hands.type('Full name', `Sample Advocate ${advocate}`);
        await hands.type('Email address', `${advocate}@people.example`);
        await hands.choose('Head of department');
        await hands.type('Years of teaching', '5');
      }
      await hands.choose('The school agrees to release');
      await hands.press('Continue');
      await arrive(`What will ${school} work on?`);
      await hands.press('Continue');
      await arrive('Check your answers');
      await hands.press('Confirm and enrol');
      await arrive(`${school} is enrolled`);
      if (school === way.schools[0]) await hands.press('Enrol another school');
    }
    await hands.press('Form a Work Group');
    await arrive('Form a Work Group');
    await hands.chooseFirst('Which Specialist leads it?');
    await hands.press('Form the Work Group');
    await arrive('Development Work Group 2026-27');
    await hands.press('See what needs doing');
    await arrive('What needs doing');
    const said = (await page.locator('main').textContent())?.replace(/\s+/g, ' ');
    expect(said).toContain('Nothing waits for you now.');
    for (const school of way.schools) expect(said).toContain(school);
    expect(said).toContain('The year opens on 1 September 2026');
    expect([seen.length, complaints()]).toEqual([way.pages, []]);
    if (way.script) expect(await violationsOn(page)).toEqual([]);
    await leave();
  });
});
