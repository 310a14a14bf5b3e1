import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  ExecutionAlreadyExists,
  InvalidToken,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient, GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { commit } from '../../adapters/dynamodb/commit.ts';
import { getItem, openTable, TableUnavailable } from '../../adapters/dynamodb/table.ts';
import { putEvents } from '../../adapters/event-bridge.ts';
import { ring, startExecution } from '../../adapters/step-functions.ts';
import { askIdSchema } from '../../core/ask.ts';
import { participationIdSchema } from '../../core/participation.ts';
import { eventRowSchema } from '../../workflows/events.ts';
import { sampleParticipation } from '../support/sample-rows.ts';
import { changeOf } from './table-at-hand.ts';

/** Only what no engine of ours will do on demand: AWS's own failures, by the names it gives them. */

const dynamo = mockClient(DynamoDBDocumentClient);
const bus = mockClient(EventBridgeClient);
const stepFunctions = mockClient(SFNClient);
beforeEach(() => {
  dynamo.reset();
  bus.reset();
  stepFunctions.reset();
});

const table = openTable('table', { region: 'eu-west-2' });
const change = changeOf({ puts: [sampleParticipation()] });

const cancelled = (...codes: string[]) =>
  new TransactionCanceledException({
    $metadata: {},
    message: 'cancelled',
    CancellationReasons: codes.map((Code) => ({ Code })),
  });

function failure(name: string, more: object = {}): Error {
  return Object.assign(new Error('as AWS would say'), { name, ...more });
}

describe('a transaction', () => {
  it('that met another in flight is tried again, and goes through', async () => {
    dynamo
      .on(TransactWriteCommand)
      .rejectsOnce(cancelled('TransactionConflict'))
      .rejectsOnce(cancelled('ThrottlingError'))
      .resolves({});
    expect(await commit(table, change)).toEqual({ outcome: 'committed' });
    expect(dynamo.commandCalls(TransactWriteCommand)).toHaveLength(3);
  });

  it('that meets others for ever is named TableUnavailable after six tries', async () => {
    dynamo.on(TransactWriteCommand).rejects(cancelled('TransactionConflict'));
    await expect(commit(table, change)).rejects.toThrow(TableUnavailable);
    expect(dynamo.commandCalls(TransactWriteCommand)).toHaveLength(6);
  });

  it('of which one condition failed is a conflict, whatever else it met', async () => {
    dynamo.on(TransactWriteCommand).rejects(cancelled('ConditionalCheckFailed', 'TransactionConflict'));
    expect(await commit(table, change)).toEqual({ outcome: 'conflict', on: ['participation'] });
    expect(dynamo.commandCalls(TransactWriteCommand)).toHaveLength(1);
  });

  it('that is itself wrong is thrown as it is: no retry would help', async () => {
    dynamo.on(TransactWriteCommand).rejects(cancelled('ValidationError'));
    await expect(commit(table, change)).rejects.toThrow(TransactionCanceledException);
    expect(dynamo.commandCalls(TransactWriteCommand)).toHaveLength(1);
  });
});

describe('the table', () => {
  it.each([
    ['throttling', failure('ProvisionedThroughputExceededException')],
    ['a request limit', failure('RequestLimitExceeded')],
    ['throttling by the account', failure('ThrottlingException')],
    ['a fault of the service', failure('SomethingNew', { $fault: 'server' })],
    ['a transaction in progress', failure('TransactionInProgressException')],
    ['a lost connection', failure('Error', { code: 'ECONNRESET' })],
    ['a refused connection', failure('Error', { code: 'ECONNREFUSED' })],
    ['a timeout', failure('TimeoutError')],
  ])('is unavailable by name at %s, in reading and in writing', async (_what, error) => {
    dynamo.on(TransactWriteCommand).rejects(error);
    dynamo.on(GetCommand).rejects(error);
    for (const attempt of [commit(table, change), getItem(table, { pk: 'x', sk: 'y' })]) {
      await expect(attempt).rejects.toMatchObject({ name: 'TableUnavailable', cause: error });
    }
  });

  it.each([
    failure('ValidationException', { $fault: 'client' }),
    failure('AccessDeniedException', { $fault: 'client' }),
    failure('ResourceNotFoundException', { $fault: 'client' }),
  ])('is not said to be unavailable at %s: that is a defect', async (error) => {
    dynamo.on(GetCommand).rejects(error);
    await expect(getItem(table, { pk: 'x', sk: 'y' })).rejects.toBe(error);
  });
});

