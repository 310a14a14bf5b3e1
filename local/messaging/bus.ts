import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { type BusName, type EventPattern, RULES, type RuleWiring } from '../../workflows/wiring.ts';
import { deterministicId } from './deterministic-id.ts';
import { type EventMatcher, eventMatcher } from './event-pattern.ts';
import { inTransaction } from './in-transaction.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from './local-account.ts';
import type { Queues } from './queues.ts';

/** No bus of this name exists here. */
export class UnknownBus extends Error {
  override readonly name = 'UnknownBus';
}

export interface BusEntry {
  readonly source: string;
  readonly detailType: string;
  readonly detail: Readonly<Record<string, unknown>>;
  /** ARNs of what the event is about. */
  readonly resources?: readonly string[];
}

export interface BusOptions {
  /** The host's database. */
  readonly database: DatabaseSync;
  readonly queues: Queues;
  /** The virtual instant, epoch milliseconds. */
  readonly now: () => number;
  readonly rules?: Readonly<Record<string, RuleWiring>>;
  /** Event ids follow from it and from the order of publishing. */
  readonly seed?: string;
  /** Told each gap that a killed host could fall into. */
  readonly moment?: (name: string) => void;
}

export interface BusRule {
  readonly name: string;
  readonly bus: BusName;
  readonly pattern: EventPattern;
  readonly queue: string;
}

const BUS_NAMES: readonly BusName[] = ['default', 'mastery-pathways'];

const Counter = z.object({ published: z.number() });

/** The event buses: an event goes to the queue of every rule that matches it, in EventBridge's envelope. */
export class Bus {
  readonly busNames: readonly BusName[] = BUS_NAMES;
  /** In the order of the wiring. */
  readonly rules: readonly BusRule[];
  readonly #matchers: ReadonlyMap<string, EventMatcher>;
  readonly #database: DatabaseSync;
  readonly #queues: Queues;
  readonly #now: () => number;
  readonly #seed: string;
  readonly #moment: (name: string) => void;

  /** Throws UnsupportedPattern and UnknownQueue for a rule that could not be followed here. */
  constructor(options: BusOptions) {
    const rules = Object.entries<RuleWiring>(options.rules ?? RULES);
    this.rules = rules.map(([name, { bus, pattern, queue }]) => ({ name, bus, pattern, queue }));
    this.#matchers = new Map(rules.map(([name, { pattern }]) => [name, eventMatcher(name, pattern)]));
    this.#database = options.database;
    this.#queues = options.queues;
    this.#now = options.now;
    this.#seed = options.seed ?? 'local';
    this.#moment = options.moment ?? (() => {});
    for (const rule of this.rules) this.#queues.isFifo(rule.queue);
    options.database.exec(`
      CREATE TABLE IF NOT EXISTS bus_counter (published INTEGER NOT NULL);
      INSERT INTO bus_counter SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM bus_counter)`);
  }

  /** Whether a bus of this name exists; also narrows it. */
  isBus(name: string): name is BusName {
    return BUS_NAMES.some((bus) => bus === name);
  }

  /** Whether the rule's queue is FIFO: its events then form one group, named after the rule. */
  isFifo(rule: BusRule): boolean {
    return this.#queues.isFifo(rule.queue);
  }

  /**
   * Puts all entries, or none, into the queues of the rules that match, and returns their event ids. May be called
   * inside an open SQLite transaction, of which it becomes a part. Throws UnknownBus.
   */
  putEvents(busName: string, entries: readonly BusEntry[]): string[] {
    if (!this.isBus(busName)) throw new UnknownBus(`There is no event bus "${busName}".`);
    this.#moment('bus:before-put');
    const ids = inTransaction(this.#database, () => entries.map((entry) => this.#put(busName, entry)));
    this.#moment('bus:after-put');
    return ids;
  }

  #put(busName: BusName, entry: BusEntry): string {
    const id = this.#nextId();
    const envelope = JSON.stringify({
      version: '0',
      id,
      'detail-type': entry.detailType,
      source: entry.source,
      account: LOCAL_ACCOUNT,
      time: `${new Date(this.#now()).toISOString().slice(0, 19)}Z`,
      region: LOCAL_REGION,
      resources: entry.resources ?? [],
      detail: entry.detail,
    });
    for (const rule of this.rules) {
      if (rule.bus !== busName || this.#matchers.get(rule.name)?.(entry) !== true) continue;
      this.#queues.send(rule.queue, envelope, this.isFifo(rule) ? { groupId: rule.name } : {});
      this.#moment(`bus:${rule.name}:queued`);
    }
    return id;
  }

  /** The count is kept, so that a restart gives no id a second time. */
  #nextId(): string {
    const row = this.#database
      .prepare('UPDATE bus_counter SET published = published + 1 RETURNING published')
      .get();
    return deterministicId(this.#seed, 'bus-event', Counter.parse(row).published);
  }
}
