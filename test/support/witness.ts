import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect } from 'vitest';
import * as z from 'zod';
import { localMachineArn } from '../../local/place.ts';
import { StepFunctionsEngine } from '../../local/step-functions/engine.ts';
import { handleStepFunctionsRequest } from '../../local/step-functions/protocol.ts';

/** Asks Step Functions by its own protocol; answers with the text of the response. */
export type AskStepFunctions = (operation: string, request: object) => Promise<string>;

const executionsSchema = z.object({
  executions: z.array(z.object({ executionArn: z.string(), name: z.string(), status: z.string() })),
});
const historySchema = z.object({
  events: z.array(z.looseObject({ type: z.string(), timestamp: z.number() })),
});
type History = z.infer<typeof historySchema>['events'];

/** Remembers every history that it was shown, and does not let one be told otherwise later. */
export class Witness {
  readonly #histories = new Map<string, History>();

  /** Reads every execution; what was seen of it before must be how its history begins. Answers `name STATUS`. */
  async look(ask: AskStepFunctions): Promise<string[]> {
    const seen: string[] = [];
    for (const machine of ['placement', 'school-year'] as const) {
      const request = { stateMachineArn: localMachineArn(machine), maxResults: 1000 };
      const { executions } = executionsSchema.parse(JSON.parse(await ask('ListExecutions', request)));
      for (const { executionArn, name, status } of executions) {
        const answer = await ask('GetExecutionHistory', { executionArn, maxResults: 1000 });
        this.#see(name, historySchema.parse(JSON.parse(answer)).events);
        seen.push(`${name} ${status}`);
      }
    }
    return seen.sort();
  }

  /** Reads what a dead host had stored up to its last moment, from a copy. */
  async lookAtTheDead(dataFolder: string): Promise<void> {
    if (!existsSync(join(dataFolder, 'host.sqlite'))) return;
    const copy = mkdtempSync(join(tmpdir(), 'witness-'));
    for (const file of ['host.sqlite', 'host.sqlite-wal']) {
      if (existsSync(join(dataFolder, file))) copyFileSync(join(dataFolder, file), join(copy, file));
    }
    const database = new DatabaseSync(join(copy, 'host.sqlite'));
    try {
      const { value } = z.object({ value: z.string() }).parse(database.prepare(CLOCK).get());
      const engine = new StepFunctionsEngine({
        database,
        clock: { now: () => Number(value) },
        seed: 'local',
        invokeLambda: () => Promise.reject(new Error('the dead do nothing')),
      });
      const machines = await ask(engine)('ListStateMachines', {});
      if (machines.includes('placement')) await this.look(ask(engine));
    } finally {
      database.close();
      rmSync(copy, { recursive: true, force: true });
    }

    function ask(engine: StepFunctionsEngine): AskStepFunctions {
      return async (operation, request) => {
        const target = `AWSStepFunctions.${operation}`;
        const { status, body } = await handleStepFunctionsRequest(engine, target, JSON.stringify(request));
        if (status !== 200) throw new Error(`${operation}: ${body}`);
        return body;
      };
    }
  }

  /** The last that was seen of every execution: what happened, and when. Answers and tokens are left out. */
  get courses(): Readonly<Record<string, readonly string[]>> {
    const courses = [...this.#histories].map(([name, events]): [string, string[]] => [
      name,
      events.map(({ type, timestamp }) => `${new Date(timestamp * 1000).toISOString()} ${type}`),
    ]);
    return Object.fromEntries(courses.sort());
  }

  #see(name: string, events: History): void {
    const before = this.#histories.get(name) ?? [];
    expect(events.slice(0, before.length), `${name} extends what was read of it before`).toEqual(before);
    this.#histories.set(name, events);
  }
}

const CLOCK = "SELECT value FROM host_state WHERE name = 'now'";
