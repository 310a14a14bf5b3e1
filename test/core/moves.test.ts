import { describe, expect, it } from 'vitest';
import { ASK_MOVES } from '../../core/ask.ts';
import { CLAWBACK_MOVES, PAYMENT_MOVES } from '../../core/claim.ts';
import { MoveNotPermitted, type Moves, moves } from '../../core/moves.ts';
import { PARTICIPATION_MOVES } from '../../core/participation.ts';
import { PAYMENT_FILE_MOVES } from '../../core/payment-file.ts';
import { POLICY_VERSION_MOVES } from '../../core/policy-version.ts';
import { REJOINING_MOVES } from '../../core/rejoining.ts';
import { STATEMENT_MOVES } from '../../core/statement.ts';

/**
 * Every pair of a status and an action, as a person would write it down: where a status is not named after an
 * action, the action is refused there.
 */
const RULINGS = {
  participation: {
    statuses: ['enrolled', 'placed', 'active', 'closed', 'withdrawn', 'not-placed'],
    actions: {
      place: { enrolled: 'placed' },
      lapse: { enrolled: 'not-placed' },
      open: { placed: 'active' },
      declare: { active: 'active' },
      miss: { active: 'active' },
      decide: { active: 'active' },
      'declare-after-close': { closed: 'closed' },
      reopen: { closed: 'active' },
      unseat: { placed: 'enrolled' },
      're-enrol': { withdrawn: 'enrolled', 'not-placed': 'enrolled' },
      close: { active: 'closed' },
      withdraw: { enrolled: 'withdrawn', placed: 'withdrawn', active: 'withdrawn' },
      'turn-down': { enrolled: 'closed' },
      defer: { enrolled: 'closed', placed: 'closed', active: 'closed' },
      'ask-again': { closed: 'enrolled' },
    },
  },
  ask: {
    statuses: ['open', 'answered', 'expired', 'cancelled'],
    actions: {
      answer: { open: 'answered' },
      expire: { open: 'expired' },
      cancel: { open: 'cancelled' },
      'answer-late': { open: 'answered', expired: 'answered' },
      reopen: { open: 'open', answered: 'open', expired: 'open', cancelled: 'open' },
    },
  },
  rejoining: {
    statuses: ['waiting', 'rejoined', 'overtaken'],
    actions: {
      rejoin: { waiting: 'rejoined' },
      overtake: { waiting: 'overtaken' },
    },
  },
  claim: {
    statuses: ['raised', 'held', 'on-statement', 'approved', 'paid', 'cancelled'],
    actions: {
      hold: { raised: 'held', 'on-statement': 'held' },
      release: { held: 'raised' },
      list: { raised: 'on-statement' },
      approve: { 'on-statement': 'approved' },
      pay: { approved: 'paid' },
      cancel: { raised: 'cancelled', held: 'cancelled' },
    },
  },
  clawback: {
    statuses: ['none', 'proposed', 'approved', 'recovered'],
    actions: {
      propose: { none: 'proposed' },
      decline: { proposed: 'none' },
      approve: { proposed: 'approved' },
      recover: { approved: 'recovered' },
    },
  },
  statement: {
    statuses: ['gathering', 'open', 'approved', 'issued', 'paid'],
    actions: {
      gather: { gathering: 'gathering' },
      open: { gathering: 'open' },
      amend: { open: 'open' },
      approve: { open: 'approved' },
      issue: { approved: 'issued' },
      settle: { issued: 'paid' },
    },
  },
  paymentFile: {
    statuses: ['accepted', 'applied'],
    actions: { 'apply-chunk': { accepted: 'accepted' }, finish: { accepted: 'applied' } },
  },
  policyVersion: {
    statuses: ['proposed', 'declined', 'active', 'superseded'],
    actions: {
      decline: { proposed: 'declined' },
      'propose-again': { declined: 'proposed' },
      approve: { proposed: 'active' },
      supersede: { active: 'superseded' },
    },
  },
} as const;

