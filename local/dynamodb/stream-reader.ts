import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { STREAM } from '../../workflows/wiring.ts';
import { StreamPositions } from './stream-positions.ts';
import {
  StreamIteratorExpired,
  StreamPositionLost,
  type StreamShard,
  type StreamSource,
} from './stream-source.ts';

export interface StreamReaderOptions {
  readonly source: StreamSource;
  /** The host's database, where the position is kept. */
  readonly database: DatabaseSync;
  /** Handles one batch; the position moves on only after it has resolved. */
  readonly deliver: (event: DynamoDBStreamEvent) => Promise<void>;
  readonly batchSize?: number;
  /** Real milliseconds to hold back every page that has something to deliver: a slow stream, for tests. */
  readonly delayMs?: number;
  /** Told each gap that a killed host could fall into. */
  readonly moment?: (name: string) => void;
}

/** The consumer refused a batch every time; the position stays before it. */
export class StreamDeliveryFailed extends Error {
  override readonly name = 'StreamDeliveryFailed';
}

const TRIES = 3;

/**
 * Follows the table's stream as Lambda's event source does: passes on inserted or changed EVENT rows that bear an
 * outbox marker, in order within a shard, at least once, going on after a restart where it stood.
 */
export class StreamReader {
  readonly #source: StreamSource;
  readonly #positions: StreamPositions;
  readonly #deliver: (event: DynamoDBStreamEvent) => Promise<void>;
  readonly batchSize: number;
  readonly #delayMs: number;
  readonly #moment: (name: string) => void;
  readonly #iterators = new Map<string, string>();
  #shards: StreamShard[] | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: StreamReaderOptions) {
    this.#source = options.source;
    this.#positions = new StreamPositions(options.database, options.source.arn);
    this.#deliver = options.deliver;
    this.batchSize = options.batchSize ?? STREAM.batchSize;
    this.#delayMs = options.delayMs ?? 0;
    this.#moment = options.moment ?? (() => {});
  }

  /**
   * Reads every shard to its end and resolves with the number of records delivered: 0 means that nothing had
   * been left. Calls wait for each other. Rejects with StreamDeliveryFailed after three refusals of one batch.
   */
  readToEnd(): Promise<number> {
    const mine = this.#turn.then(() => this.#readAll());
    this.#turn = mine.catch(() => {
      // The list of shards may be what was out of date.
      this.#shards = undefined;
    });
    return mine;
  }

  async #readAll(): Promise<number> {
    let delivered = 0;
    let finishedOne: boolean;
    do {
      finishedOne = false;
      this.#shards ??= parentsFirst(await this.#source.shards());
      for (const shard of this.#shards) {
        if (this.#positions.of(shard.id).finished) continue;
        delivered += await this.#readShard(shard.id);
        finishedOne ||= this.#positions.of(shard.id).finished;
      }
      // A shard that closes is followed by children, which are not in the list yet.
      if (finishedOne) this.#shards = undefined;
    } while (finishedOne);
    return delivered;
  }

  async #readShard(shardId: string): Promise<number> {
    let delivered = 0;
    for (;;) {
      const page = await this.#nextPage(shardId);
      if (page.records.length > 0) delivered += await this.#handle(shardId, page.records);
      if (page.next === undefined) {
        this.#positions.finish(shardId);
        this.#iterators.delete(shardId);
        return delivered;
      }
      this.#iterators.set(shardId, page.next);
      // An open shard has no end but the empty page: some engines report a false last number while it is open.
      if (page.records.length === 0) return delivered;
    }
  }

  /** Whatever goes wrong from here on, the next page starts from the kept position and not from the iterator. */
  async #nextPage(shardId: string) {
    const known = this.#iterators.get(shardId);
    this.#iterators.delete(shardId);
    try {
      return await this.#source.page(known ?? (await this.#iteratorAtPosition(shardId)));
    } catch (error) {
      if (error instanceof StreamIteratorExpired) {
        return this.#source.page(await this.#iteratorAtPosition(shardId));
      }
      if (error instanceof StreamPositionLost) return this.#source.page(await this.#source.oldest(shardId));
      throw error;
    }
  }

  async #iteratorAtPosition(shardId: string): Promise<string> {
    const { sequenceNumber } = this.#positions.of(shardId);
    if (sequenceNumber === undefined) return this.#source.oldest(shardId);
    return this.#source.after(shardId, sequenceNumber);
  }

  async #handle(shardId: string, records: readonly DynamoDBRecord[]): Promise<number> {
    const wanted = records.filter(isOutboxEvent);
    if (wanted.length > 0 && this.#delayMs > 0) await pause(this.#delayMs);
    for (let start = 0; start < wanted.length; start += this.batchSize) {
      const batch = wanted.slice(start, start + this.batchSize);
      this.#moment('stream:before-deliver');
      await this.#deliverWithRetries(batch);
      this.#moment('stream:after-deliver');
      this.#keepPosition(shardId, batch);
      this.#moment('stream:after-position');
    }
    this.#keepPosition(shardId, records);
    return wanted.length;
  }

  async #deliverWithRetries(batch: DynamoDBRecord[]): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#deliver({ Records: batch });
      } catch (error) {
        if (attempt === TRIES) {
          const first = batch[0]?.dynamodb?.SequenceNumber ?? '?';
          throw new StreamDeliveryFailed(
            `A batch of ${batch.length} stream records, from number ${first} on, was refused ${TRIES} times: ${error}`,
            { cause: error },
          );
        }
      }
    }
  }

  #keepPosition(shardId: string, handled: readonly DynamoDBRecord[]): void {
    const last = handled.at(-1)?.dynamodb?.SequenceNumber;
    if (last !== undefined) this.#positions.handled(shardId, last);
  }
}

/** The filter that the event source has on AWS: everything else would wake the function for nothing. */
function isOutboxEvent(record: DynamoDBRecord): boolean {
  const image = record.dynamodb?.NewImage;
  const written = record.eventName === 'INSERT' || record.eventName === 'MODIFY';
  return written && image?.type?.S === 'event' && image.outboxPk !== undefined;
}

/** A child's records came after its parent's, so it is read after it; a parent no longer kept does not matter. */
function parentsFirst(shards: readonly StreamShard[]): StreamShard[] {
  const byId = new Map(shards.map((shard) => [shard.id, shard]));
  const ordered = new Set<StreamShard>();
  const place = (shard: StreamShard) => {
    if (ordered.has(shard)) return;
    const parent = shard.parentId === undefined ? undefined : byId.get(shard.parentId);
    if (parent !== undefined) place(parent);
    ordered.add(shard);
  };
  for (const shard of shards) place(shard);
  return [...ordered];
}
