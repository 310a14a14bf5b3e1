import type { Sealer, Session } from './session.ts';

/**
 * What a form brings back to show that it is a form of ours, drawn for whoever sends it. A token begins with its
 * person's mark, which only this service can make: so a form of a session that is over is still known to be theirs.
 */
export interface FormTokens {
  /** The token of a new session's forms. @param random a long text that nobody can guess */
  issue(actor: string, random: string): string;
  /** Whether it is of this session, or a ticket of this person for this address. */
  accepts(session: Session, token: string, address: string): Promise<boolean>;
  /** Whether the form was drawn for this person, in whichever session. */
  isOf(actor: string, token: string): boolean;
  /** What lets the form's own person send it to this address again, in a later session; none for what was never ours. */
  ticketFor(token: string, address: string): Promise<string | undefined>;
}

const MARKED = /^([\w-]{22})\.(.+)$/;

export function formTokens(sealer: Sealer): FormTokens {
  const markOf = (actor: string) => sealer.markOf(`forms of ${actor}`);
  const again = (mark: string, address: string) => `send again by ${mark}: ${address}`;
  return {
    issue: (actor, random) => `${markOf(actor)}.${random}`,
    async accepts({ actor, csrf }, token, address) {
      if (token === csrf) return true;
      const [, mark = '', ticket] = MARKED.exec(token) ?? [];
      if (mark !== markOf(actor)) return false;
      return (await sealer.open(again(mark, address), ticket)) !== undefined;
    },
    isOf: (actor, token) => MARKED.exec(token)?.[1] === markOf(actor),
    async ticketFor(token, address) {
      const mark = MARKED.exec(token)?.[1];
      return mark && `${mark}.${await sealer.seal(again(mark, address), {}, '12h')}`;
    },
  };
}
