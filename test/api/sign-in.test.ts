import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { API_BASE, ROUTES, type RouteName } from '../../workflows/routes.ts';
import { type Court, changingNothing, expectRefusal, startCourt } from '../support/court.ts';
import { declaration, developmentForm, key } from '../support/forms.ts';
import type { Person } from '../support/programme.ts';

let court: Court;
beforeAll(async () => {
  court = await startCourt();
});
afterAll(() => court.stop());

const tokenOf = async (request: object): Promise<string> =>
  (await court.programme.call('POST', '/local/token', JSON.stringify(request))).body.token;

const routes = (Object.keys(ROUTES) as RouteName[]).map((name) => ({ name, ...ROUTES[name] }));
const addressOf = (path: string) =>
  `${API_BASE}${path.replace('{id}', '900001-2026-27-development').replace('{urn}', '900001').replace('{name}', 'n')}`;

describe('a token', () => {
  /** A token with these claims, signed with this secret. */
  const signed = (secret: string, claims: object, issuer = 'urn:mastery-pathways:local') =>
    new SignJWT({ 'cognito:groups': ['admin'], ...claims })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(issuer)
      .setSubject('admin.z')
      .setExpirationTime(253_000_000_000)
      .sign(new TextEncoder().encode(secret.padEnd(32, '.')));
  const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = {
    sub: 'admin.z',
    iss: 'urn:mastery-pathways:local',
    exp: 253_000_000_000,
    'cognito:groups': ['admin'],
  };
  /** A token with its claims exchanged for others, its signature kept. */
  const tampered = async () => {
    const [header, , signature] = (await tokenOf({ role: 'hub', hub: 'origin' })).split('.');
    return `Bearer ${header}.${encoded(claims)}.${signature}`;
  };

  const forgeries: [string, () => Promise<string | undefined>][] = [
    ['missing', async () => undefined],
    ['empty', async () => ''],
    ['only announced', async () => 'Bearer '],
    ['no token', async () => 'Bearer nonsense'],
    ['of another scheme', async () => `Basic ${Buffer.from('origin:a').toString('base64')}`],
    ['without its scheme', () => tokenOf({ role: 'admin' })],
    [
      'two tokens',
      async () => `Bearer ${await tokenOf({ role: 'admin' })} ${await tokenOf({ role: 'admin' })}`,
    ],
    ['expired a second ago', async () => `Bearer ${await tokenOf({ role: 'admin', expiresIn: -1 })}`],
    ['expired long ago', async () => `Bearer ${await tokenOf({ role: 'admin', expiresIn: -1e9 })}`],
    ['signed with another secret', async () => `Bearer ${await signed('guessed', {})}`],
    ['signed with nothing', async () => `Bearer ${encoded({ alg: 'none', typ: 'JWT' })}.${encoded(claims)}.`],
    [
      'signed with nothing, in capitals',
      async () => `Bearer ${encoded({ alg: 'NONE' })}.${encoded(claims)}.`,
    ],
    ['tampered with', tampered],
    [
      'without its signature',
      async () => `Bearer ${(await tokenOf({ role: 'admin' })).replace(/[^.]+$/, '')}`,
    ],
    ['longer than a header may be sensibly', async () => `Bearer ${'x'.repeat(8_000)}`],
  ];
  it.each(forgeries)('opens no door where it is %s', async (_, authorizationOf) => {
    const authorization = await authorizationOf();
    const headers = { ...key('forged'), ...(authorization === undefined ? {} : { authorization }) };
    const body = JSON.stringify(developmentForm('900001'));
    await court.refuses(
      () => court.programme.call('POST', `${API_BASE}/enrolments`, body, headers),
      ['not-signed-in', 'Authorization'],
    );
  });

  it('is asked for at every address but that of the description, and of a calendar, whose link is the secret', async () => {
    for (const { name, method, path, roles } of routes) {
      const answer = await court.programme.call(
        method,
        addressOf(path),
        method === 'POST' ? '{}' : undefined,
      );
      if (roles.length > 0) expectRefusal(answer, ['not-signed-in', 'Authorization']);
      else expect([name, answer.status]).toEqual([name, name === 'calendar' ? 404 : 200]);
    }
  });

  it('is given for 31 days at most, to roles and hubs that could be', async () => {
    const refused = [
      { role: 'hub' },
      { role: 'admin', hub: 'origin' },
      { role: 'queen' },
      { role: 'hub', hub: 'Origin' },
      { role: 'hub', hub: 'origin] [admin' },
      { role: 'hub', hub: 'origin', user: 'a b' },
      { role: 'admin', expiresIn: 1e9 },
      { role: 'admin', expiresIn: '1' },
      { role: 'admin', groups: ['finance'] },
      null,
      [],
    ];
    for (const request of refused) {
      const { status, headers } = await court.programme.call('POST', '/local/token', JSON.stringify(request));
      expect([status, headers.get('content-type')]).toEqual([400, 'application/problem+json']);
    }
    expect((await court.programme.call('POST', '/local/token', '{')).status).toBe(400);
  });

  it('makes two users of two hubs two people, whatever dashes their names have', async () => {
    const one = await court.programme.hub('kent', 'medway-a');
    const other = await court.programme.hub('kent-medway', 'a');
    const form = developmentForm('900072');
    expect((await one.post('/enrolments', form, key('same'))).status).toBe(202);
    expectRefusal(await other.post('/enrolments', form, key('same')), ['school-of-another-hub', 'urn']);
  });
});

