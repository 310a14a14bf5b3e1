import { isObject, type Json, type JsonObject, parseJson } from '../json.ts';
import { exceeds, limits } from '../limits.ts';
import { loadState, type StateReader } from './load-state.ts';
import type { Diagnostic, Machine, State, Workflow } from './machine.ts';
import { Problems } from './problems.ts';

export type LoadedMachine = { machine: Machine } | { diagnostics: Diagnostic[] };

/**
 * Checks and compiles a definition. Every problem is reported at its path, whether AWS would refuse it or only
 * this engine does. `integrations` are the service integrations that can be called, such as `lambda:invoke`.
 */
export function loadMachine(definition: string, integrations: ReadonlySet<string>): LoadedMachine {
  const problems = new Problems();
  const machine = readMachine(definition, integrations, problems);
  return machine === undefined || problems.diagnostics.length > 0
    ? { diagnostics: problems.diagnostics }
    : { machine };
}

function readMachine(
  definition: string,
  integrations: ReadonlySet<string>,
  problems: Problems,
): Machine | undefined {
  if (exceeds(definition, limits.definitionBytes)) {
    problems.json(`The definition is longer than ${limits.definitionBytes} bytes`);
    return undefined;
  }
  let source: Json;
  try {
    source = parseJson(definition);
  } catch (error) {
    problems.json(error instanceof Error ? error.message : String(error));
    return undefined;
  }
  if (!isObject(source)) {
    problems.json('The definition must be a JSON object');
    return undefined;
  }
  const top = new MachineReader(source, integrations, problems);
  return top.read(definition);
}

const machineFields = new Set(['Comment', 'Version', 'StartAt', 'States', 'QueryLanguage', 'TimeoutSeconds']);
const workflowFields = new Set(['Comment', 'StartAt', 'States', 'ProcessorConfig', 'QueryLanguage']);

class MachineReader implements StateReader {
  readonly problems: Problems;
  readonly integrations: ReadonlySet<string>;
  readonly machineQueries: boolean;
  readonly #source: JsonObject;
  readonly #workflows = new Map<string, Workflow>();
  readonly #names = new Set<string>();

  constructor(source: JsonObject, integrations: ReadonlySet<string>, problems: Problems) {
    this.#source = source;
    this.integrations = integrations;
    this.problems = problems;
    this.machineQueries = source.QueryLanguage === 'JSONata';
  }

  read(definition: string): Machine {
    const { QueryLanguage: language, TimeoutSeconds: timeout, Version: version } = this.#source;
    if (language !== undefined && language !== 'JSONata' && language !== 'JSONPath') {
      this.problems.schema('/QueryLanguage', "Value must be one of 'JSONPath', 'JSONata'");
    }
    if (version !== undefined && version !== '1.0') {
      this.problems.schema('/Version', `Version '${String(version)}' is not supported; it must be '1.0'`);
    }
    if (timeout !== undefined && !(typeof timeout === 'number' && Number.isInteger(timeout) && timeout > 0)) {
      this.problems.schema('/TimeoutSeconds', 'Expected a positive integer');
    }
    this.workflow(this.#source, '', machineFields);
    return {
      definition,
      workflows: this.#workflows,
      timeoutSeconds: typeof timeout === 'number' ? timeout : undefined,
    };
  }

  /** Reads a sequence of states at `address`. */
  workflow(source: JsonObject, address: string, fields = workflowFields): void {
    for (const field of Object.keys(source)) {
      if (!fields.has(field)) this.problems.schema(address, `Field '${field}' is not supported`);
    }
    const { StartAt: startAt, States: sources } = source;
    if (typeof startAt !== 'string') {
      this.problems.schema(address, "The field 'StartAt' is required but was missing");
    }
    if (!isObject(sources) || Object.keys(sources).length === 0) {
      this.problems.schema(address, "The field 'States' is required and must hold at least one state");
      return;
    }
    const states = new Map<string, State>();
    for (const [name, state] of Object.entries(sources)) {
      const path = `${address}/States/${name}`;
      this.#checkName(name, path);
      if (!isObject(state)) {
        this.problems.schema(path, 'Expected an object');
        continue;
      }
      const loaded = loadState(name, state, path, this);
      if (loaded !== undefined) states.set(name, loaded);
    }
    this.#checkTargets(states, sources, startAt, address);
    this.#workflows.set(address, { startAt: String(startAt), states });
  }

  #checkName(name: string, path: string): void {
    if (name.length > limits.stateNameLength) {
      this.problems.schema(path, `State name is longer than ${limits.stateNameLength} characters`);
    }
    if (this.#names.has(name)) this.problems.schema(path, `Duplicate State name: ${name}`);
    this.#names.add(name);
  }

  #checkTargets(
    states: Map<string, State>,
    sources: JsonObject,
    startAt: Json | undefined,
    address: string,
  ): void {
    if (typeof startAt === 'string' && !Object.hasOwn(sources, startAt)) {
      this.problems.target(`${address}/StartAt`, `Missing 'StartAt' target: ${startAt}`);
      return;
    }
    for (const state of states.values()) {
      for (const [target, location] of transitions(state)) {
        if (!Object.hasOwn(sources, target)) {
          this.problems.target(
            `${address}/States/${state.name}/${location}`,
            `Missing 'Next' target: ${target}`,
          );
        }
      }
    }
    if (typeof startAt !== 'string' || states.size < Object.keys(sources).length) return;
    const reached = new Set([startAt]);
    for (const name of reached) {
      const state = states.get(name);
      if (state !== undefined) for (const [target] of transitions(state)) reached.add(target);
    }
    for (const name of states.keys()) {
      if (!reached.has(name))
        this.problems.target(`${address}/States/${name}`, `State "${name}" is not reachable.`);
    }
  }
}

function transitions(state: State): [string, string][] {
  const targets: [string, string][] = [];
  if (state.next !== undefined) targets.push([state.next, 'Next']);
  state.catch.forEach(({ next }, index) => {
    targets.push([next, `Catch[${index}]/Next`]);
  });
  if (state.type === 'Choice') {
    state.choices.forEach(({ next }, index) => {
      targets.push([next, `Choices[${index}]/Next`]);
    });
    if (state.default !== undefined) targets.push([state.default, 'Default']);
  }
  return targets;
}
