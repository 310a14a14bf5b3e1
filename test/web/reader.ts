import { instantOf } from '../../core/instant.ts';
import { type CallApi, fetchApi } from '../../web/api.ts';
import { createApp } from '../../web/app.ts';
import { type Session, sealerWith, sessionSchema } from '../../web/session.ts';
import type { Role } from '../../workflows/routes.ts';
import type { Programme } from '../support/programme.ts';

/** What a page was answered with. */
export interface PageAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Somebody signed in who reads pages as text, and keeps cookies as browsers do. */
export interface Reader {
  readonly session: Session;
  get(path: string): Promise<PageAnswer>;
  /** Sends a form, with what shows that it was drawn for this person. */
  post(path: string, fields: Iterable<readonly [string, string]>): Promise<PageAnswer>;
}

/** The pages over a programme's API, without a browser and without the local bar: as they are deployed. */
export interface Pages {
  /** Somebody of each role. @param hub of the hub’s */
  readers(hub: string): Promise<Readonly<Record<Role, Reader>>>;
  /** What went wrong inside since it was last asked. */
  defects(): string[];
}

const SECRET = 'a secret of these tests';

/** @param callApi the programme's own API unless a test listens in */
export function pagesOver(
  programme: Programme,
  callApi: CallApi = fetchApi(() => programme.host.address),
): Pages {
  let defects: string[] = [];
  let ids = 0;
  // In their order, so that a page that shows one is the same every time.
  const newId = () => {
    ids += 1;
    return `${String(ids).padStart(8, '0')}-sample-id`;
  };
  const app = createApp({
    callApi,
    secret: SECRET,
    signIn: { afterSignOut: '/', mount() {} },
    now: () => instantOf(programme.host.clock.now()),
    newId,
    onDefect: (error) => defects.push(String(error)),
  });
  const readerOf = async (account: { readonly role: Role; readonly hub?: string }) => {
    const { body } = await programme.call('POST', '/local/token', JSON.stringify({ ...account, user: 'a' }));
    const actor = [...Object.values(account), 'a'].join('.');
    const person = { ...account, actor, name: 'Sample', token: body.token, csrf: newId() };
    return readerFor(app, sessionSchema.parse(person));
  };
  return {
    defects() {
      const heard = defects;
      defects = [];
      return heard;
    },
    readers: async (hub) => ({
      hub: await readerOf({ role: 'hub', hub }),
      finance: await readerOf({ role: 'finance' }),
      admin: await readerOf({ role: 'admin' }),
    }),
  };
}

type App = ReturnType<typeof createApp>;

async function readerFor(app: App, session: Session): Promise<Reader> {
  const sealed = await sealerWith(SECRET).seal('session', session, '1h');
  const kept = new Map([['/ session', { path: '/', cookie: `session=${sealed}` }]]);
  const send = async (path: string, request: RequestInit): Promise<PageAnswer> => {
    const cookies = [...kept.values()].filter((each) => path.startsWith(each.path));
    const cookie = cookies.map((each) => each.cookie).join('; ');
    const answer = await app.request(path, { ...request, headers: { cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = /; Path=([^;]+)/.exec(line)?.[1] ?? '/';
      const key = `${at} ${pair.split('=')[0]}`;
      if (/; Max-Age=0/.test(line)) kept.delete(key);
      else kept.set(key, { path: at, cookie: pair });
    }
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  return {
    session,
    get: (path) => send(path, {}),
    post(path, fields) {
      const body = new URLSearchParams([['csrf', session.csrf]]);
      for (const [name, value] of fields) body.append(name, value);
      return send(path, { method: 'POST', body });
    },
  };
}
