import type { SendMail } from '../../core/mail.ts';
import { MailNotSent } from './mail-not-sent.ts';

/** Leaves mails with the local host, which keeps them to be read at GET /local/mail. */
export function localOutbox(endpoint: string): SendMail {
  return async (mail) => {
    const response = await fetch(`${endpoint}/mail`, { method: 'POST', body: JSON.stringify(mail) });
    await response.body?.cancel();
    if (!response.ok) throw new MailNotSent(mail, String(response.status));
  };
}
