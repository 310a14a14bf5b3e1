import type { Permission } from './permission.ts';
import type { StageSettings } from './stage-settings.ts';

/** The mail service of a stage, as the functions that send mail are told of it and allowed to use it. */

export function mailEnvironment({ mail }: Pick<StageSettings, 'mail'>): { readonly [name: string]: string } {
  const shared = { MAIL: mail.by, ADMIN_MAILBOX: mail.adminMailbox };
  return mail.by === 'notify'
    ? { ...shared, NOTIFY_SECRET_ARN: mail.secretArn, NOTIFY_TEMPLATE_ID: mail.templateId }
    : { ...shared, MAIL_FROM: mail.from };
}

/** Notify's key lies under Secrets Manager's own encryption key, which needs no permission besides. */
export function mailPermission(
  { mail, region }: Pick<StageSettings, 'mail' | 'region'>,
  account: string,
): Permission {
  if (mail.by === 'notify') {
    return { actions: ['secretsmanager:GetSecretValue'], resources: [mail.secretArn] };
  }
  const domain = mail.from.slice(mail.from.lastIndexOf('@') + 1);
  return {
    actions: ['ses:SendEmail'],
    resources: [`arn:aws:ses:${region}:${account}:identity/${domain}`],
    conditions: { StringEquals: { 'ses:FromAddress': mail.from } },
  };
}
