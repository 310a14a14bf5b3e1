import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { QUEUES, type QueueName, type QueueWiring } from '../../workflows/wiring.ts';
import type { StageSettings } from '../stage-settings.ts';
import type { Handlers } from './handlers.ts';
import { WorkQueue } from './work-queue.ts';

export interface WiredQueuesProps {
  readonly settings: StageSettings;
  readonly handlers: Handlers;
  /** Encrypts the queues that somebody else empties. */
  readonly keyOfOthers: IKey;
}

/** Every queue of the wiring, each with the function that empties it. */
export class WiredQueues extends Construct {
  readonly #queues = new Map<string, WorkQueue>();

  constructor(scope: Construct, id: string, { settings, handlers, keyOfOthers }: WiredQueuesProps) {
    super(scope, id);
    const wirings: { readonly [name: string]: QueueWiring } = QUEUES;
    for (const [name, wiring] of Object.entries(wirings)) {
      const key = wiring.consumer === null ? keyOfOthers : undefined;
      const queue = new WorkQueue(this, name, { settings, name, wiring, key });
      if (wiring.consumer !== null) queue.emptiedBy(handlers.of(wiring.consumer));
      this.#queues.set(name, queue);
    }
  }

  of(name: QueueName): WorkQueue {
    const found = this.#queues.get(name);
    if (found === undefined) throw new Error(`The wiring has no queue ${name}.`);
    return found;
  }
}
