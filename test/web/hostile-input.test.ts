import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toInstant } from '../../core/instant.ts';
import { PAGES_BY_NAME } from '../../web/pages.ts';
import { addressOf, type PageName } from '../../web/routes.ts';
import type { Role } from '../../workflows/routes.ts';
import { given } from '../support/money-rows.ts';
import { type Programme, startProgramme } from '../support/programme.ts';
import {
  sampleApplication,
  sampleAsk,
  sampleDayPlan,
  sampleParticipation,
  sampleSelectionAsk,
  sampleSpecialist,
} from '../support/sample-rows.ts';
import { begunBy, peopleFields } from './begun-forms.ts';
import { filledIn, formsIn, type HtmlField, type HtmlForm, textOf } from './forms-in-html.ts';
import { type PageWorld, pageWorld, ROUTES, WORLD_BEGINS } from './page-world.ts';
import { type PageAnswer, type Pages, pagesOver, type Reader } from './reader.ts';

/**
 * What people may type who mean harm, or whose cat walks over the keyboard: into every field of every form, into every
 * address and behind every question mark. The forms and fields are read from the pages, so that none can be forgotten.
 */

/** Finds what was typed wherever it turns up. */
const MARK = 'HOSTILE';
const SCRIPT = `${MARK}"><img src=x onerror=alert(1)></textarea></title><script>alert(1)</script>{{ 70007 * 11 }}`;
/** What a line of text may be, and must never do anything. */
const STRANGE = [
  `=HYPERLINK("https://evil.example","${SCRIPT}")`,
  `javascript:alert('${MARK}')`,
  `${MARK}\r\nSet-Cookie: session=x`,
  `\u202e${MARK} 🧮👩‍🏫 حساب`,
];
/** What no field can hold. */
const CONTROL = `${MARK}\u0000text`;
const ENDLESS = `${MARK}${'x'.repeat(10_000)}`;

/** Asks of other kinds than the one that the pages are shown with: of a Specialist who applies, and of one who leads. */
const LEADING = 'sp-0042-2026-27-leading';
const APPLICATION = 'sp-0043-2026-27-training-1';
const OTHER_ASKS = [
  sampleSpecialist({ id: 'sp-0042' }),
  sampleSpecialist({ id: 'sp-0043', accredited: false, accreditedOn: undefined }),
  sampleParticipation({
    id: LEADING,
    urn: '900009',
    schoolName: 'Sample School Yew',
    stage: 'leading',
    status: 'active',
    policyVersion: 1,
    days: sampleDayPlan(),
  }),
  sampleApplication({ id: APPLICATION, enrolmentId: undefined }),
  sampleAsk({
    id: `${LEADING}.days-autumn`,
    participationId: LEADING,
    urn: '900009',
    kind: 'days',
    milestone: undefined,
    term: 'autumn',
  }),
  ...(['selection', 'accreditation'] as const).map((kind) =>
    sampleSelectionAsk({
      id: `${APPLICATION}.${kind}`,
      participationId: APPLICATION,
      kind,
      closesAt: '2026-10-31T17:00:00.000Z',
    }),
  ),
];

const ROLES = ['hub', 'finance', 'admin'] as const;

let programme: Programme;
let world: PageWorld;
let pages: Pages;
let readers: Readonly<Record<Role, Reader>>;
let neighbour: Reader;

beforeAll(async () => {
  programme = await startProgramme({ now: toInstant(WORLD_BEGINS), schedules: {} });
  pages = pagesOver(programme);
  readers = await pages.readers('origin');
  neighbour = (await pages.readers('turing-nw')).hub;
  world = await pageWorld(programme, begunBy(readers.hub));
  await given(programme, OTHER_ASKS);
});
afterAll(() => programme?.stop());

/** An answer that is none of a defect, and in which nothing runs that somebody typed. */
function holdsGood(answer: PageAnswer, what: string): void {
  const ran = /<script>alert|<img src=x|770077|href="javascript:/i.exec(answer.text)?.[0];
  expect({ what, defects: pages.defects(), failed: answer.status >= 500, ran }).toEqual({
    what,
    defects: [],
    failed: false,
    ran: undefined,
  });
  expect(answer.headers.get('set-cookie') ?? '').not.toContain('session=x');
}

