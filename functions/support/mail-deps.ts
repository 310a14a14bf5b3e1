import { readMailConfig } from '../../adapters/config.ts';
import { openMail } from '../../adapters/mail/open-mail.ts';

/**
 * What only the functions that send mail work with. A composition of its own, beside deps.ts: the clients of the mail
 * services are larger than all the rest together, and would be in every function's bundle.
 */
function compose(environment: Readonly<Record<string, string | undefined>>) {
  const config = readMailConfig(environment);
  return { sendMail: openMail(config), adminMailbox: config.adminMailbox };
}

export type MailDeps = ReturnType<typeof compose>;

let current: MailDeps | undefined;

/** Composed at the first call, from the environment as it is then. */
export function mailDeps(): MailDeps {
  current ??= compose(process.env);
  return current;
}

/** Forgets the composition: the local host's addresses are known only once it has started. */
export function composeMailAnew(): void {
  current = undefined;
}
