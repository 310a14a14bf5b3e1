import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toInstant } from '../../core/instant.ts';
import { addressOf } from '../../web/routes.ts';
import { developmentForm, key } from '../support/forms.ts';
import { given, statementOf } from '../support/money-rows.ts';
import { type Programme, startProgramme } from '../support/programme.ts';

/** Double clicks, and forms that are sent once more after going back: what was done is done once. */

let programme: Programme;
let origin: string;
beforeAll(async () => {
  // Within the year, which opens as soon as a school has its place.
  programme = await startProgramme({ now: toInstant('2026-09-10T09:00:00Z') });
  origin = programme.host.address;
});
afterAll(() => programme?.stop());

const get = (path: string, cookie: string) =>
  fetch(`${origin}${path}`, { headers: { cookie }, redirect: 'manual' });
const post = (path: string, body: Record<string, string>, cookie = '') =>
  fetch(`${origin}${path}`, {
    method: 'POST',
    body: new URLSearchParams(body),
    headers: { cookie },
    redirect: 'manual',
  });
const cookiesIn = ({ headers }: Response): string =>
  headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ');
const signIn = async (persona: string): Promise<string> => cookiesIn(await post('/sign-in', { persona }));
const csrfIn = (html: string): string => /name="csrf" value="([^"]+)"/.exec(html)?.[1] ?? '';

const PEOPLE = {
  'headteacher.name': 'Sample Head',
  'headteacher.email': 'head@people.example',
  releaseAgreed: 'yes',
  ...Object.fromEntries(
    [0, 1].flatMap((index) =>
      Object.entries({
        name: `Sample Advocate ${index}`,
        email: `advocate-${index}@people.example`,
        role: 'teacher',
        experienceYears: '5',
      }).map(([part, value]) => [`participants.${index}.${part}`, value]),
    ),
  ),
};
describe('a form that is sent twice', () => {
  /** At once, as a double click does, and once more, as going back and sending again does. */
  async function sentThrice(path: string, body: Record<string, string>, cookie: string) {
    const sent = () => post(path, body, cookie);
    const clicks = await Promise.all([sent(), sent()]);
    const answers = [...clicks, await sent()];
    for (const { status } of answers) expect(status).toBeLessThan(500);
    return answers;
  }

  it('enrols a school once, and each time leads to what it became', async () => {
    const cookie = await signIn('origin');
    const csrf = csrfIn(await (await get('/schools/900003', cookie)).text());
    const begun = await post(addressOf('begin-enrolment', { urn: '900003' }), { csrf }, cookie);
    const draft = /\/enrol\/([^/]+)\//.exec(begun.headers.get('location') ?? '')?.[1] ?? '';
    let cookies = [cookie, cookiesIn(begun)].join('; ');
    const fill = async (page: 'enrol-stage' | 'enrol-people' | 'enrol-activities', body: object) => {
      const answer = await post(addressOf(page, { draft }), { csrf, ...body }, cookies);
      expect(answer.status).toBe(303);
      cookies = [cookie, cookiesIn(answer)].join('; ');
    };
    await fill('enrol-stage', { stage: 'development' });
    await fill('enrol-people', PEOPLE);
    await fill('enrol-activities', { activities: 'planning-lessons' });
    const answers = await sentThrice(addressOf('enrol-check', { draft }), { csrf }, cookies);
    const ways = answers.map(({ headers }) => headers.get('location'));
    expect(ways[0]).toMatch(/^\/enrolments\/.+\/accepted$/);
    expect(new Set(ways).size).toBe(1);
  });

  it('forms one Work Group, records one session of it, and declares once', async () => {
    const hub = await programme.hub('origin');
    for (const urn of ['900001', '900002']) await hub.post('/enrolments', developmentForm(urn), key(urn));
    const cookie = await signIn('origin');
    const csrf = csrfIn(await (await get('/', cookie)).text());
    const body = new URLSearchParams({ csrf, for: 'development 2026-27', lead: 'sp-0001' });
    const page = await (await get('/work-groups/form', cookie)).text();
    body.set('for', /name="for" value="([^"]+)"/.exec(page)?.[1] ?? '');
    for (const urn of ['900001', '900002']) body.append('schools', urn);
    const send = () =>
      fetch(`${origin}/work-groups/form`, { method: 'POST', body, headers: { cookie }, redirect: 'manual' });
    const formed = await Promise.all([send(), send()]);
    expect(formed.map(({ status }) => status).sort()).toContain(303);
    expect((await hub.get('/work-groups?academicYear=2026-27')).body.items).toHaveLength(1);

    await programme.host.quiet();
    const [group] = (await hub.get('/work-groups?academicYear=2026-27')).body.items;
    const day = { 'heldOn-day': '9', 'heldOn-month': '9', 'heldOn-year': '2026' };
    const session = { csrf, ...day, type: 'meeting', attended: '900001' };
    await sentThrice(addressOf('record-session', { id: group.id }), session, cookie);
    expect((await hub.get(`/work-groups/${group.id}`)).body.sessions).toHaveLength(1);

    const ask = '900001-2026-27-development.declaration-started';
    const declared = { csrf, 'happenedOn-day': '2', 'happenedOn-month': '9', 'happenedOn-year': '2026' };
    const evidence = { evidenceType: 'attendance-register', reference: 'Sample register' };
    await sentThrice(addressOf('ask', { id: ask }), { ...declared, ...evidence }, cookie);
    const { claims } = (await hub.get('/participations/900001-2026-27-development')).body;
    expect(claims).toHaveLength(1);
  });

  it('adds one line to a statement, though two might be meant: it asks to look again', async () => {
    await given(
      programme,
      statementOf('open', [5_000], { id: 'statement-2026-08-origin', month: '2026-08' }),
    );
    const cookie = await signIn('finance');
    const path = addressOf('adjust-statement', { month: '2026-08', hub: 'origin' });
    const page = await (await get(path, cookie)).text();
    const linesSeen = /name="linesSeen" value="(\d+)"/.exec(page)?.[1] ?? '';
    const body = { csrf: csrfIn(page), linesSeen, amount: '-25.00', reason: 'Sample reason' };
    const answers = await sentThrice(path, body, cookie);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422, 422]);
    const finance = await programme.finance();
    expect((await finance.get('/funding/statements/2026-08/origin')).body).toMatchObject({
      lines: 2,
      total: 2_500,
    });
  });

  it('holds a claim once', async () => {
    const cookie = await signIn('finance');
    const path = addressOf('hold-claim', { id: '900001-2026-27-development.started' });
    const page = await (await get(path, cookie)).text();
    const answers = await sentThrice(path, { csrf: csrfIn(page), reason: 'Sample reason' }, cookie);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422, 422]);
    await programme.host.quiet();
    const { items } = (await (await programme.finance()).get('/funding/events?after=0')).body;
    const types = items.map(({ type }: { type: string }) => type);
    expect(types).toEqual(['ClaimRaised', 'StatementLineAdded', 'ClaimHeld']);
  });
});
