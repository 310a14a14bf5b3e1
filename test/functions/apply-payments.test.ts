import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readClaim } from '../../adapters/dynamodb/claims.ts';
import { commit } from '../../adapters/dynamodb/commit.ts';
import { timelineOf } from '../../adapters/dynamodb/events.ts';
import {
  readPaymentChunk,
  readPaymentFile,
  readPaymentsUnderWay,
} from '../../adapters/dynamodb/payment-files.ts';
import { linesOf, readStatement, readStatementLine } from '../../adapters/dynamodb/statements.ts';
import type { ClaimId } from '../../core/claim.ts';
import { actorSchema } from '../../core/codes.ts';
import { toInstant } from '../../core/instant.ts';
import type { PaymentFileId } from '../../core/payment.ts';
import { MOST_PAYMENT_LINES, type PaymentFile } from '../../core/payment-file.ts';
import { poundsOf } from '../../core/pence.ts';
import { type StatementId, statementIdSchema } from '../../core/statement-id.ts';
import { clawbackItem } from '../../core/statement-line.ts';
import { acceptPayments } from '../../functions/use-cases/accept-payments.ts';
import { NotPayable } from '../../functions/use-cases/apply-payment.ts';
import { applyPayments } from '../../functions/use-cases/apply-payments.ts';
import { isRefusal } from '../../functions/use-cases/refusal.ts';
import type { Change, Commit, Row } from '../../workflows/change.ts';
import { openTableUnderTest } from '../adapters/table-at-hand.ts';
import { claimOf, clawedBackClaimOf, statementOf } from '../support/money-rows.ts';
import { sampleStatement, sampleStatementLine } from '../support/sample-rows.ts';

/** How a payer's file is applied where it is broken off, delivered again, or sent by two at once. On the real engine. */

const NOW = toInstant('2026-11-26T09:00:00Z');
const FINANCE = actorSchema.parse('finance.f');

let opened: Awaited<ReturnType<typeof openTableUnderTest>>;
beforeAll(async () => {
  opened = await openTableUnderTest();
});
afterAll(() => opened.stop());

function verbs(commitAs: Commit = (change) => commit(opened.table, change)) {
  const { table } = opened;
  return {
    hash: (text: string) => createHash('sha256').update(text).digest('hex'),
    readClaim: (id: ClaimId) => readClaim(table, id),
    readStatement: (id: StatementId) => readStatement(table, id),
    readStatementLine: (id: StatementId, number: number) => readStatementLine(table, id, number),
    linesOf: (id: StatementId) => linesOf(table, id),
    readPaymentFile: (id: PaymentFileId) => readPaymentFile(table, id),
    readPaymentChunk: (id: PaymentFileId, number: number) => readPaymentChunk(table, id, number),
    readPaymentsUnderWay: () => readPaymentsUnderWay(table),
    commit: commitAs,
  };
}

let statements = 0;

/** An issued statement of a hub of its own for each ruling: two claims, a clawback, an adjustment; with its file. */
async function issued() {
  statements += 1;
  const urn = 400_000 + 10 * statements;
  const hub = `hub-${statements}`;
  const id = statementIdSchema.parse(`statement-2026-10-${hub}`);
  const claims = [claimOf(String(urn)), claimOf(String(urn + 1)), clawedBackClaimOf(String(urn + 2))];
  const rows = statementOf('issued', [...claims, -1250], { id, hub });
  await opened.put(...rows);
  return { id, claims, text: fileFor(rows) };
}

/** What the payer answers once every line has been paid. */
function fileFor(rows: readonly Row[], reference = 'BACS/0001'): string {
  const lines = rows.flatMap((row) =>
    row.type === 'statement-line' ? [`${row.item},${poundsOf(row.amount)},${reference},2026-11-25`] : [],
  );
  return ['item,amount,reference,paid_on', ...lines, ''].join('\n');
}

async function accepted(text: string): Promise<PaymentFile> {
  const file = await acceptPayments({ text, caller: { role: 'finance', actor: FINANCE }, now: NOW }, verbs());
  if (isRefusal(file)) throw new Error(JSON.stringify(file.refused));
  return file;
}

