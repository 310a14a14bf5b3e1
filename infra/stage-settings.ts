import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as z from 'zod';

export const STAGE = z.enum(['sandbox', 'staging', 'production']);

/** Which service delivers mails. Notify's key is put into a secret by hand, before the first deployment. */
const MAIL = z.discriminatedUnion('by', [
  z.strictObject({
    by: z.literal('notify'),
    /** The whole ARN, with the six characters that Secrets Manager adds. */
    secretArn: z.string().regex(/^arn:aws:secretsmanager:[^*?]+:secret:[^*?]+-[A-Za-z0-9]{6}$/),
    templateId: z.uuid(),
    adminMailbox: z.email(),
  }),
  /** From an address of a domain that SES has verified. */
  z.strictObject({ by: z.literal('ses'), from: z.email(), adminMailbox: z.email() }),
]);

const HOST_NAME = z.string().regex(/^([a-z0-9-]+\.)+[a-z]{2,}$/);
const certificate = (region: string) =>
  z.string().regex(new RegExp(`^arn:aws:acm:${region}:\\d{12}:certificate/[a-z0-9-]+$`));

/** A name whose DNS record is made by hand, once, and its certificate: in the stage's region, with an edge in us-east-1. */
const DOMAIN = z.strictObject({ name: HOST_NAME, certificateArn: certificate('[a-z0-9-]+') });

const EDGE = z.strictObject({
  /** The name under which CloudFront reaches the API, with its certificate in the stage's region. */
  origin: z.strictObject({ name: HOST_NAME, certificateArn: certificate('[a-z0-9-]+') }),
  /** What CloudFront shows the API: a client certificate in us-east-1. */
  clientCertificateArn: certificate('us-east-1'),
  /** The authority that signed it, as the API is to know it: `s3://bucket/truststore.pem`. */
  truststoreUri: z.string().regex(/^s3:\/\/[^/]+\/.+$/),
  /** A firewall that is there already; without one, one is made. */
  aclArn: z.string().startsWith('arn:aws:wafv2:us-east-1:').optional(),
});

/** As people's groups are named. */
const MACHINE_ROLE = z.union([z.enum(['finance', 'admin']), z.string().regex(/^hub-[a-z][a-z0-9-]*$/)]);

const SETTINGS = z.strictObject({
  region: z.string().regex(/^[a-z]{2}-[a-z]+-\d$/),
  /** Tables, keys and logs outlive their stack, and the table and the stacks refuse to be deleted. */
  keepData: z.boolean(),
  /** CloudWatch accepts these numbers of days and no others. */
  logRetentionDays: z.enum(RetentionDays),
  archiveRetentionDays: z.int().positive(),
  /** Where people find the service. Without one, API Gateway's own address of the API is the service's. */
  domain: DOMAIN.optional(),
  /** CloudFront and its firewall before the domain; the API then takes requests from CloudFront alone. */
  edge: EDGE.optional(),
  /** Programs that call the API, by name, each in one role. */
  machineClients: z.record(z.string().regex(/^[a-z][a-z-]{1,30}$/), MACHINE_ROLE).default({}),
  /** Whether a policy may name instants instead of days, so that a year can pass within an hour. */
  explicitInstants: z.boolean(),
  mail: MAIL,
  /** Gets a mail for every alarm, and when the month becomes dear. */
  alarmAddress: z.email(),
  /** Where docs/runbook.md can be read. */
  runbookUrl: z.url(),
  monthlyBudgetDollars: z.int().positive(),
  /** How long a nightly backup is kept; the erasure log is kept far longer. */
  backupDays: z.int().min(7).max(365),
  /** The role that admins have in this account, who may then look at executions in the console: of a permission set. */
  consoleAdmins: z
    .string()
    .regex(/^arn:aws:iam::\d{12}:role\/[^*]+$/)
    .optional(),
});

const STAGES = z.strictObject({ sandbox: SETTINGS, staging: SETTINGS, production: SETTINGS });

const ACCOUNT = z
  .string()
  .regex(/^\d{12}$/)
  .optional();

/** The command line hands it over as text. */
const EMULATOR = z
  .union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')])
  .default(false);

export interface StageSettings extends z.infer<typeof SETTINGS> {
  readonly stage: z.infer<typeof STAGE>;
  /** Twelve digits, or undefined: then the templates fit whichever account deploys them. */
  readonly account: string | undefined;
  /** Leaves out what AWS emulators lack (`-c emulator=true`): versions and aliases, the archive of the bus, budgets. */
  readonly emulator: boolean;
}

/**
 * The settings of the stage that the context names (`-c stage=production`), from `stages` in cdk.json.
 *
 * @param context reads one key of the CDK context; `-c account=…` goes before the environment's account
 * @param environmentAccount the account of the credentials at hand, if there are any
 * @throws ZodError naming the setting that is missing or wrong, and Error where production would lose data
 */
export function readStageSettings(
  context: (key: string) => unknown,
  environmentAccount: string | undefined,
): StageSettings {
  const stage = STAGE.parse(context('stage'));
  const settings = STAGES.parse(context('stages'))[stage];
  if (stage === 'production' && !settings.keepData) {
    throw new Error(
      'stages.production.keepData must be true: production holds the only record of what was paid.',
    );
  }
  if (stage === 'production' && settings.explicitInstants) {
    throw new Error('stages.production.explicitInstants must be false: nobody could keep such deadlines.');
  }
  if (settings.edge !== undefined && settings.domain === undefined) {
    throw new Error(`stages.${stage}.edge needs a domain: CloudFront answers under it.`);
  }
  const emulator = EMULATOR.parse(context('emulator'));
  if (stage === 'production' && emulator)
    throw new Error('Production runs on AWS: emulator must not be set.');
  return { ...settings, stage, emulator, account: ACCOUNT.parse(context('account') ?? environmentAccount) };
}
