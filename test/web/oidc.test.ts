import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { developmentForm, key } from '../support/forms.ts';
import { changeSession, type DeployedPages, ORIGIN, signInAs, startDeployedPages } from './deployed-pages.ts';
import { csrfIn, headingOf } from './lambda-visitor.ts';

/** Signing in by OpenID Connect, on the function as it is deployed, with an issuer that is as strict as a real one. */

const ORIGIN_LEAD = { sub: '5f0c1d7e-sample-1', name: 'Sample Lead', groups: ['hub-origin'] };
const FINANCE = { sub: '5f0c1d7e-sample-2', name: 'Sample Finance', groups: ['finance'] };

let pages: DeployedPages;
beforeAll(async () => {
  pages = await startDeployedPages();
  const hub = await pages.programme.hub('origin');
  await hub.post('/enrolments', developmentForm('900001'), key('oidc'));
});
afterAll(() => pages?.stop());
/** What the function logs; a test that is about something else need not show it. */
const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
afterEach(() => logged.mockClear());
beforeEach(() =>
  Object.assign(pages.issuer, { account: undefined, lifetime: 3600, renews: true, lies: {}, forged: false }),
);

/** Away to the issuer: the address there, and the callback that it would lead back to. */
async function away(visitor = pages.visitor(), path = '/sign-in') {
  const { headers } = await visitor.get(path);
  const address = new URL(headers['location'] ?? '');
  return { visitor, address, callback: () => pages.issuer.authorize(address.href) };
}

describe('signing in', () => {
  it('goes to the issuer with a code challenge, a state and a nonce, and asks for no email', async () => {
    const { address } = await away();
    const query = Object.fromEntries(address.searchParams);
    expect(address.origin).toBe(pages.issuer.address);
    expect(query).toMatchObject({
      client_id: 'pages',
      redirect_uri: `${ORIGIN}/sign-in/callback`,
      response_type: 'code',
      scope: 'openid profile',
      code_challenge_method: 'S256',
    });
    for (const random of ['state', 'nonce', 'code_challenge']) expect(query[random]).toMatch(/^.{43}$/);
  });

  it('leads to the page that somebody wanted, its query too', async () => {
    const visitor = pages.visitor();
    const page = await signInAs(pages, visitor, ORIGIN_LEAD, '/schools?query=Alder');
    expect([page.status, page.address]).toEqual([200, '/schools?query=Alder']);
    expect(page.html).toContain('Sample School Alder');
    expect(page.html).toContain('Sample Lead');
  });

  it('leads to where each role begins when nothing was wanted', async () => {
    expect((await signInAs(pages, pages.visitor(), ORIGIN_LEAD)).address).toBe('/');
    expect((await signInAs(pages, pages.visitor(), FINANCE)).address).toBe('/funding');
  });

  it.each(['https://evil.example', '//evil.example', '/\\evil.example', '/\t/evil.example', '/sign-out'])(
    'never leads to %j',
    async (back) => {
      const { visitor, callback } = await away(pages.visitor(), `/sign-in?back=${encodeURIComponent(back)}`);
      pages.issuer.account = ORIGIN_LEAD;
      expect((await visitor.get(callback())).headers['location']).toBe('/');
    },
  );

  it('shows a name, and where the issuer gives an email for one, none', async () => {
    const account = { ...ORIGIN_LEAD, name: 'lead@sample.example' };
    const page = await signInAs(pages, pages.visitor(), account);
    expect(page.html).toContain('Signed in');
    expect(page.html).not.toContain('lead@');
  });

  it('can be given up', async () => {
    const page = await signInAs(pages, pages.visitor(), undefined);
    expect([page.status, headingOf(page)]).toEqual([400, 'You have not signed in']);
  });

  it.each([
    ['no group', undefined, 'Your account has no role in this service yet'],
    ['groups of other services only', ['teachers', 'hub-'], 'Your account has no role in this service yet'],
    ['two hubs', ['hub-origin', 'hub-turing-nw'], 'Your account has more than one role'],
    ['a hub and finance', ['hub-origin', 'finance'], 'Your account has more than one role'],
  ])('tells somebody with %s whom to ask', async (_, groups, heading) => {
    const visitor = pages.visitor();
    const page = await signInAs(pages, visitor, { sub: 'somebody', ...(groups ? { groups } : {}) });
    expect([page.status, headingOf(page)]).toEqual([403, heading]);
    expect(page.html).toContain('Ask the programme’s admin');
    expect((await visitor.get('/schools')).status).toBe(303);
  });

  it('works in two tabs at once, each going to its own page', async () => {
    const first = await away(pages.visitor(), '/sign-in?back=/schools');
    const second = await away(first.visitor, '/sign-in?back=/specialists');
    pages.issuer.account = ORIGIN_LEAD;
    expect((await first.visitor.get(second.callback())).headers['location']).toBe('/specialists');
    expect((await first.visitor.get(first.callback())).headers['location']).toBe('/schools');
  });

  it('that is begun again and again never makes the headers too long', async () => {
    const visitor = pages.visitor();
    for (let times = 0; times < 12; times += 1) await visitor.get('/sign-in?back=/schools');
    expect(visitor.cookiesFor('/sign-in').length).toBeLessThanOrEqual(3);
  });
});

