import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toInstant } from '../../core/instant.ts';
import { createApp } from '../../web/app.ts';
import { safeReturn } from '../../web/protection.ts';
import { addressOf, PAGES } from '../../web/routes.ts';
import { developmentForm, key, specialistForm } from '../support/forms.ts';
import { type Programme, startProgramme } from '../support/programme.ts';

/** What the pages keep out, asked over the wire as no browser would. */

const TRAINING = 'sp-0013-2026-27-training-1';

let programme: Programme;
let origin: string;
beforeAll(async () => {
  programme = await startProgramme();
  origin = programme.host.address;
  const hub = await programme.hub('origin');
  await hub.post('/enrolments', developmentForm('900001'), key('protection'));
  await hub.post('/enrolments', specialistForm('900002'), key('a-teacher'));
});
afterAll(() => programme?.stop());

const get = (path: string, cookie = '') =>
  fetch(`${origin}${path}`, { headers: { cookie }, redirect: 'manual' });
const post = (path: string, body: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(`${origin}${path}`, { method: 'POST', body: new URLSearchParams(body), headers, redirect: 'manual' });

const signIn = async (persona: string): Promise<string> => cookiesIn(await post('/sign-in', { persona }));
const cookiesIn = ({ headers }: Response): string =>
  headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ');
const csrfIn = (html: string): string => /name="csrf" value="([^"]+)"/.exec(html)?.[1] ?? '';

describe('a session', () => {
  it('is a cookie that scripts cannot read and other sites do not send', async () => {
    const [cookie] = (await post('/sign-in', { persona: 'origin' })).headers.getSetCookie();
    expect(cookie).toMatch(/^session=[^;]+;.*HttpOnly/);
    expect(cookie).toContain('SameSite=Lax');
    expect(cookie).not.toContain('origin');
  });

  it('that is forged, cut short or made by another key is none', async () => {
    const cookie = await signIn('origin');
    for (const forged of ['session=x', `${cookie}x`, cookie.slice(0, -5), 'session=eyJhbGciOiJub25lIn0..']) {
      const { status, headers } = await get('/schools', forged);
      expect([status, headers.get('location')]).toEqual([303, '/sign-in?back=%2Fschools']);
    }
  });

  it('ends with signing out, by a form of its own', async () => {
    const cookie = await signIn('origin');
    expect((await post('/sign-out', {}, { cookie })).status).toBe(403);
    const csrf = csrfIn(await (await get('/', cookie)).text());
    const { status, headers } = await post('/sign-out', { csrf }, { cookie });
    expect([status, headers.getSetCookie()[0]]).toEqual([303, expect.stringMatching(/^session=;/)]);
  });
});

describe('a form', () => {
  it('from another site, or without the token of its session, changes nothing', async () => {
    const cookie = await signIn('origin');
    const csrf = csrfIn(await (await get('/schools/900003', cookie)).text());
    const path = addressOf('begin-enrolment', { urn: '900003' });
    const foreign = [
      { cookie, 'sec-fetch-site': 'cross-site' },
      { cookie, 'sec-fetch-site': 'same-site' },
      { cookie, origin: 'http://localhost:1' },
    ];
    for (const headers of foreign) expect((await post(path, { csrf }, headers)).status).toBe(403);
    for (const wrong of ['', 'x', csrf.slice(1)]) {
      expect((await post(path, { csrf: wrong }, { cookie })).status).toBe(403);
    }
    const other = csrfIn(await (await get('/', await signIn('origin'))).text());
    expect((await post(path, { csrf: other }, { cookie })).status).toBe(403);
    expect((await post(path, { csrf }, { cookie })).status).toBe(303);
  });
});

describe('two tabs', () => {
  const FORM = addressOf('begin-enrolment', { urn: '900003' });
  const pageOf = async (cookie: string) => (await get('/schools/900003', cookie)).text();

  it('of two sessions of one person: the older one’s form waits for one more press, and nothing is lost', async () => {
    const first = csrfIn(await pageOf(await signIn('origin')));
    const cookie = await signIn('origin');
    const stale = await post(FORM, { csrf: first, note: 'Typed' }, { cookie });
    const html = await stale.text();
    expect(stale.status).toBe(403);
    expect(html).toContain('name="note" value="Typed"');
    const ticket = csrfIn(html.slice(html.indexOf('<main')));
    expect((await post(FORM, { csrf: ticket, note: 'Typed' }, { cookie })).status).toBe(303);
  });

  it('of two people: what was typed as one is never sent, nor shown again, as the other', async () => {
    const first = csrfIn(await pageOf(await signIn('origin')));
    const cookie = await signIn('turing-nw');
    const stale = await post(FORM, { csrf: first, note: 'Typed' }, { cookie });
    expect(stale.status).toBe(403);
    expect(await stale.text()).not.toContain('Typed');
  });

  it('of one session both work on, each with a draft of its own', async () => {
    const cookie = await signIn('origin');
    const csrf = csrfIn(await pageOf(cookie));
    const drafts = await Promise.all(
      ['900003', '900016'].map((urn) => post(addressOf('begin-enrolment', { urn }), { csrf }, { cookie })),
    );
    const [one = '', other = ''] = drafts.map(({ headers }) => headers.get('location') ?? '');
    expect(one).not.toBe(other);
    const cookies = [cookie, ...drafts.map(cookiesIn)].join('; ');
    expect(await (await get(one, cookies)).text()).not.toContain('900016');
    expect((await get(other, cookies)).status).toBe(200);
  });
});

