import { Stack } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { MACHINES } from '../../workflows/wiring.ts';
import type { HandlerBundles } from '../bundle.ts';
import { type GrantedResources, permissionsOf } from '../grant-permissions.ts';
import { type Grant, grantsOf } from '../grants.ts';
import { type HandlerPath, type Room, roomOf } from '../handlers.ts';
import { machineArns } from '../machine-arns.ts';
import { mailEnvironment, mailPermission } from '../mail.ts';
import type { StageSettings } from '../stage-settings.ts';
import type { StorageStack } from '../storage-stack.ts';
import { HandlerFunction } from './handler-function.ts';

export interface HandlersProps {
  readonly settings: StageSettings;
  readonly storage: StorageStack;
  /** Where people find the service, without a slash at the end. */
  readonly publicUrl: string;
  /** Which functions are made here: a stack has room for 500 resources, and each function takes six. */
  readonly rooms: readonly Room[];
  /** Undefined where no function may put events. */
  readonly bus: EventBus | undefined;
  readonly bundles: HandlerBundles;
  /** What all functions made here are told besides. */
  readonly environment?: { readonly [name: string]: string };
}

/** Who is told the machines' ARNs. Ringing needs a token alone; and a step that had them would know its conductor. */
const CONCERN_MACHINES: ReadonlySet<Grant> = new Set<Grant>([
  'start executions',
  'stop executions',
  'read executions',
]);

/** One function for every handler of some rooms, with the grants of `infra/grants.ts`. */
export class Handlers extends Construct {
  readonly #functions = new Map<HandlerPath, HandlerFunction>();

  constructor(
    scope: Construct,
    id: string,
    { settings, storage, publicUrl, rooms, bus, bundles, environment }: HandlersProps,
  ) {
    super(scope, id);
    const machines = Object.keys(MACHINES).map((name) => ({ name, ...machineArns(this, settings, name) }));
    const resources: GrantedResources = {
      region: settings.region,
      tableArn: storage.table.tableArn,
      tableKeyArn: storage.tableKey.keyArn,
      busArn: bus?.eventBusArn,
      machines,
      mail: mailPermission(settings, Stack.of(this).account),
      teacherKeyArn: storage.teacherKey.secretArn,
    };
    const base = {
      STAGE: settings.stage,
      TABLE_NAME: storage.table.tableName,
      PUBLIC_URL: publicUrl,
      ...environment,
    };
    const withBus = bus === undefined ? {} : { BUS_NAME: bus.eventBusName };
    const withTeacherKey = { TEACHER_KEY_SECRET_ARN: storage.teacherKey.secretArn };
    const withMachines = {
      MACHINE_ARNS: Stack.of(this).toJsonString(
        Object.fromEntries(machines.map((machine) => [machine.name, machine.arn])),
      ),
    };

    const grantsByHandler = grantsOf(bundles.keys());
    for (const [handler, bundle] of bundles) {
      if (!rooms.includes(roomOf(handler))) continue;
      const grants = grantsByHandler.get(handler) ?? [];
      const made = new HandlerFunction(this, handler.replace('/', '-'), {
        settings,
        handler,
        bundle,
        environment: {
          ...base,
          ...(grants.includes('put events') ? withBus : {}),
          ...(grants.includes('send mail') ? mailEnvironment(settings) : {}),
          ...(grants.includes('read teacher key') ? withTeacherKey : {}),
          ...(grants.some((grant) => CONCERN_MACHINES.has(grant)) ? withMachines : {}),
        },
        permissions: grants.flatMap((grant) => permissionsOf(grant, resources)),
      });
      this.#functions.set(handler, made);
    }
  }

  /** @throws Error naming a handler that the wiring uses and the functions folder lacks */
  of(handler: HandlerPath): HandlerFunction {
    const found = this.#functions.get(handler);
    if (found === undefined)
      throw new Error(`The wiring names ${handler}, but functions/${handler}.ts is not there.`);
    return found;
  }
}
