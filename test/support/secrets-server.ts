import { createServer } from 'node:http';
import { close, listen } from '../../local/http/listen.ts';

/** Secrets Manager on this machine, as far as functions ask it: the text of each secret by its ARN. */
export async function startSecretsServer(
  secrets: Readonly<Record<string, string>>,
): Promise<{ readonly address: string; stop(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const SecretString = secrets[JSON.parse(body).SecretId];
    const answer = SecretString ? { SecretString } : { __type: 'ResourceNotFoundException' };
    response
      .writeHead(SecretString ? 200 : 400, { 'content-type': 'application/x-amz-json-1.1' })
      .end(JSON.stringify(answer));
  });
  return { address: await listen(server, 0), stop: () => close(server) };
}
