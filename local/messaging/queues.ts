import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { QUEUES, type QueueWiring } from '../../workflows/wiring.ts';
import type { TimerSource } from '../clock/virtual-clock.ts';
import { deterministicId } from './deterministic-id.ts';
import { inTransaction } from './in-transaction.ts';
import { type QueueMessage, sqsRecord } from './queue-message.ts';
import { QueueStore } from './queue-store.ts';

/** No queue of this name is wired. */
export class UnknownQueue extends Error {
  override readonly name = 'UnknownQueue';
}

/** A FIFO queue cannot order a message that belongs to no group; a standard queue has no groups. */
export class WrongMessageGroup extends Error {
  override readonly name = 'WrongMessageGroup';
}

export interface QueuesOptions {
  /** The host's database. */
  readonly database: DatabaseSync;
  /** The virtual instant, epoch milliseconds. */
  readonly now: () => number;
  readonly queues?: Readonly<Record<string, QueueWiring>>;
  /** Message ids follow from it and from the order of sending. */
  readonly seed?: string;
  /** Told each gap that a killed host could fall into. */
  readonly moment?: (name: string) => void;
  /** Told when a consumer threw; its messages come again. */
  readonly onConsumerError?: (consumer: string, error: unknown) => void;
}

/** Hands a batch to the function named `consumer` (`events/start-workflow`) and gives its answer. */
export type InvokeConsumer = (consumer: string, event: SQSEvent) => Promise<SQSBatchResponse | undefined>;

export interface PeekedMessage {
  readonly queue: string;
  readonly messageId: string;
  /** ISO instant. */
  readonly sentAt: string;
  readonly receiveCount: number;
  readonly body: string;
}

const DEDUPLICATION_MS = 5 * 60_000;
const STANDARD_LANES = 4;
const ALL_DEAD_LETTERS = 'dead-letters';

/** The queue that takes what a queue's consumer could not handle. */
export function deadLettersOf(queue: string): string {
  return `${queue}-dead-letters`;
}

/**
 * The queues and the event sources that empty them, with what matters of SQS: at least once, hidden while in
 * flight, again after the visibility timeout of virtual time, dead letters after the last try, and in a FIFO
 * queue's group never a later message before an earlier one.
 */
