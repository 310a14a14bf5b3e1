import { SESv2Client, type SESv2ClientConfig, SendEmailCommand } from '@aws-sdk/client-sesv2';
import type { SendMail } from '../../core/mail.ts';
import { MailNotSent } from './mail-not-sent.ts';

/**
 * Sends through Amazon SES, from an address of a verified domain. SES cannot be asked what it has: a mail that was on
 * its way when a run was cut short comes twice, under the same reference.
 */
export function sesMail(from: string, config: SESv2ClientConfig = {}): SendMail {
  const client = new SESv2Client(config);
  return async (mail) => {
    const command = new SendEmailCommand({
      FromEmailAddress: from,
      Destination: { ToAddresses: [mail.address] },
      Content: {
        Simple: {
          Subject: { Data: mail.subject, Charset: 'UTF-8' },
          Body: { Text: { Data: mail.text, Charset: 'UTF-8' } },
          Headers: [{ Name: 'X-Reference', Value: mail.reference }],
        },
      },
    });
    try {
      await client.send(command);
    } catch (error) {
      // The message quotes addresses; the name does not.
      throw new MailNotSent(mail, error instanceof Error ? error.name : 'SES was not reached');
    }
  };
}