describe('a callback', () => {
  const refused = async (visitor: ReturnType<DeployedPages['visitor']>, address: string) => {
    const page = await visitor.get(address);
    expect((await visitor.get('/schools')).status).toBe(303);
    return headingOf(page);
  };

  it('with another state, or none, signs nobody in', async () => {
    const { visitor, callback } = await away();
    pages.issuer.account = ORIGIN_LEAD;
    const address = new URL(callback());
    address.searchParams.set('state', 'x'.repeat(43));
    expect(await refused(visitor, address.href)).toBe('Start to sign in again');
    address.searchParams.delete('state');
    expect(await refused(visitor, address.href)).toBe('Start to sign in again');
  });

  it('of somebody else’s sign-in signs nobody in: not with their state, not with their code', async () => {
    const theirs = await away();
    const ours = await away();
    pages.issuer.account = ORIGIN_LEAD;
    expect(await refused(ours.visitor, theirs.callback())).toBe('Start to sign in again');
    const mixed = new URL(ours.callback());
    mixed.searchParams.set('code', new URL(theirs.callback()).searchParams.get('code') ?? '');
    expect(await refused(ours.visitor, mixed.href)).toBe('You have not signed in');
  });

  it('that comes back a second time changes nothing', async () => {
    const { visitor, callback } = await away(pages.visitor(), '/sign-in?back=/schools');
    pages.issuer.account = ORIGIN_LEAD;
    const address = callback();
    expect((await visitor.get(address)).headers['location']).toBe('/schools');
    const before = visitor.cookiesFor('/');
    expect((await visitor.get(address)).headers['location']).toBe('/');
    expect(visitor.cookiesFor('/')).toEqual(before);
    expect(await refused(pages.visitor(), address)).toBe('Start to sign in again');
  });

  it.each([
    ['another nonce', { nonce: 'of another sign-in' }],
    ['another audience', { aud: 'another-service' }],
    ['another issuer', { iss: 'https://evil.example' }],
    ['a time that has passed', { exp: 1 }],
    ['no subject', { sub: '' }],
  ])('with an ID token of %s signs nobody in', async (_, lies) => {
    const { visitor, callback } = await away();
    Object.assign(pages.issuer, { account: ORIGIN_LEAD, lies });
    expect(await refused(visitor, callback())).toBe('Sorry, you cannot sign in at the moment');
  });

  it('with an ID token that the issuer did not sign signs nobody in', async () => {
    const { visitor, callback } = await away();
    Object.assign(pages.issuer, { account: ORIGIN_LEAD, forged: true });
    expect(await refused(visitor, callback())).toBe('Sorry, you cannot sign in at the moment');
  });

  it('logs what failed, and nothing of the person', async () => {
    const { visitor, callback } = await away();
    Object.assign(pages.issuer, { account: ORIGIN_LEAD, lies: { nonce: 'wrong' } });
    await visitor.get(callback());
    const said = logged.mock.calls;
    expect(said).toHaveLength(1);
    expect(JSON.stringify(said)).toContain('NotVouchedFor: OAUTH_JWT_CLAIM_COMPARISON_FAILED');
    expect(JSON.stringify(said)).not.toMatch(/Sample Lead|sample-1|eyJ/);
  });
});

