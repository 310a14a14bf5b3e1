import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Court, expectRefusal, startCourt } from '../support/court.ts';
import { developmentForm, key, SAMPLE_PEOPLE } from '../support/forms.ts';
import type { Person } from '../support/programme.ts';
import { storedOf } from '../support/stored.ts';

let court: Court;
let origin: Person;
let authorization: string;
beforeAll(async () => {
  court = await startCourt();
  origin = await court.programme.hub('origin');
  const request = JSON.stringify({ role: 'hub', hub: 'origin' });
  authorization = `Bearer ${(await court.programme.call('POST', '/local/token', request)).body.token}`;
});
afterAll(() => court.stop());

/** Posts a form and gives the answer back to the byte. */
async function enrolment(text: string, idempotencyKey: string): Promise<string> {
  const headers = { authorization, ...key(idempotencyKey) };
  const response = await fetch(`${court.programme.host.address}/api/v1/enrolments`, {
    method: 'POST',
    headers,
    body: text,
  });
  return `${response.status} ${response.headers.get('content-type')} ${await response.text()}`;
}

/** What there is of a school: its participations, and how often it was announced as enrolled. */
async function tracesOf(urn: string) {
  await court.programme.host.quiet();
  const events = await storedOf(court.stored, 'event');
  return {
    participations: (await storedOf(court.stored, 'participation')).filter((row) => row['urn'] === urn)
      .length,
    forms: (await storedOf(court.stored, 'enrolment')).filter((row) =>
      String(row['participationId']).startsWith(urn),
    ).length,
    accepted: events.filter(
      (row) => row['eventType'] === 'EnrolmentAccepted' && String(row['subject']).startsWith(urn),
    ).length,
    executions: (await court.programme.executions('placement')).filter((line) => line.startsWith(urn)).length,
  };
}
const ONCE = { participations: 1, forms: 1, accepted: 1, executions: 1 };

describe('the Idempotency-Key', () => {
  const keys: [string, Readonly<Record<string, string>>, Parameters<typeof expectRefusal>[1]][] = [
    ['missing', {}, ['idempotency-key-missing', 'Idempotency-Key']],
    ['empty', key(''), ['idempotency-key-missing', 'Idempotency-Key']],
    ['spaces', key('   '), ['idempotency-key-missing', 'Idempotency-Key']],
    ['201 characters', key('k'.repeat(201)), ['too-long', 'Idempotency-Key']],
    ['two words', key('one two'), ['invalid-format', 'Idempotency-Key']],
    ['not plain ASCII', key('clé'), ['invalid-format', 'Idempotency-Key']],
  ];
  it.each(keys)('is refused: %s; the form is kept as an attempt', async (what, headers, fault) => {
    const form = developmentForm('900001', { headteacher: { name: what, email: 'head@people.example' } });
    const send = () => origin.post('/enrolments', form, headers);
    expect(await court.refuses(send, fault)).toMatchObject([
      { urn: '900001', reasons: [{ code: fault[0] }] },
    ]);
  });

  it('may be 200 characters long, and may hold what separates our keys', async () => {
    const longest = 'k'.repeat(200);
    expect((await origin.post('/enrolments', developmentForm('900001'), key(longest))).status).toBe(202);
    expect((await origin.post('/enrolments', developmentForm('900002'), key('a#b/{}"\\'))).status).toBe(202);
  });

  it('brings the same answer again, byte for byte, also when the school has moved on', async () => {
    const text = JSON.stringify(developmentForm('900003'));
    const first = await enrolment(text, 'again');
    expect(first).toMatch(/^202 /);
    await origin.post('/enrolments', developmentForm('900004'), key('partner'));
    const group = {
      kind: 'development',
      academicYear: '2026-27',
      lead: 'sp-0001',
      schools: ['900003', '900004'],
    };
    expect((await origin.post('/work-groups', group)).status).toBe(201);
    expect(await enrolment(text, 'again')).toBe(first);
    expect(await tracesOf('900003')).toEqual(ONCE);
  });

  it('knows the same form in another spelling of JSON', async () => {
    const form = developmentForm('900006');
    const first = await enrolment(JSON.stringify(form), 'spelling');
    const otherwise = Object.fromEntries(Object.entries(form).reverse());
    expect(await enrolment(JSON.stringify(otherwise, null, 2), 'spelling')).toBe(first);
  });

  it('is refused for another form, and says nothing of the first', async () => {
    const [, other] = SAMPLE_PEOPLE;
    await court.refuses(
      () => origin.post('/enrolments', developmentForm('900007'), key('spelling')),
      ['idempotency-key-reused', 'Idempotency-Key'],
    );
    const changed = developmentForm('900006', { headteacher: other });
    await court.refuses(
      () => origin.post('/enrolments', changed, key('spelling')),
      ['idempotency-key-reused', 'Idempotency-Key'],
    );
  });

  it('is each user’s own: another user’s same key is another key', async () => {
    const solent = await court.programme.hub('solent');
    expect((await solent.post('/enrolments', developmentForm('900048'), key('spelling'))).status).toBe(202);
  });

  it('that was refused may be used again', async () => {
    await court.refuses(
      () => origin.post('/enrolments', developmentForm('999999'), key('mistyped')),
      ['school-unknown', 'urn'],
    );
    expect((await origin.post('/enrolments', developmentForm('900007'), key('mistyped'))).status).toBe(202);
  });
});

