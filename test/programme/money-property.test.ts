import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commit } from '../../adapters/dynamodb/commit.ts';
import { appendToFeed } from '../../adapters/dynamodb/funding-feed.ts';
import { TableUnavailable } from '../../adapters/dynamodb/table.ts';
import type { Claim } from '../../core/claim.ts';
import { type Actor, actorSchema } from '../../core/codes.ts';
import { hubSchema } from '../../core/hub.ts';
import { instantOf, toInstant } from '../../core/instant.ts';
import { type PaymentFileId, paymentFileIdOf } from '../../core/payment.ts';
import { penceSchema, poundsOf, signedPenceSchema } from '../../core/pence.ts';
import type { Statement } from '../../core/statement.ts';
import type { StatementLine } from '../../core/statement-line.ts';
import { reading } from '../../functions/support/deps.ts';
import { acceptPayments } from '../../functions/use-cases/accept-payments.ts';
import { adjustStatement } from '../../functions/use-cases/adjust-statement.ts';
import { answerAsk } from '../../functions/use-cases/answer-ask.ts';
import { applyPayments } from '../../functions/use-cases/apply-payments.ts';
import { approveStatement } from '../../functions/use-cases/approve-statement.ts';
import { cancelClaim } from '../../functions/use-cases/cancel-claim.ts';
import { compareBooks } from '../../functions/use-cases/compare-books.ts';
import { decideClawback } from '../../functions/use-cases/decide-clawback.ts';
import { gatherLines } from '../../functions/use-cases/gather-lines.ts';
import { holdClaim } from '../../functions/use-cases/hold-claim.ts';
import { issueLines } from '../../functions/use-cases/issue-lines.ts';
import { openStatement } from '../../functions/use-cases/open-statement.ts';
import { openStatements } from '../../functions/use-cases/open-statements.ts';
import { proposeClawback } from '../../functions/use-cases/propose-clawback.ts';
import { releaseClaim } from '../../functions/use-cases/release-claim.ts';
import { ChangedMeanwhile } from '../../functions/use-cases/try-again.ts';
import { shippedPolicies } from '../../local/demo/policies.ts';
import type { Commit } from '../../workflows/change.ts';
import type { EventRow } from '../../workflows/events.ts';
import { openTableUnderTest } from '../adapters/table-at-hand.ts';
import { declaration } from '../support/forms.ts';
import { activeParticipation, sampleAsk, sampleSpecialist } from '../support/sample-rows.ts';

/**
 * Whatever is called, in whatever order, however often, however many at once, and wherever a function dies: at the end of
 * the day each declared instalment was paid once, or is held or given up. The use cases on the real table; which step of
 * a statement's workflow runs when, how often the bus delivers, and which file comes again, is drawn by lot.
 */
const RUNS = process.env['FULL'] === undefined ? 8 : 300;
const SEED = Number(process.env['SEED'] ?? 20_261_001);

const CALLS = [
  ...often(12, 'declare'),
  ...often(2, 'night'),
  ...often(4, 'month'),
  ...often(6, 'step'),
  ...often(3, 'approve'),
  ...often(4, 'upload'),
  ...often(4, 'apply'),
  ...often(6, 'pay'),
  ...often(2, 'hold'),
  ...often(2, 'release'),
  ...often(1, 'cancel'),
  ...often(4, 'propose clawback'),
  ...often(4, 'decide clawback'),
  ...often(1, 'adjust'),
  ...often(3, 'deliver'),
] as const;
type Name = (typeof CALLS)[number];
function often<const Each extends string>(times: number, name: Each): Each[] {
  return Array.from({ length: times }, () => name);
}

/** Most calls make one commit, a whole month makes many. */
const COMMITS = [1, 1, 1, 1, 2, 2, 3, 4, 5, 6, 8, 10, 13];

const call = fc.record({
  what: fc.constantFrom(...CALLS),
  one: fc.nat({ max: 59 }),
  two: fc.nat({ max: 59 }),
  times: fc.constantFrom(1, 1, 1, 2, 3),
  /** At which of its commits the function dies, and whether that one was still written. */
  dies: fc.option(fc.record({ at: fc.constantFrom(...COMMITS), written: fc.boolean() }), { freq: 3 }),
});
type Call = typeof call extends fc.Arbitrary<infer Each> ? Each : never;

