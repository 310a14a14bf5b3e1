import { createServer } from 'node:http';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { instantOf } from '../../core/instant.ts';
import { send, textOf } from '../../local/http/exchange.ts';
import { close, listen } from '../../local/http/listen.ts';
import { answerPages } from '../../local/http/pages.ts';
import { createApp } from '../../web/app.ts';
import { oidcIssuer } from '../../web/oidc-issuer.ts';
import { oidcSignIn, SIGN_IN } from '../../web/oidc-sign-in.ts';
import { startTestIssuer, type TestIssuer } from '../support/test-issuer.ts';
import { openBrowser } from './chromium.ts';
import { violationsOn } from './visitor.ts';

/** Signing in and out in a real browser, which keeps to our content policy and sends forms on as it should. */

const LEAD = { sub: 'sample-lead', name: 'Sample Lead', groups: ['hub-origin'] };

let browser: Browser;
let issuer: TestIssuer;
let origin: string;
/** By how many milliseconds the time of the pages is ahead. */
let later = 0;
const ends: (() => Promise<void>)[] = [];

beforeAll(async () => {
  browser = await openBrowser();
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', origin);
    send(response, await answerPages(request, url, await textOf(request), app));
  });
  origin = await listen(server, 0);
  issuer = await startTestIssuer({
    id: 'pages',
    callbacks: [`${origin}${SIGN_IN.callback}`],
    goodbyes: [`${origin}${SIGN_IN.left}`],
    accessTokenFor: async () => 'believed',
  });
  const now = () => instantOf(Date.now() + later);
  const app = createApp({
    callApi: async () => ({ status: 200, body: { items: [] } }),
    secret: 'a secret of these tests',
    signIn: oidcSignIn({
      issuer: oidcIssuer({
        issuer: issuer.address,
        clientId: 'pages',
        rolesClaim: 'cognito:groups',
        callback: new URL(SIGN_IN.callback, origin),
        signedOut: new URL(SIGN_IN.left, origin),
      }),
      now,
      onDefect() {},
    }),
    now,
    newId: () => 'an-id-of-these-tests',
    onDefect() {},
  });
  ends.push(() => close(server), issuer.stop);
});
afterAll(async () => {
  await browser?.close();
  for (const end of ends) await end();
});

async function visitor(javaScriptEnabled: boolean): Promise<Page> {
  issuer.account = LEAD;
  issuer.lifetime = 3600;
  const context = await browser.newContext({ javaScriptEnabled });
  return context.newPage();
}
const heading = (page: Page) => page.locator('h1').textContent();
const FORM = '/schools/900001/enrol';

/** Sends a form that was drawn before, as the browser itself would. */
const sendForm = (page: Page, csrf: string): Promise<void> =>
  page.evaluate(`
    document.body.insertAdjacentHTML('beforeend', '<form id="typed" method="post" action="${FORM}"></form>');
    const form = document.querySelector('#typed');
    for (const [name, value] of [['csrf', '${csrf}'], ['note', 'Typed']]) {
      form.append(Object.assign(document.createElement('input'), { name, value }));
    }
    form.submit();
  `);

describe('in a browser', () => {
  it.each([true, false])('somebody signs in, and out of the issuer too (JavaScript: %s)', async (scripts) => {
    const page = await visitor(scripts);
    await page.goto(`${origin}/schools?query=Ash`);
    expect(page.url()).toBe(`${origin}/schools?query=Ash`);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(`${origin}${SIGN_IN.left}`);
    expect(await heading(page)).toBe('You have signed out');
    expect(issuer.did.slice(-2)).toEqual(['revoke', 'logout']);
    await page.context().close();
  });

  it('a form of a session that is over is sent again once its person has signed in, in another tab', async () => {
    const page = await visitor(true);
    await page.goto(`${origin}/schools`);
    const csrf = await page.locator('input[name=csrf]').first().inputValue();
    await page.context().clearCookies();
    await sendForm(page, csrf);
    await page.getByText('What you typed was not sent').waitFor();
    expect(await violationsOn(page)).toEqual([]);
    const [tab] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('link', { name: /Sign in again/ }).click(),
    ]);
    await tab.waitForURL(`${origin}/`);
    const sent = page.waitForRequest((request) => request.method() === 'POST');
    await page.getByRole('button', { name: 'Send what you typed' }).click();
    expect((await sent).postData()).toContain('note=Typed');
    await page.waitForLoadState();
    expect(await heading(page)).not.toBe('Sign in again');
    await page.context().close();
  });

  it('a form goes through the renewal of its session whole', async () => {
    const page = await visitor(true);
    await page.goto(`${origin}/schools`);
    const csrf = await page.locator('input[name=csrf]').first().inputValue();
    later = 3_600_000;
    const bodies: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST')
        bodies.push(`${new URL(request.url()).pathname} ${request.postData()}`);
    });
    await sendForm(page, csrf);
    await page.waitForURL(`${origin}${FORM}`);
    later = 0;
    const body = `csrf=${csrf}&note=Typed`;
    expect(bodies).toEqual([`${FORM} ${body}`, `/sign-in/renew ${body}`, `${FORM} ${body}`]);
    await page.context().close();
  });

  it.each(['no-role', 'two-roles', 'gave-up'])('%s has a page without faults', async (which) => {
    const page = await visitor(true);
    const groups = { 'no-role': [], 'two-roles': ['hub-origin', 'admin'], 'gave-up': [] }[which] ?? [];
    issuer.account = which === 'gave-up' ? undefined : { ...LEAD, groups };
    await page.goto(`${origin}/schools`);
    expect(await violationsOn(page)).toEqual([]);
    await page.context().close();
  });
});