describe('an address', () => {
  /** Every name that a page asks the query for. */
  const names = new Set(
    readdirSync(new URL('../../web/pages', import.meta.url)).flatMap((file) => {
      const source = readFileSync(new URL(`../../web/pages/${file}`, import.meta.url), 'utf8');
      return [...source.matchAll(/query\('(\w+)'\)/g)].map(([, name = '']) => name);
    }),
  );
  const strange = [`${SCRIPT}{% include "layout.njk" %}`, `${MARK}\u0000\r\n\u202e`, ENDLESS];

  it.each(ROUTES)('of %s may have anything behind its question mark', async (name, { roles }) => {
    const reader = readers[roles[0] ?? 'admin'];
    const ask = async (query: readonly (readonly [string, string])[]) => {
      const address = `${world.addressOf(name)}?${new URLSearchParams(Object.fromEntries(query))}`;
      holdsGood(await reader.get(address), address.slice(0, 100));
    };
    const { text } = await reader.get(world.addressOf(name));
    const filters = formsIn(text, 'get').flatMap(({ fields }) => fields.map((field) => field.name));
    for (const typed of [SCRIPT, ENDLESS]) await ask([...names, ...filters].map((each) => [each, typed]));
    // One by one too: a fault in one keeps the others from being looked for.
    for (const each of [...filters, 'cursor', 'page']) {
      for (const typed of strange) await ask([[each, typed]]);
    }
  });

  it.each(ROUTES.filter(([, { path }]) => path.includes(':')))(
    'of %s with anything in it leads to no page',
    async (_, { path, roles }) => {
      const reader = readers[roles[0] ?? 'admin'];
      for (const text of [...strange, '-']) {
        const address = path.replaceAll(/:\w+/g, encodeURIComponent(text));
        const answer = await reader.get(address);
        holdsGood(answer, address.slice(0, 80));
        expect([303, 404]).toContain(answer.status);
      }
    },
  );

  /** What every hub may see: the register and the rules, and that there is a Specialist, who may lead for them. */
  const open: readonly PageName[] = ['school', 'begin-enrolment', 'specialist', 'policy'];
  const ofHubs = ROUTES.filter(([, { path, roles }]) => path.includes(':') && roles.includes('hub'));

  it.each(ofHubs)('of %s leads another hub to nothing of this one’s', async (name) => {
    const shown = await neighbour.get(world.addressOf(name));
    holdsGood(shown, name);
    for (const secret of ['Sample Head', 'people.example', 'REG-1', '2026-27-development']) {
      expect(shown.text).not.toContain(secret);
    }
    if (open.includes(name)) return;
    const statuses = [shown.status, (await neighbour.post(world.addressOf(name), [])).status];
    // Of a draft that is nobody’s there is nothing to discard.
    expect(statuses).toEqual(name === 'discard-enrolment' ? [303, 303] : [404, 404]);
  });

  const others = ROUTES.flatMap(([name, { roles }]) =>
    ROLES.filter((role) => !roles.includes(role)).map((role): [PageName, Role] => [name, role]),
  );

  it.each(others)('of %s is not for %s, neither to read nor to send', async (name, role) => {
    const shown = await readers[role].get(world.addressOf(name));
    const sent = await readers[role].post(world.addressOf(name), []);
    holdsGood(shown, name);
    holdsGood(sent, name);
    expect(shown.status).toBe(name === 'home' ? 303 : 403);
    expect(sent.status).toBe(PAGES_BY_NAME[name].act ? 403 : 404);
  });
});

/** A form where it stands. */
interface Standing {
  readonly name: PageName;
  readonly role: Role;
  readonly address: string;
  readonly form: HtmlForm;
}

