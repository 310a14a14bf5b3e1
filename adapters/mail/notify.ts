import notify from 'notifications-node-client';
import * as z from 'zod';
import type { Mail, SendMail } from '../../core/mail.ts';
import { MailNotSent } from './mail-not-sent.ts';

export interface NotifyOptions {
  /** The service's API key, which carries its service id: `name-<service id>-<key>`. */
  readonly apiKey: string;
  /** A template of the service whose subject is `((subject))` and whose message is `((text))`. */
  readonly templateId: string;
  /** Another address than GOV.UK's own, for tests. */
  readonly baseUrl?: string;
}

const knownSchema = z.object({ data: z.object({ notifications: z.array(z.unknown()) }) });

/**
 * Sends through GOV.UK Notify. Notify takes the same mail any number of times; so it is asked first whether it has
 * one under this reference, and a mail that was on its way when a run was cut short is not sent again.
 */
export function notifyMail({ apiKey, templateId, baseUrl }: NotifyOptions): SendMail {
  const client = baseUrl ? new notify.NotifyClient(baseUrl, apiKey) : new notify.NotifyClient(apiKey);
  return async (mail) => {
    const known = await answered(mail, client.getNotifications('email', undefined, mail.reference));
    if (knownSchema.parse(known).data.notifications.length > 0) return;
    const { subject, text, reference } = mail;
    await answered(
      mail,
      client.sendEmail(templateId, mail.address, { personalisation: { subject, text }, reference }),
    );
  };
}

/** The client's errors carry the whole request, its token and the address among it: only the status goes on. */
async function answered(mail: Mail, call: Promise<unknown>): Promise<unknown> {
  try {
    return await call;
  } catch (error) {
    throw new MailNotSent(mail, statusOf(error));
  }
}

const failureSchema = z.object({ response: z.object({ status: z.int() }) });
const namedSchema = z.object({ code: z.string() });

function statusOf(error: unknown): string {
  const failure = failureSchema.safeParse(error);
  if (failure.success) return `Notify answered ${failure.data.response.status}`;
  const named = namedSchema.safeParse(error);
  return named.success ? named.data.code : 'Notify was not reached';
}