export class Queues implements TimerSource {
  readonly name = 'queues';
  readonly #database: DatabaseSync;
  readonly #store: QueueStore;
  /** The queues that run, by name. */
  readonly wiring: ReadonlyMap<string, QueueWiring>;
  readonly #now: () => number;
  readonly #seed: string;
  readonly #moment: (name: string) => void;
  readonly #onConsumerError: (consumer: string, error: unknown) => void;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: QueuesOptions) {
    this.#database = options.database;
    this.#store = new QueueStore(options.database);
    this.wiring = new Map(Object.entries<QueueWiring>(options.queues ?? QUEUES));
    this.#now = options.now;
    this.#seed = options.seed ?? 'local';
    this.#moment = options.moment ?? (() => {});
    this.#onConsumerError = options.onConsumerError ?? (() => {});
  }

  /** Whether a queue keeps the order of its groups. Throws UnknownQueue. */
  isFifo(queue: string): boolean {
    return this.#wiring(queue).fifo;
  }

  /**
   * Keeps a message and returns its id; inside an open transaction it is sent only if that commits. A FIFO queue
   * that had the same body within five virtual minutes keeps nothing and returns the id of the first.
   * Throws UnknownQueue, WrongMessageGroup.
   */
  send(queue: string, body: string, options: { readonly groupId?: string } = {}): string {
    const { fifo } = this.#wiring(queue);
    const groupId = options.groupId ?? null;
    if (fifo !== (groupId !== null)) {
      throw new WrongMessageGroup(
        fifo ? `A message to ${queue} needs a group.` : `The queue ${queue} takes no message groups.`,
      );
    }
    return inTransaction(this.#database, () => {
      const sentAt = this.#now();
      const deduplicationId = fifo ? createHash('sha256').update(body).digest('hex') : null;
      if (deduplicationId !== null) {
        const first = this.#store.duplicateOf(queue, deduplicationId, sentAt);
        if (first !== undefined) return first;
      }
      const id = this.#store.keep({ queue, body, groupId, deduplicationId, sentAt }, (sequence) =>
        deterministicId(this.#seed, 'queue-message', sequence),
      );
      if (deduplicationId !== null) {
        this.#store.remember(queue, deduplicationId, id, sentAt + DEDUPLICATION_MS);
      }
      return id;
    });
  }

  /**
   * Delivers all that can be handed out now, and what is sent meanwhile, until nothing is left; resolves with the
   * number of messages handed out. Different queues run side by side, a standard queue in up to four batches at a
   * time, a FIFO queue in one. A consumer that throws has failed its whole batch. Calls wait for each other.
   */
  drain(invoke: InvokeConsumer): Promise<number> {
    const mine = this.#turn.then(() => this.#drainAll(invoke));
    this.#turn = mine.catch(() => {});
    return mine;
  }

  /** How many messages could be handed to a consumer at this instant. */
  visibleCount(): number {
    const now = this.#now();
    return this.#consumed().reduce((sum, [queue]) => sum + this.#store.countDeliverable(queue, now), 0);
  }

  /**
   * What lies in a queue, in `<queue>-dead-letters`, or in all of the latter (`dead-letters`), hidden messages too;
   * changes nothing. Throws UnknownQueue.
   */
  peek(name: string): PeekedMessage[] {
    return this.#named(name).flatMap((queue) =>
      this.#store.all(queue).map((message) => ({
        queue,
        messageId: message.message_id,
        sentAt: new Date(message.sent_at).toISOString(),
        receiveCount: message.receive_count,
        body: message.body,
      })),
    );
  }

  /** To be called at start: what a killed host had in flight is delivered again at once. */
  recover(): void {
    this.#store.recover();
  }

  /** When the next hidden message comes back, epoch milliseconds. */
  nextDue(): number | undefined {
    return this.#store.earliestHiddenUntil();
  }

  /** Makes what is due visible; `drain` then delivers it. */
  fireDue(now: number): void {
    this.#store.reveal(now);
  }

  async #drainAll(invoke: InvokeConsumer): Promise<number> {
    let handedOut = 0;
    let round: number;
    // Asked in every round of the quiet, and mostly in vain.
    if (this.visibleCount() === 0) return handedOut;
    do {
      const lanes = this.#consumed().flatMap(([queue, wiring, consumer]) =>
        Array.from({ length: wiring.fifo ? 1 : STANDARD_LANES }, () =>
          this.#runLane(queue, wiring, (event) => invoke(consumer, event), consumer),
        ),
      );
      round = (await Promise.all(lanes)).reduce((sum, count) => sum + count, 0);
      handedOut += round;
      // One queue's consumer may have filled another whose lanes had already ended.
    } while (round > 0 && this.visibleCount() > 0);
    return handedOut;
  }

  async #runLane(
    queue: string,
    wiring: QueueWiring,
    invoke: (event: SQSEvent) => Promise<SQSBatchResponse | undefined>,
    consumer: string,
  ): Promise<number> {
    let handedOut = 0;
    for (;;) {
      const batch = this.#take(queue, wiring);
      if (batch.length === 0) return handedOut;
      handedOut += batch.length;
      this.#moment(`queue:${queue}:before-invoke`);
      const failedIds = await this.#failures(batch, wiring, invoke, consumer);
      this.#moment(`queue:${queue}:after-invoke`);
      const failed = batch.filter((message) => failedIds.has(message.message_id));
      const handled = batch.filter((message) => !failedIds.has(message.message_id));
      if (handled.length > 0) this.#moment(`queue:${queue}:before-ack`);
      this.#store.settle(handled, failed);
      if (handled.length > 0) this.#moment(`queue:${queue}:after-ack`);
    }
  }

  #take(queue: string, wiring: QueueWiring): QueueMessage[] {
    const now = this.#now();
    this.#store.moveExhausted(queue, wiring.maxReceives, now, deadLettersOf(queue));
    return this.#store.take(queue, wiring.batchSize, now, now + wiring.visibilitySeconds * 1_000);
  }

  /** An answer that names a message which was not in the batch fails all of it, as on AWS. */
  async #failures(
    batch: readonly QueueMessage[],
    wiring: QueueWiring,
    invoke: (event: SQSEvent) => Promise<SQSBatchResponse | undefined>,
    consumer: string,
  ): Promise<ReadonlySet<string>> {
    const all = new Set(batch.map((message) => message.message_id));
    try {
      const answer = await invoke({ Records: batch.map((message) => sqsRecord(message, wiring.fifo)) });
      const failed = new Set(answer?.batchItemFailures?.map((failure) => failure.itemIdentifier));
      return [...failed].every((id) => all.has(id)) ? failed : all;
    } catch (error) {
      this.#onConsumerError(consumer, error);
      return all;
    }
  }

  #consumed(): [queue: string, wiring: QueueWiring, consumer: string][] {
    return [...this.wiring].flatMap(([queue, wiring]) =>
      wiring.consumer === null ? [] : [[queue, wiring, wiring.consumer]],
    );
  }

  #named(name: string): string[] {
    const deadLetters = [...this.wiring.keys()].map(deadLettersOf);
    if (name === ALL_DEAD_LETTERS) return deadLetters;
    if (!deadLetters.includes(name)) this.#wiring(name);
    return [name];
  }

  #wiring(queue: string): QueueWiring {
    const wiring = this.wiring.get(queue);
    if (wiring === undefined) throw new UnknownQueue(`There is no queue "${queue}".`);
    return wiring;
  }
}