/** What became of each pair: the new status, or `refused`. */
function tried(table: Moves<string, string>, actions: readonly string[], statuses: readonly string[]) {
  return actions.flatMap((action) =>
    statuses.map((status) => {
      const permitted = table.permits(action, status);
      if (permitted) return `${action} when ${status}: ${table.after(action, status)}`;
      expect(() => table.after(action, status)).toThrow(MoveNotPermitted);
      return `${action} when ${status}: refused`;
    }),
  );
}

function ruled(
  actions: Readonly<Record<string, Readonly<Record<string, string>>>>,
  statuses: readonly string[],
) {
  return Object.entries(actions).flatMap(([action, effects]) =>
    statuses.map((status) => `${action} when ${status}: ${effects[status] ?? 'refused'}`),
  );
}

describe('every pair of an action and a status is ruled on for', () => {
  it('a participation', () => {
    const { statuses, actions } = RULINGS.participation;
    expect(tried(PARTICIPATION_MOVES, Object.keys(PARTICIPATION_MOVES.table), statuses)).toEqual(
      ruled(actions, statuses),
    );
  });

  it('an ask', () => {
    const { statuses, actions } = RULINGS.ask;
    expect(tried(ASK_MOVES, Object.keys(ASK_MOVES.table), statuses)).toEqual(ruled(actions, statuses));
  });

  it('a school that waits to rejoin', () => {
    const { statuses, actions } = RULINGS.rejoining;
    expect(tried(REJOINING_MOVES, Object.keys(REJOINING_MOVES.table), statuses)).toEqual(
      ruled(actions, statuses),
    );
  });

  it('the payment of a claim', () => {
    const { statuses, actions } = RULINGS.claim;
    expect(tried(PAYMENT_MOVES, Object.keys(PAYMENT_MOVES.table), statuses)).toEqual(
      ruled(actions, statuses),
    );
  });

  it.each([
    ['the clawback of a claim', CLAWBACK_MOVES, RULINGS.clawback],
    ['a statement', STATEMENT_MOVES, RULINGS.statement],
    ['a payer’s file', PAYMENT_FILE_MOVES, RULINGS.paymentFile],
    ['a version of a policy', POLICY_VERSION_MOVES, RULINGS.policyVersion],
  ] as const)('%s', (_, table: Moves<string, string>, { statuses, actions }) => {
    expect(tried(table, Object.keys(table.table), statuses)).toEqual(ruled(actions, statuses));
  });
});

describe('the end is the end', () => {
  it('of a participation that was withdrawn, closed or not placed, but for the ways back that have a name', () => {
    const waysFrom = (status: 'closed' | 'withdrawn' | 'not-placed') =>
      Object.entries(PARTICIPATION_MOVES.table)
        .filter(([, { from }]) => from.includes(status))
        .map(([action]) => action);
    expect(waysFrom('closed')).toEqual(['declare-after-close', 'reopen', 'ask-again']);
    expect(waysFrom('withdrawn')).toEqual(['re-enrol']);
    expect(waysFrom('not-placed')).toEqual(['re-enrol']);
  });

  it('of a school’s wait to rejoin: it came back, or had its place already', () => {
    for (const { from } of Object.values(REJOINING_MOVES.table)) expect(from).toEqual(['waiting']);
  });

  it('of money that was paid: what is recovered is a clawback, not a move', () => {
    for (const { from } of Object.values(PAYMENT_MOVES.table)) expect(from).not.toContain('paid');
  });
});

describe('a table of moves', () => {
  it('is refused where a status cannot be reached', () => {
    expect(() => moves('door', ['open', 'shut', 'lost'], { close: { from: ['open'], to: 'shut' } })).toThrow(
      'door: no move leads to lost',
    );
    const lost = { lose: { from: ['gone'], to: 'lost' }, vanish: { from: ['lost'], to: 'gone' } } as const;
    expect(() => moves('door', ['open', 'gone', 'lost'], lost)).toThrow('no move leads to gone, lost');
  });

  it('says who may not do what', () => {
    expect(() => ASK_MOVES.after('answer', 'expired')).toThrow('ask: no answer when expired');
  });
});
