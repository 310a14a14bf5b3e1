import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { API_BASE, ROUTES, type RouteName } from '../../workflows/routes.ts';
import { type Court, changingNothing, startCourt } from '../support/court.ts';
import { declaration, developmentForm, preparatoryForm, SAMPLE_PEOPLE } from '../support/forms.ts';

let court: Court;
const tokens: string[] = [];
beforeAll(async () => {
  court = await startCourt();
  for (const who of [{ role: 'hub', hub: 'origin' }, { role: 'finance' }, { role: 'admin' }]) {
    const { body } = await court.programme.call('POST', '/local/token', JSON.stringify(who));
    tokens.push(body.token);
  }
});
afterAll(() => court.stop());

/** A calendar link asks for nothing but a hub: no body is nonsense there. */
const posts = (Object.keys(ROUTES) as RouteName[])
  .filter((name) => name !== 'create-calendar-link')
  .map((name) => ROUTES[name])
  .filter(({ method }) => method === 'POST')
  .map(({ path }) => path);

/** An id that exists, could exist or could not. */
const ids = fc.oneof(
  fc.constantFrom(
    '900001-2026-27-development.placement',
    '900001-2026-27-development',
    'wg-00000000',
    'en-00000000',
    '900011',
  ),
  fc.stringMatching(/^\d{6}-20\d\d-\d\d-[a-z-]{3,12}(\.[a-z-]{3,12})?$/),
  fc
    .string({ unit: 'binary', maxLength: 60 })
    .filter((text) => text.isWellFormed() && !/^\.{0,2}$/.test(text)),
);

/** Any JSON, or one of our forms with one thing in it exchanged for any JSON. */
const forms: readonly Readonly<Record<string, unknown>>[] = [
  // A closed school's: whatever becomes of the rest, it is refused.
  developmentForm('900011'),
  preparatoryForm('900011'),
  declaration('2026-09-01'),
  { workGroupId: 'wg-00000000' },
  { decision: 'continue', activities: [], participants: [] },
  { kind: 'development', academicYear: '2026-27', lead: 'sp-0001', schools: ['900001', '900002'] },
  { reason: 'staffing', effectiveOn: '2026-03-02', note: 'A sample note' },
  { milestone: 'started', ...declaration('2026-09-01'), reason: 'A sample reason' },
  { heldOn: '2026-03-02', type: 'meeting', attended: ['900001'] },
  { hub: 'atlantis', from: '2026-03-01' },
  { headteacher: SAMPLE_PEOPLE[0], people: preparatoryForm('900011').participants },
  { urn: '900001', lead: 'sp-0001' },
];
const nearlyForms = fc
  .tuple(fc.constantFrom(...forms), fc.nat(), fc.jsonValue({ maxDepth: 3 }), fc.boolean())
  .map(([form, which, value, added]) => {
    const fields = Object.keys(form);
    const field = added ? JSON.stringify(value).slice(0, 20) : (fields[which % fields.length] ?? '');
    return JSON.stringify({ ...form, [field]: value });
  });
const bodies = fc.oneof(
  fc.json({ maxDepth: 4 }),
  nearlyForms,
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.constant(''),
);

const call = fc.record({
  path: fc.constantFrom(...posts),
  id: ids,
  token: fc.nat(2),
  body: bodies,
  key: fc.option(fc.stringMatching(/^[\x20-\x7e]{0,30}$/), { nil: undefined }),
});

describe('nonsense', () => {
  it('at any POST, from anybody, is refused without a defect and without a trace', {
    timeout: 60_000,
  }, async () => {
    let refusals = 0;
    const property = fc.asyncProperty(fc.array(call, { minLength: 10, maxLength: 10 }), async (calls) => {
      const { result } = await changingNothing(court, () =>
        Promise.all(
          calls.map(({ path, id, token, body, key }) =>
            court.programme.call(
              'POST',
              `${API_BASE}${path.replace(/\{\w+\}/, encodeURIComponent(id))}`,
              body,
              {
                authorization: `Bearer ${tokens[token]}`,
                ...(key === undefined ? {} : { 'idempotency-key': key }),
              },
            ),
          ),
        ),
      );
      for (const { status, headers, body } of result) {
        expect(status).toBeGreaterThanOrEqual(400);
        expect(status).toBeLessThan(500);
        expect(headers.get('content-type')).toBe('application/problem+json');
        expect(body.errors.length).toBeGreaterThan(0);
        refusals += 1;
      }
    });
    await fc.assert(property, { numRuns: 40, interruptAfterTimeLimit: 8_000, seed: 20_260_302 });
    expect(refusals).toBeGreaterThan(50);
  });
});
