import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  type ExecutionStatus,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  InvalidToken,
  ListExecutionsCommand,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { type Instant, instantOf } from '../core/instant.ts';
import { CursorInvalid, type Page } from '../core/page.ts';
import type { MachineName } from '../workflows/wiring.ts';

/** One execution as a list shows it. */
export interface ExecutionSummary {
  readonly name: string;
  readonly machine: string;
  readonly status: string;
  readonly startedAt: Instant;
  readonly stoppedAt?: Instant;
}

/** One execution whole. Task tokens are never part of it: with one, anybody could answer for the hub. */
export interface ExecutionWhole extends ExecutionSummary {
  readonly arn: string;
  readonly machineArn: string;
  readonly input: unknown;
  readonly output?: unknown;
  readonly error?: string;
  readonly cause?: string;
  readonly history: readonly ExecutionEvent[];
}

export interface ExecutionEvent {
  readonly id: number;
  readonly previousId: number;
  readonly type: string;
  readonly at: Instant;
  readonly details: unknown;
}

export interface ExecutionQuery {
  readonly machine?: MachineName | undefined;
  readonly status?: ExecutionStatus | undefined;
  /** Which names are wanted; all, unless said. */
  readonly fits?: ((name: string) => boolean) | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

type Arns = Readonly<Record<string, string>>;

/** What Step Functions gives at once at most. */
const MOST_OF_A_CALL = 1000;
/** Calls for one page: at two a second, more would keep a person waiting longer than a function may run. */
const MOST_CALLS = 10;

/**
 * One page of executions, machine by machine, the newest first. Step Functions cannot search: where only some names are
 * wanted, it is asked call after call until enough of them fit, but ten times at most: such a page may be short, even
 * empty, and its cursor goes on looking. For admins only; ListExecutions allows two calls a second.
 */
export async function listExecutions(
  client: SFNClient,
  arns: Arns,
  { machine, status, fits = () => true, cursor, limit }: ExecutionQuery,
): Promise<Page<ExecutionSummary>> {
  const machines = machine ? [machine] : Object.keys(arns);
  let place: Place = cursor === undefined ? { machine: machines[0] } : placeOf(cursor, machines);
  const items: ExecutionSummary[] = [];
  for (let calls = 0; place.machine !== undefined; calls += 1) {
    if (calls === MOST_CALLS) return { items, cursor: cursorOf(place) };
    const { machine: name, token, shown = 0 } = place;
    const command = new ListExecutionsCommand({
      stateMachineArn: arns[name],
      statusFilter: status,
      maxResults: MOST_OF_A_CALL,
      nextToken: token,
    });
    const { executions = [], nextToken } = await client.send(command).catch(asCursorInvalid);
    for (const [index, execution] of executions.entries()) {
      if (index < shown || !fits(execution.name ?? '')) continue;
      // One more than asked for has been found: the page before it is full, and there is a next one.
      if (items.length === limit) return { items, cursor: cursorOf({ ...place, shown: index }) };
      items.push(summaryOf(name, execution));
    }
    place = nextToken
      ? { machine: name, token: nextToken }
      : { machine: machines[machines.indexOf(name) + 1] };
  }
  return { items };
}

/** Names of all running executions of a machine: 1,000 a call, so that a nation of schools takes four. */
export async function runningExecutions(
  client: SFNClient,
  arns: Arns,
  machine: MachineName,
): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  let nextToken: string | undefined;
  do {
    const page = await client.send(
      new ListExecutionsCommand({
        stateMachineArn: arns[machine],
        statusFilter: 'RUNNING',
        maxResults: MOST_OF_A_CALL,
        nextToken,
      }),
    );
    for (const { name } of page.executions ?? []) if (name) names.add(name);
    nextToken = page.nextToken;
  } while (nextToken);
  return names;
}

/** Whether an execution of this name runs: one call. */
export async function isRunning(
  client: SFNClient,
  arns: Arns,
  machine: MachineName,
  name: string,
): Promise<boolean> {
  try {
    const command = new DescribeExecutionCommand({ executionArn: arnOf(arns, machine, name) });
    return (await client.send(command)).status === 'RUNNING';
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return false;
    throw error;
  }
}

