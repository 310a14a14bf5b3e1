import * as z from 'zod';
import { academicYearFrom } from '../../core/academic-year.ts';
import { londonDateOf } from '../../core/london.ts';
import { policySchema } from '../../core/policy.ts';
import { SMOKE_LEAD, schoolsOfRun, smokeRows } from './sample-rows.ts';
import { type Call, SmokeFailed, type Somebody, type Stage } from './stage.ts';
import { yearOfMinutes, yearOpensAt } from './year-of-minutes.ts';

/** So far off that nobody plans for it. */
const YEAR = academicYearFrom(2090);
/** The policy whose amounts, sizes and stages the year of minutes has. */
const MODEL = academicYearFrom(2026);

/**
 * What the service is for, once through: a policy, two schools, their Work Group, the year that opens, the start
 * declared, the claims with finance, and the withdrawal that ends it. Repeatable: every run has schools of its own.
 * What it leaves behind are facts, of sample schools in a year that nobody plans for.
 *
 * @param tell is given a sentence when a part is done
 * @throws SmokeFailed naming the part that did not work
 */
export async function smoke(stage: Stage, tell: (sentence: string) => void): Promise<void> {
  const begun = await stage.now();
  const version = await activatePolicy(stage);
  tell(`The policy of ${YEAR} is active in version ${version}: a year of minutes.`);

  const urns = schoolsOfRun(begun);
  await stage.seed(smokeRows(urns));
  const ids = urns.map((urn) => `${urn}-${YEAR}-development`);
  for (const urn of urns) await enrol(stage, urn);
  tell(`Schools ${urns.join(' and ')} are enrolled.`);

  for (const id of ids) await sees(stage, `${id}-placement`);
  await answered(stage, 'hub', 201, {
    method: 'POST',
    path: '/work-groups',
    body: { kind: 'development', academicYear: YEAR, lead: SMOKE_LEAD, schools: urns },
  });
  tell('Their placements run as executions, and their Work Group is formed.');

  await stage.passTo(yearOpensAt(begun));
  for (const id of ids) await declareStarted(stage, id);
  for (const id of ids) await sees(stage, id);
  tell('Their years have opened, run as executions, and the start is declared.');

  await reachFinance(stage, ids);
  tell('Both claims have reached finance, in the queue and in the feed.');

  for (const id of ids) {
    const effectiveOn = londonDateOf(await stage.now());
    await answered(stage, 'hub', 200, {
      method: 'POST',
      path: `/participations/${id}/withdrawal`,
      body: { reason: 'other', effectiveOn, note: 'The end of a smoke.' },
    });
  }
  for (const id of ids) await ended(stage, id);
  tell('Both schools have withdrawn, and their executions have ended.');
}

const versionsSchema = z.object({
  active: z.object({ version: z.int() }).optional().nullable(),
  versions: z.array(z.object({ version: z.int(), status: z.string() })),
});

/** Proposed by one admin and approved by another, as any policy. A proposal that a broken smoke left is declined. */
async function activatePolicy(stage: Stage): Promise<number> {
  const path = `/policies/${YEAR}/versions`;
  const known = await stage.call('admin', { method: 'GET', path });
  const { active, versions } =
    known.status === 404 ? { active: undefined, versions: [] } : versionsSchema.parse(known.body);
  const left = versions.find(({ status }) => status === 'proposed');
  if (left !== undefined) await decide(stage, left.version, 'decline');
  const version = (active?.version ?? 0) + 1;
  const model = await answered(stage, 'admin', 200, { method: 'GET', path: `/policies/${MODEL}/versions` });
  const policy = z.object({ active: policySchema }).parse(model).active;
  const body = yearOfMinutes(policy, YEAR, version, await stage.now());
  await answered(stage, 'admin', 201, { method: 'POST', path: '/policies', body });
  await decide(stage, version, 'approve');
  return version;
}

async function decide(stage: Stage, version: number, decision: 'approve' | 'decline'): Promise<void> {
  const path = `/policies/${YEAR}/versions/${version}/approval`;
  await answered(stage, 'second-admin', 200, { method: 'POST', path, body: { decision } });
}

