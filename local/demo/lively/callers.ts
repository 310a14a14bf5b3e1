import * as z from 'zod';
import { API_BASE } from '../../../workflows/routes.ts';
import type { MachineName } from '../../../workflows/wiring.ts';
import type { Host } from '../../host.ts';
import { localMachineArn } from '../../place.ts';

/** The service answered otherwise than the story goes: the story and the rules have grown apart. */
export class StoryBroken extends Error {
  override readonly name = 'StoryBroken';
}

/** Somebody signed in, who calls the API as anybody would. Every call is accepted, or refused where the story says so. */
export interface Caller {
  get<Shape>(path: string, shape: z.ZodType<Shape>): Promise<Shape>;
  /** Throws StoryBroken where it is refused. */
  post<Shape>(path: string, body: unknown, shape?: z.ZodType<Shape>): Promise<Shape>;
  /** What the service has to refuse. Throws StoryBroken where it is accepted. */
  isRefused(path: string, body: unknown): Promise<void>;
}

/** Everybody who acts in the story, and what they act with. */
export interface Callers {
  readonly hub: (code: string) => Caller;
  readonly admin: Caller;
  /** The one proposes, holds and adjusts; the other approves. */
  readonly finance: Caller;
  readonly approver: Caller;
  /** Ends an execution, as somebody at the AWS console may. */
  readonly abort: (machine: MachineName, execution: string) => Promise<void>;
  /** Resolves when everything that was set off has happened. */
  readonly settled: () => Promise<void>;
}

const anything = z.unknown();

/** Signs everybody of these hubs in, for as long as the story may take to tell. */
export async function callersOn(host: Host, hubs: readonly string[]): Promise<Callers> {
  const { address, awsAddress } = host;

  async function signIn(account: object): Promise<Caller> {
    const body = JSON.stringify(account);
    const response = await fetch(`${address}/local/token`, { method: 'POST', body });
    const { token } = z.object({ token: z.string() }).parse(await response.json());
    const send = async (method: string, path: string, body?: unknown) => {
      const isText = typeof body === 'string';
      const response = await fetch(`${address}${API_BASE}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'idempotency-key': keyOf(path, body) },
        ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
      });
      return { ok: response.ok, status: response.status, text: await response.text() };
    };
    const accepted = async <Shape>(
      method: string,
      path: string,
      shape: z.ZodType<Shape>,
      body?: unknown,
    ): Promise<Shape> => {
      const { ok, status, text } = await send(method, path, body);
      if (!ok) throw new StoryBroken(`${method} ${path} was answered with ${status}: ${text}`);
      return shape.parse(JSON.parse(text));
    };
    return {
      get: (path, shape) => accepted('GET', path, shape),
      post: <Shape>(path: string, body: unknown, shape?: z.ZodType<Shape>) =>
        accepted('POST', path, shape ?? (anything as z.ZodType<Shape>), body),
      async isRefused(path, body) {
        const { ok } = await send('POST', path, body);
        if (ok) throw new StoryBroken(`POST ${path} was to be refused`);
      },
    };
  }

  const people = new Map<string, Caller>();
  for (const hub of hubs) people.set(hub, await signIn({ role: 'hub', hub, user: 'a' }));
  return {
    hub(code) {
      const caller = people.get(code);
      if (!caller) throw new StoryBroken(`nobody of ${code} is in the story`);
      return caller;
    },
    admin: await signIn({ role: 'admin', user: 'z' }),
    finance: await signIn({ role: 'finance', user: 'f' }),
    approver: await signIn({ role: 'finance', user: 'g' }),
    async abort(machine, execution) {
      const executionArn = `${localMachineArn(machine).replace(':stateMachine:', ':execution:')}:${execution}`;
      const response = await fetch(awsAddress, {
        method: 'POST',
        headers: { 'x-amz-target': 'AWSStepFunctions.StopExecution' },
        body: JSON.stringify({ executionArn, cause: 'Stopped at the console by mistake' }),
      });
      if (!response.ok) throw new StoryBroken(`${execution} was not aborted: ${await response.text()}`);
    },
    settled: () => host.quiet(),
  };
}

/** Only enrolments need one; the form's school, year and teacher make it the form's own. */
function keyOf(path: string, body: unknown): string {
  if (path !== '/enrolments') return 'none';
  const form = z.looseObject({ urn: z.string(), academicYear: z.string(), kind: z.string() }).parse(body);
  return `story-${form.urn}-${form.academicYear}-${form.kind}`;
}
