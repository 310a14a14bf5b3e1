import type { Context, Hono } from 'hono';
import * as z from 'zod';
import { roleIn, rolesIn } from '../core/account-groups.ts';
import { type Instant, instantOf } from '../core/instant.ts';
import { flightsIn } from './oidc-flights.ts';
import { type Issuer, NotSignedIn, type Vouched, type VouchedPerson } from './oidc-issuer.ts';
import { safeReturn } from './protection.ts';
import { sealedCookie } from './sealed-cookie.ts';
import type { Session } from './session.ts';
import type { SignIn, SignInFrame } from './sign-in.ts';
import { SIGN_IN_PROBLEMS, type SignInProblem } from './words/sign-in-problems.ts';

/** The addresses of signing in. The issuer has to know `callback` and `left`: it leads to no others. */
export const SIGN_IN = {
  begin: '/sign-in',
  callback: '/sign-in/callback',
  renew: '/sign-in/renew',
  leave: '/sign-in/leave',
  left: '/sign-in/signed-out',
} as const;

/** Seconds. Renewed a minute before it runs out, a token does not run out on its way to the API. */
const MARGIN = 60;
/** Seconds. A session whose token lives shorter would go around in circles for ever. */
const SHORTEST_LIFE = 10;
/** What no address of ours comes near. */
const LONGEST_WAY_BACK = 500;

const refreshSchema = z.object({ refreshToken: z.string() });

/**
 * Sign-in by OpenID Connect, code and PKCE, at whichever issuer is configured. The access token is in the session; the
 * token that renews it goes to `/sign-in` alone and does not travel with every page. Who comes back with an access token
 * that has run out is led through a renewal, form and all, and notices nothing.
 */
export function oidcSignIn(options: {
  readonly issuer: Issuer;
  /** Real time: tokens know no other. */
  readonly now: () => Instant;
  readonly onDefect: (error: unknown) => void;
}): SignIn {
  const { issuer, now, onDefect } = options;
  return {
    afterSignOut: SIGN_IN.leave,
    renewalOf: ({ renewAt }) => (renewAt && now() >= renewAt ? SIGN_IN.renew : undefined),
    mount(app: Hono, frame: SignInFrame) {
      const { establish, interrupt, keepOn, sessionOf } = frame;
      const refreshIn = (context: Context) =>
        sealedCookie(frame.cookies(context), { name: 'renewal', schema: refreshSchema, lifetime: '12h' });
      const problem = (context: Context, which: SignInProblem) => {
        const { status, ...data } = SIGN_IN_PROBLEMS[which];
        return frame.draw(context, 'sign-in-problem', data, status);
      };
      const notSignedIn = (context: Context, error: unknown) => {
        if (error instanceof NotSignedIn) return problem(context, 'gave-up');
        onDefect(error);
        return problem(context, 'issuer-failed');
      };

      app.get(SIGN_IN.begin, async (context) => {
        const way = await issuer.begin().catch((error: unknown) => notSignedIn(context, error));
        if (way instanceof Response) return way;
        const back = safeReturn(context.req.query('back'));
        const flight = { proof: way.proof, back: back.length > LONGEST_WAY_BACK ? '/' : back };
        await flightsIn(frame.cookies(context)).start(flight);
        return context.redirect(way.address.href, 303);
      });

      app.get(SIGN_IN.callback, async (context) => {
        const flight = await flightsIn(frame.cookies(context)).land(context.req.query('state') ?? '');
        // Begun in another browser, too long ago, or come back a second time.
        if (!flight)
          return (await sessionOf(context)) ? context.redirect('/', 303) : problem(context, 'lost');
        const { search } = new URL(context.req.url);
        const vouched = await issuer
          .finish(search, flight.proof)
          .catch((error: unknown) => notSignedIn(context, error));
        if (vouched instanceof Response) return vouched;
        if (vouched.lifetime < SHORTEST_LIFE) return problem(context, 'issuer-failed');
        const { person, accessToken: token, refreshToken } = vouched;
        const role = person && roleIn(person.groups);
        if (!role)
          return problem(context, rolesIn(person?.groups ?? []).length === 0 ? 'no-role' : 'two-roles');
        if (refreshToken) await refreshIn(context).keep({ refreshToken });
        // What is left of somebody before must not renew this session.
        else refreshIn(context).drop();
        const { actor, name = 'Signed in' } = person;
        return establish(context, { ...role, actor, name, token, renewAt: renewalAt(vouched) }, flight.back);
      });

      app.all(SIGN_IN.renew, async (context) => {
        const back = safeReturn(context.req.query('back'));
        const session = await sessionOf(context);
        const kept = await refreshIn(context).read();
        const on = session && kept && (await renewed(session, kept.refreshToken));
        if (!on) {
          refreshIn(context).drop();
          if (context.req.method !== 'GET') return interrupt(context, back);
          return context.redirect(`${SIGN_IN.begin}?back=${encodeURIComponent(back)}`, 303);
        }
        await keepOn(context, on.session);
        if (on.refreshToken) await refreshIn(context).keep({ refreshToken: on.refreshToken });
        return context.redirect(back, 307);
      });

      app.get(SIGN_IN.leave, async (context) => {
        // Another site may lead here: only who has signed out is led on to the issuer.
        if (await sessionOf(context)) return context.redirect('/', 303);
        const kept = await refreshIn(context).read();
        refreshIn(context).drop();
        if (kept) await issuer.revoke(kept.refreshToken).catch(onDefect);
        const goodbye = await issuer.goodbye().catch(onDefect);
        if (!goodbye) return context.redirect(SIGN_IN.left, 303);
        // Led on by the page, not by a redirect: of a form's, our content policy lets none leave this site.
        context.header('refresh', `0; url=${goodbye.href}`);
        return frame.draw(context, 'signing-out', { title: 'Signing out', goodbye: goodbye.href });
      });

      app.get(SIGN_IN.left, (context) =>
        frame.draw(context, 'signed-out', {
          title: 'You have signed out',
          signIn: SIGN_IN.begin,
          byThemselves: true,
        }),
      );
    },
  };

  /** The session with a new token; undefined where it is over. */
  async function renewed(session: Session, refreshToken: string) {
    const vouched = await issuer.renew(refreshToken).catch((error: unknown) => {
      if (!(error instanceof NotSignedIn)) onDefect(error);
    });
    if (!vouched || vouched.lifetime < SHORTEST_LIFE) return undefined;
    // Moved to another role meanwhile: what they were allowed must not go on under a new token.
    if (vouched.person && !isStill(session, vouched.person)) return undefined;
    return {
      session: { ...session, token: vouched.accessToken, renewAt: renewalAt(vouched) },
      refreshToken: vouched.refreshToken,
    };
  }

  function renewalAt({ lifetime }: Vouched): Instant {
    return instantOf(Date.parse(now()) + (lifetime - Math.min(MARGIN, lifetime / 2)) * 1000);
  }
}

function isStill(session: Session, { actor, groups }: VouchedPerson): boolean {
  const role = roleIn(groups);
  if (actor !== session.actor || role?.role !== session.role) return false;
  return role.role !== 'hub' || session.role !== 'hub' || role.hub === session.hub;
}
