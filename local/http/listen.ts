import type { Server } from 'node:http';

/** The port is taken; the message says by which option to name another. */
export class PortTaken extends Error {
  override readonly name = 'PortTaken';
}

/** Listens on the loopback address only; port 0 takes any free one. Resolves with the address. */
export function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      const taken = 'code' in error && error.code === 'EADDRINUSE';
      reject(taken ? new PortTaken(`port ${port} is taken: name another with --port`) : error);
    });
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      if (typeof address === 'object' && address) resolve(`http://127.0.0.1:${address.port}`);
      else reject(new Error('listening nowhere'));
    });
  });
}

/** Stops listening, and ends the connections that are only kept open. */
export function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}
