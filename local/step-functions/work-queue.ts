/**
 * Does one piece of work after the other, in the order in which they came. The first that throws stops the queue:
 * what follows might build on what did not happen.
 */
export class WorkQueue<Work> {
  readonly #perform: (work: Work) => Promise<void>;
  #waiting: { work: Work; done: () => void; failed: (error: unknown) => void }[] = [];
  #next = 0;
  #running = false;
  #stopped = false;
  #fault: unknown;
  #onDrained: (() => void)[] = [];
  #onPush: (() => void)[] = [];

  constructor(perform: (work: Work) => Promise<void>) {
    this.#perform = perform;
  }

  get idle(): boolean {
    return !this.#running && this.#next >= this.#waiting.length;
  }

  /** The error that stopped the queue, if any. */
  get fault(): unknown {
    return this.#fault;
  }

  push(work: Work): Promise<void> {
    const done = new Promise<void>((resolve, reject) => {
      this.#waiting.push({ work, done: resolve, failed: reject });
    });
    done.catch(() => {}); // Whoever cares has the promise; the fault itself is kept.
    this.#wake(this.#onPush);
    if (!this.#running && !this.#stopped) {
      this.#running = true;
      queueMicrotask(() => void this.#run());
    }
    return done;
  }

  /** Does no more; what still waits is told why. */
  stop(reason: Error): void {
    this.#stopped = true;
    for (const { failed } of this.#waiting.splice(this.#next)) failed(reason);
    this.#wake(this.#onPush);
  }

  /** Resolves once nothing is waiting or running, or the queue has stopped. */
  async drained(): Promise<void> {
    if (this.idle || this.#stopped) return;
    await new Promise<void>((resolve) => this.#onDrained.push(resolve));
  }

  /** Resolves at the next push, or when the queue stops. */
  async nextPush(): Promise<void> {
    if (!this.#stopped) await new Promise<void>((resolve) => this.#onPush.push(resolve));
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      const entry = this.#waiting[this.#next];
      if (entry === undefined) break;
      this.#next += 1;
      try {
        await this.#perform(entry.work);
        entry.done();
      } catch (error) {
        this.#fault = error;
        this.#stopped = true;
        entry.failed(error);
        this.#wake(this.#onPush);
      }
      if (this.#next % 1024 === 0) await this.#breathe();
    }
    if (!this.#stopped) {
      this.#waiting = [];
      this.#next = 0;
    }
    this.#running = false;
    this.#wake(this.#onDrained);
  }

  /** Drops what is done, and lets the process serve others. */
  #breathe(): Promise<void> {
    this.#waiting = this.#waiting.slice(this.#next);
    this.#next = 0;
    return new Promise((resolve) => setImmediate(resolve));
  }

  #wake(sleepers: (() => void)[]): void {
    for (const wake of sleepers.splice(0)) wake();
  }
}
