import { londonDateOf, londonMonthOf, monthBefore } from './london-calendar.ts';
import { lastDayOf, type Milestone, milestonesOf, penceFor, type Stage } from './tariff.ts';

/**
 * The books of the programme as a careful clerk would keep them who never saw the service: the clerk is told what
 * people did and when, knows the tariff, and writes down what follows. Slow and simple on purpose. Amounts in pence.
 */
export class Oracle {
  readonly years: Year[] = [];
  readonly claims: BookedClaim[] = [];
  readonly statements: BookedStatement[] = [];

  /** A school or a Specialist takes part in a stage, from this September on. A year that is repeated is not paid. */
  begins(year: Omit<Year, 'left' | 'declared'>): void {
    this.years.push({ ...year, left: false, declared: [] });
  }

  /** They withdrew, or got no place. */
  leaves(id: string): void {
    this.#year(id).left = true;
  }

  /** In time or late: it pays the same. */
  declares(id: string, milestone: Milestone, at: string): void {
    const year = this.#year(id);
    if (year.left || year.declared.includes(milestone)) throw new Error(`${id} cannot declare ${milestone}`);
    year.declared.push(milestone);
    const amount = due(year, milestone);
    if (amount === 0) return;
    const { hub, stage, september } = year;
    const claim = { id: `${id}.${milestone}`, hub, stage, september, amount, raisedAt: at };
    this.claims.push({ ...claim, status: 'raised', clawback: undefined });
  }

  /**
   * A night in which statements are begun: of the month before, for every hub that has something due from before
   * London's month began, and no statement of that month yet.
   */
  night(at: string): void {
    const month = londonMonthOf(at);
    for (const hub of new Set(this.claims.map((each) => each.hub))) {
      const id = `statement-${monthBefore(month)}-${hub}`;
      if (this.statements.some((each) => each.id === id)) continue;
      const lines: BookedLine[] = [];
      for (const claim of this.claims.filter((each) => each.hub === hub)) {
        const { clawback } = claim;
        if (claim.status === 'raised' && londonMonthOf(claim.raisedAt) < month) {
          lines.push({ item: claim.id, amount: claim.amount, claim, paid: false });
          claim.status = 'on-statement';
        } else if (clawback?.status === 'approved' && londonMonthOf(clawback.decidedAt) < month) {
          lines.push({ item: `${claim.id}.clawback`, amount: -clawback.amount, claim, paid: false });
          clawback.status = 'on-statement';
        }
      }
      if (lines.length === 0) continue;
      this.statements.push({ id, hub, status: 'open', numbersGiven: lines.length, lines });
    }
  }

  holds(id: string): void {
    const claim = this.#claim(id);
    const statement = this.statements.find(({ lines }) => lines.some(({ item }) => item === id));
    if (claim.status === 'on-statement') {
      if (statement?.status !== 'open') throw new Error(`${id} cannot be held`);
      statement.lines = statement.lines.filter(({ item }) => item !== id);
    } else if (claim.status !== 'raised') throw new Error(`${id} cannot be held`);
    claim.status = 'held';
  }

  releases(id: string): void {
    this.#claim(id).status = 'raised';
  }

  cancels(id: string): void {
    this.#claim(id).status = 'cancelled';
  }

  adjusts(statementId: string, amount: number): void {
    const statement = this.#statement(statementId);
    statement.numbersGiven += 1;
    const item = `${statementId}.adjustment-${statement.numbersGiven}`;
    statement.lines.push({ item, amount, claim: undefined, paid: false });
  }

  approves(statementId: string): void {
    const statement = this.#statement(statementId);
    statement.status = statement.lines.length === 0 ? 'paid' : 'issued';
  }

  /** The payer paid what this line says. */
  pays(item: string): void {
    for (const statement of this.statements) {
      for (const line of statement.lines.filter((each) => each.item === item)) {
        if (statement.status !== 'issued' || line.paid) throw new Error(`${item} cannot be paid`);
        line.paid = true;
        if (line.claim && line.amount > 0) line.claim.status = 'paid';
        if (line.claim?.clawback && line.amount < 0) line.claim.clawback.status = 'recovered';
        if (statement.lines.every(({ paid }) => paid)) statement.status = 'paid';
      }
    }
  }

