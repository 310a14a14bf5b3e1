import { checkArn, checkName, machineArn, type Place } from './arns.ts';
import { loadMachine } from './language/load-machine.ts';
import type { Diagnostic, Machine } from './language/machine.ts';
import { ServiceError } from './service-error.ts';
import type { Store, StoredMachine } from './store.ts';

/** The state machines that have been created, and every definition that an execution may still run by. */
export class Machines {
  readonly #store: Store;
  readonly #place: Place;
  readonly #integrations: ReadonlySet<string>;
  readonly #loaded = new Map<string, Machine>();

  constructor(store: Store, place: Place, integrations: ReadonlySet<string>) {
    this.#store = store;
    this.#place = place;
    this.#integrations = integrations;
  }

  /** Every problem of a definition; none means that it can run. */
  validate(definition: string): Diagnostic[] {
    const loaded = loadMachine(definition, this.#integrations);
    return 'diagnostics' in loaded ? loaded.diagnostics : [];
  }

  /** Idempotent for the same definition and role. Throws InvalidDefinition, StateMachineAlreadyExists, InvalidName. */
  create(request: { name: string; definition: string; roleArn: string }, now: number): StoredMachine {
    const { name, definition, roleArn } = request;
    checkName(name);
    const arn = machineArn(this.#place, name);
    const hash = this.#accept(definition);
    const existing = this.#store.machine(arn);
    if (existing !== undefined) {
      if (existing.definition === hash && existing.roleArn === roleArn) return existing;
      throw new ServiceError('StateMachineAlreadyExists', `State Machine Already Exists: '${arn}'`);
    }
    const machine = { arn, name, definition: hash, roleArn, createdAt: now, updatedAt: now };
    this.#store.saveMachine(machine);
    return machine;
  }

  /** Executions that are running keep the definition they started with. */
  update(arn: string, change: { definition?: string; roleArn?: string }, now: number): StoredMachine {
    const existing = this.describe(arn);
    const definition =
      change.definition === undefined ? existing.definition : this.#accept(change.definition);
    const machine = { ...existing, definition, roleArn: change.roleArn ?? existing.roleArn, updatedAt: now };
    this.#store.saveMachine(machine);
    return machine;
  }

  /** Throws InvalidArn, StateMachineDoesNotExist. */
  describe(arn: string): StoredMachine {
    checkArn(arn, 'stateMachine');
    const machine = this.#store.machine(arn);
    if (machine !== undefined) return machine;
    throw new ServiceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
  }

  list(after: string, limit: number): StoredMachine[] {
    return this.#store.machines(after, limit);
  }

  /** The compiled machine of a stored definition. */
  load(hash: string): Machine {
    const known = this.#loaded.get(hash);
    if (known !== undefined) return known;
    const loaded = loadMachine(this.#store.definition(hash), this.#integrations);
    if ('diagnostics' in loaded) throw invalidDefinition(loaded.diagnostics);
    this.#loaded.set(hash, loaded.machine);
    return loaded.machine;
  }

  #accept(definition: string): string {
    const diagnostics = this.validate(definition);
    if (diagnostics.length > 0) throw invalidDefinition(diagnostics);
    return this.#store.saveDefinition(definition);
  }
}

function invalidDefinition(diagnostics: readonly Diagnostic[]): ServiceError {
  const problems = diagnostics.map(({ code, message, location }) => `${code}: ${message} at ${location}`);
  return new ServiceError('InvalidDefinition', `Invalid State Machine Definition: '${problems.join(', ')}'`);
}
