import { Buffer } from 'node:buffer';
import * as z from 'zod';
import type { Bus, BusEntry, BusRule } from './bus.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from './local-account.ts';
import { queueArn } from './queue-arn.ts';

export interface AwsResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A refusal in the words of AWS: `code` is what an SDK gives as the error's name. */
class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

const MOST_ENTRIES = 10;
const MOST_BYTES = 256 * 1024;

const Text = z.string().optional();
const Paging = { Limit: z.int().min(1).max(100).optional(), NextToken: Text };
const PutEventsInput = z.object({
  Entries: z.array(
    z.object({
      Time: z.unknown().optional(),
      Source: Text,
      DetailType: Text,
      Detail: Text,
      Resources: z.array(z.string()).nullish(),
      EventBusName: Text,
    }),
  ),
});
const ListRulesInput = z.object({ EventBusName: Text, NamePrefix: Text, ...Paging });
const DescribeRuleInput = z.object({ EventBusName: Text, Name: z.string() });
const ListTargetsInput = z.object({ EventBusName: Text, Rule: z.string(), ...Paging });
const ListEventBusesInput = z.object({ NamePrefix: Text, ...Paging });
const JsonObject = z.record(z.string(), z.unknown());

type RequestedEntry = z.infer<typeof PutEventsInput>['Entries'][number];

type Operation = (bus: Bus, input: unknown) => unknown;

/** What is served, by the request's target. */
const OPERATIONS: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ['AWSEvents.PutEvents', (bus, input) => putEvents(bus, parsed(PutEventsInput, input).Entries)],
  [
    'AWSEvents.ListRules',
    (bus, input) => {
      const { EventBusName, NamePrefix = '' } = parsed(ListRulesInput, input);
      const rules = rulesOf(bus, EventBusName).filter((rule) => rule.name.startsWith(NamePrefix));
      return { Rules: rules.map(described) };
    },
  ],
  [
    'AWSEvents.DescribeRule',
    (bus, input) => {
      const { EventBusName, Name } = parsed(DescribeRuleInput, input);
      return described(ruleOf(bus, EventBusName, Name));
    },
  ],
  [
    'AWSEvents.ListTargetsByRule',
    (bus, input) => {
      const { EventBusName, Rule } = parsed(ListTargetsInput, input);
      return { Targets: [targetOf(bus, ruleOf(bus, EventBusName, Rule))] };
    },
  ],
  [
    'AWSEvents.ListEventBuses',
    (bus, input) => {
      const { NamePrefix = '' } = parsed(ListEventBusesInput, input);
      const names = bus.busNames.filter((name) => name.startsWith(NamePrefix));
      return { EventBuses: names.map((name) => ({ Name: name, Arn: busArn(name) })) };
    },
  ],
]);

/**
 * Answers one request of EventBridge's own protocol (AWS JSON 1.1): `target` is the header X-Amz-Target, `body` the
 * text. Serves PutEvents and what lists rules and buses; every other operation is refused by name. An entry's Time
 * is not taken over: events here happen at the virtual instant.
 */
export function handleEventBridgeRequest(bus: Bus, target: string | undefined, body: string): AwsResponse {
  try {
    const handle = OPERATIONS.get(target ?? '');
    if (handle === undefined) {
      throw new Refusal(
        'UnknownOperationException',
        `${target ?? 'A request without target'} is not served here.`,
      );
    }
    return response(200, handle(bus, jsonOf(body)));
  } catch (error) {
    if (error instanceof Refusal) return response(400, { __type: error.code, message: error.message });
    return response(500, { __type: 'InternalException', message: String(error) });
  }
}

function response(status: number, content: unknown): AwsResponse {
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: JSON.stringify(content),
  };
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body === '' ? '{}' : body);
  } catch {
    throw new Refusal('SerializationException', 'The request is not JSON.');
  }
}

function parsed<Output>(schema: z.ZodType<Output>, input: unknown): Output {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw new Refusal('ValidationException', z.prettifyError(result.error));
}

