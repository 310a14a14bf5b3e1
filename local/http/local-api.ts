import * as z from 'zod';
import { toInstant } from '../../core/instant.ts';
import { reasonsOf } from '../../functions/support/problem.ts';
import { ClockCannotGoBack, InvalidDuration, type VirtualClock } from '../clock/virtual-clock.ts';
import type { Mailbox } from '../mailbox.ts';
import type { Queues } from '../messaging/queues.ts';
import { jsonReply, type Reply } from './exchange.ts';
import { issueToken, tokenRequestSchema } from './sign-in.ts';

/** What only a local host has: tokens for anybody, the clock in the caller's hand, a look into queues and mails. */
export interface LocalApiOptions {
  readonly clock: VirtualClock;
  readonly queues: Queues;
  readonly mailbox: Mailbox;
  readonly secret: Uint8Array;
}

const clockRequestSchema = z.union([
  z.strictObject({ advanceTo: z.iso.datetime({ offset: true }) }),
  z.strictObject({ advanceBy: z.string().max(40) }),
]);

/** Answers a request below /local; undefined where there is nothing of that name. */
export async function answerLocal(
  method: string,
  pathname: string,
  body: string,
  { clock, queues, mailbox, secret }: LocalApiOptions,
): Promise<Reply | undefined> {
  try {
    switch (`${method} ${pathname}`) {
      case 'POST /local/token':
        return jsonReply(200, {
          token: await issueToken(tokenRequestSchema.parse(JSON.parse(body)), secret),
        });
      case 'GET /local/clock':
        return clockReply(clock);
      case 'POST /local/clock':
        await move(clock, clockRequestSchema.parse(JSON.parse(body)));
        return clockReply(clock);
      case 'GET /local/queues/finance':
        return messages(queues, 'finance');
      case 'GET /local/queues/dead-letters':
        return messages(queues, 'dead-letters');
      case 'GET /local/mail':
        return jsonReply(200, { items: mailbox.mails() });
      default:
        return undefined;
    }
  } catch (error) {
    return refusal(error);
  }
}

async function move(clock: VirtualClock, request: z.infer<typeof clockRequestSchema>): Promise<void> {
  if ('advanceTo' in request) await clock.advanceTo(Date.parse(toInstant(request.advanceTo)));
  else await clock.advanceBy(request.advanceBy);
}

const clockReply = (clock: VirtualClock): Reply =>
  jsonReply(200, { now: new Date(clock.now()).toISOString(), mode: clock.mode });

/** The messages of a queue, with the event that each carries; looking takes nothing out. */
function messages(queues: Queues, name: string): Reply {
  const items = queues.peek(name).map((message) => ({ ...message, body: JSON.parse(message.body) }));
  return jsonReply(200, { items });
}

/** What the caller got wrong is told; anything else is thrown on. */
function refusal(error: unknown): Reply {
  if (error instanceof SyntaxError)
    return badRequest([{ code: 'malformed-json', field: '', detail: error.message }]);
  if (error instanceof z.ZodError) return badRequest(reasonsOf(error));
  if (error instanceof ClockCannotGoBack || error instanceof InvalidDuration) {
    return badRequest([{ code: 'invalid-value', field: 'clock', detail: error.message }]);
  }
  throw error;
}

const badRequest = (errors: readonly { code: string; field: string; detail: string }[]): Reply => ({
  ...jsonReply(400, { type: 'about:blank', title: 'This request cannot be followed.', status: 400, errors }),
  headers: { 'content-type': 'application/problem+json' },
});