describe('a role', () => {
  it('may do what the routes say, and nothing else', async () => {
    const people = {
      hub: await court.programme.hub('origin'),
      finance: await court.programme.finance(),
      admin: await court.programme.admin(),
    };
    const { result } = await changingNothing(court, async () => {
      const surprises: string[] = [];
      for (const [role, person] of Object.entries(people)) {
        for (const { name, method, path, roles } of routes) {
          // Asks for nothing but a hub: whatever is sent, there is a link more.
          if (name === 'create-calendar-link') continue;
          const permitted = roles.length === 0 || roles.some((each) => each === role);
          const address = addressOf(path).slice(API_BASE.length);
          const { status } = method === 'POST' ? await person.post(address, []) : await person.get(address);
          if ((status === 403) === permitted || status >= 500) surprises.push(`${role} ${name} ${status}`);
        }
      }
      return surprises;
    });
    expect(result).toEqual([]);
  });

  it('of finance enrols no school, takes none out and moves none', async () => {
    const finance = await court.programme.finance();
    const id = '900001-2026-27-development';
    const calls: [string, object][] = [
      ['/enrolments', developmentForm('900001')],
      [`/participations/${id}/withdrawal`, { reason: 'staffing', effectiveOn: '2026-03-02' }],
      ['/schools/900001/hub', { hub: 'solent', from: '2026-03-02' }],
      ['/work-groups/wg-000000000000/members', { urn: '900001' }],
    ];
    for (const [path, body] of calls) {
      await court.refuses(() => finance.post(path, body, key('finance')), ['not-permitted', 'Authorization']);
    }
  });

  it('of a hub repairs nothing: that is the admins’', async () => {
    const origin = await court.programme.hub('origin');
    const id = '900001-2026-27-development';
    const late = { milestone: 'started', ...declaration('2026-09-01'), reason: 'A sample reason' };
    const calls: [string, object][] = [
      [`/participations/${id}/declarations`, late],
      [`/participations/${id}/restart`, {}],
      [`/participations/${id}/reopening`, {}],
      ['/schools/900001/hub', { hub: 'solent', from: '2026-03-02' }],
    ];
    for (const [path, body] of calls) {
      await court.refuses(() => origin.post(path, body), ['not-permitted', 'Authorization']);
    }
  });

  it('of finance answers no ask, and a hub reads no feed', async () => {
    const finance = await court.programme.finance();
    const answer = () => finance.post('/asks/900001-2026-27-development.placement/answer', {});
    await court.refuses(answer, ['not-permitted', 'Authorization']);
    const origin: Person = await court.programme.hub('origin');
    await court.refuses(() => origin.get('/funding/events'), ['not-permitted', 'Authorization']);
  });
});

describe('an address', () => {
  it.each([
    '/nothing',
    '',
    '/',
    '/participations/',
    '/schools/900001/',
    '/schools//eligibility',
    '/enrolments/../../local/token',
    '/asks/900001-2026-27-development.placement',
    '/schools/%ff',
    '/schools/900001%2feligibility',
    '/Schools',
    '/constructor',
    '/__proto__',
  ])('that is none finds nothing: %s', async (path) => {
    const admin = await court.programme.admin();
    const { status, body } = await admin.get(path);
    expect([status, body.errors[0].code]).toEqual([404, 'not-found']);
  });

  it.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD'])(
    'answers no %s, and stays as it is',
    async (method) => {
      const authorization = `Bearer ${await tokenOf({ role: 'admin' })}`;
      const addresses = routes.map(({ path }) => `${court.programme.host.address}${addressOf(path)}`);
      const { result } = await changingNothing(court, () =>
        Promise.all(addresses.map((address) => fetch(address, { method, headers: { authorization } }))),
      );
      expect(result.map(({ status }) => status)).toEqual(addresses.map(() => 405));
    },
  );

  it('answers a GET where a POST belongs, and the reverse, with 405', async () => {
    const authorization = `Bearer ${await tokenOf({ role: 'admin' })}`;
    const get = () => court.programme.call('GET', `${API_BASE}/enrolments`, undefined, { authorization });
    await court.refuses(get, ['method-not-allowed', '']);
    const post = () => court.programme.call('POST', `${API_BASE}/participations`, '{}', { authorization });
    await court.refuses(post, ['method-not-allowed', '']);
  });
});
