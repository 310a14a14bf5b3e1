import { DescribeStateMachineCommand, ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn';
import type { Host } from '../../local/host.ts';
import { localFunctionArn } from '../../local/place.ts';
import { functionName } from '../../workflows/wiring.ts';
import type { Wiring } from './deployed-wiring.ts';

/** What a running local host has plugged together, read from its parts as they run, in the words of the wiring. */
export async function localWiring(host: Host) {
  const { bus, queues, schedules, stream, functions } = host;
  return {
    machines: await definitionsAt(host.awsAddress),
    functions: Object.fromEntries(functions.map((path) => [nameOf(path), path])),
    rules: Object.fromEntries(
      bus.rules.map(({ name, bus: on, pattern, queue }) => [name, { bus: on, pattern, queue }]),
    ),
    queues: Object.fromEntries(
      [...queues.wiring].map(([name, { consumer, batchSize, ...rest }]) => [
        name,
        { ...rest, consumer, batchSize: consumer === null ? null : batchSize },
      ]),
    ),
    schedules: Object.fromEntries(
      [...schedules.wiring].map(([name, { cron, function: job }]) => [name, { cron, function: job }]),
    ),
    stream,
  };
}

/** The definitions of all machines, asked of Step Functions as the AWS CLI would. */
async function definitionsAt(endpoint: string): Promise<Record<string, unknown>> {
  const client = new SFNClient({ endpoint });
  const { stateMachines = [] } = await client.send(new ListStateMachinesCommand({}));
  const described = stateMachines.map(async ({ name, stateMachineArn }) => {
    const { definition = '' } = await client.send(new DescribeStateMachineCommand({ stateMachineArn }));
    return [name, JSON.parse(definition)];
  });
  return Object.fromEntries(await Promise.all(described));
}

/** What a template deploys, as far as a local host can have the same: its own ARNs in the definitions. */
export function asRunLocally({ machines, functions, rules, queues, schedules, stream }: Wiring) {
  return {
    machines: Object.fromEntries(
      Object.entries(machines).map(([name, { definition, steps }]) => [
        name,
        JSON.parse(
          definition.replace(/\$\{(\w+)\}/g, (_, token: string) => localFunctionArn(pathOf(steps[token]))),
        ),
      ]),
    ),
    functions,
    rules,
    queues,
    schedules: Object.fromEntries(
      Object.entries(schedules).map(([name, { cron, function: job }]) => [name, { cron, function: job }]),
    ),
    stream: stream && { consumer: stream.consumer, batchSize: stream.batchSize },
  };
}

const pathOf = (path: string | undefined): `${string}/${string}` => {
  const [room, file] = (path ?? '').split('/');
  return `${room ?? ''}/${file ?? ''}`;
};

const nameOf = (path: string): string => functionName(pathOf(path));