describe('another hub', () => {
  it('finds nothing at this hub’s addresses, as at those that never were', async () => {
    const cookie = await signIn('turing-nw');
    const id = '900001-2026-27-development';
    const addresses = [
      addressOf('participation', { id }),
      addressOf('withdraw', { id }),
      addressOf('ask', { id: `${id}.placement` }),
      addressOf('participation', { id: '900071-2026-27-development' }),
      addressOf('participation', { id: TRAINING }),
      addressOf('defer-training', { id: TRAINING }),
      addressOf('ask', { id: `${TRAINING}.selection` }),
      addressOf('change-specialist-school', { id: 'sp-0013' }),
      '/participations/x',
      '/nothing',
    ];
    const pages = await Promise.all(addresses.map(async (path) => (await get(path, cookie)).text()));
    const told = pages.map((html) => html.replace(/value="[^"]*"/g, '').replace(/aria-current="\w+"/g, ''));
    for (const html of told) {
      expect(html).toContain('Page not found');
      expect(html).not.toContain('Sample School');
    }
  });
});

describe('a form that another hub sends', () => {
  it('for a Specialist whom it does not support changes nothing', async () => {
    const cookie = await signIn('turing-nw');
    const csrf = csrfIn(await (await get('/', cookie)).text());
    const body = { csrf, urn: '900023', schoolAgreed: 'yes' };
    for (const path of ['/specialists/sp-0013/school', `/participations/${TRAINING}/defer`]) {
      expect((await post(path, body, { cookie })).status).toBe(404);
    }
    const hub = await programme.hub('origin');
    expect((await hub.get(`/participations/${TRAINING}`)).body.status).toBe('enrolled');
  });
});

describe('what somebody types', () => {
  it.each([
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    '{{ 70007 * 11 }}{% include "layout.njk" %}',
    '‮Sample 🧮',
    'x'.repeat(10_000),
  ])('is shown as text and nothing else: %.30s', async (text) => {
    const cookie = await signIn('origin');
    const answer = await get(`/schools?query=${encodeURIComponent(text)}`, cookie);
    const html = await answer.text();
    expect(answer.status).toBe(200);
    expect(html).not.toContain('<script>alert');
    expect(html).not.toContain('<img');
    expect(html).not.toContain('770077');
  });
});

describe('every answer', () => {
  it('forbids inline scripts, framing and keeping', async () => {
    const cookie = await signIn('origin');
    for (const path of ['/', '/schools', '/nothing', '/sign-in']) {
      const { headers } = await get(path, cookie);
      expect(headers.get('content-security-policy')).toMatch(/default-src 'none'; script-src 'self';/);
      expect(headers.get('content-security-policy')).not.toMatch(/unsafe|\*|data:/);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  it.each([
    ['/schools?query=Ash', '/schools?query=Ash'],
    ['//evil.example', '/'],
    ['https://evil.example', '/'],
  ])('leads from %s to the page %s once somebody has said who they are', async (back, page) => {
    const { headers } = await post('/sign-in', { persona: 'origin', back });
    expect(headers.get('location')).toBe(page);
  });

  it('leads back to this site only', () => {
    expect(
      ['/schools', '//evil.example', '/\\evil.example', 'https://evil.example', ''].map(safeReturn),
    ).toEqual(['/schools', '/', '/', '/', '/']);
  });
});

describe('a deployed app', () => {
  it('has no clock to move, no bar that shows one, and no personas', async () => {
    const app = createApp({
      callApi: async () => ({ status: 200, body: { items: [] } }),
      secret: 'a secret of this test',
      signIn: { afterSignOut: '/', mount() {} },
      now: () => toInstant('2026-09-01T09:00:00Z'),
      newId: () => 'an-id-of-this-test',
      onDefect() {},
    });
    const own = Object.values(PAGES).map(({ path }) => path);
    const posts = app.routes.filter(({ method }) => method === 'POST').map(({ path }) => path);
    expect(posts.filter((path) => !own.some((each) => each === path))).toEqual(['/sign-out']);
    const { status, text } = {
      status: (await app.request('/clock')).status,
      text: await (await app.request('/nothing')).text(),
    };
    expect([status, text.includes('clock'), text.includes('persona')]).toEqual([404, false, false]);
    expect((await app.request('/sign-in')).status).toBe(404);
  });
});
