import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimsDue, readClaim } from '../../adapters/dynamodb/claims.ts';
import { commit } from '../../adapters/dynamodb/commit.ts';
import { readHub } from '../../adapters/dynamodb/enrolments.ts';
import { timelineOf } from '../../adapters/dynamodb/events.ts';
import { readPolicy } from '../../adapters/dynamodb/policies.ts';
import { readSchool } from '../../adapters/dynamodb/schools.ts';
import { linesOf, readStatement, readStatementLine } from '../../adapters/dynamodb/statements.ts';
import type { AcademicYear } from '../../core/academic-year.ts';
import type { ClaimId } from '../../core/claim.ts';
import { actorSchema, type HubCode, hubCodeSchema, type Urn } from '../../core/codes.ts';
import { toInstant } from '../../core/instant.ts';
import { monthSchema } from '../../core/month.ts';
import { adjustmentFormSchema } from '../../core/statement.ts';
import { type StatementId, statementIdOf } from '../../core/statement-id.ts';
import { adjustStatement } from '../../functions/use-cases/adjust-statement.ts';
import { approveStatement } from '../../functions/use-cases/approve-statement.ts';
import { awaitApproval } from '../../functions/use-cases/await-approval.ts';
import { gatherLines } from '../../functions/use-cases/gather-lines.ts';
import { issueLines } from '../../functions/use-cases/issue-lines.ts';
import { openStatement } from '../../functions/use-cases/open-statement.ts';
import { openStatements } from '../../functions/use-cases/open-statements.ts';
import { readWholeStatement } from '../../functions/use-cases/read-statement.ts';
import { isRefusal } from '../../functions/use-cases/refusal.ts';
import { removedFromStatement } from '../../functions/use-cases/removed-from-statement.ts';
import { settleApproval } from '../../functions/use-cases/settle-approval.ts';
import { shippedPolicies } from '../../local/demo/policies.ts';
import { type Change, type Commit, changed } from '../../workflows/change.ts';
import { changeOf, openTableUnderTest } from '../adapters/table-at-hand.ts';
import { sampleClaim, sampleSchool } from '../support/sample-rows.ts';

/** What the job and the steps of a statement leave behind when they are called twice, at once, or half done. */

const WORKFLOW = actorSchema.parse('workflow');
const FIRST_NIGHT = toInstant('2026-11-01T03:00:00Z');
const OCTOBER = monthSchema.parse('2026-10');

let opened: Awaited<ReturnType<typeof openTableUnderTest>>;
beforeAll(async () => {
  opened = await openTableUnderTest();
  await opened.put(...shippedPolicies());
});
afterAll(() => opened.stop());

function verbs() {
  const { table } = opened;
  const rung: string[] = [];
  return {
    claimsDue: (hub?: HubCode) => claimsDue(table, hub),
    readClaim: (id: ClaimId) => readClaim(table, id),
    readHub: (code: HubCode) => readHub(table, code),
    readSchool: (urn: Urn) => readSchool(table, urn),
    policyFor: (year: AcademicYear) => readPolicy(table, year),
    readStatement: (id: StatementId) => readStatement(table, id),
    readStatementLine: (id: StatementId, number: number) => readStatementLine(table, id, number),
    linesOf: (id: StatementId) => linesOf(table, id),
    hash: (text: string) => createHash('sha256').update(text).digest('hex'),
    commit: (change: Change) => commit(table, change),
    ring: async (token: string) => {
      rung.push(token);
    },
    rung,
  };
}

/** Commits, and then the function dies before it could say so: once. */
function dyingAfter(): Commit {
  let died = false;
  return async (change) => {
    const outcome = await commit(opened.table, change);
    if (died) return outcome;
    died = true;
    throw new Error('the function died');
  };
}

