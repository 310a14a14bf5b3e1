import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Court, expectNobodyIn, type Fault, startCourt } from '../support/court.ts';
import { developmentForm, key, SAMPLE_PEOPLE } from '../support/forms.ts';
import type { Person } from '../support/programme.ts';

const [head, rowan, sorrel] = SAMPLE_PEOPLE;
const advocates = (changes: object) => [
  { ...rowan, role: 'head-of-department', experienceYears: 9 },
  { ...sorrel, role: 'teacher', experienceYears: 3, ...changes },
];

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

/** Posts this text as the body of an enrolment. */
const post = (text: string, idempotencyKey: string) =>
  court.programme.call('POST', '/api/v1/enrolments', text, { authorization, ...key(idempotencyKey) });

describe('a body that is not a form', () => {
  const bodies: [string, string | undefined, Fault][] = [
    ['half a form', '{"kind":"school",', ['malformed-json', '']],
    ['not JSON at all', '<form/>', ['malformed-json', '']],
    ['single quotes', "{'kind':'school'}", ['malformed-json', '']],
    ['a number that JSON does not know', '{"kind":NaN}', ['malformed-json', '']],
    ['a byte order mark before it', '\ufeff{}', ['malformed-json', '']],
    ['a raw line break in a text', '{"kind":"sch\nool"}', ['malformed-json', '']],
    ['nothing', undefined, ['required', '']],
    ['null', 'null', ['wrong-type', '']],
    ['a text', '"school"', ['wrong-type', '']],
    ['a list of forms', JSON.stringify([developmentForm('900001')]), ['wrong-type', '']],
    ['lists in lists, 30,000 deep', '['.repeat(30_000) + ']'.repeat(30_000), ['wrong-type', '']],
  ];
  it.each(bodies)('is refused: %s', async (what, text, fault) => {
    const headers = { authorization, ...key(`no-form-${what.replace(/\W/g, '-')}`) };
    await court.refuses(() => court.programme.call('POST', '/api/v1/enrolments', text, headers), fault);
  });

  it.each([
    ['2 MB', 2_000_000],
    ['a byte more than 64 KiB', 64 * 1024 + 1],
  ])('is refused with a 413 that reaches the client: %s', async (what, bytes) => {
    const text = `"${'x'.repeat(bytes - 2)}"`;
    await court.refuses(() => post(text, `big-${what.replace(/\W/g, '-')}`), ['body-too-large', '']);
  });

  it('counts bytes, not characters', async () => {
    await court.refuses(() => post(`"${'é'.repeat(40_000)}"`, 'big-accents'), ['body-too-large', '']);
  });
});