/** Calls that are made at the same time, and how many days later the next ones are. */
const moment = fc.record({
  calls: fc.array(call, { minLength: 1, maxLength: 4, size: 'max' }),
  days: fc.constantFrom(0, 0, 1, 9, 25, 35),
});

class Killed extends Error {}

const WORKFLOW = actorSchema.parse('workflow');
const FINANCE = { role: 'finance', actor: actorSchema.parse('finance.f') } as const;
const APPROVER = { role: 'finance', actor: actorSchema.parse('finance.g') } as const;
const ADMIN = { role: 'admin', actor: actorSchema.parse('admin.z') } as const;

/** What the policy pays for each of these years, in pence. */
const YEARS = [
  ...['900001', '900002', '900003'].map((urn) => yearOf(urn, urn, 'development', 200_000)),
  ...['900004', '900005'].map((urn) => yearOf(urn, urn, 'embedding', 100_000)),
  ...['sp-0041', 'sp-0042'].map((id) => yearOf(id, '900009', 'training-1', 300_000)),
];
function yearOf(subject: string, urn: string, stage: string, amount: number) {
  return { id: `${subject}-2026-27-${stage}`, urn, stage, amount };
}
const milestonesOf = (stage: string): string[] =>
  stage.startsWith('training') ? ['started', 'retained', 'completed'] : ['started', 'completed'];

/** A hub with two schools and a Specialist in the middle of their years, nothing declared; windows that are never in the way. */
function rowsGiven() {
  const years = YEARS.map(({ id, urn, stage, amount }) => {
    const names = milestonesOf(stage);
    const milestones = names.map((milestone) => ({
      milestone,
      instalment: amount / names.length,
      status: 'to-do',
    }));
    return activeParticipation({ id, urn, stage, milestones, enrolledOn: '2026-03-02' });
  });
  const asks = YEARS.flatMap(({ id, urn, stage }) =>
    milestonesOf(stage).map((milestone) =>
      sampleAsk({
        id: `${id}.declaration-${milestone}`,
        participationId: id,
        urn,
        milestone,
        closesAt: '2029-07-31T16:00:00.000Z',
      }),
    ),
  );
  const hub = hubSchema.parse({ type: 'hub', version: 1, code: 'origin', name: 'Sample Hub' });
  return [
    ...shippedPolicies(),
    hub,
    sampleSpecialist({ id: 'sp-0041', accredited: false, accreditedOn: undefined }),
    sampleSpecialist({ id: 'sp-0042', accredited: false, accreditedOn: undefined }),
    ...years,
    ...asks,
  ];
}

class World {
  readonly #opened: Awaited<ReturnType<typeof openTableUnderTest>>;
  #now = toInstant('2026-10-05T09:00:00Z');
  /** Files that were taken, as the payer remembers them. */
  readonly files = new Map<PaymentFileId, string>();

  private constructor(opened: Awaited<ReturnType<typeof openTableUnderTest>>) {
    this.#opened = opened;
  }

  static async begin(): Promise<World> {
    const opened = await openTableUnderTest();
    await opened.put(...rowsGiven());
    return new World(opened);
  }

  stop = () => this.#opened.stop();

  get now() {
    return this.#now;
  }

  passDays(days: number) {
    this.#now = instantOf(Date.parse(this.#now) + days * 86_400_000);
  }

  verbs(dies?: Call['dies']) {
    const { table } = this.#opened;
    let commits = 0;
    const dying: Commit = async (change) => {
      commits += 1;
      if (dies && (commits > dies.at || (commits === dies.at && !dies.written))) throw new Killed();
      const commitment = await commit(table, change);
      if (commits === dies?.at) throw new Killed();
      return commitment;
    };
    return {
      ...reading(table),
      hash: (text: string) => createHash('sha256').update(text).digest('hex'),
      commit: dying,
    };
  }

  async claims(): Promise<Claim[]> {
    const ids = YEARS.map(({ id }) => activeParticipation({ id }).id);
    return (await Promise.all(ids.map((id) => this.verbs().claimsOf(id)))).flat();
  }

  async statements(): Promise<Statement[]> {
    const { items } = await this.verbs().listStatements({ limit: 1000 });
    return items.sort((one, other) => (one.id < other.id ? -1 : 1));
  }

