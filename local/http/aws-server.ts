import { createServer, type Server } from 'node:http';
import type { Bus } from '../messaging/bus.ts';
import { handleEventBridgeRequest } from '../messaging/event-bridge-protocol.ts';
import type { StepFunctionsEngine } from '../step-functions/engine.ts';
import { handleStepFunctionsRequest } from '../step-functions/protocol.ts';
import { BodyTooLarge, CallerGone, jsonReply, type Reply, send, textOf } from './exchange.ts';

export interface AwsServerOptions {
  readonly engine: StepFunctionsEngine;
  readonly bus: Bus;
  /** Told the gaps before and after each operation that changes something. */
  readonly moment: (name: string) => void;
  /** Told when a request has been answered: it may have set something off. */
  readonly onAnswered: () => void;
}

/** Step Functions and EventBridge on AWS's own JSON protocol; the operation's name tells which is meant. */
export function awsServer({ engine, bus, moment, onAnswered }: AwsServerOptions): Server {
  return createServer(async (request, response) => {
    const target = String(request.headers['x-amz-target'] ?? '');
    const operation = target.slice(target.indexOf('.') + 1);
    const body = await textOf(request).catch(unreadable);
    if (typeof body !== 'string') return send(response, body);
    moment(`${operation}:before`);
    const reply = target.startsWith('AWSEvents.')
      ? handleEventBridgeRequest(bus, target, body)
      : await handleStepFunctionsRequest(engine, target, body);
    moment(`${operation}:after`);
    send(response, reply);
    onAnswered();
  });
}

/** A body that cannot be had must not end the host. */
function unreadable(error: unknown): Reply {
  if (error instanceof BodyTooLarge) return jsonReply(413, { __type: 'RequestEntityTooLargeException' });
  if (error instanceof CallerGone) return jsonReply(400, { __type: 'SerializationException' });
  throw error;
}
