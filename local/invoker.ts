import { FunctionNotFound, type Handler } from './functions.ts';

/**
 * Calls the handlers as Lambda would: JSON in, JSON out. Counts what is running, for the quiet, and names the
 * gaps before and after each call, for the tests that end the process there.
 */
export class Invoker {
  readonly #functions: ReadonlyMap<string, Handler>;
  readonly #moment: (name: string) => void;
  readonly #idle: (path: string, answer: unknown) => boolean;
  #calls = 0;

  /** @param idle whether a call at this path that answered so has surely written nothing */
  constructor(
    functions: ReadonlyMap<string, Handler>,
    moment: (name: string) => void,
    idle: (path: string, answer: unknown) => boolean = () => false,
  ) {
    this.#functions = functions;
    this.#moment = moment;
    this.#idle = idle;
  }

  /** How many calls have ended that may have written something: whether there is anything new to look at. */
  get calls(): number {
    return this.#calls;
  }

  /** The paths of all functions that could be called. */
  get paths(): readonly string[] {
    return [...this.#functions.keys()];
  }

  /** Calls the function at this path. Throws FunctionNotFound, or whatever the handler throws. */
  async invoke(path: string, event: unknown): Promise<unknown> {
    const handler = this.#functions.get(path);
    if (!handler) throw new FunctionNotFound(`there is no function ${path}`);
    this.#moment(`${path}:before`);
    let idle = false;
    try {
      const result = await handler(throughJson(event), { functionName: path });
      this.#moment(`${path}:after`);
      idle = this.#idle(path, result);
      return throughJson(result);
    } finally {
      // At the end: whoever read the stream while the call still ran has not seen all that it wrote.
      if (!idle) this.#calls += 1;
    }
  }
}

/** What does not survive JSON would not survive Lambda either. */
function throughJson(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