const arnOf = (arns: Arns, machine: MachineName, name: string): string =>
  `${arns[machine]?.replace(':stateMachine:', ':execution:')}:${name}`;

/** One execution with its whole history; undefined where there is none of that name. */
export async function readExecution(
  client: SFNClient,
  arns: Arns,
  machine: MachineName,
  name: string,
): Promise<ExecutionWhole | undefined> {
  const executionArn = arnOf(arns, machine, name);
  try {
    const { input, output, error, cause, ...rest } = await client.send(
      new DescribeExecutionCommand({ executionArn }),
    );
    return {
      ...summaryOf(machine, rest),
      arn: executionArn,
      machineArn: arns[machine] ?? '',
      input: parsed(input),
      ...(output === undefined ? {} : { output: parsed(output) }),
      ...(error === undefined ? {} : { error }),
      ...(cause === undefined ? {} : { cause }),
      history: await historyOf(client, executionArn),
    };
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return undefined;
    throw error;
  }
}

/** A token of Step Functions' own, inside our cursor, is forged, or older than a day. */
function asCursorInvalid(error: unknown): never {
  throw error instanceof InvalidToken ? new CursorInvalid('not a place any more', { cause: error }) : error;
}

async function historyOf(client: SFNClient, executionArn: string): Promise<ExecutionEvent[]> {
  const events: HistoryEvent[] = [];
  let nextToken: string | undefined;
  do {
    const page = await client.send(
      new GetExecutionHistoryCommand({ executionArn, maxResults: 1000, nextToken }),
    );
    events.push(...(page.events ?? []));
    nextToken = page.nextToken;
  } while (nextToken);
  return events.map(({ id = 0, previousEventId = 0, type = '', timestamp, ...details }) => ({
    id,
    previousId: previousEventId,
    type,
    at: instantAt(timestamp),
    details: withoutTokens(Object.values(details).find((value) => typeof value === 'object')),
  }));
}

/** Details hold JSON as text: it is opened, and every task token in it is left out. */
function withoutTokens(value: unknown): unknown {
  if (typeof value === 'string') return withoutTokensInText(value);
  if (Array.isArray(value)) return value.map(withoutTokens);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => key !== 'token' && key !== 'TaskToken');
  return Object.fromEntries(entries.map(([key, inner]) => [key, withoutTokens(inner)]));
}

function withoutTokensInText(text: string): unknown {
  const value = parsed(text);
  return typeof value === 'object' ? withoutTokens(value) : text;
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}

function summaryOf(
  machine: string,
  execution: {
    readonly name?: string | undefined;
    readonly status?: string | undefined;
    readonly startDate?: Date | undefined;
    readonly stopDate?: Date | undefined;
  },
): ExecutionSummary {
  const { name = '', status = '', startDate, stopDate } = execution;
  return {
    name,
    machine,
    status,
    startedAt: instantAt(startDate),
    ...(stopDate ? { stoppedAt: instantAt(stopDate) } : {}),
  };
}

const instantAt = (date: Date | undefined): Instant => instantOf(date?.getTime() ?? 0);

interface Place {
  readonly machine: string | undefined;
  /** Of the call that is to be made. */
  readonly token?: string | undefined;
  /** How many of its executions were looked at already. */
  readonly shown?: number | undefined;
}

const placeSchema = z.strictObject({
  machine: z.string(),
  token: z.string().optional(),
  shown: z.int().nonnegative().optional(),
});

const cursorOf = (place: Place): string => Buffer.from(JSON.stringify(place)).toString('base64url');

function placeOf(cursor: string, machines: readonly string[]): Place {
  try {
    const place = placeSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    if (machines.includes(place.machine)) return place;
  } catch (error) {
    throw new CursorInvalid('not a cursor of ours', { cause: error });
  }
  throw new CursorInvalid('a cursor of another list');
}
