import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toInstant } from '../../core/instant.ts';
import { developmentForm, key, SAMPLE_PEOPLE } from '../support/forms.ts';
import { type Person, type Programme, startProgramme } from '../support/programme.ts';

const LINK = /^http:\/\/127\.0\.0\.1:\d+(\/api\/v1\/calendar\/(cl-[0-9a-f]{12})-([\w-]{43})\.ics)$/;

describe('a hub’s calendar', () => {
  let programme: Programme;
  let origin: Person;
  let path = '';
  let id = '';
  let secret = '';
  beforeAll(async () => {
    programme = await startProgramme({ now: toInstant('2026-08-31T09:00:00Z') });
    origin = await programme.hub('origin');
    for (const urn of ['900001', '900002']) {
      await origin.post('/enrolments', developmentForm(urn), key(`enrol-${urn}`));
    }
    await programme.host.quiet();
  });
  afterAll(() => programme.stop());

  const read = (link = path) => programme.call('GET', link);
  /** The lines of the feed, those that were folded put together again. */
  const lines = async () => (await read()).body.replaceAll('\r\n ', '').split('\r\n');

  it('is behind a link that is shown once', async () => {
    const { status, body } = await origin.post('/calendar-links', undefined);
    expect(status).toBe(201);
    [, path = '', id = '', secret = ''] = LINK.exec(body.url) ?? [];
    expect(body).toMatchObject({ id, hub: 'origin', status: 'live' });
    const { items } = (await origin.get('/calendar-links')).body;
    expect(items).toEqual([{ id, hub: 'origin', status: 'live', createdAt: '2026-08-31T09:00:00.000Z' }]);
  });

  it('needs no token, and is iCalendar', async () => {
    const { status, headers, body } = await read();
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toMatch(/^BEGIN:VCALENDAR\r\nVERSION:2\.0\r\n[\s\S]*END:VCALENDAR$/);
  });

  it('has an event for each ask at its deadline, in UTC', async () => {
    const feed = await lines();
    expect(feed.filter((line: string) => /^(UID|DTSTART|SUMMARY|DTSTAMP)/.test(line))).toEqual([
      'UID:900001-2026-27-development.placement',
      'DTSTAMP:20260831T090000Z',
      'DTSTART:20261016T160000Z',
      expect.stringMatching(/^SUMMARY:Find a Work Group place: Sample School .* \(900001\)$/),
      'UID:900002-2026-27-development.placement',
      'DTSTAMP:20260831T090000Z',
      'DTSTART:20261016T160000Z',
      expect.stringMatching(/^SUMMARY:Find a Work Group place: Sample School .* \(900002\)$/),
    ]);
  });

  it('is empty for a hub that is asked nothing', async () => {
    const boundary = await programme.hub('boundary');
    const { url } = (await boundary.post('/calendar-links', undefined)).body;
    const { status, body } = await read(new URL(url).pathname);
    expect({ status, events: body.includes('VEVENT') }).toEqual({ status: 200, events: false });
  });

  it('also has what may be answered only later', async () => {
    await origin.post('/work-groups', {
      kind: 'development',
      academicYear: '2026-27',
      lead: 'sp-0001',
      schools: ['900001', '900002'],
    });
    await programme.advanceTo('2026-09-02T09:00:00Z');
    const feed = await lines();
    expect(feed.filter((line: string) => line.startsWith('SUMMARY') && line.includes('900001'))).toEqual([
      expect.stringMatching(/^SUMMARY:Declare the start: Sample School /),
      expect.stringMatching(/^SUMMARY:Declare the completion: Sample School /),
      expect.stringMatching(/^SUMMARY:Decide what comes next year: Sample School /),
    ]);
    expect(feed.join('\n')).toContain('You can answer from midnight on Tuesday 1 June 2027');
  });

  it('names nobody', async () => {
    const feed = (await lines()).join('\n');
    for (const { name, email } of SAMPLE_PEOPLE) {
      expect(feed).not.toContain(name);
      expect(feed).not.toContain(email);
    }
  });

  it.each([
    ['another secret', () => path.replace(/.{3}\.ics$/, 'AAA.ics')],
    ['another id', () => path.replace(/cl-[0-9a-f]{12}/, 'cl-000000000000')],
    ['no file ending', () => path.replace('.ics', '')],
    ['nothing of ours', () => '/api/v1/calendar/%00.ics'],
  ])('is not found under %s', async (_, link) => {
    expect((await read(link())).status).toBe(404);
  });

  it('is made and listed by hubs alone', async () => {
    const admin = await programme.admin();
    expect((await admin.post('/calendar-links', undefined)).status).toBe(403);
    expect((await (await programme.finance()).get('/calendar-links')).status).toBe(403);
    expect((await programme.call('POST', '/api/v1/calendar-links')).status).toBe(401);
  });

  it('cannot be revoked by another hub, which is not told that it exists', async () => {
    const boundary = await programme.hub('boundary');
    expect((await boundary.post(`/calendar-links/${id}/revocation`, undefined)).status).toBe(404);
    expect((await boundary.post('/calendar-links/cl-000000000000/revocation', undefined)).status).toBe(404);
    expect((await read()).status).toBe(200);
  });

  it('is gone as soon as its link is revoked, and revoking again changes nothing', async () => {
    const first = await origin.post(`/calendar-links/${id}/revocation`, undefined);
    expect(first.body).toMatchObject({ id, status: 'revoked', revokedAt: '2026-09-02T09:00:00.000Z' });
    const unknown = await read(path.replace(/.{3}\.ics$/, 'AAA.ics'));
    expect(await read()).toMatchObject({ status: 404, body: unknown.body });
    await programme.advanceTo('2026-09-03T09:00:00Z');
    expect((await origin.post(`/calendar-links/${id}/revocation`, undefined)).body).toEqual(first.body);
  });

  it('leaves its secret in no list and no log', async () => {
    const everywhere = programme.log() + JSON.stringify((await origin.get('/calendar-links')).body);
    expect(secret).toHaveLength(43);
    expect(everywhere).not.toContain(secret);
  });
});
