import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { toInstant } from '../../core/instant.ts';
import { createApp } from '../../web/app.ts';
import { formTokens } from '../../web/form-tokens.ts';
import { CookieTooLarge, sealedCookie } from '../../web/sealed-cookie.ts';
import { sealerWith } from '../../web/session.ts';

/** What is kept in browsers: what opens, and what does not. */

const SECRET = 'a secret of these tests';
const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const sealer = sealerWith(SECRET);
const SESSION = {
  role: 'hub',
  hub: 'origin',
  actor: 'sample-actor',
  name: 'Sample',
  token: 'token',
  csrf: 'sixteen characters',
};
const app = createApp({
  callApi: async () => ({ status: 200, body: { items: [] } }),
  secret: SECRET,
  signIn: { afterSignOut: '/', mount() {} },
  now: () => toInstant('2026-09-01T09:00:00Z'),
  newId: () => 'an-id-of-this-test',
  onDefect() {},
});
/** 200 for somebody signed in, 303 for nobody. */
const statusWith = async (cookie: string) => (await app.request('/schools', { headers: { cookie } })).status;

describe('a session cookie', () => {
  it('opens for this service, until its time is over', async () => {
    expect(await statusWith(`session=${await sealer.seal('session', SESSION, '1m')}`)).toBe(200);
    expect(await statusWith(`session=${await sealer.seal('session', SESSION, '-1m')}`)).toBe(303);
  });

  it.each([
    ['of another service', () => sealerWith('another secret').seal('session', SESSION, '1m')],
    ['that was a notice', () => sealer.seal('notice', SESSION, '1m')],
    ['that was a draft', () => sealer.seal('draft of sample-actor: x', SESSION, '1m')],
    ['that was a sign-in on its way', () => sealer.seal('sign-in x', SESSION, '1m')],
    ['that was what renews another', () => sealer.seal('renewal', SESSION, '1m')],
    ['of a role that there is not', () => sealer.seal('session', { ...SESSION, role: 'owner' }, '1m')],
    ['of a hub without a hub', () => sealer.seal('session', { ...SESSION, hub: undefined }, '1m')],
    ['without what its forms bring back', () => sealer.seal('session', { ...SESSION, csrf: '' }, '1m')],
    ['that is not sealed', async () => Buffer.from(JSON.stringify(SESSION)).toString('base64url')],
    ['that says it need not be sealed', async () => `${btoa('{"alg":"none"}')}.${btoa('{}')}.`],
    ['of no text', async () => ''],
  ])('%s is none', async (_, made) => {
    expect(await statusWith(`session=${await made()}`)).toBe(303);
  });

  it('is none when any character of it is another one', async () => {
    const sealed = await sealer.seal('session', SESSION, '1m');
    for (let at = 0; at < sealed.length; at += 7) {
      // Of the six bits of a last character some mean nothing; the first always does.
      const other = BASE64URL[(BASE64URL.indexOf(sealed[at] ?? '') + 32) % 64];
      const changed = `${sealed.slice(0, at)}${other}${sealed.slice(at + 1)}`;
      expect(await sealer.open('session', changed)).toBeUndefined();
    }
  });

  it('reads nothing of a person to whoever finds it', async () => {
    const sealed = await sealer.seal('session', SESSION, '1m');
    const parts = sealed.split('.').map((part) => Buffer.from(part, 'base64url').toString('latin1'));
    for (const secret of ['sample-actor', 'Sample', 'origin', 'token']) {
      expect(parts.join(' ')).not.toContain(secret);
    }
  });
});

describe('what is too long for one cookie', () => {
  const kept = new Map<string, string>();
  const place = {
    names: () => [...kept.keys()],
    get: (name: string) => kept.get(name),
    set: (name: string, value: string, maxAge?: number) =>
      maxAge === 0 ? kept.delete(name) : kept.set(name, value),
  };
  const cookie = sealedCookie(
    { place, sealer },
    { name: 'long', schema: z.object({ text: z.string() }), lifetime: '1m' },
  );
  const textOf = (length: number) => ({ text: 'x'.repeat(length) });

  it('takes two, and one again when it is short again', async () => {
    await cookie.keep(textOf(3000));
    expect([...kept.keys()]).toEqual(['long', 'long-1']);
    expect(await cookie.read()).toEqual(textOf(3000));
    await cookie.keep(textOf(10));
    expect([...kept.keys()]).toEqual(['long']);
    expect(await cookie.read()).toEqual(textOf(10));
    cookie.drop();
    expect(kept.size).toBe(0);
  });

  it('is nothing without its second piece, or with that of another time', async () => {
    await cookie.keep(textOf(3000));
    const second = kept.get('long-1') ?? '';
    await cookie.keep(textOf(3000));
    kept.set('long-1', second);
    expect(await cookie.read()).toBeUndefined();
    kept.delete('long-1');
    expect(await cookie.read()).toBeUndefined();
  });

  it('is refused by name where two do not do', async () => {
    await expect(cookie.keep(textOf(5000))).rejects.toThrow(CookieTooLarge);
  });
});

describe('the token of a form', () => {
  const tokens = formTokens(sealer);
  const session = (actor: string, random: string) => ({
    role: 'finance' as const,
    actor,
    name: 'Sample',
    token: 'token',
    csrf: tokens.issue(actor, random),
  });

  it('is good in its own session only', async () => {
    const [one, other] = [session('a', 'first'), session('a', 'second')];
    expect(await tokens.accepts(one, one.csrf, '/x')).toBe(true);
    expect(await tokens.accepts(one, other.csrf, '/x')).toBe(false);
    for (const wrong of ['', 'x', one.csrf.slice(1), `${one.csrf}x`, one.csrf.toUpperCase()]) {
      expect(await tokens.accepts(one, wrong, '/x')).toBe(false);
    }
  });

  it('of a session that is over makes a ticket: for its own person, for one address', async () => {
    const ticket = (await tokens.ticketFor(session('a', 'first').csrf, '/x')) ?? '';
    const later = session('a', 'second');
    expect(await tokens.accepts(later, ticket, '/x')).toBe(true);
    expect(await tokens.accepts(later, ticket, '/y')).toBe(false);
    expect(await tokens.accepts(session('b', 'third'), ticket, '/x')).toBe(false);
    expect(await tokens.ticketFor('made up', '/x')).toBeUndefined();
  });

  it('shows who somebody is to nobody: a mark made elsewhere opens nothing', async () => {
    const foreign = formTokens(sealerWith('another secret'));
    const ticket = (await foreign.ticketFor(foreign.issue('a', 'first'), '/x')) ?? '';
    expect(tokens.isOf('a', ticket)).toBe(false);
    expect(await tokens.accepts(session('a', 'first'), ticket, '/x')).toBe(false);
  });
});
