import { declaration, developmentForm, key } from './forms.ts';
import type { Answer, Programme } from './programme.ts';

/**
 * A scripted life of two schools, every step of which can be repeated safely: their enrolment, their Work Group,
 * their Development year; then the first goes on to Embedding, and the second says nothing.
 */

type Call = Programme['call'];

export interface Step {
  readonly name: string;
  /** Takes the step; `again`: unless it was taken before. Throws where it is refused. */
  take(call: Call, again?: boolean): Promise<void>;
}

export const LIFE_BEGINS = '2026-08-30T09:00:00Z';

const ONE = '900001-2026-27-development';
const TWO = '900002-2026-27-development';

const post = (name: string, path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) => ({
  name,
  async take(call: Call, again = false) {
    const authorization = await signIn(call, { role: 'hub', hub: 'origin', user: 'a' });
    const text = JSON.stringify(body);
    const answer = await call('POST', `/api/v1${path}`, text, { authorization, ...headers });
    if (answer.status < 300 || (again && tellsOfItself(answer))) return;
    throw new Error(`${name}: ${said(answer)}`);
  },
});

/** Nobody else is at work: where the world has moved, this very step has moved it, and its answer was lost. */
function tellsOfItself({ body }: Answer): boolean {
  const moved: readonly string[] = ['ask-already-answered', 'school-not-waiting'];
  return body.errors.every(({ code }: { code: string }) => moved.includes(code));
}

const enrol = (urn: string) => post(`enrol ${urn}`, '/enrolments', developmentForm(urn), key(`enrol-${urn}`));

const declare = (id: string, milestone: string, happenedOn: string) =>
  post(
    `declare ${milestone} for ${id}`,
    `/asks/${id}.declaration-${milestone}/answer`,
    declaration(happenedOn),
  );

const clockTo = (iso: string): Step => ({
  name: `move the clock to ${iso}`,
  take: (call) => moveClock(call, { advanceTo: iso }),
});

export interface Chapter {
  readonly name: string;
  readonly steps: readonly Step[];
}

const enrolment: readonly Step[] = [
  enrol('900001'),
  enrol('900002'),
  post('form the Work Group', '/work-groups', {
    kind: 'development',
    academicYear: '2026-27',
    lead: 'sp-0001',
    schools: ['900001', '900002'],
  }),
  clockTo('2026-09-02T09:00:00Z'),
];

const autumn: readonly Step[] = [
  declare(ONE, 'started', '2026-09-01'),
  declare(TWO, 'started', '2026-09-02'),
];

/** October's statement is gathered in the night, and waits for finance. */
const statement: readonly Step[] = [clockTo('2026-11-02T09:00:00Z')];

const winter: readonly Step[] = [clockTo('2027-06-10T09:00:00Z')];

const summer: readonly Step[] = [
  declare(ONE, 'completed', '2027-06-05'),
  declare(TWO, 'completed', '2027-06-06'),
  post('go on to Embedding', `/asks/${ONE}.progression/answer`, {
    decision: 'continue',
    activities: ['coherent-development'],
  }),
  clockTo('2027-08-22T09:00:00Z'),
];

export const LIFE: readonly Chapter[] = [
  { name: 'enrolment and placement', steps: enrolment },
  { name: 'autumn', steps: autumn },
  { name: 'first statement', steps: statement },
  { name: 'winter', steps: winter },
  { name: 'summer', steps: summer },
];

/** Everything that anybody can see of the two schools once their life has been told, but for random ids. */
export async function outcomeOf(call: Call) {
  const hub = await signIn(call, { role: 'hub', hub: 'origin', user: 'a' });
  const finance = await signIn(call, { role: 'finance', user: 'f' });
  const get = async (path: string, authorization: string) => {
    const answer = await call('GET', path, undefined, { authorization });
    if (answer.status !== 200) throw new Error(`${path}: ${said(answer)}`);
    return withoutRandomIds(answer.body);
  };
  const listed: { items: { id: string }[] } = await get('/api/v1/participations?limit=100', hub);
  const whole = listed.items.map(({ id }) => get(`/api/v1/participations/${id}`, hub));
  return {
    listed,
    participations: await Promise.all(whole),
    asks: await get('/api/v1/asks', hub),
    claims: await get('/api/v1/funding/claims', finance),
    workGroups: await get('/api/v1/work-groups?academicYear=2026-27', hub),
    lead: await get('/api/v1/specialists/sp-0001', hub),
    feed: await get('/api/v1/funding/events?after=0&limit=1000', finance),
    deadLetters: (await call('GET', '/local/queues/dead-letters')).body.items,
    clock: (await call('GET', '/local/clock')).body,
  };
}

/** What finance's queue holds: the events in the order in which they were sent, repetitions and all. */
export async function toldFinance(call: Call): Promise<{ eventId: string; type: string; event: unknown }[]> {
  const { items } = (await call('GET', '/local/queues/finance')).body;
  return withoutRandomIds(items).map(
    ({ body }: { body: { 'detail-type': string; detail: { metadata: { eventId: string } } } }) => ({
      eventId: body.detail.metadata.eventId,
      type: body['detail-type'],
      event: body.detail,
    }),
  );
}

/** Not moving at all is answered, too, only when all that is due has happened and all is quiet. */
export async function untilQuiet(call: Call): Promise<void> {
  await moveClock(call, { advanceBy: 'PT0S' });
}

async function moveClock(call: Call, by: object): Promise<void> {
  const answer = await call('POST', '/local/clock', JSON.stringify(by));
  if (answer.status !== 200) throw new Error(`the clock: ${said(answer)}`);
}

async function signIn(call: Call, request: object): Promise<string> {
  const { body } = await call('POST', '/local/token', JSON.stringify(request));
  return `Bearer ${body.token}`;
}

/**
 * A Work Group's id is drawn by lot; that it is the same one everywhere still shows. A statement's row holds its own
 * doorbell: a step that is killed once it has left its token leaves another, and what follows counts a version more.
 */
function withoutRandomIds(value: unknown) {
  const text = JSON.stringify(value)
    .replace(/wg-[0-9a-f]{12}/g, 'wg-drawn-by-lot')
    .replace(/(statement-\d{4}-\d{2}-[a-z-]+)#\d+#/g, '$1#a-version#');
  return JSON.parse(text);
}

const said = ({ status, body }: Answer) => `${status} ${JSON.stringify(body)}`;
