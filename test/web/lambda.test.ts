import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundlePages } from '../../infra/bundle-pages.ts';
import { readDeployedSettings } from '../../web/deployed-settings.ts';
import { type DeployedPages, signInAs, startDeployedPages } from './deployed-pages.ts';
import { csrfIn } from './lambda-visitor.ts';

/** The pages as a Lambda function behind an HTTP API. */

const ORIGIN_LEAD = { sub: 'sample-lead', groups: ['hub-origin'] };
const SETTINGS = {
  API_URL: 'https://api.example',
  PUBLIC_URL: 'https://pathways.example',
  ISSUER_URL: 'https://issuer.example/pool',
  CLIENT_ID: 'pages',
  SESSION_SECRET_ARN: 'arn:session',
  STAGE: 'sandbox',
  AWS_REGION: 'eu-west-2',
};

describe('the settings of the function', () => {
  it('are enough without a client secret, and roles come as Cognito’s groups unless said', () => {
    expect(readDeployedSettings(SETTINGS)).toEqual({ ...SETTINGS, ROLES_CLAIM: 'cognito:groups' });
  });

  it.each(Object.keys(SETTINGS))('lack %s by its name', (name) => {
    expect(() => readDeployedSettings({ ...SETTINGS, [name]: undefined })).toThrow(name);
  });

  it.each([
    ['API_URL', 'https://api.example/'],
    ['PUBLIC_URL', 'pathways.example'],
    ['PUBLIC_URL', 'https://pathways.example/pages'],
    ['ISSUER_URL', 'http://issuer.example'],
    ['SESSION_SECRET_ARN', ''],
  ])('refuse %s as %j', (name, value) => {
    expect(() => readDeployedSettings({ ...SETTINGS, [name]: value })).toThrow(name);
  });

  it('allow an issuer without https on this machine only', () => {
    const local = { ...SETTINGS, ISSUER_URL: 'http://127.0.0.1:9000' };
    expect(readDeployedSettings(local).ISSUER_URL).toBe('http://127.0.0.1:9000');
  });
});

let pages: DeployedPages;
beforeAll(async () => {
  pages = await startDeployedPages();
});
afterAll(() => pages?.stop());

describe('the function', () => {
  it('takes a form whether its body comes encoded or not', async () => {
    const visitor = pages.visitor();
    const page = await signInAs(pages, visitor, ORIGIN_LEAD, '/schools/900001');
    for (const encodes of [false, true]) {
      visitor.encodes = encodes;
      const { status, headers } = await visitor.post('/schools/900001/enrol', { csrf: csrfIn(page) });
      expect([status, headers['location']]).toEqual([303, expect.stringMatching(/^\/enrol\//)]);
    }
  });

  it('has nothing of what is local only', async () => {
    const visitor = pages.visitor();
    const page = await signInAs(pages, visitor, ORIGIN_LEAD);
    expect(page.html).not.toMatch(/local copy|clock|persona/);
    for (const path of ['/clock', '/local/clock', '/local/token', '/health']) {
      expect((await visitor.post(path, { csrf: csrfIn(page), persona: 'admin' })).status).toBe(404);
    }
    expect((await pages.visitor().post('/sign-in', { persona: 'admin' })).status).toBe(404);
  });

  it('tells browsers to keep to https, and to keep no page', async () => {
    const { headers } = await pages.visitor().get('/sign-in/signed-out');
    expect(headers['strict-transport-security']).toContain('max-age=31536000');
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['content-security-policy']).toContain("form-action 'self'");
  });

  it('serves what pages are drawn with under an address that changes with it, to be kept for a year', async () => {
    const visitor = pages.visitor();
    const { html } = await visitor.get('/sign-in/signed-out');
    const address = /href="(\/assets\/v-[0-9a-f]{12})\/pages.css"/.exec(html)?.[1] ?? '';
    const cacheOf = async (path: string) => (await visitor.get(path)).headers['cache-control'];
    expect(await cacheOf(`${address}/pages.css`)).toBe('public, max-age=31536000, immutable');
    expect(await cacheOf('/assets/pages.css')).toBe('public, max-age=3600');
    // Asked for by a page of the version before: kept no longer than that page.
    expect(await cacheOf('/assets/v-000000000000/pages.css')).toBe('public, max-age=3600');
    for (const path of [
      `${address}/`,
      '/assets/../app.ts',
      '/assets/%2e%2e/app.ts',
      '/assets/v-0/pages.css',
    ]) {
      expect((await visitor.get(path)).status).toBe(404);
    }
    const font = await visitor.get('/assets/fonts/bold-b542beb274-v2.woff2');
    expect([font.headers['content-type'], font.html.slice(0, 4)]).toEqual(['font/woff2', 'wOF2']);
  });
});

describe('the bundle', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pages-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('draws pages with nothing but what is shipped with it', async () => {
    const cwd = bundlePages(folder);
    const event = {
      version: '2.0',
      rawPath: '/sign-in/signed-out',
      rawQueryString: '',
      headers: { host: 'pathways.example' },
      requestContext: { domainName: 'pathways.example', http: { method: 'GET' } },
    };
    const script = `import { handler } from './index.mjs'; console.log((await handler(${JSON.stringify(event)})).body)`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', script],
      { cwd },
    );
    expect(stdout).toContain('You have signed out');
    expect(stdout).toContain('govuk-service-navigation');
  });
});