describe('an access token that runs out', () => {
  /** Signed in an hour ago. */
  async function runOut() {
    const visitor = pages.visitor();
    await signInAs(pages, visitor, ORIGIN_LEAD, '/sign-in?back=/schools');
    await changeSession(visitor, { renewAt: '2026-01-01T00:00:00.000Z' });
    pages.issuer.did.length = 0;
    return visitor;
  }

  it('is renewed without a word, and the page that was asked for comes', async () => {
    const visitor = await runOut();
    const page = await visitor.follow(await visitor.get('/schools?query=Ash'));
    expect([page.status, page.address]).toEqual([200, '/schools?query=Ash']);
    expect(pages.issuer.did).toEqual(['token refresh_token']);
    expect((await visitor.get('/specialists')).status).toBe(200);
    expect(pages.issuer.did).toHaveLength(1);
  });

  it('does not cost a form: it goes on to the renewal and back', async () => {
    const visitor = pages.visitor();
    const fields = { csrf: csrfIn(await signInAs(pages, visitor, ORIGIN_LEAD, '/schools/900003')) };
    await changeSession(visitor, { renewAt: '2026-01-01T00:00:00.000Z' });
    const sent = await visitor.post('/schools/900003/enrol', fields);
    const renewal = '/sign-in/renew?back=%2Fschools%2F900003%2Fenrol';
    expect([sent.status, sent.headers['location']]).toEqual([307, renewal]);
    expect((await visitor.follow(sent, fields)).address).toMatch(/^\/enrol\/.+\/stage$/);
  });

  it('that can no longer be renewed keeps the form, to be sent after signing in', async () => {
    const visitor = pages.visitor();
    const fields = { csrf: csrfIn(await signInAs(pages, visitor, ORIGIN_LEAD, '/schools/900003')) };
    await changeSession(visitor, { renewAt: '2026-01-01T00:00:00.000Z' });
    pages.issuer.account = undefined;
    const page = await visitor.follow(await visitor.post('/schools/900003/enrol', fields), fields);
    expect([page.status, headingOf(page)]).toEqual([401, 'Sign in again']);
    expect(page.html).toContain('action="/schools/900003/enrol"');
  });

  it('ends the session of somebody whose role was changed or taken away', async () => {
    for (const groups of [['hub-turing-nw'], ['hub-origin', 'admin'], []]) {
      const visitor = await runOut();
      pages.issuer.account = { ...ORIGIN_LEAD, groups };
      const page = await visitor.follow(await visitor.get('/schools'));
      expect(page.headers['location']).toContain(`${pages.issuer.address}/authorize`);
    }
  });

  it('is never renewed with what somebody else left in the browser', async () => {
    const visitor = pages.visitor();
    await signInAs(pages, visitor, FINANCE);
    visitor.cookies = visitor.cookies.filter(({ name }) => name !== '__Host-session');
    pages.issuer.renews = false;
    await signInAs(pages, visitor, ORIGIN_LEAD);
    expect(visitor.cookies.map(({ name }) => name)).toEqual(['__Host-session']);
  });

  it('leads to sign-in and back where the issuer renews nothing', async () => {
    pages.issuer.renews = false;
    const visitor = await runOut();
    const page = await signInAs(pages, visitor, ORIGIN_LEAD, '/schools?query=Bay');
    expect([page.status, page.address]).toEqual([200, '/schools?query=Bay']);
  });

  it('never leads around in circles: an issuer whose tokens are dead at birth signs nobody in', async () => {
    const visitor = await runOut();
    pages.issuer.lifetime = 0;
    const page = await signInAs(pages, visitor, ORIGIN_LEAD, '/schools');
    expect([page.status, headingOf(page)]).toEqual([502, 'Sorry, you cannot sign in at the moment']);
  });
});

