import type { AddressInfo } from 'node:net';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  GetExecutionHistoryCommand,
  InvalidArn,
  InvalidDefinition,
  InvalidExecutionInput,
  InvalidName,
  InvalidOutput,
  InvalidToken,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  paginateGetExecutionHistory,
  paginateListExecutions,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StateMachineDoesNotExist,
  StopExecutionCommand,
  TaskTimedOut,
  UpdateStateMachineCommand,
  ValidateStateMachineDefinitionCommand,
} from '@aws-sdk/client-sfn';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { handleStepFunctionsRequest } from '../../../local/step-functions/protocol.ts';
import { requests } from '../../../local/step-functions/requests.ts';
import { stepFunctionsServer } from '../../../local/step-functions/server.ts';
import { awaitToken, monday, role, Stage } from './stage.ts';

const stage = new Stage();
const server = stepFunctionsServer(stage.engine);
let client: SFNClient;

beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  client = new SFNClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-west-2',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
});

afterAll(() => {
  client.destroy();
  server.close();
});

const asking = { QueryLanguage: 'JSONata', StartAt: 'Await', States: { Await: awaitToken() } };
const passing = { QueryLanguage: 'JSONata', StartAt: 'A', States: { A: { Type: 'Succeed' } } };

async function create(name: string, definition: unknown): Promise<string> {
  const text = JSON.stringify(definition);
  const { stateMachineArn = '' } = await client.send(
    new CreateStateMachineCommand({ name, definition: text, roleArn: role }),
  );
  return stateMachineArn;
}

/** Starts an execution that asks for an answer; gives its ARN and the token. */
async function ask(name: string): Promise<{ executionArn: string; taskToken: string }> {
  const stateMachineArn = await create('asking', asking);
  const { executionArn = '' } = await client.send(
    new StartExecutionCommand({ stateMachineArn, name, input: '{}' }),
  );
  await stage.engine.whenIdle();
  return { executionArn, taskToken: stage.token(-1) };
}

const described = (executionArn: string) => client.send(new DescribeExecutionCommand({ executionArn }));