async function enrol(stage: Stage, urn: string): Promise<void> {
  const person = (name: string) => ({
    name,
    email: `${name.toLowerCase().replaceAll(' ', '.')}@people.example`,
  });
  await answered(stage, 'hub', 202, {
    method: 'POST',
    path: '/enrolments',
    headers: { 'idempotency-key': `smoke-${urn}` },
    body: {
      kind: 'school',
      stage: 'development',
      urn,
      academicYear: YEAR,
      headteacher: person('Sample Head'),
      advocates: [
        { ...person('Sample Advocate One'), role: 'head-of-department', experienceYears: 9 },
        { ...person('Sample Advocate Two'), role: 'teacher', experienceYears: 3 },
      ],
      releaseAgreed: true,
      activities: ['planning-lessons'],
    },
  });
}

/** The ask is there once the year has opened. */
async function declareStarted(stage: Stage, id: string): Promise<void> {
  await stage.eventually(`the year ${id} to open`, async () => {
    const reply = await stage.call('hub', { method: 'GET', path: `/participations/${id}` });
    return z.object({ status: z.literal('active') }).safeParse(reply.body).data;
  });
  const happenedOn = londonDateOf(await stage.now());
  await answered(stage, 'hub', 200, {
    method: 'POST',
    path: `/asks/${id}.declaration-started/answer`,
    body: { happenedOn, evidence: { type: 'attendance-register', reference: 'SMOKE' } },
  });
}

const executionSchema = z.object({ name: z.string(), status: z.string() });

/** The execution is found by its name. */
async function sees(stage: Stage, name: string): Promise<void> {
  await stage.eventually(`an execution named ${name}`, () => executionNamed(stage, name));
}

async function ended(stage: Stage, name: string): Promise<void> {
  await stage.eventually(`the execution ${name} to end`, async () => {
    const execution = await executionNamed(stage, name);
    return execution === undefined || execution.status === 'RUNNING' ? undefined : execution;
  });
}

async function executionNamed(stage: Stage, name: string) {
  const reply = await stage.call('admin', { method: 'GET', path: `/executions/${name}` });
  return executionSchema.safeParse(reply.body).data;
}

const claimEventSchema = z.object({
  'detail-type': z.literal('ClaimRaised'),
  detail: z.object({ data: z.object({ claimId: z.string() }) }),
});
const feedSchema = z.object({
  items: z.array(z.object({ sequence: z.int(), data: z.object({ claimId: z.string().optional() }) })),
});

async function reachFinance(stage: Stage, ids: readonly string[]): Promise<void> {
  const expected = new Set(ids.map((id) => `${id}.started`));
  const missing = new Set(expected);
  await stage.eventually(`the claims ${[...expected].join(' and ')} in finance's queue`, async () => {
    for (const event of await stage.financeEvents()) {
      missing.delete(claimEventSchema.safeParse(event).data?.detail.data.claimId ?? '');
    }
    return missing.size === 0 ? true : undefined;
  });
  await stage.eventually('the same claims in the feed', async () => {
    const seen = new Set<string>();
    for (let after = 0; ; ) {
      const path = `/funding/events?after=${after}&limit=1000`;
      const { items } = feedSchema.parse(await answered(stage, 'finance', 200, { method: 'GET', path }));
      for (const { data } of items) if (data.claimId) seen.add(data.claimId);
      const last = items.at(-1);
      if (last === undefined) break;
      after = last.sequence;
    }
    return [...expected].every((claim) => seen.has(claim)) ? true : undefined;
  });
}

/** Calls, and throws SmokeFailed with the codes of the answer where it is another than expected. */
async function answered(stage: Stage, who: Somebody, status: number, call: Call): Promise<unknown> {
  const reply = await stage.call(who, call);
  if (reply.status === status) return reply.body;
  const said = JSON.stringify(reply.body)?.slice(0, 500);
  throw new SmokeFailed(`${call.method} ${call.path} answered ${reply.status}, not ${status}: ${said}`);
}