describe('a form with a fault in one field', () => {
  const faults: [string, Record<string, unknown>, ...Fault[]][] = [
    ['no kind', { kind: undefined }, ['required', 'kind']],
    ['a kind that is none', { kind: 'nursery' }, ['invalid-value', 'kind']],
    ['no stage', { stage: undefined }, ['required', 'stage']],
    ['a stage that is none', { stage: 'Development' }, ['invalid-value', 'stage']],
    ['no URN', { urn: undefined }, ['required', 'urn']],
    ['a URN that is a number', { urn: 900001 }, ['wrong-type', 'urn']],
    ['a URN of five digits', { urn: '90000' }, ['invalid-format', 'urn']],
    ['a URN in other digits than 0 to 9', { urn: '٩٠٠٠٠١' }, ['invalid-format', 'urn']],
    ['a URN with a line break after it', { urn: '900001\n' }, ['invalid-format', 'urn']],
    ['a year in one piece', { academicYear: '2026' }, ['invalid-format', 'academicYear']],
    ['a year that skips one', { academicYear: '2026-28' }, ['invalid-value', 'academicYear']],
    ['no head', { headteacher: undefined }, ['required', 'headteacher']],
    ['a head that is null', { headteacher: null }, ['wrong-type', 'headteacher']],
    ['a head that is a list', { headteacher: [head] }, ['wrong-type', 'headteacher']],
    ['a head without e-mail', { headteacher: { name: head.name } }, ['required', 'headteacher.email']],
    ['a name of spaces', { headteacher: { ...head, name: '   ' } }, ['required', 'headteacher.name']],
    [
      'an e-mail without @',
      { headteacher: { ...head, email: 'quince' } },
      ['invalid-format', 'headteacher.email'],
    ],
    [
      'an e-mail with a line break, as headers are forged',
      { headteacher: { ...head, email: 'quince@people.example\r\nBcc: all@people.example' } },
      ['invalid-format', 'headteacher.email'],
    ],
    ['Advocates that are an object', { advocates: {} }, ['wrong-type', 'advocates']],
    [
      'Advocates that are texts',
      { advocates: ['a', 'b'] },
      ['wrong-type', 'advocates.0'],
      ['wrong-type', 'advocates.1'],
    ],
    [
      'a role that is none',
      { advocates: advocates({ role: 'head' }) },
      ['invalid-value', 'advocates.1.role'],
    ],
    ['no role', { advocates: advocates({ role: undefined }) }, ['required', 'advocates.1.role']],
    [
      'half a year',
      { advocates: advocates({ experienceYears: 2.5 }) },
      ['wrong-type', 'advocates.1.experienceYears'],
    ],
    [
      'years as text',
      { advocates: advocates({ experienceYears: '3' }) },
      ['wrong-type', 'advocates.1.experienceYears'],
    ],
    [
      'less than no years',
      { advocates: advocates({ experienceYears: -1 }) },
      ['invalid-value', 'advocates.1.experienceYears'],
    ],
    [
      'a century of years',
      { advocates: advocates({ experienceYears: 100 }) },
      ['invalid-value', 'advocates.1.experienceYears'],
    ],
    [
      '21 Advocates',
      {
        advocates: Array.from({ length: 21 }, (_, each) => ({
          ...advocates({})[0],
          email: `p${each}@people.example`,
        })),
      },
      ['too-long', 'advocates'],
    ],
    ['agreement as text', { releaseAgreed: 'true' }, ['wrong-type', 'releaseAgreed']],
    ['no word about agreement', { releaseAgreed: undefined }, ['required', 'releaseAgreed']],
    [
      'an activity that is none',
      { activities: ['planning-lessons', 'singing'] },
      ['invalid-value', 'activities.1'],
    ],
    ['an unknown field', { colour: 'blue' }, ['unknown-field', 'colour']],
    [
      'an unknown field of a person',
      { advocates: advocates({ trn: '1234567' }) },
      ['unknown-field', 'advocates.1.trn'],
    ],
    ['a field that every object has', { constructor: { prototype: {} } }, ['unknown-field', 'constructor']],
    [
      'our own bookkeeping',
      { hub: 'origin', version: 7 },
      ['unknown-field', 'hub'],
      ['unknown-field', 'version'],
    ],
  ];
  it.each(faults)('is refused: %s', async (what, changes, ...rest) => {
    const [first, ...others] = rest;
    if (!first) throw new Error('no fault');
    const idempotencyKey = key(`fault-${what.replace(/\W/g, '-')}`);
    const form = developmentForm('900001', changes);
    const [attempt, ...more] = await court.refuses(
      () => origin.post('/enrolments', form, idempotencyKey),
      first,
      ...others,
    );
    expect(more).toEqual([]);
    expect(attempt).toMatchObject({ hub: 'origin', submittedBy: 'hub.origin.a' });
  });

  const texts: [string, string, Fault[0]][] = [
    ['a null byte', 'Quince\u0000', 'control-characters'],
    ['a bell', 'Quin\u0007ce', 'control-characters'],
    ['a tab inside', 'Quin\tce', 'control-characters'],
    ['a line break inside', 'Quin\r\nce', 'control-characters'],
    ['a delete', 'Quince\u007f.', 'control-characters'],
    ['a control character of the second block', 'Quin\u0085ce', 'control-characters'],
    ['a line separator', 'Quin\u2028ce', 'control-characters'],
    ['half an emoji', 'Quince \ud83d', 'control-characters'],
    ['201 characters', 'q'.repeat(201), 'too-long'],
    ['60,000 characters', 'q'.repeat(60_000), 'too-long'],
  ];
  it.each(texts)('is refused where a name has %s', async (what, name, code) => {
    const form = developmentForm('900001', { headteacher: { ...head, name } });
    const idempotencyKey = key(`text-${what.replace(/\W/g, '-')}`);
    await court.refuses(() => origin.post('/enrolments', form, idempotencyKey), [code, 'headteacher.name']);
  });

  it('is refused for a prototype that it brings, and no object is the richer for it', async () => {
    const text = JSON.stringify(developmentForm('900001')).replace('{', '{"__proto__":{"role":"admin"},');
    await court.refuses(() => post(text, 'proto'), ['unknown-field', '__proto__']);
    expect('role' in {}).toBe(false);
  });

  it('names every fault at once, and no more than fifty of them', async () => {
    const several = { urn: 1, headteacher: { name: 'x' }, extra: true };
    await court.refuses(
      () => origin.post('/enrolments', developmentForm('900001', several), key('several')),
      ['wrong-type', 'urn'],
      ['required', 'headteacher.email'],
      ['unknown-field', 'extra'],
    );
    const { status, body } = await post(
      `{"kind":"school",${Array.from({ length: 6_000 }, (_, each) => `"k${each}":1`)}}`,
      'thousands',
    );
    expect({ status, faults: body.errors.length }).toEqual({ status: 400, faults: 50 });
  });
});