describe('a form', () => {
  const found: Standing[] = [];
  /** Fields that take any line of text: `page field`. */
  const free = new Set<string>();
  const textsOf = ({ form }: Standing) => form.fields.filter(({ kind }) => kind === 'text');
  /** Sends the form filled in as it should be, but with this text in some fields. */
  const sent = async (
    { name, role, address, form }: Standing,
    fields: readonly HtmlField[],
    text: string,
  ): Promise<PageAnswer> => {
    const typed = fields.map((field): [string, string] => [field.name, text]);
    const answer = await readers[role].post(address, new Map([...filledIn(form), ...typed]));
    holdsGood(answer, name);
    return answer;
  };

  it('stands on every page that does something', async () => {
    for (const [name, { roles }] of ROUTES) {
      const address = `${world.addressOf(name)}${QUERIES[name] ?? ''}`;
      for (const role of roles) {
        const { text } = await readers[role].get(address);
        const forms = formsIn(text, 'post').filter(() => found.every((each) => each.name !== name));
        found.push(...forms.map((form) => ({ name, role, address, form })));
      }
    }
    const names = found.map(({ name }) => name);
    const acting = ROUTES.filter(([name, { actsOnly }]) => PAGES_BY_NAME[name].act && !actsOnly);
    expect(acting.flatMap(([name]) => (names.includes(name) ? [] : [name]))).toEqual(FORMLESS);
  });

  it('takes nothing that a field cannot hold, says so at the field, and keeps what was typed', async () => {
    for (const each of found) {
      for (const field of textsOf(each)) {
        const what = `${each.name} ${field.name}`;
        const said: string[] = [];
        for (const text of [CONTROL, ENDLESS]) {
          const answer = await sent(each, [field], text);
          said.push(errorAt(answer.text, field.id));
          const keeps = textOf(answer.text).includes(text);
          expect({ what, status: answer.status, keeps }).toEqual({ what, status: 422, keeps: true });
        }
        const [ofControl = '', ofEndless = ''] = said;
        expect({ what, isTold: ofControl !== '' && ofEndless !== '' }).toEqual({ what, isTold: true });
        if (!/on one line/.test(ofControl)) continue;
        free.add(what);
        expect({ what, ofEndless }).toEqual({ what, ofEndless: expect.stringMatching(/to \d+ characters/) });
      }
    }
    expect(free.size).toBeGreaterThan(15);
  });

  it.each([
    ['hub', `${LEADING}.days-autumn`, 'withOtherSchools', { hubWork: '1' }],
    ['hub', `${LEADING}.days-autumn`, 'hubWork', { withOtherSchools: '1' }],
    ['admin', `${APPLICATION}.selection`, 'reason', { decision: 'decline' }],
    ['admin', `${APPLICATION}.accreditation`, 'reason', { decision: 'extend' }],
    ['admin', `${APPLICATION}.accreditation`, 'evidenceReference', { decision: 'accredit', ...ASSESSED }],
    ['admin', `${APPLICATION}.accreditation`, 'assessedOn-day', { decision: 'accredit', ...ASSESSED }],
  ] as const)('of %s for %s keeps to the same at %s', async (role, id, name, others) => {
    const address = addressOf('ask', { id });
    const [form] = formsIn((await readers[role].get(address)).text, 'post');
    expect(form?.fields.map((field) => field.name)).toEqual(expect.arrayContaining([name]));
    for (const text of [CONTROL, ENDLESS]) {
      const answer = await readers[role].post(address, Object.entries({ ...others, [name]: text }));
      holdsGood(answer, id);
      const said = errorAt(answer.text, name);
      const keeps = textOf(answer.text).includes(text);
      expect({ status: answer.status, keeps, said: said !== '' }).toEqual({
        status: 422,
        keeps: true,
        said: true,
      });
    }
    for (const text of STRANGE) {
      const answer = await readers[role].post(address, Object.entries({ [name]: text, decision: text }));
      holdsGood(answer, id);
      expect(answer.status).toBe(422);
    }
  });

  it('may have anything in each of its texts', async () => {
    // A school that has left takes no part in what else there is to type.
    const inOrder = found.toSorted(
      (one, other) => Number(one.name === 'withdraw') - Number(other.name === 'withdraw'),
    );
    for (const each of inOrder) {
      const texts = textsOf(each);
      const lines = texts.filter((field) => free.has(`${each.name} ${field.name}`));
      for (const text of STRANGE) {
        // Where another field is refused, it stands on the form again; and where all others are right, it is taken.
        if (lines.length < texts.length) await sent(each, texts, text);
        if (lines.length > 0) await sent(each, lines, text);
      }
    }
  });

  it('may come with what its page never offered', async () => {
    for (const each of found) {
      await sent(
        each,
        each.form.fields.filter(({ kind }) => kind === 'choice'),
        SCRIPT,
      );
      if (each.form.fields.length > 0) await sent(each, each.form.fields, SCRIPT);
    }
  });

  it('whose every answer is as long as it may be is kept, and can be sent', async () => {
    const people = longest(ACCENTED);
    const draft = await begunBy(readers.hub).preparatory(people);
    const check = await readers.hub.get(addressOf('enrol-check', { draft }));
    holdsGood(check, 'enrol-check');
    for (const { name, email } of people) expect(check.text).toContain(`${name}, ${email}`);
    expect((await readers.hub.post(addressOf('enrol-check', { draft }), [])).status).toBe(303);
  });

  it('with more than a browser can keep, in letters of many bytes, says so and keeps it on the page', async () => {
    const draft = await begunBy(readers.hub).preparatory(longest(ACCENTED));
    const people = longest('語'.repeat(200));
    const answer = await readers.hub.post(
      addressOf('enrol-people', { draft }),
      Object.entries(peopleFields(people)),
    );
    holdsGood(answer, 'enrol-people');
    expect(answer.status).toBe(422);
    expect(errorAt(answer.text, 'headteacher.name')).toMatch(/Shorten this name/);
    for (const { name, email } of people)
      expect([name, email].every((each) => answer.text.includes(each))).toBe(true);
  });

  it('leaves what was typed on the pages as text, in files as text, and in no log', async () => {
    const showing: string[] = [];
    for (const [name, { roles }] of ROUTES) {
      for (const role of roles) {
        const answer = await readers[role].get(`${world.addressOf(name)}${QUERIES[name] ?? ''}`);
        holdsGood(answer, name);
        if (answer.text.includes(MARK)) showing.push(name);
        if (answer.headers.get('content-type')?.startsWith('text/csv')) {
          expect(answer.text).not.toMatch(/(^|[,\n])"?[=+@\t]/);
        }
      }
    }
    for (const name of SHOW_WHAT_WAS_TYPED) expect(showing).toContain(name);
    await programme.host.quiet();
    expect(programme.log()).not.toContain(MARK);
  });
});

/** A head and four teachers of this name, with addresses that could not be longer. */
const longest = (name: string) =>
  Array.from({ length: 5 }, (_, index) => ({ name, email: `${index}${'a'.repeat(238)}@people.example` }));

const ASSESSED = { 'assessedOn-day': '1', 'assessedOn-month': '9', 'assessedOn-year': '2026' };

/** 200 letters of 306 bytes. */
const ACCENTED = `${'é'.repeat(106)}${'x'.repeat(94)}`;

/** Some of the pages that show what others typed. */
const SHOW_WHAT_WAS_TYPED: readonly PageName[] = ['correct-contacts', 'statement', 'release-claim'];

/** What else to ask some pages for. */
const QUERIES: Partial<Record<PageName, string>> = {
  'form-work-group': '?for=2026-27.development',
  'assurance-sample-file': '?academicYear=2026-27&size=5&seed=sample',
};
/** Pages that show no form as this programme stands, for there is nothing to decide, reopen or nudge. */
const FORMLESS: readonly PageName[] = ['reopen-year', 'progression', 'add-school', 'stuck-work'];

/** What a page says is wrong at a field: of a day, at the day as a whole. */
function errorAt(html: string, id: string): string {
  const whole = id.replace(/-(day|month|year)$/, '').replaceAll('.', '\\.');
  const said = new RegExp(`id="${whole}-error"[^>]*>([\\s\\S]*?)</p>`).exec(html)?.[1] ?? '';
  return said
    .replace(/<[^>]*>/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
