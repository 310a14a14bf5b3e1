import { expect } from 'vitest';
import { declaration, developmentForm, key, specialistForm, TANSY } from './forms.ts';
import { londonDateOf } from './oracle/london-calendar.ts';
import type { Lots } from './oracle/lots.ts';
import type { Oracle } from './oracle/oracle.ts';
import { poundsOf } from './oracle/statement-file.ts';
import { lastDayOf, type Milestone, milestonesOf, type Stage } from './oracle/tariff.ts';
import type { Answer, Person, Programme } from './programme.ts';

/**
 * What the people of the programme do over two years, drawn by lot: each act goes to the service and, once it is
 * accepted, to the clerk who keeps the other books. What the service answers never decides what comes next.
 */
export class NationalLife {
  readonly #programme: Programme;
  readonly #oracle: Oracle;
  readonly #lots: Lots;
  readonly #hubs: ReadonlyMap<string, Person>;
  readonly #admin: Person;
  /** The one proposes, holds and adjusts; the other approves. */
  readonly #finance: Person;
  readonly #approver: Person;
  readonly #payer: (text: string) => Promise<Answer>;
  /** Who takes part in a year now: they can declare, and leave. */
  #living: Living[] = [];
  /** Milestones that nobody declared in time, and somebody will declare late. */
  #late: { readonly of: Living; readonly milestone: Milestone }[] = [];
  #held: string[] = [];
  #proposed: string[] = [];
  #keys = 0;

  private constructor(parts: Parts) {
    this.#programme = parts.programme;
    this.#oracle = parts.oracle;
    this.#lots = parts.lots;
    this.#hubs = parts.hubs;
    this.#admin = parts.admin;
    this.#finance = parts.finance;
    this.#approver = parts.approver;
    this.#payer = parts.payer;
  }

  static async of(programme: Programme, oracle: Oracle, lots: Lots, hubs: readonly string[]) {
    const request = JSON.stringify({ role: 'finance', user: 'f' });
    const authorization = `Bearer ${(await programme.call('POST', '/local/token', request)).body.token}`;
    const people = await Promise.all(hubs.map(async (hub) => [hub, await programme.hub(hub)] as const));
    return new NationalLife({
      programme,
      oracle,
      lots,
      hubs: new Map(people),
      admin: await programme.admin(),
      finance: await programme.finance('f'),
      approver: await programme.finance('g'),
      payer: (text) => programme.call('POST', '/api/v1/funding/payments', text, { authorization }),
    });
  }

