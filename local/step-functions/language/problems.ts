import type { Diagnostic } from './machine.ts';

/** Gathers everything wrong with a definition, so that its author sees all of it at once. */
export class Problems {
  readonly diagnostics: Diagnostic[] = [];

  schema(location: string, message: string): void {
    this.#add('SCHEMA_VALIDATION_FAILED', location, message);
  }

  target(location: string, message: string): void {
    this.#add('MISSING_TRANSITION_TARGET', location, message);
  }

  /** AWS may accept it, this engine does not implement it: better refused by name now than wrong later. */
  unsupported(location: string, message: string): void {
    this.#add('NOT_SUPPORTED_LOCALLY', location, message);
  }

  json(message: string): void {
    this.#add('INVALID_JSON_DESCRIPTION', '', message);
  }

  #add(code: string, location: string, message: string): void {
    this.diagnostics.push({ severity: 'ERROR', code, location: location === '' ? '/' : location, message });
  }
}
