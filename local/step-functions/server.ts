import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { StepFunctionsEngine } from './engine.ts';
import { handleStepFunctionsRequest } from './protocol.ts';

/** A bare HTTP server for one engine, not yet listening; the local host mounts the handler on its own. */
export function stepFunctionsServer(engine: StepFunctionsEngine): Server {
  return createServer((request, response) => {
    void (async () => {
      const target = String(request.headers['x-amz-target'] ?? '');
      const { status, headers, body } = await handleStepFunctionsRequest(
        engine,
        target,
        await textIn(request),
      );
      response.writeHead(status, headers).end(body);
    })();
  });
}

async function textIn(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
