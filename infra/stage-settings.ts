import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as z from 'zod';

const STAGE = z.enum(['sandbox', 'staging', 'production']);

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

const SETTINGS = z.strictObject({
  region: z.string().regex(/^[a-z]{2}-[a-z]+-\d$/),
  /** Tables, keys and logs outlive their stack, and the table and the stacks refuse to be deleted. */
  keepData: z.boolean(),
  /** CloudWatch accepts these numbers of days and no others. */
  logRetentionDays: z.enum(RetentionDays),
  archiveRetentionDays: z.int().positive(),
  /** Where people find the service, without a slash at the end. */
  publicUrl: z.url().regex(/[^/]$/),
  mail: MAIL,
});

const STAGES = z.strictObject({ sandbox: SETTINGS, staging: SETTINGS, production: SETTINGS });

const ACCOUNT = z
  .string()
  .regex(/^\d{12}$/)
  .optional();

export interface StageSettings extends z.infer<typeof SETTINGS> {
  readonly stage: z.infer<typeof STAGE>;
  /** Twelve digits, or undefined: then the templates fit whichever account deploys them. */
  readonly account: string | undefined;
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
  return { ...settings, stage, account: ACCOUNT.parse(context('account') ?? environmentAccount) };
}
