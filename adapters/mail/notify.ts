import * as z from 'zod';
import type { Mail, SendMail } from '../../core/mail.ts';
import { MailNotSent } from './mail-not-sent.ts';
import { notifyToken } from './notify-token.ts';

export interface NotifyOptions {
  /** The service's API key, which carries its service id: `name-<service id>-<key>`. */
  readonly apiKey: string;
  /** A template of the service whose subject is `((subject))` and whose message is `((text))`. */
  readonly templateId: string;
  /** Another address than GOV.UK's own, for tests. */
  readonly baseUrl?: string;
}

const GOV_UK = 'https://api.notifications.service.gov.uk';
const PATIENCE_MILLISECONDS = 10_000;

const knownSchema = z.object({ notifications: z.array(z.unknown()) });

/**
 * Sends through GOV.UK Notify. Notify takes the same mail any number of times; so it is asked first whether it has
 * one under this reference, and a mail that was on its way when a run was cut short is not sent again.
 *
 * Two calls do not need Notify's own client, which with what it rests on weighs as much as the function that sends.
 */
export function notifyMail({ apiKey, templateId, baseUrl = GOV_UK }: NotifyOptions): SendMail {
  return async (mail) => {
    const asked = new URLSearchParams({ template_type: 'email', reference: mail.reference });
    const known = await answered(mail, `?${asked}`);
    if (knownSchema.parse(known).notifications.length > 0) return;
    const { subject, text, reference, address } = mail;
    await answered(mail, '/email', {
      template_id: templateId,
      email_address: address,
      personalisation: { subject, text },
      reference,
    });
  };

  /** What Notify answers; an error names a status and nothing of the request, for that holds the token and the address. */
  async function answered(mail: Mail, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${baseUrl}/v2/notifications${path}`, {
      headers: { authorization: `Bearer ${notifyToken(apiKey)}`, 'content-type': 'application/json' },
      signal: AbortSignal.timeout(PATIENCE_MILLISECONDS),
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    }).catch((error: unknown) => {
      throw new MailNotSent(mail, reasonOf(error));
    });
    if (!response.ok) throw new MailNotSent(mail, `Notify answered ${response.status}`);
    return response.json();
  }
}

const unreachedSchema = z.object({ cause: z.object({ code: z.string() }) });

function reasonOf(error: unknown): string {
  const unreached = unreachedSchema.safeParse(error);
  return unreached.success ? unreached.data.cause.code : 'Notify was not reached';
}
