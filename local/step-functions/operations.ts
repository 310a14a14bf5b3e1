import type { StepFunctionsEngine } from './engine.ts';
import type { Execution } from './execution.ts';
import { historyEvent } from './history-view.ts';
import { type Json, type JsonObject, parseJson } from './json.ts';
import { exceeds, limits } from './limits.ts';
import type { Requests } from './requests.ts';
import { ServiceError, validationError } from './service-error.ts';
import { canBeRedriven, whyNotRedrivable } from './status-change.ts';
import type { StoredMachine } from './store.ts';

type Operations = {
  [Operation in keyof Requests]: (
    engine: StepFunctionsEngine,
    request: Requests[Operation],
  ) => Promise<JsonObject> | JsonObject;
};

const seconds = (instant: number) => instant / 1000;

/** What each operation of the API does, and the shape of its answer. */
export const operations: Operations = {
  CreateStateMachine(engine, { name, definition, roleArn, type, publish }) {
    if (type === 'EXPRESS') {
      throw new ServiceError(
        'StateMachineTypeNotSupported',
        'Express workflows are not supported by the local engine',
      );
    }
    if (publish === true)
      throw validationError("Value at 'publish': versions are not supported by the local engine");
    const machine = engine.machines.create({ name, definition, roleArn }, engine.now());
    return { stateMachineArn: machine.arn, creationDate: seconds(machine.createdAt) };
  },

  UpdateStateMachine(engine, { stateMachineArn, definition, roleArn }) {
    if (definition === undefined && roleArn === undefined) {
      throw new ServiceError(
        'MissingRequiredParameter',
        'Either the definition, the role ARN, or both must be given',
      );
    }
    const change = {
      ...(definition === undefined ? {} : { definition }),
      ...(roleArn === undefined ? {} : { roleArn }),
    };
    return { updateDate: seconds(engine.machines.update(stateMachineArn, change, engine.now()).updatedAt) };
  },

  DescribeStateMachine(engine, { stateMachineArn }) {
    const machine = engine.machines.describe(stateMachineArn);
    return {
      ...listedMachine(machine),
      status: 'ACTIVE',
      definition: engine.machines.load(machine.definition).definition,
      roleArn: machine.roleArn,
      loggingConfiguration: { level: 'OFF', includeExecutionData: false },
      tracingConfiguration: { enabled: false },
    };
  },

  ListStateMachines(engine, { maxResults, nextToken }) {
    const limit = pageSize(maxResults);
    const machines = engine.machines.list(
      nextToken === undefined ? '' : String(readPage(nextToken)),
      limit + 1,
    );
    return {
      stateMachines: machines.slice(0, limit).map(listedMachine),
      ...nextPage(machines, limit, ({ arn }) => arn),
    };
  },

  ValidateStateMachineDefinition(engine, { definition, maxResults }) {
    const diagnostics = engine.machines.validate(definition);
    const most = maxResults === undefined || maxResults === 0 ? 100 : maxResults;
    return {
      result: diagnostics.length === 0 ? 'OK' : 'FAIL',
      diagnostics: diagnostics.slice(0, most).map((diagnostic) => ({ ...diagnostic })),
      truncated: diagnostics.length > most,
    };
  },

  StartExecution(engine, { stateMachineArn, name, input }) {
    const wanted = {
      stateMachineArn,
      ...(name === undefined ? {} : { name }),
      ...(input === undefined ? {} : { input }),
    };
    const execution = engine.startExecution(wanted);
    return { executionArn: execution.arn, startDate: seconds(execution.startedAt) };
  },

  async StopExecution(engine, { executionArn, error, cause }) {
    const { stoppedAt } = await engine.stopExecution(executionArn, { error, cause });
    return { stopDate: seconds(stoppedAt ?? engine.now()) };
  },

  DescribeExecution(engine, { executionArn }) {
    const execution = engine.describeExecution(executionArn);
    const { input, output, error, cause } = execution;
    const redrivable = canBeRedriven(execution);
    return {
      ...listedExecution(execution),
      input,
      inputDetails: { included: true },
      ...(output === null ? {} : { output, outputDetails: { included: true } }),
      ...(error === null ? {} : { error }),
      ...(cause === null ? {} : { cause }),
      redriveCount: 0,
      redriveStatus: redrivable ? 'REDRIVABLE' : 'NOT_REDRIVABLE',
      ...(redrivable ? {} : { redriveStatusReason: whyNotRedrivable(execution) }),
    };
  },

  ListExecutions(engine, { stateMachineArn, statusFilter, maxResults, nextToken }) {
    const limit = pageSize(maxResults);
    engine.machines.describe(stateMachineArn);
    const page = nextToken === undefined ? undefined : readPage(nextToken);
    const [startedAt, id] = Array.isArray(page) ? page.map(Number) : [];
    const executions =
      statusFilter === 'PENDING_REDRIVE'
        ? []
        : engine.listExecutions({
            machineArn: stateMachineArn,
            status: statusFilter,
            before: [startedAt ?? Number.MAX_SAFE_INTEGER, id ?? Number.MAX_SAFE_INTEGER],
            limit: limit + 1,
          });
    return {
      executions: executions.slice(0, limit).map(listedExecution),
      ...nextPage(executions, limit, (last) => [last.startedAt, last.id]),
    };
  },

  GetExecutionHistory(engine, { executionArn, reverseOrder, includeExecutionData, maxResults, nextToken }) {
    const execution = engine.describeExecution(executionArn);
    const limit = pageSize(maxResults);
    const first =
      nextToken === undefined ? (reverseOrder ? execution.events : 1) : Number(readPage(nextToken));
    if (!Number.isInteger(first)) throw invalidPage();
    const [from, to] = reverseOrder ? [first - limit + 1, first] : [first, first + limit - 1];
    const events = engine.history(execution, from, to);
    if (reverseOrder) events.reverse();
    const next = reverseOrder ? from - 1 : to + 1;
    return {
      events: events.map((event) => historyEvent(event, includeExecutionData ?? true)),
      ...(next >= 1 && next <= execution.events ? { nextToken: writePage(next) } : {}),
    };
  },

  async SendTaskSuccess(engine, { taskToken, output }) {
    if (exceeds(output, limits.payloadBytes)) {
      const constraint = `Member must have length less than or equal to ${limits.payloadBytes}`;
      throw validationError(`Value at 'output' failed to satisfy constraint: ${constraint}`);
    }
    await engine.answerTask(taskToken, { ok: true, output: parseOutput(output) });
    return {};
  },

  async SendTaskFailure(engine, { taskToken, error, cause }) {
    const failure = { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
    await engine.answerTask(taskToken, { ok: false, ...failure });
    return {};
  },

  async SendTaskHeartbeat(engine, { taskToken }) {
    await engine.heartbeatTask(taskToken);
    return {};
  },
};

function listedMachine({ arn, name, createdAt }: StoredMachine): JsonObject {
  return { stateMachineArn: arn, name, type: 'STANDARD', creationDate: seconds(createdAt) };
}

function listedExecution({ arn, machineArn, name, status, startedAt, stoppedAt }: Execution): JsonObject {
  return {
    ...{ executionArn: arn, stateMachineArn: machineArn, name, status, startDate: seconds(startedAt) },
    ...(stoppedAt === null ? {} : { stopDate: seconds(stoppedAt) }),
  };
}

function parseOutput(output: string): Json {
  try {
    return parseJson(output);
  } catch (error) {
    throw new ServiceError(
      'InvalidOutput',
      `Invalid Output: '${error instanceof Error ? error.message : error}'`,
    );
  }
}

function pageSize(maxResults: number | undefined): number {
  return maxResults === undefined || maxResults === 0 ? 100 : maxResults;
}

function nextPage<Item>(items: readonly Item[], limit: number, after: (last: Item) => Json): JsonObject {
  const last = items[limit - 1];
  return items.length > limit && last !== undefined ? { nextToken: writePage(after(last)) } : {};
}

function writePage(position: Json): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

function readPage(token: string): Json {
  try {
    return parseJson(Buffer.from(token, 'base64url').toString('utf8'));
  } catch {
    throw invalidPage();
  }
}

function invalidPage(): ServiceError {
  return new ServiceError('InvalidToken', "Invalid Token: 'Invalid token'");
}
