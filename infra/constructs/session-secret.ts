import { Validations } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { physicalName } from '../physical-name.ts';
import { keepTraces } from '../removal-policy.ts';
import type { StageSettings } from '../stage-settings.ts';

/** What the pages seal their cookies with. Replaced, it ends every session and nothing else: everybody signs in again. */
export class SessionSecret extends Secret {
  constructor(scope: Construct, id: string, settings: StageSettings) {
    super(scope, id, {
      secretName: physicalName(settings, 'session'),
      description: 'Seals the cookies of the pages; a new value ends every session.',
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: keepTraces(settings),
    });
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'A session ends after twelve hours; the runbook replaces the secret by hand when it may have leaked.',
    });
  }
}
