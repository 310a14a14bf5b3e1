import * as z from 'zod';
import { type HubCode, hubCodeSchema } from './codes.ts';

/** Who a mail is for: a hub, by its code, or the programme's admins. No hub is called `admin`. */
export const recipientSchema = z.union([z.literal('admin'), hubCodeSchema]);
export type Recipient = 'admin' | HubCode;

/** A mail to a shared mailbox. No person is named in it, nor in its address. */
export interface Mail {
  readonly to: Recipient;
  /** The recipient's shared mailbox. */
  readonly address: string;
  readonly subject: string;
  /** Plain text. */
  readonly text: string;
  /** The same for the same mail, however often it is sent: by it a mail service finds what it has already. */
  readonly reference: string;
}

/** Hands a mail to the service that delivers it. Throws MailNotSent where the service did not take it. */
export type SendMail = (mail: Mail) => Promise<void>;
