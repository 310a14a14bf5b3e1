import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  GetExecutionHistoryCommand,
  type HistoryEvent,
  ListExecutionsCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { toInstant } from '../../core/instant.ts';
import { type Host, type HostOptions, startHost } from '../../local/host.ts';
import { localMachineArn } from '../../local/place.ts';
import type { MachineName } from '../../workflows/wiring.ts';

/** What a call was answered with. Tests read the body as they expect it to be. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects, and fails where that is not there.
  readonly body: any;
}

/** Somebody signed in. */
export interface Person {
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
}

/** A whole programme on the embedded engines and the virtual clock, in a data folder of its own. */
export interface Programme {
  readonly host: Host;
  readonly dataFolder: string;
  hub(code: string, user?: string): Promise<Person>;
  finance(user?: string): Promise<Person>;
  admin(user?: string): Promise<Person>;
  /** Calls any address of the host as nobody. */
  call(
    method: string,
    path: string,
    body?: string,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer>;
  /** Moves the clock; resolves when everything due by then has happened. */
  advanceTo(iso: string): Promise<void>;
  /** The messages of a local queue, as GET /local/queues shows them. */
  queue(name: 'finance' | 'dead-letters'): Promise<Answer['body'][]>;
  /** The mails that were sent, as GET /local/mail shows them. */
  mails(): Promise<Answer['body'][]>;
  /** `name STATUS` of every execution of a machine, in the order of the names; asked as the AWS CLI would. */
  executions(machine: MachineName): Promise<string[]>;
  /** An execution's whole history. */
  history(machine: MachineName, name: string): Promise<HistoryEvent[]>;
  /** What the handlers logged. */
  log(): string;
  stop(): Promise<void>;
}

/** Starts a programme on the demo `register`; the clock stands at 2 March 2026, 09:00, unless said otherwise. */
export async function startProgramme(options: Partial<HostOptions> = {}): Promise<Programme> {
  const dataFolder = options.dataFolder ?? mkdtempSync(join(tmpdir(), 'programme-'));
  const host = await startHost({
    port: 0,
    dataFolder,
    now: toInstant('2026-03-02T09:00:00Z'),
    clock: 'manual',
    ...options,
  });
  const call: Programme['call'] = async (method, path, body, headers = {}) => {
    const response = await fetch(`${host.address}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? undefined : isJson(response.headers) ? JSON.parse(text) : text,
    };
  };
  const person = async (request: object): Promise<Person> => {
    const { body } = await call('POST', '/local/token', JSON.stringify(request));
    const authorization = `Bearer ${body.token}`;
    return {
      get: (path, headers) => call('GET', `/api/v1${path}`, undefined, { authorization, ...headers }),
      post: (path, value, headers) =>
        call('POST', `/api/v1${path}`, JSON.stringify(value), { authorization, ...headers }),
    };
  };
  const stepFunctions = new SFNClient({ endpoint: host.awsAddress });
  return {
    host,
    dataFolder,
    call,
    hub: (code, user = 'a') => person({ role: 'hub', hub: code, user }),
    finance: (user = 'f') => person({ role: 'finance', user }),
    admin: (user = 'z') => person({ role: 'admin', user }),
    async advanceTo(iso) {
      await host.quiet();
      // Not by POST /local/clock: a year of the whole nation takes longer than an HTTP client waits for an answer.
      await host.clock.advanceTo(Date.parse(toInstant(iso)));
    },
    async queue(name) {
      await host.quiet();
      return (await call('GET', `/local/queues/${name}`)).body.items;
    },
    async mails() {
      await host.quiet();
      return (await call('GET', '/local/mail')).body.items;
    },
    async executions(machine) {
      const list = new ListExecutionsCommand({ stateMachineArn: localMachineArn(machine) });
      const { executions = [] } = await stepFunctions.send(list);
      return executions.map(({ name, status }) => `${name} ${status}`).sort();
    },
    async history(machine, name) {
      const executionArn = `${localMachineArn(machine).replace(':stateMachine:', ':execution:')}:${name}`;
      const { events = [] } = await stepFunctions.send(new GetExecutionHistoryCommand({ executionArn }));
      return events;
    },
    log: () => readFileSync(join(dataFolder, 'functions.log'), 'utf8'),
    async stop() {
      stepFunctions.destroy();
      await host.stop();
      if (!options.dataFolder) rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

const isJson = (headers: Headers): boolean => /json/.test(headers.get('content-type') ?? '');