describe('the bus', () => {
  const events = Array.from({ length: 23 }, (_, number) =>
    eventRowSchema.parse({
      type: 'event',
      version: 1,
      eventId: `900001#1#${number}`,
      eventType: 'YearDue',
      schemaVersion: 1,
      subject: '900001',
      subjectVersion: 1,
      number,
      hub: 'origin',
      occurredAt: '2026-08-31T23:00:00.000Z',
      actor: 'workflow',
      data: {},
      unpublished: true,
    }),
  );
  const client = new EventBridgeClient({ region: 'eu-west-2' });
  const idsOf = (rows: readonly { eventId: string }[]) => rows.map(({ eventId }) => eventId);

  it('is given ten events at a time, all of them, in their order', async () => {
    bus.on(PutEventsCommand).callsFake(({ Entries }: { Entries: object[] }) => ({
      Entries: Entries.map(() => ({ EventId: 'taken' })),
    }));
    expect(idsOf(await putEvents(client, 'bus', events))).toEqual(idsOf(events));
    const calls = bus.commandCalls(PutEventsCommand);
    expect(calls.map((call) => call.args[0].input.Entries?.length)).toEqual([10, 10, 3]);
    expect(calls[0]?.args[0].input.Entries?.[0]).toMatchObject({
      EventBusName: 'bus',
      Source: 'mastery-pathways',
      DetailType: 'YearDue',
      Time: new Date('2026-08-31T23:00:00.000Z'),
    });
  });

  it('may take some and leave others: the answer holds those that it took', async () => {
    const refused = { ErrorCode: 'ThrottlingException', ErrorMessage: 'slow down' };
    bus.on(PutEventsCommand).callsFake(({ Entries }: { Entries: object[] }) => ({
      FailedEntryCount: 1,
      Entries: Entries.map((_, index) => (index === 1 ? refused : { EventId: 'taken' })),
    }));
    const taken = idsOf(await putEvents(client, 'bus', events));
    const left = idsOf(events).filter((id) => !taken.includes(id));
    expect(left).toEqual(['900001#1#1', '900001#1#11', '900001#1#21']);
  });

  it('that does not answer at all is an error: nothing is taken for published', async () => {
    bus.on(PutEventsCommand).rejects(failure('InternalException', { $fault: 'server' }));
    await expect(putEvents(client, 'bus', events)).rejects.toThrow('as AWS would say');
  });

  it('takes no events where there are none', async () => {
    expect(await putEvents(client, 'bus', [])).toEqual([]);
    expect(bus.calls()).toHaveLength(0);
  });
});

describe('Step Functions', () => {
  const client = new SFNClient({ region: 'eu-west-2' });
  const askId = askIdSchema.parse('900001-2026-27-development.placement');
  const participationId = participationIdSchema.parse('900001-2026-27-development');
  const start = () => startExecution(client, 'arn', 'name', { participationId, generation: 1 });
  const words = { $metadata: {}, message: 'no' };

  it.each([
    ['closed its execution', new TaskTimedOut(words)],
    ['never gave it', new InvalidToken(words)],
    ['forgot it', new TaskDoesNotExist(words)],
  ])('says that nobody waited behind a token where it %s, and does not fail', async (_what, error) => {
    stepFunctions.on(SendTaskSuccessCommand).rejects(error);
    await expect(ring(client, 'token', askId)).resolves.toBe(false);
  });

  it.each([
    failure('ThrottlingException', { $fault: 'client' }),
    failure('ServiceUnavailable', { $fault: 'server' }),
    failure('AccessDeniedException', { $fault: 'client' }),
  ])('that did not ring for %s says so: the message comes again', async (error) => {
    stepFunctions.on(SendTaskSuccessCommand).rejects(error);
    await expect(ring(client, 'token', askId)).rejects.toThrow('as AWS would say');
  });

  it('is told nothing by the bell but which ask it was', async () => {
    stepFunctions.on(SendTaskSuccessCommand).resolves({});
    await ring(client, 'token', askId);
    expect(stepFunctions.commandCalls(SendTaskSuccessCommand)[0]?.args[0].input).toEqual({
      taskToken: 'token',
      output: `{"askId":"${askId}"}`,
    });
  });

  it('has started an execution that is there already: that was what was wanted', async () => {
    stepFunctions.on(StartExecutionCommand).rejects(new ExecutionAlreadyExists(words));
    await expect(start()).resolves.toBeUndefined();
  });

  it('that throttles a start says so', async () => {
    stepFunctions.on(StartExecutionCommand).rejects(failure('ThrottlingException'));
    await expect(start()).rejects.toThrow('as AWS would say');
  });

  it('is given the same bytes by every start of the same execution', async () => {
    stepFunctions.on(StartExecutionCommand).resolves({});
    await start();
    await start();
    const inputs = stepFunctions.commandCalls(StartExecutionCommand).map((call) => call.args[0].input);
    expect(inputs).toEqual([inputs[0], inputs[0]]);
    expect(inputs[0]?.input).toBe(`{"participationId":"${participationId}","generation":1}`);
  });
});
