/** One kind of work that the host has to finish before it is quiet. */
export interface Worker {
  readonly name: string;
  /** Does all that there is to do now, and resolves with how much that was; 0 where there was nothing. */
  readonly work: () => Promise<number>;
}

/** The host would not become quiet: something fails again and again. */
export class NotQuiet extends Error {
  override readonly name = 'NotQuiet';
}

/** Rounds in which there is still something to do; a programme in order needs fewer than ten. */
const MOST_ROUNDS = 10_000;

/**
 * Quiet means that nothing is left to do now: no request or handler running, queues empty, no outbox marker
 * left. It is found by asking every worker until a whole round had nothing to do, never by waiting.
 */
export class Quiet {
  readonly #workers: readonly Worker[];
  #turn: Promise<void> = Promise.resolve();
  #woken = false;

  constructor(workers: readonly Worker[]) {
    this.#workers = workers;
  }

  /** Resolves once all is quiet. Throws NotQuiet, or what a worker threw. */
  reached(): Promise<void> {
    const mine = this.#turn.then(() => this.#rounds());
    this.#turn = mine.catch(() => {});
    return mine;
  }

  /** Sees to it that what a request set off goes on, without anybody waiting for it. */
  wake(onError: (error: unknown) => void): void {
    if (this.#woken) return;
    this.#woken = true;
    setImmediate(() => {
      this.#woken = false;
      this.reached().catch(onError);
    });
  }

  async #rounds(): Promise<void> {
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      let done = 0;
      for (const worker of this.#workers) done += await worker.work();
      if (done === 0) return;
    }
    throw new NotQuiet(`still something to do after ${MOST_ROUNDS} rounds`);
  }
}
