import * as z from 'zod';

/** The environment lacks a setting, or has one that cannot be: our mistake, never a caller's. */
export class SettingsInvalid extends Error {
  override readonly name = 'SettingsInvalid';
}

function parsed<Settings>(
  schema: z.ZodType<Settings>,
  environment: Readonly<Record<string, string | undefined>>,
): Settings {
  const read = schema.safeParse(environment);
  if (read.success) return read.data;
  throw new SettingsInvalid(z.prettifyError(read.error), { cause: read.error });
}

const environmentSchema = z.object({
  TABLE_NAME: z.string().min(1),
  /** Under which name metrics are counted. */
  STAGE: z.string().min(1).default('local'),
  /** Where people find the service, without a slash at the end: the beginning of every link in a mail or a feed. */
  PUBLIC_URL: z.url().regex(/[^/]$/).optional(),
  /** Whether a policy may name instants instead of days. */
  EXPLICIT_INSTANTS: z.enum(['allowed', 'refused']).default('refused'),
});

export interface Config {
  readonly tableName: string;
  readonly stage: string;
  readonly publicUrl: string | undefined;
  readonly explicitInstants: boolean;
}

/** Reads what every function works with. Throws with every problem named where a variable is missing or malformed. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const {
    TABLE_NAME: tableName,
    STAGE: stage,
    PUBLIC_URL: publicUrl,
    EXPLICIT_INSTANTS: explicit,
  } = parsed(environmentSchema, environment);
  return { tableName, stage, publicUrl, explicitInstants: explicit === 'allowed' };
}

const busSchema = z.object({ BUS_NAME: z.string().min(1) });

/** Reads where events are put. Throws where that is not set; only functions that publish have it. */
export function readBusConfig(environment: Readonly<Record<string, string | undefined>>): {
  readonly busName: string;
} {
  return { busName: parsed(busSchema, environment).BUS_NAME };
}

const machineSchema = z.object({
  /** `{"placement": "arn:…", "school-year": "arn:…"}`. */
  MACHINE_ARNS: z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue('not JSON');
        return z.NEVER;
      }
    })
    .pipe(z.record(z.string(), z.string()))
    .optional(),
});

/** Reads which machine is where: nothing in functions that only ring, for which a token is enough. */
export function readMachineConfig(environment: Readonly<Record<string, string | undefined>>): {
  readonly machineArns: Readonly<Record<string, string>>;
} {
  return { machineArns: parsed(machineSchema, environment).MACHINE_ARNS ?? {} };
}

const adminMailbox = { ADMIN_MAILBOX: z.email() };
const mailSchema = z.discriminatedUnion('MAIL', [
  z.object({ MAIL: z.literal('local'), MAIL_ENDPOINT: z.url(), ...adminMailbox }),
  z.object({
    MAIL: z.literal('notify'),
    NOTIFY_SECRET_ARN: z.string().min(1),
    NOTIFY_TEMPLATE_ID: z.uuid(),
    ...adminMailbox,
  }),
  z.object({ MAIL: z.literal('ses'), MAIL_FROM: z.email(), ...adminMailbox }),
]);

/** Which service delivers mails, with what it needs, and where the admins' mails go. */
export type MailConfig = { readonly adminMailbox: string } & (
  | { readonly by: 'local'; readonly endpoint: string }
  | { readonly by: 'notify'; readonly secretArn: string; readonly templateId: string }
  | { readonly by: 'ses'; readonly from: string }
);

/** Reads the configuration of mails. Throws with every problem named; only functions that send mail have it. */
export function readMailConfig(environment: Readonly<Record<string, string | undefined>>): MailConfig {
  const settings = parsed(mailSchema, environment);
  const shared = { adminMailbox: settings.ADMIN_MAILBOX };
  switch (settings.MAIL) {
    case 'local':
      return { ...shared, by: 'local', endpoint: settings.MAIL_ENDPOINT };
    case 'notify':
      return {
        ...shared,
        by: 'notify',
        secretArn: settings.NOTIFY_SECRET_ARN,
        templateId: settings.NOTIFY_TEMPLATE_ID,
      };
    case 'ses':
      return { ...shared, by: 'ses', from: settings.MAIL_FROM };
  }
}

const teacherKeySchema = z.union([
  z
    .object({ TEACHER_KEY_SECRET_ARN: z.string().min(1) })
    .transform(({ TEACHER_KEY_SECRET_ARN: secretArn }) => ({ from: 'secret' as const, secretArn })),
  z
    .object({ TEACHER_KEY: z.string().min(16) })
    .transform(({ TEACHER_KEY: key }) => ({ from: 'environment' as const, key })),
]);

/** Where the key for teacher reference numbers is: in Secrets Manager, or, locally, the sample key itself. */
export type TeacherKeyConfig = z.infer<typeof teacherKeySchema>;

/** Reads the configuration of that key. Throws where there is none; only functions that take applications have it. */
export function readTeacherKeyConfig(
  environment: Readonly<Record<string, string | undefined>>,
): TeacherKeyConfig {
  return parsed(teacherKeySchema, environment);
}