const apply = ({ id: fileId }: PaymentFile, deps = verbs(), chunk = 1) =>
  applyPayments({ fileId, chunk, at: NOW, by: FINANCE }, deps);

/** Everything that was announced of these subjects. */
async function told(subjects: readonly string[]): Promise<string[]> {
  const timelines = await Promise.all(subjects.map((subject) => timelineOf(opened.table, subject)));
  return timelines.flat().map(({ subject, eventType }) => `${subject} ${eventType}`);
}

/** Every line has been paid once: the rows say so, and as many events. */
async function expectPaidOnce({ id, claims }: Awaited<ReturnType<typeof issued>>, file: PaymentFile) {
  const { table } = opened;
  expect(await readStatement(table, id)).toMatchObject({ status: 'paid', unpaid: 0, paidAt: NOW });
  for (const line of await linesOf(table, id)) expect(line.payment).toMatchObject({ fileId: file.id });
  const [one, two, back] = claims.map((claim) => claim.id);
  for (const claim of [one, two]) {
    expect(claim && (await readClaim(table, claim))).toMatchObject({
      status: 'paid',
      payment: { reference: 'BACS/0001', paidOn: '2026-11-25', fileId: file.id },
    });
  }
  expect(back && (await readClaim(table, back))).toMatchObject({
    clawback: { status: 'recovered', recovery: { fileId: file.id } },
  });
  expect(await readPaymentFile(table, file.id)).toMatchObject({ status: 'applied', applied: 1 });
  expect(await told([...claims.map((claim) => claim.id), id, file.id])).toEqual([
    `${one} ClaimPaid`,
    `${two} ClaimPaid`,
    `${back} ClawbackRecovered`,
    `${id} StatementAdjustmentPaid`,
    `${id} StatementPaid`,
    `${file.id} PaymentFileAccepted`,
    `${file.id} PaymentChunkDue`,
    `${file.id} PaymentFileApplied`,
  ]);
}

/** A table that dies at its nth commit, before it writes or after. */
function dyingAt(nth: number, when: 'before' | 'after'): Commit {
  let commits = 0;
  return async (change: Change) => {
    commits += 1;
    if (commits > nth || (commits === nth && when === 'before')) throw new Error('killed');
    const commitment = await commit(opened.table, change);
    if (commits === nth) throw new Error('killed');
    return commitment;
  };
}

