import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { HandlerBundles } from './bundle.ts';
import { Handlers } from './constructs/handlers.ts';
import type { EntranceStack } from './entrance-stack.ts';
import type { StageSettings } from './stage-settings.ts';
import type { StorageStack } from './storage-stack.ts';

export interface ApiStackProps extends StackProps {
  readonly settings: StageSettings;
  readonly storage: StorageStack;
  readonly entrance: EntranceStack;
  readonly bundles: HandlerBundles;
}

/**
 * The functions of `api/`, a stack of their own: with those of the pipeline they would be more resources than
 * CloudFormation takes in one. They write to the table and announce nothing themselves, so they need no bus.
 */
export class ApiStack extends Stack {
  /** The web stack puts them behind its routes. */
  readonly handlers: Handlers;

  constructor(
    scope: Construct,
    id: string,
    { settings, storage, entrance, bundles, ...props }: ApiStackProps,
  ) {
    super(scope, id, props);
    this.handlers = new Handlers(this, 'Handlers', {
      settings,
      storage,
      publicUrl: entrance.publicUrl,
      rooms: ['api'],
      bus: undefined,
      bundles,
      environment: { EXPLICIT_INSTANTS: settings.explicitInstants ? 'allowed' : 'refused' },
    });
  }
}