let hubs = 0;
/** A hub of its own for each ruling, with this many claims of October. */
async function given(claims: number, changes: Readonly<Record<string, unknown>> = {}) {
  hubs += 1;
  const code = hubCodeSchema.parse(`hub${hubs}`);
  const urns = Array.from({ length: claims }, (_, index) => String(100_000 + hubs * 1000 + index));
  await opened.put(
    { type: 'hub', version: 1, code, name: `Sample Hub ${hubs}` },
    ...urns.map((urn) => {
      const id = `${urn}-2026-27-development`;
      return sampleClaim({ id: `${id}.started`, participationId: id, urn, hub: code, ...changes });
    }),
  );
  const id = statementIdOf(OCTOBER, code);
  return { code, id, urns, claimIds: urns.map((urn) => `${urn}-2026-27-development.started` as ClaimId) };
}

const step = (id: StatementId, generation = 1) => ({ statementId: id, generation, enteredAt: FIRST_NIGHT });
const FINANCE = { role: 'finance', actor: actorSchema.parse('finance-f') } as const;
const ANOTHER = { role: 'finance', actor: actorSchema.parse('finance-g') } as const;

async function begun(id: StatementId) {
  await openStatements(FIRST_NIGHT, WORKFLOW, verbs());
  return readStatement(opened.table, id);
}

async function gathered(id: StatementId) {
  for (let progress = 'more'; progress === 'more'; ) {
    ({ progress } = await gatherLines(step(id), WORKFLOW, verbs()));
  }
}

async function open(claims: number, changes: Readonly<Record<string, unknown>> = {}) {
  const all = await given(claims, changes);
  await begun(all.id);
  await gathered(all.id);
  await openStatement(step(all.id), WORKFLOW, verbs());
  return all;
}

const approve = (id: StatementId, caller: typeof FINANCE | typeof ANOTHER = FINANCE, commitment?: Commit) =>
  approveStatement(
    { statementId: id, answer: { decision: 'approve' }, caller, now: toInstant('2026-11-03T09:00:00Z') },
    commitment ? { ...verbs(), commit: commitment } : verbs(),
  );

const adjust = (id: StatementId, amount: number, caller: typeof FINANCE | typeof ANOTHER = FINANCE) =>
  adjustStatement(
    {
      statementId: id,
      form: adjustmentFormSchema.parse({ amount, reason: 'A sample' }),
      caller,
      now: toInstant('2026-11-02T09:00:00Z'),
    },
    verbs(),
  );

async function issued(id: StatementId) {
  for (let progress = 'more'; progress === 'more'; ) {
    ({ progress } = await issueLines(step(id), WORKFLOW, verbs()));
  }
}

const codesOf = (result: object) =>
  isRefusal(result) ? result.refused.map(({ code }) => code) : ['accepted'];
const eventsOf = async (id: StatementId) =>
  (await timelineOf(opened.table, id)).map(({ eventType }) => eventType);

/** Every claim is on the statement exactly once, and the statement counts and sums its lines. */
async function expectWhole(id: StatementId, claimIds: readonly ClaimId[], status: string) {
  const [statement, lines] = [await readStatement(opened.table, id), await linesOf(opened.table, id)];
  expect(lines.map(({ item }) => item).sort()).toEqual([...claimIds].sort());
  expect(lines.map(({ number }) => number)).toEqual(claimIds.map((_, index) => index + 1));
  expect(statement).toMatchObject({ lines: claimIds.length, total: claimIds.length * 100_000 });
  const claims = await Promise.all(claimIds.map((claim) => readClaim(opened.table, claim)));
  expect(claims.map((claim) => claim?.status)).toEqual(claimIds.map(() => status));
  for (const line of lines) {
    const claim = claims.find((each) => each?.id === line.claim?.id);
    expect(claim?.listed).toEqual({ statementId: id, line: line.number });
  }
}

