import { Stack } from 'aws-cdk-lib';
import { CfnBackupPlan, CfnBackupSelection, CfnBackupVault } from 'aws-cdk-lib/aws-backup';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { physicalName } from '../physical-name.ts';
import { keepFacts } from '../removal-policy.ts';
import type { StageSettings } from '../stage-settings.ts';
import { allow } from './allow.ts';

export interface BackupsProps {
  readonly settings: StageSettings;
  readonly table: Table;
  readonly tableKey: Key;
}

/**
 * A backup of the table every night, in a vault of its own: against a mistake that is noticed late, and against the loss
 * of the table itself, which would take its point-in-time recovery with it.
 */
export class Backups extends Construct {
  constructor(scope: Construct, id: string, { settings, table, tableKey }: BackupsProps) {
    super(scope, id);
    const name = physicalName(settings, 'backups');
    const key = new Key(this, 'Key', {
      alias: name,
      description:
        'Encrypts the backups of the table; with the table’s own key a backup would be lost together with it.',
      enableKeyRotation: true,
      removalPolicy: keepFacts(settings),
    });
    const vault = new CfnBackupVault(this, 'Vault', { backupVaultName: name, encryptionKeyArn: key.keyArn });
    vault.applyRemovalPolicy(keepFacts(settings));

    const plan = new CfnBackupPlan(this, 'Plan', {
      backupPlan: {
        backupPlanName: name,
        backupPlanRule: [
          {
            ruleName: 'nightly',
            targetBackupVault: vault.ref,
            scheduleExpression: 'cron(30 3 * * ? *)',
            scheduleExpressionTimezone: 'Europe/London',
            startWindowMinutes: 60,
            completionWindowMinutes: 360,
            lifecycle: { deleteAfterDays: settings.backupDays },
          },
        ],
      },
    });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('backup.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    allow(role, [
      {
        actions: ['dynamodb:DescribeTable', 'dynamodb:StartAwsBackupJob', 'dynamodb:ListTagsOfResource'],
        resources: [table.tableArn],
      },
      {
        actions: ['backup:CopyIntoBackupVault', 'backup:DescribeBackupVault'],
        resources: [vault.attrBackupVaultArn],
      },
      { actions: ['kms:Decrypt', 'kms:DescribeKey'], resources: [tableKey.keyArn] },
      {
        actions: ['kms:CreateGrant', 'kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey'],
        resources: [key.keyArn],
      },
    ]);
    const selection = new CfnBackupSelection(this, 'Selection', {
      backupPlanId: plan.ref,
      backupSelection: { selectionName: name, iamRoleArn: role.roleArn, resources: [table.tableArn] },
    });
    selection.node.addDependency(role);
  }
}