describe('a refused form', () => {
  it('is kept with its reasons and its school, and is read by its hub', async () => {
    const form = developmentForm('900003', { releaseAgreed: 'yes' });
    const [attempt] = await court.refuses(
      () => origin.post('/enrolments', form, key('kept')),
      ['wrong-type', 'releaseAgreed'],
    );
    const { status, body } = await origin.get(`/enrolments/${attempt?.['id']}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: 'refused',
      urn: '900003',
      reasons: [{ code: 'wrong-type', field: 'releaseAgreed' }],
    });
    expect(body).not.toHaveProperty('submittedBy');
  });

  it('is one attempt, however often it is sent', async () => {
    const send = () => origin.post('/enrolments', developmentForm('900003', { stage: 1 }), key('again'));
    expect(await court.refuses(send, ['invalid-value', 'stage'])).toHaveLength(1);
    expect(await court.refuses(send, ['invalid-value', 'stage'])).toHaveLength(0);
  });

  it('names nobody, even where somebody was written into the wrong field or as a field', async () => {
    const form = developmentForm('900003', {
      urn: head.email,
      academicYear: head.name,
      [rowan.email]: 1,
      [rowan.name]: 1,
    });
    const [attempt] = await court.refuses(
      () => origin.post('/enrolments', form, key('misplaced')),
      ['invalid-format', 'urn'],
      ['invalid-format', 'academicYear'],
      ['unknown-field', rowan.email],
      ['unknown-field', rowan.name],
    );
    expectNobodyIn(JSON.stringify(attempt));
    expect(attempt).not.toHaveProperty('urn');
  });

  it('may be mended and sent again under the same key', async () => {
    const send = (name: string) =>
      origin.post(
        '/enrolments',
        developmentForm('900003', { headteacher: { ...head, name } }),
        key('mended'),
      );
    await court.refuses(() => send(''), ['required', 'headteacher.name']);
    expect((await send('Quince')).status).toBe(202);
  });
});

describe('a name that is plain text', () => {
  it.each([
    ['accents and an apostrophe', 'Zoë O’Brien-Łukasz', '900001'],
    ['Arabic, right to left', 'نور الهدى', '900002'],
    ['a combining accent', 'Zoe\u0308', '900004'],
    ['an emoji of several characters', 'Sam 👩🏽‍🏫', '900006'],
    ['Chinese', '李小龍', '900007'],
    ['markup', '<b>Robert\'); DROP TABLE "schools";--</b>', '900008'],
    ['200 characters', 'q'.repeat(200), '900009'],
    ['what code would call something else', '{{$states.input}} {% $name %} %s __proto__', '900010'],
  ])('is accepted and given back as it was: %s', async (_, name, urn) => {
    const form = developmentForm(urn, { headteacher: { ...head, name } });
    const { status, body } = await origin.post('/enrolments', form, key(`plain-${urn}`));
    expect(status).toBe(202);
    expect((await origin.get(`/enrolments/${body.id}`)).body.form.headteacher.name).toBe(name);
  });

  it('loses the spaces around it, nothing else', async () => {
    const form = developmentForm('900015', { headteacher: { ...head, name: '  Quince  Tree ' } });
    const { body } = await origin.post('/enrolments', form, key('spaces'));
    expect((await origin.get(`/enrolments/${body.id}`)).body.form.headteacher.name).toBe('Quince  Tree');
  });
});
