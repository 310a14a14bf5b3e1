import { createServer, type Server } from 'node:http';
import type { Mailbox } from '../mailbox.ts';
import type { Bus } from '../messaging/bus.ts';
import { handleEventBridgeRequest } from '../messaging/event-bridge-protocol.ts';
import type { StepFunctionsEngine } from '../step-functions/engine.ts';
import { handleStepFunctionsRequest } from '../step-functions/protocol.ts';
import { BodyTooLarge, CallerGone, jsonReply, type Reply, send, textOf } from './exchange.ts';

export interface AwsServerOptions {
  readonly engine: StepFunctionsEngine;
  readonly bus: Bus;
  readonly mailbox: Mailbox;
  /** Told the gaps before and after each operation that changes something. */
  readonly moment: (name: string) => void;
  /** Whether an operation finds AWS's quota used up now; none does unless said otherwise. */
  readonly throttle?: ((operation: string) => boolean) | undefined;
  /** Told when a request has been answered: it may have set something off. */
  readonly onAnswered: () => void;
}

/**
 * Step Functions and EventBridge on AWS's own JSON protocol; the operation's name tells which is meant. And the mail
 * service, under /mail, which speaks no protocol but ours.
 */
export function awsServer({ engine, bus, mailbox, moment, throttle, onAnswered }: AwsServerOptions): Server {
  return createServer(async (request, response) => {
    const target = String(request.headers['x-amz-target'] ?? '');
    const operation = target.slice(target.indexOf('.') + 1);
    const body = await textOf(request).catch(unreadable);
    if (typeof body !== 'string') return send(response, body);
    if (request.url === '/mail') return send(response, posted(mailbox, body, moment));
    if (throttle?.(operation)) return send(response, THROTTLED);
    moment(`${operation}:before`);
    const reply = target.startsWith('AWSEvents.')
      ? handleEventBridgeRequest(bus, target, body)
      : await handleStepFunctionsRequest(engine, target, body);
    moment(`${operation}:after`);
    send(response, reply);
    onAnswered();
  });
}

/** What AWS answers with once a quota is used up. */
const THROTTLED: Reply = jsonReply(400, { __type: 'ThrottlingException', message: 'Rate exceeded' });

/** Takes a mail that a handler sends. */
function posted(mailbox: Mailbox, body: string, moment: (name: string) => void): Reply {
  moment('SendMail:before');
  const taken = mailbox.take(body);
  moment('SendMail:after');
  return jsonReply(taken ? 202 : 400, {});
}

/** A body that cannot be had must not end the host. */
function unreadable(error: unknown): Reply {
  if (error instanceof BodyTooLarge) return jsonReply(413, { __type: 'RequestEntityTooLargeException' });
  if (error instanceof CallerGone) return jsonReply(400, { __type: 'SerializationException' });
  throw error;
}