describe('The nightly job', () => {
  it('begins one statement per hub and month, however often and however many at once it runs', async () => {
    const { id, code } = await given(2);
    const runs = Array.from({ length: 4 }, () => openStatements(FIRST_NIGHT, WORKFLOW, verbs()));
    expect((await Promise.all(runs)).reduce((sum, each) => sum + each)).toBe(1);
    expect(await openStatements(toInstant('2026-11-02T03:00:00Z'), WORKFLOW, verbs())).toBe(0);
    expect(await readStatement(opened.table, id)).toMatchObject({
      status: 'gathering',
      cutOff: '2026-11-01T00:00:00.000Z',
      approveBy: '2026-11-15T17:00:00.000Z',
      payOn: '2026-11-25',
    });
    expect((await readHub(opened.table, code))?.lastStatement).toBe(id);
    expect(await eventsOf(id)).toEqual(['StatementDue']);
  });

  it('begins none for a hub with nothing due, nor for a claim that the list shows and that was held meanwhile', async () => {
    const { id, claimIds } = await given(1);
    const [claimId] = claimIds;
    const claim = claimId && (await readClaim(opened.table, claimId));
    if (!claim) throw new Error('no claim');
    const hold = { reason: 'A sample', by: FINANCE.actor, at: FIRST_NIGHT };
    const stale = { ...verbs(), claimsDue: async () => [claim] };
    await commit(opened.table, changeOf({ puts: [changed(claim, { status: 'held', hold })] }));
    expect(await openStatements(FIRST_NIGHT, WORKFLOW, stale)).toBe(0);
    expect(await readStatement(opened.table, id)).toBeUndefined();
  });

  it('goes by the policy of the year before where the month’s own year has none', async () => {
    const { id } = await given(1);
    const only2026 = async (year: AcademicYear) =>
      year === '2026-27' ? undefined : readPolicy(opened.table, year);
    await openStatements(FIRST_NIGHT, WORKFLOW, { ...verbs(), policyFor: only2026 });
    expect(await readStatement(opened.table, id)).toMatchObject({ payOn: '2026-11-25' });
  });
});

describe('GatherLines', () => {
  it('takes every claim once, called many times at once and again after dying half way', async () => {
    const { id, claimIds } = await given(62);
    await begun(id);
    const dying = { ...verbs(), commit: dyingAfter() };
    await expect(gatherLines(step(id), WORKFLOW, dying)).rejects.toThrow('died');
    await Promise.all(Array.from({ length: 3 }, () => gatherLines(step(id), WORKFLOW, verbs())));
    await gathered(id);
    await expectWhole(id, claimIds, 'on-statement');
    expect((await eventsOf(id)).filter((type) => type === 'StatementLineAdded')).toHaveLength(62);
  });

  it('is not misled by a list that still shows what it has taken', async () => {
    const { id, claimIds, code } = await given(32);
    await begun(id);
    const before = await claimsDue(opened.table, code);
    const stale = { ...verbs(), claimsDue: async () => before };
    const progress = async () => (await gatherLines(step(id), WORKFLOW, stale)).progress;
    expect([await progress(), await progress(), await progress()]).toEqual(['more', 'gathered', 'gathered']);
    await expectWhole(id, claimIds, 'on-statement');
  });

  it('leaves a claim of the next month, and takes a clawback of another year with its sign', async () => {
    const { id, code } = await given(1);
    const late = { raisedAt: '2026-11-01T00:00:00.000Z' };
    const clawback = {
      status: 'approved',
      amount: 40_000,
      reason: 'A sample',
      proposedBy: 'finance-f',
      proposedAt: '2026-10-20T09:00:00.000Z',
      approvedBy: 'finance-g',
      approvedAt: '2026-10-21T09:00:00.000Z',
    };
    const payment = { reference: 'BACS-1', paidOn: '2025-11-25', fileId: `pf-${'0'.repeat(32)}` };
    const of = (urn: string, year: string, changes: object) => {
      const participationId = `${urn}-${year}-development`;
      return sampleClaim({ id: `${participationId}.started`, participationId, urn, hub: code, ...changes });
    };
    await opened.put(
      of('700001', '2026-27', late),
      of('700002', '2025-26', { academicYear: '2025-26', status: 'paid', payment, clawback }),
    );
    await begun(id);
    await gathered(id);
    const lines = await linesOf(opened.table, id);
    expect(lines.map(({ kind, amount, item }) => [kind, amount, item])).toEqual([
      ['claim', 100_000, expect.stringMatching(/-2026-27-development\.started$/)],
      ['clawback', -40_000, '700002-2025-26-development.started.clawback'],
    ]);
    expect(await readStatement(opened.table, id)).toMatchObject({ total: 60_000, lines: 2 });
    const recovering = await readClaim(opened.table, '700002-2025-26-development.started' as ClaimId);
    expect(recovering).toMatchObject({
      status: 'paid',
      clawback: { status: 'approved', listed: { statementId: id, line: 2 } },
    });
  });

  it('ends quietly for an execution of an older generation', async () => {
    const { id } = await given(1);
    await begun(id);
    expect(await gatherLines(step(id, 2), WORKFLOW, verbs())).toEqual({ progress: 'superseded' });
    expect(await linesOf(opened.table, id)).toEqual([]);
  });
});