describe('a form whose session is over', () => {
  const FORM = '/schools/900003/enrol';

  it('keeps what was typed, for its own person to send after signing in again', async () => {
    const visitor = pages.visitor();
    const drawn = await signInAs(pages, visitor, ORIGIN_LEAD, '/schools/900003');
    visitor.cookies = [];
    const over = await visitor.post(FORM, { csrf: csrfIn(drawn), note: 'Typed <b>before</b>' });
    expect([over.status, headingOf(over)]).toEqual([401, 'Sign in again']);
    expect(over.html).toContain('value="Typed &lt;b&gt;before&lt;/b&gt;"');
    expect(over.html).toContain(`action="${FORM}"`);
    const ticket = { csrf: csrfIn(over) };

    const other = pages.visitor();
    await signInAs(pages, other, FINANCE);
    expect((await other.post(FORM, ticket)).status).toBe(403);
    await signInAs(pages, visitor, ORIGIN_LEAD);
    expect((await visitor.post('/schools/900002/enrol', ticket)).status).toBe(403);
    expect((await visitor.post(FORM, ticket)).headers['location']).toMatch(/^\/enrol\//);
  });

  it('that was never drawn by us is not kept', async () => {
    const over = await pages.visitor().post(FORM, { csrf: 'x'.repeat(40), note: 'Typed' });
    expect(over.status).toBe(401);
    expect(over.html).not.toContain('Typed');
  });

  it('for the API only is kept as well; and a page that it refuses has a link, and goes not in circles', async () => {
    const visitor = pages.visitor();
    const fields = { csrf: csrfIn(await signInAs(pages, visitor, ORIGIN_LEAD, '/schools/900003')) };
    await changeSession(visitor, { token: 'no longer believed' });
    const session = visitor.cookies;
    const page = await visitor.get('/schools?query=Ash');
    expect([page.status, headingOf(page)]).toEqual([401, 'Sign in again']);
    expect(page.html).toContain('href="/sign-in?back=%2Fschools%3Fquery%3DAsh"');
    visitor.cookies = session;
    const over = await visitor.post(FORM, fields);
    expect([over.status, csrfIn(over) === '']).toEqual([401, false]);
  });
});

describe('signing out', () => {
  it('ends the session here and at the issuer, revokes what could renew it, and comes back', async () => {
    const visitor = pages.visitor();
    const page = await signInAs(pages, visitor, ORIGIN_LEAD);
    pages.issuer.did.length = 0;
    const out = await visitor.follow(await visitor.post('/sign-out', { csrf: csrfIn(page) }));
    const address = new URL(/^0; url=(.+)$/.exec(out.headers['refresh'] ?? '')?.[1] ?? '');
    expect(address.origin + address.pathname).toBe(`${pages.issuer.address}/logout`);
    expect(Object.fromEntries(address.searchParams)).toEqual({
      client_id: 'pages',
      post_logout_redirect_uri: `${ORIGIN}/sign-in/signed-out`,
      logout_uri: `${ORIGIN}/sign-in/signed-out`,
    });
    expect(pages.issuer.did).toEqual(['revoke']);
    expect(visitor.cookies).toEqual([]);
    expect(headingOf(await visitor.get('/sign-in/signed-out'))).toBe('You have signed out');
  });

  it('is nothing that another site can lead somebody to', async () => {
    const visitor = pages.visitor();
    await signInAs(pages, visitor, ORIGIN_LEAD);
    expect((await visitor.get('/sign-in/leave')).headers['location']).toBe('/');
    expect((await visitor.post('/sign-out', {})).status).toBe(403);
    expect((await visitor.get('/schools')).status).toBe(200);
  });
});

describe('cookies', () => {
  it('go over https to this host only, out of the reach of scripts', async () => {
    const visitor = pages.visitor();
    const { callback } = await away(visitor);
    pages.issuer.account = ORIGIN_LEAD;
    const { cookies } = await visitor.get(callback());
    const kept = cookies.filter((cookie) => !cookie.includes('Max-Age=0'));
    expect(kept.map((cookie) => cookie.replace(/=[^;]*/, ''))).toEqual([
      '__Secure-renewal; Path=/sign-in; HttpOnly; Secure; SameSite=Lax',
      '__Host-session; Path=/; HttpOnly; Secure; SameSite=Lax',
    ]);
  });

  it('hold tokens as large as they come, and leave room for the fullest draft', async () => {
    const visitor = pages.visitor();
    pages.tokenBytes = 2048;
    const page = await signInAs(pages, visitor, ORIGIN_LEAD, '/schools/900016');
    pages.tokenBytes = 1200;
    expect(page.status).toBe(200);
    // The visitor refuses to send more than an HTTP API takes.
    expect(visitor.cookiesFor('/schools').join('; ').length).toBeLessThan(3400);
    visitor.cookies.push({ name: 'draft', path: '/', value: 'x'.repeat(6100) });
    expect((await visitor.get('/schools')).status).toBe(200);
  });
});
