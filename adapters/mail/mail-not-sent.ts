import type { Mail } from '../../core/mail.ts';

/** The mail service did not take a mail. Names its reference and never its address. Worth another try. */
export class MailNotSent extends Error {
  override readonly name = 'MailNotSent';
  /** @param answer what the service said: a status or the name of an error, nothing of the request */
  constructor({ reference }: Mail, answer: string) {
    super(`${reference} was not taken: ${answer}`);
  }
}