describe('OpenStatement', () => {
  it('opens once, and answers the same again', async () => {
    const { id } = await open(1);
    const first = await openStatement(step(id), WORKFLOW, verbs());
    expect(first).toEqual({
      standing: 'current',
      approval: { closesAt: '2026-11-15T17:00:00.000Z' },
      givesUpAt: '2027-08-28T03:00:00.000Z',
    });
    expect((await eventsOf(id)).filter((type) => type === 'StatementOpened')).toHaveLength(1);
  });

  it('fails loudly where the lines are not what the statement counted', async () => {
    const { id } = await given(2);
    await begun(id);
    await gathered(id);
    const [line] = await linesOf(opened.table, id);
    if (!line) throw new Error('no line');
    await commit(
      opened.table,
      changeOf({ puts: [changed({ ...line, amount: 1 as typeof line.amount }, {})] }),
    );
    await expect(openStatement(step(id), WORKFLOW, verbs())).rejects.toThrow('has 2 of 100001');
  });
});

describe('An approval', () => {
  it('that meets an adjustment seals what is on the statement, or is refused: never something else', async () => {
    const { id } = await open(2);
    const [approval, adjustment] = await Promise.all([approve(id, ANOTHER), adjust(id, -500)]);
    expect([codesOf(approval), codesOf(adjustment)].flat()).toContain('accepted');
    const whole = await readWholeStatement(id, FINANCE, verbs());
    expect(whole?.verification).toEqual({ intact: true });
    const adjusted = codesOf(adjustment).includes('accepted');
    expect(whole?.statement.total).toBe(adjusted ? 199_500 : 200_000);
  });

  it('that two give at once is taken once, and goes on from the seal of the statement before', async () => {
    const { id, code } = await open(1);
    const results = await Promise.all([approve(id), approve(id, ANOTHER)]);
    expect(results.map(codesOf).sort()).toEqual([['accepted'], ['ask-already-answered']]);
    await opened.put(
      sampleClaim({
        id: '710001-2026-27-development.started',
        participationId: '710001-2026-27-development',
        urn: '710001',
        hub: code,
        raisedAt: '2026-11-05T09:00:00.000Z',
      }),
    );
    await openStatements(toInstant('2026-12-01T03:00:00Z'), WORKFLOW, verbs());
    const next = statementIdOf(monthSchema.parse('2026-11'), code);
    await gathered(next);
    await openStatement(step(next), WORKFLOW, verbs());
    const approved = await approve(next);
    expect(approved).toMatchObject({
      previous: id,
      previousSeal: (await readStatement(opened.table, id))?.seal,
    });
  });

  it('is refused to the one who held a claim on it; its line is off, and the seal is of what is left', async () => {
    const { id, claimIds } = await open(3);
    const claim = claimIds[1] && (await readClaim(opened.table, claimIds[1]));
    if (!claim) throw new Error('no claim');
    const now = toInstant('2026-11-02T09:00:00Z');
    const off = await removedFromStatement(claim, { by: FINANCE.actor, now }, verbs());
    if (isRefusal(off)) throw new Error('refused');
    const { listed, ...rest } = claim;
    const hold = { reason: 'A sample', by: FINANCE.actor, at: now };
    const held = changed<typeof claim>(rest, { status: 'held', hold });
    await commit(opened.table, changeOf({ ...off, puts: [held, ...off.puts] }));
    expect(codesOf(await approve(id, FINANCE))).toEqual(['approver-amended']);
    expect(codesOf(await approve(id, ANOTHER))).toEqual(['accepted']);
    await issued(id);
    const whole = await readWholeStatement(id, FINANCE, verbs());
    expect(whole?.statement).toMatchObject({ status: 'issued', lines: 2, total: 200_000, unpaid: 2 });
    expect(whole?.lines.map(({ removed }) => removed !== undefined)).toEqual([false, true, false]);
    expect(whole?.verification).toEqual({ intact: true });
    expect(await removedFromStatement(claim, { by: FINANCE.actor, now }, verbs())).toMatchObject({
      refused: [{ code: 'statement-not-open' }],
    });
  });
});

