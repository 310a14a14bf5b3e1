import type { Session } from '../session.ts';

/** Who did something: an account by its opaque id, never by a name; the service and the register by what they are. */
export function actorInWords(actor: string, { actor: own }: Session): string {
  switch (actor) {
    case own:
      return 'You';
    case 'workflow':
      return 'The service';
    case 'register':
      return 'The school register';
    default:
      return actor;
  }
}