describe('in the same millisecond', () => {
  it('twenty twins get the same answer, and are one enrolment', async () => {
    const text = JSON.stringify(developmentForm('900008'));
    const answers = await Promise.all(Array.from({ length: 20 }, () => enrolment(text, 'twins')));
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toMatch(/^202 /);
    expect(await tracesOf('900008')).toEqual(ONCE);
  });

  it('twenty keys for one school are one enrolment and nineteen refusals', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, each) =>
        origin.post('/enrolments', developmentForm('900009'), key(`k${each}`)),
      ),
    );
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
    for (const answer of answers)
      if (answer.status !== 202) expectRefusal(answer, ['already-enrolled', 'urn']);
    expect(await tracesOf('900009')).toEqual(ONCE);
    const attempts = (await storedOf(court.stored, 'refused-attempt')).filter(
      (row) => row['urn'] === '900009',
    );
    expect(attempts).toHaveLength(19);
  });

  it('one key for twenty schools is one enrolment', async () => {
    const urns = Array.from({ length: 20 }, (_, each) => String(900_023 + each));
    const northern = await court.programme.hub('great-north');
    const answers = await Promise.all(
      urns.map((urn) => northern.post('/enrolments', developmentForm(urn), key('one-for-all'))),
    );
    const accepted = answers.filter(({ status }) => status === 202);
    expect(accepted).toHaveLength(1);
    const codes = answers.flatMap(({ body }) => body.errors?.map(({ code }: { code: string }) => code) ?? []);
    expect(new Set(codes)).toEqual(new Set(['school-of-another-hub', 'idempotency-key-reused']));
  });

  it('twenty hubs enrol a school of no hub once, and it is the winner’s', async () => {
    const hubs = Array.from({ length: 20 }, (_, each) => `sample-${String.fromCharCode(97 + each)}`);
    const people = await Promise.all(hubs.map((hub) => court.programme.hub(hub)));
    const answers = await Promise.all(
      people.map((person) => person.post('/enrolments', developmentForm('900070'), key('race'))),
    );
    const winners = hubs.filter((_, index) => answers[index]?.status === 202);
    expect(winners).toHaveLength(1);
    for (const answer of answers)
      if (answer.status !== 202) expectRefusal(answer, ['school-of-another-hub', 'urn']);
    expect((await origin.get('/schools/900070')).body.hub).toBe(winners[0]);
    expect(await tracesOf('900070')).toEqual(ONCE);
  });

  it('leaves no defect in the log', () => {
    expect(court.programme.log()).not.toContain('"level":"error"');
  });
});