  async lines(): Promise<StatementLine[]> {
    const statements = await this.statements();
    return (await Promise.all(statements.map(({ id }) => this.verbs().linesOf(id)))).flat();
  }

  /** What the payer still has to pay, on whichever statement that was issued. */
  async unpaid(): Promise<StatementLine[]> {
    const issued = (await this.statements()).filter(({ status }) => status === 'issued').map(({ id }) => id);
    const lines = await this.lines();
    return lines.filter((each) => issued.includes(each.statementId) && !each.removed && !each.payment);
  }

  /** What finance's feed is filled from, in the order in which it was written. */
  async funding(): Promise<EventRow[]> {
    const { timelineOf } = this.verbs();
    const claims = await this.claims();
    const statements = await this.statements();
    const subjects = [...YEARS, ...claims, ...statements].map(({ id }) => id);
    const timelines = await Promise.all(subjects.map((subject) => timelineOf(subject)));
    return timelines.flat().filter(({ eventType }) => /^(Claim|Clawback|Statement)/.test(eventType));
  }

  deliver({ eventType: type, occurredAt, hub, data, eventId }: EventRow) {
    return appendToFeed(this.#opened.table, { type, occurredAt, hub, data, eventId });
  }

  /** The payer's answer to these lines; taken whole or not at all. */
  async upload(lines: readonly StatementLine[], reference: string, dies?: Call['dies']) {
    const rows = lines.map(({ item, amount }) => `${item},${poundsOf(amount)},${reference},2026-10-05`);
    const text = ['item,amount,reference,paid_on', ...rows].join('\n');
    await this.send(text, dies);
  }

  /** A file that was written will be applied, whether or not anybody heard the answer: its events are written, too. */
  async send(text: string, dies?: Call['dies']) {
    const verbs = this.verbs(dies);
    try {
      await acceptPayments({ text, caller: FINANCE, now: this.now }, verbs);
    } finally {
      const file = await verbs.readPaymentFile(paymentFileIdOf(verbs.hash(text)));
      if (file) this.files.set(file.id, text);
    }
  }
}

/** The one of a list that a number means, however long the list is. */
const nth = <Each>(list: readonly Each[], number: number): Each | undefined => list[number % list.length];

/** Makes one call. Whatever its numbers mean today may have nothing to be done to: then nothing is. */
async function make(world: World, { what, one, two, dies }: Call): Promise<unknown> {
  const { now } = world;
  const verbs = world.verbs(dies);
  const claim = () => world.claims().then((claims) => nth(claims, one));
  /** Mostly one to whom it can be done. */
  const claimWhich = async (can: (claim: Claim) => boolean) =>
    two % 5 === 0 ? claim() : nth((await world.claims()).filter(can), one);
  const statement = () => world.statements().then((statements) => nth(statements.toReversed(), one % 3));
  switch (what satisfies Name) {
    case 'declare': {
      const year = nth(YEARS, one);
      const milestone = year && nth(milestonesOf(year.stage), two);
      if (!milestone) return undefined;
      const { id: askId } = sampleAsk({ id: `${year.id}.declaration-${milestone}` });
      return answerAsk({ askId, answer: declaration('2026-10-01'), caller: ADMIN, now }, verbs);
    }
    case 'night':
      return openStatements(now, WORKFLOW, verbs);
    case 'month':
      await issueMonth(world, dies, two % 3 !== 0);
      return two % 2 === 0 ? payMonth(world, `MONTH/${two}`, dies) : undefined;
    case 'step':
      return takeStep(await statement(), two, now, WORKFLOW, verbs);
    case 'approve': {
      const found = await statement();
      const input = {
        answer: { decision: 'approve' },
        caller: two % 4 === 0 ? FINANCE : APPROVER,
        now,
      } as const;
      return found && approveStatement({ ...input, statementId: found.id }, verbs);
    }
    case 'upload': {
      const sent = nth([...world.files.values()], two);
      if (sent && two % 3 === 0) return world.send(sent, dies);
      const unpaid = (await world.lines()).filter(({ removed }) => !removed);
      return world.upload(
        unpaid.filter((_, index) => (one >> (index % 5)) % 2 === 0),
        `BACS/${two}`,
        dies,
      );
    }
    case 'pay': {
      await world.upload(await world.unpaid(), `BACS/${two}`);
      const last = [...world.files.keys()].at(-1);
      return last && applyPayments({ fileId: last, chunk: 1, at: now, by: WORKFLOW }, verbs);
    }
    case 'apply': {
      const file = nth([...world.files], one);
      return file && applyPayments({ fileId: file[0], chunk: 1, at: now, by: WORKFLOW }, verbs);
    }
    case 'hold': {
      const found = await claimWhich(({ status }) => status === 'on-statement');
      return found && holdClaim({ id: found.id, reason: 'Sample reason', caller: FINANCE, now }, verbs);
    }
    case 'release': {
      const found = await claimWhich(({ status }) => status === 'held');
      return found && releaseClaim({ id: found.id, caller: FINANCE, now }, verbs);
    }
    case 'cancel': {
      const found = await claim();
      return found && cancelClaim({ id: found.id, reason: 'Sample reason', caller: FINANCE, now }, verbs);
    }
    case 'propose clawback': {
      const found = await claimWhich(({ status }) => status === 'paid');
      const amount = two % 2 === 0 ? undefined : penceSchema.parse(1 + two * 997);
      const input = { amount, reason: 'Sample reason', caller: FINANCE, now };
      return found && proposeClawback({ ...input, id: found.id }, verbs);
    }
    case 'decide clawback': {
      const found = await claimWhich(({ clawback }) => clawback.status === 'proposed');
      const decision = two % 4 === 0 ? 'decline' : 'approve';
      return found && decideClawback({ id: found.id, decision, caller: APPROVER, now }, verbs);
    }
    case 'adjust': {
      const found = await statement();
      const form = { amount: signedPenceSchema.parse((two - 30) * 101 || 1), reason: 'Sample reason' };
      return found && adjustStatement({ statementId: found.id, form, caller: FINANCE, now }, verbs);
    }
    case 'deliver': {
      const events = await world.funding();
      return Promise.all(
        events.filter((_, index) => (index + one) % (1 + (two % 4)) === 0).map((each) => world.deliver(each)),
      );
    }
  }
}

/** Any step of the workflow on any statement, though its turn may not have come, or be long over. */
function takeStep(
  statement: Statement | undefined,
  number: number,
  enteredAt: World['now'],
  by: Actor,
  verbs: ReturnType<World['verbs']>,
): Promise<unknown> | undefined {
  if (!statement) return undefined;
  const { id: statementId, generation } = statement;
  const step = nth([gatherLines, openStatement, issueLines], number);
  return step?.({ statementId, generation, enteredAt }, by, verbs);
}

/** What passes by itself, and the workflow or the caller tries again. Anything else is a defect. */
const passes = (error: unknown) =>
  error instanceof Killed || error instanceof ChangedMeanwhile || error instanceof TableUnavailable;

async function attempt(world: World, made: Call) {
  for (let time = 1; time <= made.times; time += 1) {
    await make(world, made).catch((error: unknown) => {
      if (!passes(error)) throw error;
    });
  }
}

/** A month as it should be, as far as nobody dies: what is due is gathered, opened, and, once approved, issued. */
async function issueMonth(world: World, dies?: Call['dies'], isApproved = true) {
  const verbs = world.verbs(dies);
  const { now } = world;
  await openStatements(now, WORKFLOW, verbs);
  for (const { id: statementId, generation } of await world.statements()) {
    const step = { statementId, generation, enteredAt: now };
    while ((await gatherLines(step, WORKFLOW, verbs)).progress === 'more');
    await openStatement(step, WORKFLOW, verbs);
    if (!isApproved) continue;
    // Somebody who never touched it.
    const caller = { ...APPROVER, actor: actorSchema.parse('finance.h') };
    await approveStatement({ statementId, answer: { decision: 'approve' }, caller, now }, verbs);
    while ((await issueLines(step, WORKFLOW, verbs)).progress === 'more');
  }
}

/** What was issued is paid, as far as nobody dies, after the files that came before. */
async function payMonth(world: World, reference: string, dies?: Call['dies']) {
  const verbs = world.verbs(dies);
  const applyAll = async () => {
    for (const [fileId] of world.files) {
      await applyPayments({ fileId, chunk: 1, at: world.now, by: WORKFLOW }, verbs);
    }
  };
  await applyAll();
  const unpaid = await world.unpaid();
  if (unpaid.length > 0) await world.upload(unpaid, reference, dies);
  await applyAll();
}

/** Everything that is under way comes to its end, with one month and another: nobody dies any more. */
async function settle(world: World) {
  for (let month = 1; month <= 3; month += 1) {
    world.passDays(35);
    await issueMonth(world);
    await payMonth(world, `END/${month}`);
  }
  await Promise.all((await world.funding()).map((event) => world.deliver(event)));
}

/** Every promise about money, told from the rows, the payer's own files and the feed. */
async function expectEveryPennyOnce(world: World) {
  const verbs = world.verbs();
  const claims = await world.claims();
  const lines = (await world.lines()).filter(({ removed }) => !removed);
  const told = (await world.funding()).map(
    ({ eventType, data }) => `${eventType} ${'claimId' in data ? data.claimId : ''}`,
  );
  const times = (type: string, { id }: Claim) => told.filter((each) => each === `${type} ${id}`).length;

  // Whatever was declared was released, at once, and to no more than the stage's amount.
  const answered = (
    await Promise.all(YEARS.map(({ id }) => verbs.asksOf(activeParticipation({ id }).id)))
  ).flat();
  const declared = answered
    .filter(({ status }) => status === 'answered')
    .map(({ participationId, milestone }) => `${participationId}.${milestone}`);
  expect(claims.map(({ id }) => id).sort()).toEqual(declared.sort());
  for (const { id, amount } of YEARS) {
    const raised = claims.filter(({ participationId }) => participationId === id);
    expect(raised.reduce((sum, claim) => sum + claim.amount, 0)).toBeLessThanOrEqual(amount);
  }

  // The payer took each line once, whichever file it came in, and every line by now.
  const paid = [...world.files.values()]
    .flatMap((text) => text.split('\n').slice(1))
    .map((line) => line.split(',').slice(0, 2).join());
  expect(paid.sort()).toEqual(lines.map(({ item, amount }) => `${item},${poundsOf(amount)}`).sort());

  for (const claim of claims) {
    const of = lines.filter((line) => line.claim?.id === claim.id);
    const isPaid = claim.status === 'paid';
    const recovered = claim.clawback.status === 'recovered' ? claim.clawback.amount : 0;
    expect(['paid', 'held', 'cancelled'], claim.id).toContain(claim.status);
    expect(['none', 'proposed', 'recovered'], claim.id).toContain(claim.clawback.status);
    expect(
      of.reduce((sum, { amount }) => sum + amount, 0),
      claim.id,
    ).toBe(isPaid ? claim.amount - recovered : 0);
    expect(
      [times('ClaimRaised', claim), times('ClaimPaid', claim), times('ClawbackRecovered', claim)],
      claim.id,
    ).toEqual([1, isPaid ? 1 : 0, recovered > 0 ? 1 : 0]);
  }
  for (const statement of await world.statements()) expect(statement.status, statement.id).toBe('paid');

  const feed = await verbs.readFeed(0, 10_000);
  expect(feed.map(({ sequence }) => sequence)).toEqual(told.map((_, index) => index + 1));
  expect((await compareBooks(world.now, verbs)).divergences).toEqual([]);
}

describe('no interleaving of calls, crashes, deliveries and files', () => {
  it('pays anything twice, or loses it', { timeout: RUNS * 30_000 }, async () => {
    const tried = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(fc.array(moment, { minLength: 20, maxLength: 30, size: 'max' }), async (moments) => {
        const world = await World.begin();
        try {
          for (const { calls, days } of moments) {
            await Promise.all(calls.map((each) => attempt(world, each)));
            world.passDays(days);
          }
          await settle(world);
          await expectEveryPennyOnce(world);
          for (const { status, clawback } of await world.claims()) {
            for (const each of [status, clawback.status]) tried.set(each, (tried.get(each) ?? 0) + 1);
          }
        } finally {
          await world.stop();
        }
      }),
      { numRuns: RUNS, seed: SEED, endOnFailure: process.env['FULL'] === undefined },
    );
    // Lots that never pay, hold or recover would prove nothing.
    for (const each of ['paid', 'held', 'cancelled', 'recovered'])
      expect(tried.get(each), each).toBeGreaterThan(0);
  });
});