describe('through the AWS SDK', () => {
  it('machines are created, described, listed, changed and validated', async () => {
    const stateMachineArn = await create('first', passing);
    expect(stateMachineArn).toBe('arn:aws:states:eu-west-2:000000000000:stateMachine:first');
    expect(await client.send(new DescribeStateMachineCommand({ stateMachineArn }))).toMatchObject({
      ...{ name: 'first', status: 'ACTIVE', type: 'STANDARD', roleArn: role, creationDate: new Date(monday) },
      definition: JSON.stringify(passing),
    });
    await create('second', asking);
    const one = await client.send(new ListStateMachinesCommand({ maxResults: 1 }));
    const { nextToken } = one;
    const two = await client.send(new ListStateMachinesCommand(nextToken === undefined ? {} : { nextToken }));
    expect([...(one.stateMachines ?? []), ...(two.stateMachines ?? [])].map(({ name }) => name)).toEqual([
      'first',
      'second',
    ]);
    const definition = JSON.stringify({ ...passing, Comment: 'changed' });
    const { updateDate } = await client.send(new UpdateStateMachineCommand({ stateMachineArn, definition }));
    expect(updateDate).toEqual(new Date(monday));
    const verdict = await client.send(
      new ValidateStateMachineDefinitionCommand({ definition: '{"StartAt":"A"}' }),
    );
    expect(verdict).toMatchObject({
      result: 'FAIL',
      diagnostics: [{ code: 'SCHEMA_VALIDATION_FAILED', location: '/' }],
    });
  });

  it('executions are started, answered and described', async () => {
    const { executionArn, taskToken } = await ask('answered');
    expect(await described(executionArn)).toMatchObject({
      status: 'RUNNING',
      redriveStatus: 'NOT_REDRIVABLE',
    });
    await client.send(new SendTaskHeartbeatCommand({ taskToken }));
    await client.send(new SendTaskSuccessCommand({ taskToken, output: '{"seat":1}' }));
    expect(await described(executionArn)).toMatchObject({
      ...{
        status: 'SUCCEEDED',
        output: '{"seat":1}',
        startDate: new Date(monday),
        stopDate: new Date(monday),
      },
      redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
    });
    await expect(client.send(new SendTaskSuccessCommand({ taskToken, output: '1' }))).rejects.toThrow(
      TaskTimedOut,
    );
  });

  it('executions are failed by their task, or stopped', async () => {
    const failed = await ask('failed');
    await client.send(
      new SendTaskFailureCommand({ taskToken: failed.taskToken, error: 'No', cause: 'because' }),
    );
    expect(await described(failed.executionArn)).toMatchObject({
      status: 'FAILED',
      error: 'No',
      cause: 'because',
      redriveStatus: 'REDRIVABLE',
    });
    const { executionArn } = await ask('stopped');
    const { stopDate } = await client.send(new StopExecutionCommand({ executionArn, error: 'Stop' }));
    expect(stopDate).toEqual(new Date(monday));
    expect((await described(executionArn)).status).toBe('ABORTED');
  });

  it('executions are listed newest first, by status and in pages', async () => {
    const stateMachineArn = await create('listed', passing);
    for (let index = 0; index < 7; index += 1) {
      await client.send(new StartExecutionCommand({ stateMachineArn, name: `n${index}`, input: '{}' }));
    }
    await stage.engine.whenIdle();
    const names: (string | undefined)[] = [];
    const pages = paginateListExecutions(
      { client, pageSize: 3 },
      { stateMachineArn, statusFilter: 'SUCCEEDED' },
    );
    for await (const { executions = [] } of pages) names.push(...executions.map(({ name }) => name));
    expect(names).toEqual(['n6', 'n5', 'n4', 'n3', 'n2', 'n1', 'n0']);
    const running = new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING' });
    expect((await client.send(running)).executions).toEqual([]);
  });

  it('histories are read in pages, either way, with or without their data', async () => {
    const { executionArn, taskToken } = await ask('told');
    await client.send(new SendTaskSuccessCommand({ taskToken, output: '{}' }));
    const read = async (reverseOrder: boolean) => {
      const ids: (number | undefined)[] = [];
      for await (const { events = [] } of paginateGetExecutionHistory(
        { client, pageSize: 3 },
        { executionArn, reverseOrder },
      )) {
        ids.push(...events.map(({ id }) => id));
      }
      return ids;
    };
    expect(await read(false)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(await read(true)).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
    const { events = [] } = await client.send(new GetExecutionHistoryCommand({ executionArn }));
    expect(events[1]).toMatchObject({
      previousEventId: 0,
      stateEnteredEventDetails: { name: 'Await', input: '{}' },
    });
    expect(events[2]?.taskScheduledEventDetails).toMatchObject({
      resourceType: 'lambda',
      region: 'eu-west-2',
    });
    const bare = await client.send(
      new GetExecutionHistoryCommand({ executionArn, includeExecutionData: false }),
    );
    expect(bare.events?.[1]?.stateEnteredEventDetails?.input).toBeUndefined();
  });

  it("bad input meets AWS's own errors", async () => {
    const stateMachineArn = await create('refusing', asking);
    const refused = (answer: Promise<unknown>) => expect(answer).rejects;
    const definition = '{"StartAt":"A","States":{}}';
    await refused(
      client.send(new CreateStateMachineCommand({ name: 'x', definition, roleArn: role })),
    ).toThrow(InvalidDefinition);
    await refused(
      client.send(new CreateStateMachineCommand({ name: 'x y', definition, roleArn: role })),
    ).toThrow(InvalidName);
    await refused(client.send(new StartExecutionCommand({ stateMachineArn: 'nonsense' }))).toThrow(
      InvalidArn,
    );
    await refused(client.send(new StartExecutionCommand({ stateMachineArn: `${stateMachineArn}x` }))).toThrow(
      StateMachineDoesNotExist,
    );
    await refused(client.send(new StartExecutionCommand({ stateMachineArn, input: 'no' }))).toThrow(
      InvalidExecutionInput,
    );
    await refused(client.send(new StartExecutionCommand({ stateMachineArn, name: 'a b' }))).toThrow(
      InvalidName,
    );
    await client.send(new StartExecutionCommand({ stateMachineArn, name: 'one', input: '1' }));
    await refused(
      client.send(new StartExecutionCommand({ stateMachineArn, name: 'one', input: '2' })),
    ).toThrow(ExecutionAlreadyExists);
    const executionArn = `${stateMachineArn.replace('stateMachine', 'execution')}:none`;
    await refused(client.send(new DescribeExecutionCommand({ executionArn }))).toThrow(ExecutionDoesNotExist);
    await refused(client.send(new DescribeExecutionCommand({ executionArn: stateMachineArn }))).toThrow(
      InvalidArn,
    );
    await refused(client.send(new GetExecutionHistoryCommand({ executionArn }))).toThrow(
      ExecutionDoesNotExist,
    );
    await refused(client.send(new SendTaskSuccessCommand({ taskToken: 'x', output: '1' }))).toThrow(
      InvalidToken,
    );
    await refused(
      client.send(new SendTaskSuccessCommand({ taskToken: stage.token(-1), output: '{' })),
    ).toThrow(InvalidOutput);
    await refused(client.send(new ListStateMachinesCommand({ nextToken: '%%%' }))).toThrow(InvalidToken);
    await refused(client.send(new ListExecutionsCommand({ stateMachineArn, maxResults: 1001 }))).toThrow(
      'maxResults',
    );
  });
});

it('answers whatever is sent to any operation, and never blames itself', async () => {
  const arn = fc.constantFrom('arn:aws:states:eu-west-2:000000000000:stateMachine:asking', 'arn:::', ':', '');
  const value = fc.oneof(arn, fc.jsonValue(), fc.string(), fc.integer());
  const fields = [
    'stateMachineArn',
    'executionArn',
    'name',
    'input',
    'taskToken',
    'output',
    'definition',
    'nextToken',
  ];
  const body = fc.dictionary(fc.constantFrom(...fields, 'maxResults', 'roleArn', 'statusFilter'), value);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...Object.keys(requests)), body, async (operation, request) => {
      const target = `AWSStepFunctions.${operation}`;
      const { status, body: answer } = await handleStepFunctionsRequest(
        stage.engine,
        target,
        JSON.stringify(request),
      );
      expect([200, 400], answer).toContain(status);
    }),
    { numRuns: 1500, seed: 20260302 },
  );
});

it('answers any rubbish with an error in the right shape', async () => {
  for (const [target, body] of [
    ['AWSStepFunctions.DeleteActivity', '{}'],
    ['AWSStepFunctions.constructor', '{}'],
    ['StartExecution', '{}'],
    ['AWSStepFunctions.StartExecution', 'nonsense'],
    ['AWSStepFunctions.StartExecution', '[]'],
    ['AWSStepFunctions.StartExecution', '{"stateMachineArn":7}'],
    ['AWSStepFunctions.SendTaskSuccess', '{"taskToken":"","output":"1"}'],
  ] as const) {
    const { status, body: answer } = await handleStepFunctionsRequest(stage.engine, target, body);
    expect([target, body, status]).toEqual([target, body, 400]);
    expect(JSON.parse(answer)).toEqual({ __type: expect.any(String), message: expect.any(String) });
  }
});
