import * as z from 'zod';

/** Where the functions find what they work with. One door, parsed once; nothing else reads the environment. */
const environmentSchema = z.object({
  TABLE_NAME: z.string().min(1),
  BUS_NAME: z.string().min(1).optional(),
  /** `{"placement": "arn:…", "school-year": "arn:…"}`; only functions that start machines have it. */
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
  /** Where people find the service, without a slash at the end: the beginning of every link in a mail or a feed. */
  PUBLIC_URL: z.url().regex(/[^/]$/).optional(),
});

export interface Config {
  readonly tableName: string;
  readonly busName: string | undefined;
  readonly machineArns: Readonly<Record<string, string>>;
  readonly publicUrl: string | undefined;
}

/** Reads the configuration. Throws with every problem named where a variable is missing or malformed. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const parsed = environmentSchema.parse(environment);
  return {
    tableName: parsed.TABLE_NAME,
    busName: parsed.BUS_NAME,
    machineArns: parsed.MACHINE_ARNS ?? {},
    publicUrl: parsed.PUBLIC_URL,
  };
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
  const parsed = mailSchema.parse(environment);
  const shared = { adminMailbox: parsed.ADMIN_MAILBOX };
  switch (parsed.MAIL) {
    case 'local':
      return { ...shared, by: 'local', endpoint: parsed.MAIL_ENDPOINT };
    case 'notify':
      return {
        ...shared,
        by: 'notify',
        secretArn: parsed.NOTIFY_SECRET_ARN,
        templateId: parsed.NOTIFY_TEMPLATE_ID,
      };
    case 'ses':
      return { ...shared, by: 'ses', from: parsed.MAIL_FROM };
  }
}