  /** Two schools to a group; the lead has been an accredited Specialist for long. */
  async enrolsTwo(hub: string, urns: readonly [string, string], lead: string, september: number) {
    for (const urn of urns) {
      this.#keys += 1;
      await this.#as(hub)
        .post('/enrolments', developmentForm(urn), key(`life-${this.#keys}`))
        .then(accepted);
      this.#begins(
        { id: `${urn}-${yearOf(september)}-development`, urn, hub, stage: 'development' },
        september,
      );
    }
    await this.#meets('development', hub, urns, lead, september);
  }

  async trains(hub: string, urn: string, trn: string, september: number) {
    this.#keys += 1;
    const form = specialistForm(urn, { teacher: { ...TANSY, trn } });
    const { body } = await this.#as(hub)
      .post('/enrolments', form, key(`life-${this.#keys}`))
      .then(accepted);
    const { id } = body.participation;
    await this.#admin.post(`/asks/${id}.selection/answer`, { decision: 'accept' }).then(accepted);
    this.#begins({ id, urn, hub, stage: 'training-1' }, september);
  }

  /** A part of those who still have to declares a milestone. */
  async declare(milestone: Milestone, at: string, chance: number) {
    for (const each of this.#living.filter((one) => canDeclare(one, milestone))) {
      if (!this.#lots.happens(chance)) continue;
      const ask = `/asks/${each.id}.declaration-${milestone}/answer`;
      await this.#as(each.hub)
        .post(ask, declaration(londonDateOf(at)))
        .then(accepted);
      this.#hears(each, milestone, at);
    }
  }

  /** The window of a milestone has closed: some will be declared late, the others are missed. */
  miss(milestone: Milestone) {
    for (const of of this.#living.filter((one) => canDeclare(one, milestone))) {
      of.settled.push(milestone);
      if (this.#lots.happens(0.5)) this.#late.push({ of, milestone });
    }
  }

  async declareLate(at: string, chance: number) {
    for (const late of this.#lots.some(this.#late, chance)) {
      this.#late = this.#late.filter((each) => each !== late);
      const { of, milestone } = late;
      if (of.left) continue;
      const happened = declaration(lastDayOf(milestone, of.september));
      const body = { milestone, ...happened, reason: 'The register came in late' };
      await this.#admin.post(`/participations/${of.id}/declarations`, body).then(accepted);
      this.#hears(of, milestone, at);
    }
  }

  async withdraw(at: string, chance: number) {
    for (const each of this.#lots.some(this.#living, chance)) {
      const why = { reason: 'other', effectiveOn: londonDateOf(at) };
      await this.#as(each.hub).post(`/participations/${each.id}/withdrawal`, why).then(accepted);
      each.left = true;
      this.#oracle.leaves(each.id);
      this.#living = this.#living.filter((one) => one !== each);
    }
  }

  /** What comes next year: said by the hub for schools, by the assessor for the second year of training. */
  async decide(at: string) {
    for (const each of this.#living.filter(({ next }) => next === undefined)) {
      if (each.stage === 'training-2') {
        each.next = this.#lots.one(['accredit', 'extend', 'decline', 'nothing']);
        const answer = each.next === 'accredit' ? { assessedOn: londonDateOf(at) } : {};
        if (each.next !== 'nothing')
          await this.#answers(each, 'accreditation', { decision: each.next, ...answer });
      } else if (each.stage === 'training-1') {
        each.next = 'continue';
      } else {
        const onward = each.started ? ['continue', 'continue', 'continue', 'continue', 'pause'] : [];
        each.next = this.#lots.one([...onward, 'repeat', 'finish', 'nothing']);
        if (each.next !== 'nothing') await this.#answers(each, 'progression', { decision: each.next });
      }
    }
  }

  /** The year is over: those who go on do so, the others are done. Nobody waits for a seat: there are leads enough. */
  async goOn(leads: (hub: string) => string, september: number) {
    const over = this.#living;
    this.#living = [];
    const goingOn = (stage: Stage, next: string) =>
      over.filter((each) => each.stage === stage && each.next === next);
    for (const { id, urn, hub } of goingOn('training-1', 'continue')) {
      const specialist = id.slice(0, id.indexOf('-', 3));
      const again = `${specialist}-${yearOf(september)}-training-2`;
      this.#begins({ id: again, urn, hub, stage: 'training-2' }, september);
    }
    for (const hub of this.#hubs.keys()) {
      const ofHub = (each: Living) => each.hub === hub;
      const embedding = goingOn('development', 'continue').filter(ofHub);
      for (const { urn } of embedding) {
        this.#begins(
          { id: `${urn}-${yearOf(september)}-embedding`, urn, hub, stage: 'embedding' },
          september,
        );
      }
      for (const urns of chunks(
        embedding.map(({ urn }) => urn),
        5,
      )) {
        await this.#meets('embedding-and-sustaining', hub, urns, leads(hub), september);
      }
      for (const urns of chunks(
        goingOn('development', 'repeat')
          .filter(ofHub)
          .map(({ urn }) => urn),
        2,
      )) {
        // One school alone finds no second one to repeat with, and gets no place.
        if (urns.length < 2) continue;
        for (const urn of urns) {
          const id = `${urn}-${yearOf(september)}-development`;
          this.#begins({ id, urn, hub, stage: 'development' }, september, true);
        }
        await this.#meets('development', hub, urns, leads(hub), september);
      }
    }
  }

  /** Finance looks at the month: holds and adjusts. Who did any of it may not approve the statement. */
  async looks() {
    const open = this.#oracle.statements.filter(({ status }) => status === 'open');
    const waiting = this.#oracle.claims.filter(({ status }) => ['raised', 'on-statement'].includes(status));
    const holdable = waiting.filter(
      ({ id, status }) =>
        status === 'raised' || open.some(({ lines }) => lines.some(({ item }) => item === id)),
    );
    for (const { id } of this.#lots.some(holdable, 0.06)) {
      await this.#finance.post(`/funding/claims/${id}/hold`, { reason: 'To be looked into' }).then(accepted);
      this.#oracle.holds(id);
      this.#held.push(id);
    }
    for (const { id } of this.#lots.some(open, 0.4)) {
      const amount = Math.round((this.#lots.draw() - 0.5) * 100_000) || 1;
      const form = { amount, reason: 'Travel, agreed with the hub' };
      await this.#finance.post(`${pathOf(id)}/adjustments`, form).then(accepted);
      this.#oracle.adjusts(id, amount);
      await refused(this.#finance.post(`/asks/${id}.approval/answer`, { decision: 'approve' }));
    }
  }

  /** The second person approves every open statement, the earliest first, and decides on what was proposed. */
  async approves(at: string) {
    for (const { id } of this.#oracle.statements.filter(({ status }) => status === 'open')) {
      await this.#approver.post(`/asks/${id}.approval/answer`, { decision: 'approve' }).then(accepted);
      this.#oracle.approves(id);
    }
    await this.#programme.host.quiet();
    for (const id of this.#proposed) {
      const approved = this.#lots.happens(0.8);
      const body = { decision: approved ? 'approve' : 'decline' };
      await this.#approver.post(`/funding/claims/${id}/clawback/approval`, body).then(accepted);
      this.#oracle.decidesToRecover(id, approved, at);
    }
    this.#proposed = [];
  }

  /** The payer pays what was issued, in two files, of which one comes twice; then what was held is decided on. */
  async pays(at: string) {
    const lines = this.#oracle.statements
      .filter(({ status }) => status === 'issued')
      .flatMap((statement) => statement.lines.filter(({ paid }) => !paid));
    const half = Math.floor(this.#lots.draw() * lines.length);
    for (const part of [lines.slice(0, half), lines.slice(half)].filter(({ length }) => length > 0)) {
      const text = [
        'item,amount,reference,paid_on',
        ...part.map(
          ({ item, amount }) => `${item},${poundsOf(amount)},BACS/${at.slice(0, 7)},${londonDateOf(at)}`,
        ),
      ].join('\n');
      await this.#payer(text).then(accepted);
      if (this.#lots.happens(0.5)) await this.#payer(text).then(accepted);
      await this.#programme.host.quiet();
      for (const { item } of part) this.#oracle.pays(item);
    }
    for (const id of this.#lots.some(this.#held, 0.6)) {
      this.#held = this.#held.filter((each) => each !== id);
      if (this.#lots.happens(0.75)) {
        await this.#finance.post(`/funding/claims/${id}/release`, undefined).then(accepted);
        this.#oracle.releases(id);
      } else {
        await this.#finance
          .post(`/funding/claims/${id}/cancellation`, { reason: 'Never due' })
          .then(accepted);
        this.#oracle.cancels(id);
      }
    }
  }

  /** Finance proposes to recover some of what was paid, all of it or a part; who proposed it may not approve it. */
  async regrets() {
    const paid = this.#oracle.claims.filter(({ status, clawback }) => status === 'paid' && !clawback);
    for (const { id, amount: all } of this.#lots.some(paid, 0.02)) {
      const amount = this.#lots.happens(0.5) ? all : 1 + Math.floor(this.#lots.draw() * all);
      const form = { reason: 'Paid by mistake', ...(amount === all ? {} : { amount }) };
      const path = `/funding/claims/${id}/clawback`;
      await this.#finance.post(path, form).then(accepted);
      await refused(this.#finance.post(`${path}/approval`, { decision: 'approve' }));
      this.#oracle.proposesToRecover(id, amount);
      this.#proposed.push(id);
    }
  }

  #begins(year: Pick<Living, 'id' | 'urn' | 'hub' | 'stage'>, september: number, repeated = false) {
    const { id, hub, stage } = year;
    this.#oracle.begins({ id, hub, stage, september, repeated });
    this.#living.push({ ...year, september, settled: [], started: false, left: false, next: undefined });
  }

  #hears(of: Living, milestone: Milestone, at: string) {
    of.settled.push(milestone);
    of.started ||= milestone === 'started';
    this.#oracle.declares(of.id, milestone, at);
  }

  async #meets(kind: string, hub: string, schools: readonly string[], lead: string, september: number) {
    const group = {
      kind,
      academicYear: yearOf(september),
      lead,
      schools,
      confirmSize: kind !== 'development',
    };
    await this.#as(hub).post('/work-groups', group).then(accepted);
  }

  async #answers({ id, hub, stage }: Living, kind: string, answer: object) {
    const person = stage === 'training-2' ? this.#admin : this.#as(hub);
    await person.post(`/asks/${id}.${kind}/answer`, answer).then(accepted);
  }

  #as(hub: string): Person {
    const person = this.#hubs.get(hub);
    if (!person) throw new Error(`nobody of ${hub}`);
    return person;
  }
}

interface Parts {
  readonly programme: Programme;
  readonly oracle: Oracle;
  readonly lots: Lots;
  readonly hubs: ReadonlyMap<string, Person>;
  readonly admin: Person;
  readonly finance: Person;
  readonly approver: Person;
  readonly payer: (text: string) => Promise<Answer>;
}

interface Living {
  readonly id: string;
  readonly urn: string;
  readonly hub: string;
  readonly stage: Stage;
  readonly september: number;
  /** Declared, or past their window. */
  readonly settled: Milestone[];
  started: boolean;
  left: boolean;
  /** What was decided about the year to come. */
  next: string | undefined;
}

const canDeclare = ({ stage, settled }: Living, milestone: Milestone): boolean =>
  milestonesOf(stage).includes(milestone) && !settled.includes(milestone);

const yearOf = (september: number): string => `${september}-${String(september + 1).slice(2)}`;

/** `statement-2026-10-origin` is looked at under `/funding/statements/2026-10/origin`. */
const pathOf = (statement: string): string =>
  `/funding/statements/${statement.slice(10, 17)}/${statement.slice(18)}`;

function chunks<Each>(list: readonly Each[], size: number): Each[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );
}

function accepted(answer: Answer): Answer {
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  return answer;
}

async function refused(call: Promise<Answer>): Promise<void> {
  expect((await call).status).toBe(422);
}