  proposesToRecover(id: string, amount: number): void {
    this.#claim(id).clawback = { amount, status: 'proposed', decidedAt: '' };
  }

  decidesToRecover(id: string, approved: boolean, at: string): void {
    const claim = this.#claim(id);
    if (claim.clawback?.status !== 'proposed') throw new Error(`nobody proposed to recover ${id}`);
    claim.clawback = approved ? { ...claim.clawback, status: 'approved', decidedAt: at } : undefined;
  }

  /** `hub year stage` → where its money stands, of every stage that has any to do with money. */
  balances(at: string): Record<string, Balance> {
    const balances: Record<string, Balance> = {};
    const of = (each: Pick<Year, 'hub' | 'september' | 'stage'>): Balance => {
      const key = `${each.hub} ${each.september}-${String(each.september + 1).slice(2)} ${each.stage}`;
      balances[key] ??= { expected: 0, raised: 0, paid: 0, recovered: 0, remaining: 0 };
      return balances[key];
    };
    for (const claim of this.claims.filter(({ status }) => status !== 'cancelled')) {
      const balance = of(claim);
      balance.expected += claim.amount;
      balance.raised += claim.amount;
      if (claim.status === 'paid') balance.paid += claim.amount;
      if (claim.clawback?.status === 'recovered') balance.recovered += claim.clawback.amount;
    }
    for (const year of this.years.filter(({ left }) => !left)) {
      for (const milestone of milestonesOf(year.stage)) {
        const isOver = londonDateOf(at) > lastDayOf(milestone, year.september);
        if (isOver || year.declared.includes(milestone) || due(year, milestone) === 0) continue;
        of(year).expected += due(year, milestone);
      }
    }
    for (const balance of Object.values(balances)) balance.remaining = balance.expected - balance.paid;
    return Object.fromEntries(Object.entries(balances).sort());
  }

  #year(id: string): Year {
    return found(this.years, id);
  }
  #claim(id: string): BookedClaim {
    return found(this.claims, id);
  }
  #statement(id: string): BookedStatement {
    return found(this.statements, id);
  }
}

/** A school's or Specialist's year in a stage. */
export interface Year {
  readonly id: string;
  readonly hub: string;
  readonly stage: Stage;
  /** The calendar year in whose September it begins. */
  readonly september: number;
  readonly repeated: boolean;
  left: boolean;
  readonly declared: Milestone[];
}

export interface BookedClaim {
  readonly id: string;
  readonly hub: string;
  readonly stage: Stage;
  readonly september: number;
  readonly amount: number;
  readonly raisedAt: string;
  status: 'raised' | 'held' | 'on-statement' | 'paid' | 'cancelled';
  clawback:
    | {
        readonly amount: number;
        readonly decidedAt: string;
        status: 'proposed' | 'approved' | 'on-statement' | 'recovered';
      }
    | undefined;
}

export interface BookedLine {
  readonly item: string;
  readonly amount: number;
  readonly claim: BookedClaim | undefined;
  paid: boolean;
}

export interface BookedStatement {
  readonly id: string;
  readonly hub: string;
  status: 'open' | 'issued' | 'paid';
  /** Lines ever written: a number is never given again. */
  numbersGiven: number;
  lines: BookedLine[];
}

export interface Balance {
  expected: number;
  raised: number;
  paid: number;
  recovered: number;
  remaining: number;
}

const due = ({ stage, repeated }: Year, milestone: Milestone): number =>
  repeated ? 0 : penceFor(stage, milestone);

function found<Each extends { readonly id: string }>(list: readonly Each[], id: string): Each {
  const each = list.find((one) => one.id === id);
  if (!each) throw new Error(`nobody told of ${id}`);
  return each;
}
