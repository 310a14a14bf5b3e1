import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Court, startCourt } from '../support/court.ts';

let court: Court;
beforeAll(async () => {
  court = await startCourt();
});
afterAll(() => court.stop());

/** Sends bytes to one of the host's addresses and gives back all that comes until the host hangs up. */
async function sent(address: string, text: string): Promise<string> {
  const socket = connect(Number(new URL(address).port), '127.0.0.1');
  let heard = '';
  socket.setEncoding('utf8').on('data', (part: string) => {
    heard += part;
  });
  socket.on('error', () => {});
  socket.write(text);
  await once(socket, 'close');
  return heard;
}

/** Begins a request and hangs up in the middle of its body. */
async function hungUp(address: string, path: string): Promise<void> {
  const socket = connect(Number(new URL(address).port), '127.0.0.1');
  socket.on('error', () => {});
  socket.write(`POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\n{"half":`);
  socket.end();
  socket.resume();
  await once(socket, 'close');
}

const REQUEST = 'HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n';
const unharmed = async () => {
  expect((await court.programme.call('GET', '/health')).status).toBe(200);
  expect(court.programme.log()).not.toContain('"level":"error"');
};

describe('a request that no library would send', () => {
  it.each([
    '//[',
    'http://x:99999/',
    '/%',
    '/api/v1/%c0%af',
    'http://evil.example/api/v1/schools',
    '*',
    '/\\..\\',
  ])('for %s finds nothing, and is no defect', async (address) => {
    const answer = await sent(court.programme.host.address, `GET ${address} ${REQUEST}`);
    // A browser reads the last one as `/`, where a visitor is led to sign in.
    expect(answer).toMatch(/^HTTP\/1\.1 (40[0145]|303) /);
    await unharmed();
  });

  it('from another site’s page, or by another name, is not served', async () => {
    const others = [
      'Host: evil.example',
      'Host: 127.0.0.1\r\nOrigin: https://evil.example',
      'Host: 127.0.0.1.evil.example',
    ];
    for (const header of others) {
      const answer = await sent(
        court.programme.host.address,
        `POST /local/token HTTP/1.1\r\n${header}\r\nConnection: close\r\nContent-Length: 16\r\n\r\n{"role":"admin"}`,
      );
      expect(answer).toMatch(/^HTTP\/1\.1 403 [\s\S]*application\/problem\+json/);
      expect(answer).not.toContain('token');
    }
  });

  it('that ends in the middle harms nobody, on either address', async () => {
    await hungUp(court.programme.host.address, '/api/v1/enrolments');
    await hungUp(court.programme.host.awsAddress, '/');
    await unharmed();
    expect(await court.programme.executions('placement')).toEqual([]);
  });

  it('of 3 MB to the AWS protocol is refused, and the host lives', async () => {
    const response = await fetch(court.programme.host.awsAddress, {
      method: 'POST',
      headers: { 'x-amz-target': 'AWSStepFunctions.StartExecution' },
      body: 'x'.repeat(3_000_000),
    });
    expect(response.status).toBe(413);
    await unharmed();
    expect(await court.programme.executions('placement')).toEqual([]);
  });
});

describe('the clock', () => {
  it.each([
    '{',
    'null',
    '[]',
    '{}',
    '{"advanceBy":"soon"}',
    '{"advanceBy":"P99999999Y"}',
    '{"advanceBy":"-P1D"}',
    '{"advanceTo":"2026-13-01T00:00:00Z"}',
    '{"advanceTo":"0001-01-01T00:00:00Z"}',
    '{"advanceTo":"tomorrow"}',
    '{"advanceTo":"2026-10-01T00:00:00Z","advanceBy":"P1D"}',
  ])('does not follow %s', async (body) => {
    const before = (await court.programme.call('GET', '/local/clock')).body;
    const { status, headers } = await court.programme.call('POST', '/local/clock', body);
    expect([status, headers.get('content-type')]).toEqual([400, 'application/problem+json']);
    expect((await court.programme.call('GET', '/local/clock')).body).toEqual(before);
    await unharmed();
  });
});
