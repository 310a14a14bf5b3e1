/**
 * Reads what is plugged into what from a synthesized pipeline template, in the words of `workflows/wiring.ts`.
 * A connection counts only where it would work on AWS: a rule that its queue doesn't let in fills no queue.
 */

import * as z from 'zod';
import { legible, type Resource, referenced, resourcesOf, type Template } from './template.ts';

export interface Wiring {
  /** Machine → its definition's text, and `${Token}` → handler. */
  readonly machines: Named<{ readonly definition: string; readonly steps: Named<string> }>;
  /** Function → handler, `room/file`. */
  readonly functions: Named<string>;
  readonly rules: Named<{ readonly bus: string; readonly pattern: unknown; readonly queue: string }>;
  readonly queues: Named<WiredQueue>;
  readonly schedules: Named<WiredSchedule>;
  readonly stream: WiredStream | undefined;
}

interface WiredQueue {
  readonly fifo: boolean;
  readonly consumer: string | null;
  /** Null where the consumer is not ours. */
  readonly batchSize: number | null;
  readonly visibilitySeconds: number;
  /** Null where a message that fails would come round for ever. */
  readonly maxReceives: number | null;
}

interface WiredSchedule {
  readonly cron: string;
  readonly timeZone: string;
  readonly function: string;
  readonly input: unknown;
}

interface WiredStream {
  readonly consumer: string;
  readonly batchSize: number;
  readonly filters: readonly unknown[];
}

type Named<Value> = Readonly<Record<string, Value>>;

/**
 * @param template the pipeline's and the API's, in one
 * @param stagePrefix what the stage puts before every name, `mastery-pathways-sandbox`
 */
export function deployedWiring(template: Template, stagePrefix: string): Wiring {
  const reader = new Reader(template, stagePrefix);
  return {
    machines: reader.machines(),
    functions: reader.functions(),
    rules: reader.rules(),
    queues: reader.queues(),
    schedules: reader.schedules(),
    stream: reader.stream(),
  };
}

/** A rule that only writes down what passes: it sets nothing off, and the local host does without. */
export const onlyLogs = ({ properties }: Resource): boolean =>
  JSON.stringify(properties['Targets'] ?? []).includes(':log-group:');

const FUNCTION = z.object({ FunctionName: z.string(), Description: z.string() });
const ALIAS = z.object({ FunctionName: z.unknown(), Name: z.literal('live') });
const MACHINE = z.object({
  StateMachineName: z.string(),
  DefinitionString: z.string(),
  DefinitionSubstitutions: z.record(z.string(), z.unknown()),
});
const RULE = z.object({
  Name: z.string(),
  State: z.literal('ENABLED').default('ENABLED'),
  EventBusName: z.unknown().optional(),
  EventPattern: z.looseObject({
    detail: z.looseObject({ stateMachineArn: z.array(z.unknown()).optional() }).optional(),
  }),
  Targets: z.tuple([z.object({ Arn: z.unknown(), DeadLetterConfig: z.object({ Arn: z.unknown() }) })]),
});
const BUS = z.object({ Name: z.string() });
const QUEUE = z.object({
  QueueName: z.string(),
  FifoQueue: z.boolean().default(false),
  VisibilityTimeout: z.number().default(30),
  RedrivePolicy: z.object({ deadLetterTargetArn: z.unknown(), maxReceiveCount: z.number() }).optional(),
});
const MAPPING = z.object({
  FunctionName: z.unknown(),
  EventSourceArn: z.unknown(),
  BatchSize: z.number(),
  // Without this a batch with one failure would be handed out again as a whole.
  FunctionResponseTypes: z.tuple([z.literal('ReportBatchItemFailures')]),
  FilterCriteria: z.object({ Filters: z.array(z.object({ Pattern: z.string() })) }).optional(),
  DestinationConfig: z.object({ OnFailure: z.object({ Destination: z.unknown() }) }).optional(),
});
const SCHEDULE = z.object({
  Name: z.string(),
  State: z.literal('ENABLED').default('ENABLED'),
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.string(),
  Target: z.object({
    Arn: z.unknown(),
    Input: z.string(),
    DeadLetterConfig: z.object({ Arn: z.unknown() }),
  }),
});
const QUEUE_POLICY = z.object({
  Queues: z.array(z.unknown()),
  PolicyDocument: z.object({
    Statement: z.array(
      z.object({
        Effect: z.string(),
        Action: z.unknown(),
        Principal: z.unknown(),
        Condition: z.object({ ArnEquals: z.object({ 'aws:SourceArn': z.unknown() }).optional() }).optional(),
      }),
    ),
  }),
});