describe('a payer’s file', () => {
  it('pays claims, recovers clawbacks and adjustments, and settles the statement with its last line', async () => {
    const statement = await issued();
    const file = await accepted(statement.text);
    await apply(file);
    await expectPaidOnce(statement, file);
  });

  const crashes = [1, 2, 3, 4, 5].flatMap((nth) =>
    (['before', 'after'] as const).map((when) => ({ nth, when })),
  );
  it.each(crashes)('is applied once where it was broken off $when its commit $nth', async ({ nth, when }) => {
    const statement = await issued();
    const file = await accepted(statement.text);
    await expect(apply(file, verbs(dyingAt(nth, when)))).rejects.toThrow('killed');
    await apply(file);
    await expectPaidOnce(statement, file);
  });

  it('is applied once where every delivery dies after one line, and many come', async () => {
    const statement = await issued();
    const file = await accepted(statement.text);
    for (let delivery = 1; delivery <= 5; delivery += 1) {
      await apply(file, verbs(dyingAt(1, 'after'))).catch(() => {});
    }
    await expectPaidOnce(statement, file);
  });

  it('is applied once where it is delivered again, and by four consumers at once', async () => {
    const statement = await issued();
    const file = await accepted(statement.text);
    await Promise.all(Array.from({ length: 4 }, () => apply(file)));
    await apply(file);
    await expectPaidOnce(statement, file);
  });

  it('that twenty send at once is one file', async () => {
    const statement = await issued();
    const files = await Promise.all(Array.from({ length: 20 }, () => accepted(statement.text)));
    expect(new Set(files.map(({ id }) => id)).size).toBe(1);
    const [file] = files;
    if (file) {
      await apply(file);
      await expectPaidOnce(statement, file);
    }
  });

  it('never pays what another file pays, neither at the same time nor before that one is applied, nor after', async () => {
    const statement = await issued();
    const other = statement.text.replaceAll('BACS/0001', 'BACS/0002');
    const send = (text: string) =>
      acceptPayments({ text, caller: { role: 'finance', actor: FINANCE }, now: NOW }, verbs());
    const refusals = async (...texts: readonly string[]) => {
      const answers = await Promise.all(texts.map(send));
      return answers.filter(isRefusal).map(({ refused }) => refused.map(({ code }) => code));
    };
    expect(await refusals(statement.text, other)).toEqual([Array(4).fill('item-already-paid')]);
    expect(await refusals(statement.text, other)).toEqual([Array(4).fill('item-already-paid')]);
    const winner = (await Promise.all([send(statement.text), send(other)])).find((each) => !isRefusal(each));
    if (winner && !isRefusal(winner)) await apply(winner);
    expect(await refusals(statement.text, other)).toEqual([Array(4).fill('item-already-paid')]);
  });

  it('keeps nobody waiting who pays something else, and the list of those under way short', async () => {
    const [one, two, three] = [await issued(), await issued(), await issued()];
    const first = await accepted(one.text);
    const second = await accepted(two.text);
    await apply(second);
    await apply(first);
    const third = await accepted(three.text);
    expect((await readPaymentsUnderWay(opened.table))?.files).toEqual([third.id]);
    await apply(third);
    await expectPaidOnce(one, first);
    await expectPaidOnce(two, second);
  });

  it('fails loudly where what it names was tampered with meanwhile, and pays none of that', async () => {
    const statement = await issued();
    const file = await accepted(statement.text);
    const line = await readStatementLine(opened.table, statement.id, 2);
    if (!line) throw new Error('no line 2');
    const forged = { ...line, version: 2, amount: sampleStatementLine({ amount: 1 }).amount };
    await commit(opened.table, { puts: [forged], events: [], at: NOW, by: FINANCE });
    await expect(apply(file)).rejects.toThrow(NotPayable);
    expect(await readStatement(opened.table, statement.id)).toMatchObject({ status: 'issued', unpaid: 3 });
    // Mended, the next delivery goes on where this one stopped.
    await commit(opened.table, { puts: [{ ...line, version: 3 }], events: [], at: NOW, by: FINANCE });
    await apply(file);
    await expectPaidOnce(statement, file);
  });

  it('of the most lines there may be is taken in one transaction', async () => {
    const id = statementIdSchema.parse('statement-2026-10-largest');
    const claims = Array.from({ length: MOST_PAYMENT_LINES }, (_, each) =>
      claimOf(String(500_001 + each), {
        status: 'paid',
        clawback: {
          status: 'approved',
          amount: 100_000,
          reason: 'Sample reason',
          proposedBy: 'finance.f',
          proposedAt: NOW,
          approvedBy: 'finance.g',
          approvedAt: NOW,
          listed: { statementId: id, line: each + 1 },
        },
      }),
    );
    const byId = new Map(claims.map((claim) => [claim.id, claim]));
    const lines = claims.map(({ id: claimId }, each) =>
      sampleStatementLine({
        statementId: id,
        number: each + 1,
        kind: 'clawback',
        item: clawbackItem(claimId),
        amount: -100_000,
      }),
    );
    const reading = {
      ...verbs(),
      readClaim: async (claim: ClaimId) => byId.get(claim),
      readStatement: async () => sampleStatement({ id, hub: 'largest', status: 'issued' }),
      linesOf: async () => lines,
    };
    const text = fileFor(lines, 'BACS-0123456789');
    const file = await acceptPayments(
      { text, caller: { role: 'finance', actor: FINANCE }, now: NOW },
      reading,
    );

    expect(file).toMatchObject({ status: 'accepted', lines: 14_000, chunks: 47, total: -1_400_000_000 });
    if (!isRefusal(file)) {
      const last = await readPaymentChunk(opened.table, file.id, 47);
      expect(last?.lines).toHaveLength(200);
    }
  });
});
