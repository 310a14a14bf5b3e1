import { Duration } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  CfnAlias,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { functionName } from '../../workflows/wiring.ts';
import { type HandlerPath, PAGES, type Room, roomOf } from '../handlers.ts';
import type { Permission } from '../permission.ts';
import { physicalName } from '../physical-name.ts';
import { keepTraces } from '../removal-policy.ts';
import type { StageSettings } from '../stage-settings.ts';
import { acknowledgeWildcard, allow, XRAY_REASON } from './allow.ts';

/** A queue hides a message for six times the timeout of `events`: a longer one would hand out a slow batch twice. */
const TIMEOUT_SECONDS: Record<Room, number> = { api: 29, steps: 30, events: 30, jobs: 300 };

export interface HandlerFunctionProps {
  readonly settings: StageSettings;
  readonly handler: HandlerPath | typeof PAGES;
  /** The folder that holds the handler's bundle. */
  readonly bundle: string;
  readonly environment: { readonly [name: string]: string };
  readonly permissions: readonly Permission[];
}

/** What everybody calls: so a release is one change per function, and the version before it can be pointed at again. */
const LIVE = 'live';

/**
 * The one way a function is made: named after its file, with a role and a log group of its own, and allowed what
 * its permissions say and nothing else.
 */
export class HandlerFunction extends Construct {
  /** What machines, queues, schedules and routes call: the alias `live`, or, where an emulator has none, the function. */
  readonly arn: string;
  /** The function's own name, without an alias. */
  readonly functionName: string;
  /** Which version of it is called. */
  readonly qualifier: string;
  readonly #role: Role;

  constructor(scope: Construct, id: string, props: HandlerFunctionProps) {
    super(scope, id);
    const { settings, handler, bundle, environment, permissions } = props;
    const { shortName, source, seconds } = handler === PAGES ? THE_PAGES : handlerIn(handler);
    const name = physicalName(settings, shortName);

    // Encrypted with CloudWatch's own key: by rule, and by test, no line of a log names a person.
    const logGroup = new LogGroup(this, 'Logs', {
      logGroupName: `/aws/lambda/${name}`,
      retention: settings.logRetentionDays,
      removalPolicy: keepTraces(settings),
    });
    this.#role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    acknowledgeWildcard(this.#role, '*', XRAY_REASON);
    this.allow({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    });
    this.allow(...permissions);

    const made = new LambdaFunction(this, 'Function', {
      functionName: name,
      description: source,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(bundle),
      handler: 'index.handler',
      memorySize: 512,
      timeout: Duration.seconds(seconds),
      environment,
      tracing: Tracing.ACTIVE,
      role: this.#role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: ApplicationLogLevel.INFO,
      systemLogLevelV2: SystemLogLevel.WARN,
      // The version before stays, to be gone back to.
      currentVersionOptions: { removalPolicy: keepTraces(settings) },
    });
    this.functionName = made.functionName;
    this.qualifier = settings.emulator ? '$LATEST' : LIVE;
    this.arn = settings.emulator
      ? made.functionArn
      : new CfnAlias(this, 'Live', {
          name: LIVE,
          functionName: made.functionName,
          functionVersion: made.currentVersion.version,
        }).ref;
  }

  /** Allows what a later part of the stack plugs in: a queue to empty, a stream to read. */
  allow(...permissions: readonly Permission[]): void {
    allow(this.#role, permissions);
  }
}

/** What a function is called, where its code is, and for how long it may run. */
interface Source {
  readonly shortName: string;
  readonly source: string;
  readonly seconds: number;
}

const handlerIn = (handler: HandlerPath): Source => ({
  shortName: functionName(handler),
  source: `functions/${handler}.ts`,
  seconds: TIMEOUT_SECONDS[roomOf(handler)],
});

const THE_PAGES: Source = { shortName: 'pages', source: `${PAGES}.ts`, seconds: TIMEOUT_SECONDS.api };
