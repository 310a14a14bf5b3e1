import type { SendMail } from '../../core/mail.ts';
import type { MailConfig } from '../config.ts';
import { readSecret } from '../secret.ts';
import { localOutbox } from './local-outbox.ts';
import { notifyMail } from './notify.ts';
import { sesMail } from './ses.ts';

/** The mail service that the configuration chose. */
export function openMail(config: MailConfig): SendMail {
  switch (config.by) {
    case 'local':
      return localOutbox(config.endpoint);
    case 'notify':
      return throughNotify(config);
    case 'ses':
      return sesMail(config.from);
  }
}

/** Reads the key with the first mail: most days have none. */
function throughNotify({ secretArn, templateId }: MailConfig & { by: 'notify' }): SendMail {
  let opened: Promise<SendMail> | undefined;
  return async (mail) => {
    // Not kept where it failed: Secrets Manager may answer the next time.
    opened ??= readSecret(secretArn)
      .then((apiKey) => notifyMail({ apiKey, templateId }))
      .catch((error) => {
        opened = undefined;
        throw error;
      });
    return (await opened)(mail);
  };
}
