import { readMailConfig } from '../../adapters/config.ts';
import { openMail } from '../../adapters/mail/open-mail.ts';
import { composition } from './composition.ts';

/** What only the functions that send mail work with: the clients of the mail services. */
export const mailDeps = composition((environment) => {
  const config = readMailConfig(environment);
  return { sendMail: openMail(config), adminMailbox: config.adminMailbox };
});

export type MailDeps = ReturnType<typeof mailDeps>;
