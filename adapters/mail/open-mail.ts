import type { SendMail } from '../../core/mail.ts';
import type { MailConfig } from '../config.ts';
import { localOutbox } from './local-outbox.ts';

/**
 * The mail service that the configuration chose. A client is loaded with the first mail, for both are large, and most
 * days and every local start need none.
 */
export function openMail(config: MailConfig): SendMail {
  let opened: Promise<SendMail> | undefined;
  return async (mail) => {
    // Not kept where it failed: Secrets Manager may answer the next time.
    opened ??= open(config).catch((error) => {
      opened = undefined;
      throw error;
    });
    return (await opened)(mail);
  };
}

async function open(config: MailConfig): Promise<SendMail> {
  switch (config.by) {
    case 'local':
      return localOutbox(config.endpoint);
    case 'notify': {
      const [{ notifyMail }, { readSecret }] = await Promise.all([
        import('./notify.ts'),
        import('../secret.ts'),
      ]);
      return notifyMail({ apiKey: await readSecret(config.secretArn), templateId: config.templateId });
    }
    case 'ses': {
      const { sesMail } = await import('./ses.ts');
      return sesMail(config.from);
    }
  }
}
