import { setTimeout as wait } from 'node:timers/promises';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import {
  DeleteMessageCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { commit } from '../../adapters/dynamodb/commit.ts';
import { openTable } from '../../adapters/dynamodb/table.ts';
import { instantOf } from '../../core/instant.ts';
import { physicalName } from '../../infra/physical-name.ts';
import type { StageSettings } from '../../infra/stage-settings.ts';
import { CommandRefused } from '../../local/command.ts';
import { seed } from '../../local/demo/seed.ts';
import { API_BASE } from '../../workflows/routes.ts';
import { tableNameOf } from '../chosen-stage.ts';
import { readStackOutputs } from '../stack-outputs.ts';
import { apiAddress, httpCall } from './http-call.ts';
import { smokeUsers } from './smoke-users.ts';
import { SmokeFailed, type Stage } from './stage.ts';

/** Between two looks, and how long to go on looking: a cold pipeline takes some seconds for each of its parts. */
const EVERY_MS = 2_000;
const AT_MOST_MS = 120_000;

/**
 * A stage on AWS, or on an emulator that AWS_ENDPOINT_URL names. In a stage that is never production the smoke is
 * finance: it takes the messages that it reads off finance's queue.
 *
 * @param endpoint AWS_ENDPOINT_URL
 * @throws CommandRefused where the stage is not deployed, or has no client for the smoke
 */
export async function deployedStage(settings: StageSettings, endpoint: string | undefined): Promise<Stage> {
  const { region } = settings;
  const outputs = await readStackOutputs(settings);
  const { UserPoolId, SmokeClientId } = outputs;
  if (SmokeClientId === undefined) throw new CommandRefused(`${settings.stage} has no client for a smoke.`);
  const cognito = new CognitoIdentityProviderClient({ region });
  const users = smokeUsers(cognito, UserPoolId, SmokeClientId);
  const address = apiAddress(outputs, endpoint);
  const table = openTable(tableNameOf(settings), { region });
  const sqs = new SQSClient({ region });
  const QueueName = physicalName(settings, 'finance.fifo');

  return {
    async call(who, { method, path, body, headers = {} }) {
      const { status, text } = await httpCall(address, {
        method,
        path: `${API_BASE}${path}`,
        body: body === undefined ? undefined : JSON.stringify(body),
        headers: { ...headers, authorization: `Bearer ${await users.tokenOf(who)}` },
      });
      return { status, body: parsed(text) };
    },
    async seed(rows) {
      await seed(rows, (change) => commit(table, change), instantOf(Date.now()));
    },
    now: async () => instantOf(Date.now()),
    async passTo(instant) {
      await wait(Math.max(0, Date.parse(instant) - Date.now()));
    },
    async eventually(what, look) {
      for (const until = Date.now() + AT_MOST_MS; Date.now() < until; await wait(EVERY_MS)) {
        const found = await look();
        if (found !== undefined) return found;
      }
      throw new SmokeFailed(`Waited ${AT_MOST_MS / 1000} seconds for ${what}.`);
    },
    async financeEvents() {
      const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 5 }),
      );
      for (const { ReceiptHandle } of Messages) {
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
      return Messages.map(({ Body = '' }) => parsed(Body));
    },
    async close() {
      await users.close();
      for (const client of [cognito, sqs, table.client]) client.destroy();
    },
  };
}

/** What is no JSON is kept as the text it is, for the sentence that says what came. */
function parsed(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}
