import { Validations } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { physicalName } from '../physical-name.ts';
import { keepFacts } from '../removal-policy.ts';
import type { StageSettings } from '../stage-settings.ts';

/**
 * The key with which teacher reference numbers are made unreadable. Made once, by Secrets Manager, and kept as long as
 * the table: with another key no teacher's guard would be found again, and everybody could apply a second time.
 */
export class TeacherKey extends Secret {
  constructor(scope: Construct, id: string, settings: StageSettings) {
    super(scope, id, {
      secretName: physicalName(settings, 'teacher-key'),
      description: "Makes the HMAC by which a teacher's guard row is found; never to be rotated.",
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: keepFacts(settings),
    });
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'Rotated, it would find no guard again that was written before, and every teacher could apply twice.',
    });
  }
}