class Reader {
  readonly #template: Template;
  readonly #prefix: string;
  /** Function → handler. */
  readonly #described: ReadonlyMap<string, string>;
  /** Alias → handler. */
  readonly #handlers: ReadonlyMap<string, string>;
  readonly #queueNames: ReadonlyMap<string, string>;

  constructor(template: Template, prefix: string) {
    this.#template = template;
    this.#prefix = `${prefix}-`;
    const functions = new Map(
      this.#read('AWS::Lambda::Function', FUNCTION).map(({ id, Description }) => [
        id,
        Description.replace(/^functions\/(.*)\.ts$/, '$1'),
      ]),
    );
    this.#described = functions;
    // Nobody calls a function but by its alias.
    this.#handlers = new Map(
      this.#read('AWS::Lambda::Alias', ALIAS).map(({ id, FunctionName }) => [
        id,
        functions.get(referenced(FunctionName) ?? '') ?? '',
      ]),
    );
    this.#queueNames = new Map(
      this.#read('AWS::SQS::Queue', QUEUE).map(({ id, QueueName }) => [id, this.#short(QueueName)]),
    );
  }

  functions(): Wiring['functions'] {
    return named(
      this.#read('AWS::Lambda::Function', FUNCTION).map(({ id, FunctionName }) => [
        this.#short(FunctionName),
        this.#described.get(id) ?? '',
      ]),
    );
  }

  machines(): Wiring['machines'] {
    return named(
      this.#read('AWS::StepFunctions::StateMachine', MACHINE).map((machine) => {
        const steps = named(
          Object.entries(machine.DefinitionSubstitutions).map(([token, target]) => [
            token,
            this.#handler(target),
          ]),
        );
        return [this.#short(machine.StateMachineName), { definition: machine.DefinitionString, steps }];
      }),
    );
  }

  rules(): Wiring['rules'] {
    return named(
      this.#rules().map((rule) => {
        const name = this.#short(rule.Name);
        const bus = this.#bus(rule.EventBusName);
        const [{ Arn: target, DeadLetterConfig: undelivered }] = rule.Targets;
        const rulePath = `:rule/${bus === 'default' ? '' : `${this.#prefix.slice(0, -1)}/`}${rule.Name}`;
        const delivered = this.#letsIn(target, rulePath) && this.#letsIn(undelivered.Arn, rulePath);
        const queue = delivered ? this.#queue(target) : `${this.#queue(target)} (does not let the rule in)`;
        return [name, { bus, pattern: this.#ownMachinesImplied(rule.EventPattern), queue }];
      }),
    );
  }

  /** Queues that work goes through; those that only take what failed elsewhere belong to that place. */
  queues(): Wiring['queues'] {
    const failed = this.#queuesOfFailures();
    const mappings = this.#read('AWS::Lambda::EventSourceMapping', MAPPING);
    return named(
      this.#read('AWS::SQS::Queue', QUEUE)
        .filter(({ id }) => !failed.has(id))
        .map((queue) => {
          const mapping = mappings.find(({ EventSourceArn }) => referenced(EventSourceArn) === queue.id);
          return [
            this.#short(queue.QueueName).replace(/\.fifo$/, ''),
            {
              fifo: queue.FifoQueue,
              consumer: mapping === undefined ? null : this.#handler(mapping.FunctionName),
              batchSize: mapping?.BatchSize ?? null,
              visibilitySeconds: queue.VisibilityTimeout,
              maxReceives: queue.RedrivePolicy?.maxReceiveCount ?? null,
            },
          ];
        }),
    );
  }

  schedules(): Wiring['schedules'] {
    return named(
      this.#read('AWS::Scheduler::Schedule', SCHEDULE).map((schedule) => [
        this.#short(schedule.Name),
        {
          cron: schedule.ScheduleExpression,
          timeZone: schedule.ScheduleExpressionTimezone,
          function: this.#handler(schedule.Target.Arn),
          input: JSON.parse(schedule.Target.Input),
        },
      ]),
    );
  }

  /** The mapping whose source is no queue of this template: the table's stream, from the storage stack. */
  stream(): WiredStream | undefined {
    const [stream, ...others] = this.#read('AWS::Lambda::EventSourceMapping', MAPPING).filter(
      ({ EventSourceArn }) => !this.#queueNames.has(referenced(EventSourceArn) ?? ''),
    );
    if (stream === undefined) return undefined;
    return {
      consumer: [stream, ...others].map(({ FunctionName }) => this.#handler(FunctionName)).join(' and '),
      batchSize: stream.BatchSize,
      filters: stream.FilterCriteria?.Filters.map((filter) => JSON.parse(filter.Pattern)) ?? [],
    };
  }

  #read<Shape extends z.ZodRawShape>(type: string, shape: z.ZodObject<Shape>) {
    return resourcesOf(this.#template, type).map(({ id, properties }) => ({
      id,
      ...shape.parse(properties),
    }));
  }

  #rules() {
    return resourcesOf(this.#template, 'AWS::Events::Rule')
      .filter((rule) => !onlyLogs(rule))
      .map(({ id, properties }) => ({ id, ...RULE.parse(properties) }));
  }

  #short(name: string): string {
    if (!name.startsWith(this.#prefix))
      throw new Error(`${name} does not bear the stage's prefix ${this.#prefix}`);
    return name.slice(this.#prefix.length);
  }

  #handler(value: unknown): string {
    return this.#handlers.get(referenced(value) ?? '') ?? `not a function of ours: ${legible(value)}`;
  }

  #queue(value: unknown): string {
    const name = this.#queueNames.get(referenced(value) ?? '');
    return name === undefined ? `not a queue of ours: ${legible(value)}` : name.replace(/\.fifo$/, '');
  }

  #bus(value: unknown): string {
    if (value === undefined) return 'default';
    const bus = this.#read('AWS::Events::EventBus', BUS).find(({ id }) => id === referenced(value));
    if (bus === undefined) return `not a bus of ours: ${legible(value)}`;
    const [, application] = /^(.*)-[a-z]+$/.exec(bus.Name) ?? [];
    return application ?? bus.Name;
  }

  #letsIn(queue: unknown, rulePath: string): boolean {
    const policies = this.#read('AWS::SQS::QueuePolicy', QUEUE_POLICY).filter(({ Queues }) =>
      Queues.some((each) => referenced(each) === referenced(queue)),
    );
    return policies
      .flatMap((policy) => policy.PolicyDocument.Statement)
      .some(
        (statement) =>
          statement.Effect === 'Allow' &&
          statement.Action === 'sqs:SendMessage' &&
          legible(statement.Condition?.ArnEquals?.['aws:SourceArn']).endsWith(rulePath),
      );
  }

  /** Leaves out the narrowing to our own machines, which the local host needs not say, if it names every one. */
  #ownMachinesImplied({ detail, ...pattern }: z.infer<typeof RULE>['EventPattern']): unknown {
    if (detail === undefined) return pattern;
    const { stateMachineArn, ...rest } = detail;
    const machines = resourcesOf(this.#template, 'AWS::StepFunctions::StateMachine').map(({ id }) => id);
    const narrowedTo = stateMachineArn?.map((arn) => referenced(arn) ?? '') ?? machines;
    const everyOne = machines.every((machine) => narrowedTo.includes(machine));
    return { ...pattern, detail: everyOne ? rest : { ...rest, stateMachineArn: narrowedTo } };
  }

  #queuesOfFailures(): ReadonlySet<string> {
    const arns = [
      ...this.#read('AWS::SQS::Queue', QUEUE).map((queue) => queue.RedrivePolicy?.deadLetterTargetArn),
      ...this.#rules().map((rule) => rule.Targets[0].DeadLetterConfig.Arn),
      ...this.#read('AWS::Scheduler::Schedule', SCHEDULE).map(
        (schedule) => schedule.Target.DeadLetterConfig.Arn,
      ),
      ...this.#read('AWS::Lambda::EventSourceMapping', MAPPING).map(
        (mapping) => mapping.DestinationConfig?.OnFailure.Destination,
      ),
    ];
    return new Set(arns.map((arn) => referenced(arn) ?? ''));
  }
}

function named<Value>(entries: Iterable<readonly [string, Value]>): Named<Value> {
  const record: Record<string, Value> = {};
  for (const [name, value] of entries) {
    if (name in record) throw new Error(`Two things are called ${name}.`);
    record[name] = value;
  }
  return record;
}
