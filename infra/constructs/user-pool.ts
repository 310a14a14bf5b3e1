import { readFileSync } from 'node:fs';
import { Aws } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnUserPoolGroup,
  UserPool as CognitoUserPool,
  FeaturePlan,
  ManagedLoginVersion,
  Mfa,
  StandardThreatProtectionMode,
} from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import { parseHubList } from '../../core/hub-list.ts';
import { physicalName } from '../physical-name.ts';
import { keepFacts } from '../removal-policy.ts';
import type { StageSettings } from '../stage-settings.ts';

/**
 * Who may sign in. Only an admin makes a user and puts them into a group, `hub-<code>`, `finance` or `admin`: the group
 * is the role, since an attribute could be written by its own user. Everybody needs a second factor.
 */
export class UserPool extends CognitoUserPool {
  constructor(scope: Construct, id: string, settings: StageSettings) {
    const { keepData, emulator } = settings;
    super(scope, id, {
      userPoolName: physicalName(settings),
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      standardAttributes: { email: { required: true, mutable: true } },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
      },
      userInvitation: INVITATION,
      deletionProtection: keepData,
      removalPolicy: keepFacts(settings),
      ...(emulator ? { mfa: Mfa.OFF } : PROTECTION),
    });
    for (const group of groupsOf(readHubCodes())) {
      new CfnUserPoolGroup(this, `Group-${group}`, { userPoolId: this.userPoolId, groupName: group });
    }
    // Emulators have no pages of Cognito's.
    if (!emulator) {
      this.addDomain('Domain', {
        cognitoDomain: { domainPrefix: `${physicalName(settings)}-${Aws.ACCOUNT_ID}` },
        managedLoginVersion: ManagedLoginVersion.NEWER_MANAGED_LOGIN,
      });
    }
  }
}

/** A text message can be redirected with the number: the second factor is an app that shows codes. */
const PROTECTION = {
  mfa: Mfa.REQUIRED,
  mfaSecondFactor: { sms: false, otp: true },
  featurePlan: FeaturePlan.PLUS,
  standardThreatProtectionMode: StandardThreatProtectionMode.FULL_FUNCTION,
};

const INVITATION = {
  emailSubject: 'Your account for the Secondary Teaching for Mastery pathways',
  emailBody:
    'An administrator of the programme has made an account for you. Sign in as {username} with the password {####} ' +
    'within seven days; you will be asked for a password of your own and to set up an app that shows sign-in codes.',
};

/** The hubs as shipped: groups are made for all of them, so that moving a user needs no deployment. */
function readHubCodes(): readonly string[] {
  const list = readFileSync(new URL('../../policy/hubs.tsv', import.meta.url), 'utf8');
  return parseHubList(list).map(({ code }) => code);
}

const groupsOf = (hubs: readonly string[]) => ['admin', 'finance', ...hubs.map((code) => `hub-${code}`)];
