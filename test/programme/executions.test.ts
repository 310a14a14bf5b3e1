import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toInstant } from '../../core/instant.ts';
import { developmentForm, key } from '../support/forms.ts';
import { type Person, type Programme, startProgramme } from '../support/programme.ts';

const ONE = '900001-2026-27-development';

describe('the executions as an admin sees them', () => {
  let programme: Programme;
  let admin: Person;
  beforeAll(async () => {
    programme = await startProgramme({ now: toInstant('2026-08-31T09:00:00Z') });
    admin = await programme.admin();
    const origin = await programme.hub('origin');
    for (const urn of ['900001', '900002', '900003']) {
      await origin.post('/enrolments', developmentForm(urn), key(urn));
    }
    const group = {
      kind: 'development',
      academicYear: '2026-27',
      lead: 'sp-0001',
      schools: ['900001', '900002'],
    };
    await origin.post('/work-groups', group);
    await programme.advanceTo('2026-09-01T09:00:00Z');
  });
  afterAll(() => programme.stop());

  const names = async (query: string) =>
    (await admin.get(`/executions${query}`)).body.items.map((each: { name: string }) => each.name).sort();

  it('are listed by machine, status and a part of the name', async () => {
    expect(await names('?machine=school-year')).toEqual([ONE, '900002-2026-27-development']);
    expect(await names('?machine=placement&status=RUNNING')).toEqual([
      '900003-2026-27-development-placement',
    ]);
    expect(await names('?query=900001')).toEqual([ONE, `${ONE}-placement`]);
  });

  it('are found by a word of the school’s name, and by the hub that has its year', async () => {
    const { name } = (await admin.get('/schools/900001')).body;
    expect(await names(`?query=${encodeURIComponent(name.toUpperCase())}`)).toEqual([
      ONE,
      `${ONE}-placement`,
    ]);
    expect(await names('?query=no+such+school')).toEqual([]);
    expect(await names('?hub=origin&machine=school-year')).toEqual([ONE, '900002-2026-27-development']);
    expect(await names('?hub=turing-nw')).toEqual([]);
  });

  it.each([
    ['all', ''],
    ['those of a school', '&query=900001'],
    ['those of a hub', '&hub=origin'],
  ])('come page by page, each once: %s', async (_, filter) => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const place = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
      const page = (await admin.get(`/executions?limit=1${filter}${place}`)).body;
      expect(page.items.length).toBeLessThanOrEqual(1);
      seen.push(...page.items.map((each: { name: string }) => each.name));
      cursor = page.cursor;
    } while (cursor);
    expect([...seen].sort()).toEqual(await names(`?limit=200${filter}`));
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('are shown with their history, and without the task token that would answer for the hub', async () => {
    const { status, body } = await admin.get(`/executions/${ONE}-placement`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ name: `${ONE}-placement`, machine: 'placement', status: 'SUCCEEDED' });
    expect(body.input).toEqual({ participationId: ONE, generation: 1 });
    expect(body.arn).toMatch(/:execution:.*placement:900001-2026-27-development-placement$/);
    expect(body.machineArn).toMatch(/:stateMachine:.*placement$/);
    expect(body.history.map(({ type }: { type: string }) => type)).toContain('TaskSubmitted');
    expect(JSON.stringify(await programme.history('placement', `${ONE}-placement`))).toContain('token');
    expect(JSON.stringify(body)).not.toContain('token');
  });

  it('are nobody else’s to see, and one that is not there is not found', async () => {
    const origin = await programme.hub('origin');
    expect((await origin.get('/executions')).status).toBe(403);
    expect((await admin.get('/executions/900099-2026-27-development')).status).toBe(404);
    expect((await admin.get('/executions/nothing')).status).toBe(404);
  });
});