describe('The wait for an approval', () => {
  const wait = (id: StatementId, at: string) => ({
    statementId: id,
    generation: 1,
    enteredAt: toInstant(at),
    givesUpAt: toInstant('2027-08-28T03:00:00Z'),
  });

  it('tells once that it is overdue, waits on, and fails loudly in the end', async () => {
    const { id } = await open(1);
    const settle = (at: string) => settleApproval(wait(id, at), WORKFLOW, verbs());
    expect(await settle('2026-11-02T09:00:00Z')).toEqual({
      status: 'open',
      closesAt: '2026-11-15T17:00:00.000Z',
    });
    const late = { status: 'open', closesAt: '2027-08-28T03:00:00.000Z' };
    expect(await settle('2026-11-15T17:01:00Z')).toEqual(late);
    expect(await settle('2026-11-15T17:02:00Z')).toEqual(late);
    expect((await eventsOf(id)).filter((type) => type === 'StatementOverdue')).toHaveLength(1);
    await expect(settle('2027-08-28T03:01:00Z')).rejects.toThrow('never approved');
    expect(codesOf(await approve(id))).toEqual(['accepted']);
    expect(await settle('2027-08-28T03:02:00Z')).toMatchObject({ status: 'approved' });
  });

  it('is over at once where the approval was there before the token', async () => {
    const { id } = await open(1);
    await approve(id);
    const deps = verbs();
    const input = { ...step(id), attempt: 0, token: 'token-1' };
    expect(await awaitApproval(input, WORKFLOW, deps)).toEqual({ rung: true });
    expect(deps.rung).toEqual(['token-1']);
  });
});

describe('IssueLines', () => {
  it('approves every claim once, called many times at once and again after dying half way', async () => {
    const { id, claimIds } = await open(42);
    await approve(id);
    const dying = { ...verbs(), commit: dyingAfter() };
    await expect(issueLines(step(id), WORKFLOW, dying)).rejects.toThrow('died');
    await Promise.all(Array.from({ length: 3 }, () => issueLines(step(id), WORKFLOW, verbs())));
    await issued(id);
    await expectWhole(id, claimIds, 'approved');
    expect((await eventsOf(id)).filter((type) => type === 'StatementIssued')).toHaveLength(1);
    expect((await readWholeStatement(id, FINANCE, verbs()))?.verification).toEqual({ intact: true });
  });

  it('pays a statement on which nothing is left as it issues it', async () => {
    const { id, claimIds } = await open(1);
    const claim = claimIds[0] && (await readClaim(opened.table, claimIds[0]));
    if (!claim) throw new Error('no claim');
    const off = await removedFromStatement(claim, { by: FINANCE.actor, now: FIRST_NIGHT }, verbs());
    if (isRefusal(off)) throw new Error('refused');
    await commit(opened.table, changeOf(off));
    await approve(id, ANOTHER);
    await issued(id);
    expect(await readStatement(opened.table, id)).toMatchObject({ status: 'paid', lines: 0, total: 0 });
    expect((await eventsOf(id)).slice(-2)).toEqual(['StatementIssued', 'StatementPaid']);
  });

  it('issues nothing of a statement whose lines were changed after the approval', async () => {
    const { id } = await open(3);
    await approve(id);
    const [, line] = await linesOf(opened.table, id);
    if (!line) throw new Error('no line');
    await commit(opened.table, changeOf({ puts: [changed(line, { urn: sampleSchool().urn })] }));
    await expect(issueLines(step(id), WORKFLOW, verbs())).rejects.toThrow('not as it was approved');
  });
});
