import { FunctionNotFound, type Handler } from './functions.ts';

/**
 * Calls the handlers as Lambda would: JSON in, JSON out. Counts what is running, for the quiet, and names the
 * gaps before and after each call, for the tests that end the process there.
 */
export class Invoker {
  readonly #functions: ReadonlyMap<string, Handler>;
  readonly #moment: (name: string) => void;
  #calls = 0;

  constructor(functions: ReadonlyMap<string, Handler>, moment: (name: string) => void) {
    this.#functions = functions;
    this.#moment = moment;
  }

  /** How many calls there have been: whether anything happened since it was last asked. */
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
    this.#calls += 1;
    this.#moment(`${path}:before`);
    const result = await handler(throughJson(event), { functionName: path });
    this.#moment(`${path}:after`);
    return throughJson(result);
  }
}

/** What does not survive JSON would not survive Lambda either. */
function throughJson(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