function putEvents(bus: Bus, entries: readonly RequestedEntry[]): unknown {
  if (entries.length === 0 || entries.length > MOST_ENTRIES) {
    const bound =
      entries.length === 0 ? 'greater than or equal to 1' : `less than or equal to ${MOST_ENTRIES}`;
    throw new Refusal(
      'ValidationException',
      `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length ${bound}`,
    );
  }
  const size = entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
  if (size > MOST_BYTES) {
    throw new Refusal('ValidationException', 'Total size of the entries in the request is over the limit.');
  }
  const results = entries.map((entry) => putEntry(bus, entry));
  return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
}

type EntryResult =
  | { readonly EventId: string }
  | { readonly ErrorCode: string; readonly ErrorMessage: string };

/** One bad entry does not keep the others from being put. */
function putEntry(bus: Bus, entry: RequestedEntry): EntryResult {
  try {
    const busName = knownBus(bus, entry.EventBusName);
    const [id] = bus.putEvents(busName, [busEntry(entry)]);
    return id === undefined
      ? { ErrorCode: 'InternalFailure', ErrorMessage: 'The event got no id.' }
      : { EventId: id };
  } catch (error) {
    if (error instanceof Refusal) return { ErrorCode: error.code, ErrorMessage: error.message };
    return { ErrorCode: 'InternalFailure', ErrorMessage: String(error) };
  }
}

function busEntry(entry: RequestedEntry): BusEntry {
  const source = required('Source', entry.Source);
  const detailType = required('DetailType', entry.DetailType);
  const detail = required('Detail', entry.Detail);
  if (source.startsWith('aws.')) {
    throw new Refusal('NotAuthorizedForSourceException', `Not authorized for the source ${source}.`);
  }
  return { source, detailType, detail: detailObject(detail), resources: entry.Resources ?? [] };
}

function required(name: string, value: string | undefined): string {
  if (value) return value;
  throw new Refusal(
    'InvalidArgument',
    `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
  );
}

function detailObject(detail: string): Record<string, unknown> {
  try {
    return JsonObject.parse(JSON.parse(detail));
  } catch {
    throw new Refusal('MalformedDetail', 'Detail is malformed.');
  }
}

/** As AWS counts: 14 bytes for a time, then source, type, detail and resources in UTF-8. */
function sizeOf(entry: RequestedEntry): number {
  const texts = [entry.Source, entry.DetailType, entry.Detail, ...(entry.Resources ?? [])];
  const time = entry.Time === undefined || entry.Time === null ? 0 : 14;
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text ?? ''), time);
}

/** A bus may be called by its name or by its ARN, and is the default one if not called at all. */
function knownBus(bus: Bus, called: string | undefined): string {
  const name = called?.replace(/^arn:[^/]*:event-bus\//, '') || 'default';
  if (bus.isBus(name)) return name;
  throw new Refusal('ResourceNotFoundException', `Event bus ${name} does not exist.`);
}

function rulesOf(bus: Bus, calledBus: string | undefined): BusRule[] {
  const name = knownBus(bus, calledBus);
  return bus.rules.filter((rule) => rule.bus === name).sort((a, b) => (a.name < b.name ? -1 : 1));
}

function ruleOf(bus: Bus, calledBus: string | undefined, ruleName: string): BusRule {
  const rule = rulesOf(bus, calledBus).find((each) => each.name === ruleName);
  if (rule !== undefined) return rule;
  throw new Refusal(
    'ResourceNotFoundException',
    `Rule ${ruleName} does not exist on EventBus ${knownBus(bus, calledBus)}.`,
  );
}

function described(rule: BusRule) {
  const onBus = rule.bus === 'default' ? '' : `${rule.bus}/`;
  return {
    Name: rule.name,
    Arn: `arn:aws:events:${LOCAL_REGION}:${LOCAL_ACCOUNT}:rule/${onBus}${rule.name}`,
    EventPattern: JSON.stringify(rule.pattern),
    State: 'ENABLED',
    EventBusName: rule.bus,
  };
}

function targetOf(bus: Bus, rule: BusRule) {
  const fifo = bus.isFifo(rule);
  return {
    Id: rule.queue,
    Arn: queueArn(rule.queue, fifo),
    ...(fifo && { SqsParameters: { MessageGroupId: rule.name } }),
  };
}

function busArn(name: string): string {
  return `arn:aws:events:${LOCAL_REGION}:${LOCAL_ACCOUNT}:event-bus/${name}`;
}
