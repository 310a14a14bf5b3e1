import { Stack, type StackProps } from 'aws-cdk-lib';
import { AttributeType, BillingMode, StreamViewType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { TABLE } from '../workflows/wiring.ts';
import { Backups } from './constructs/backups.ts';
import { TeacherKey } from './constructs/teacher-key.ts';
import { physicalName } from './physical-name.ts';
import { keepFacts } from './removal-policy.ts';
import type { StageSettings } from './stage-settings.ts';

export interface StorageStackProps extends StackProps {
  readonly settings: StageSettings;
}

const text = (name: string) => ({ name, type: AttributeType.STRING });

/** The one table with its backups, its key and the teacher key: what a lost stage could not be rebuilt without. */
export class StorageStack extends Stack {
  readonly table: Table;
  readonly tableKey: Key;
  readonly teacherKey: TeacherKey;

  constructor(scope: Construct, id: string, { settings, ...props }: StorageStackProps) {
    super(scope, id, props);
    const removalPolicy = keepFacts(settings);

    this.tableKey = new Key(this, 'TableKey', {
      alias: physicalName(settings, 'table'),
      description: `Encrypts the table ${physicalName(settings)}; without it the table is unreadable.`,
      enableKeyRotation: true,
      removalPolicy,
    });

    this.teacherKey = new TeacherKey(this, 'TeacherKey', settings);

    this.table = new Table(this, 'Table', {
      tableName: physicalName(settings),
      partitionKey: text(TABLE.partitionKey),
      sortKey: text(TABLE.sortKey),
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: this.tableKey,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 35 },
      stream: StreamViewType[TABLE.streamView],
      timeToLiveAttribute: TABLE.timeToLive,
      deletionProtection: settings.keepData,
      removalPolicy,
    });
    for (const { name, partitionKey, sortKey } of TABLE.indexes) {
      this.table.addGlobalSecondaryIndex({
        indexName: name,
        partitionKey: text(partitionKey),
        sortKey: text(sortKey),
      });
    }
    // Emulators have no backups.
    if (settings.emulator) return;
    new Backups(this, 'Backups', { settings, table: this.table, tableKey: this.tableKey });
  }
}
