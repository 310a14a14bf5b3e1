import type { APIGatewayProxyEventV2WithJWTAuthorizer, Context } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { handler as listParticipations } from '../../functions/api/list-participations.ts';
import { endpoint } from '../../functions/support/endpoint.ts';
import { logTo } from '../../functions/support/log.ts';
import { ChangedMeanwhile } from '../../functions/use-cases/try-again.ts';
import { provideEnvironment } from '../../local/environment.ts';

const lines: string[] = [];
beforeAll(() => {
  // Nothing listens there: what the handlers need from the table, they do not get.
  provideEnvironment({
    dynamodb: 'http://127.0.0.1:9',
    aws: 'http://127.0.0.1:9',
    front: 'http://127.0.0.1:9',
  });
  process.env['AWS_MAX_ATTEMPTS'] = '1';
  logTo((level, line) => lines.push(JSON.stringify({ level, ...line })));
});
afterAll(() => {
  delete process.env['AWS_MAX_ATTEMPTS'];
});

/** A call as API Gateway's HTTP API hands it over. */
function calling(
  handler: (event: never, context: never) => unknown,
  claims: Readonly<Record<string, string | readonly string[]>> | undefined,
  body: Readonly<{ body?: string; isBase64Encoded?: boolean }> = {},
) {
  const event = {
    version: '2.0',
    headers: {},
    requestContext: {
      timeEpoch: Date.parse('2026-03-02T09:00:00Z'),
      ...(claims ? { authorizer: { jwt: { claims } } } : {}),
    },
    isBase64Encoded: false,
    ...body,
  } as unknown as APIGatewayProxyEventV2WithJWTAuthorizer;
  return handler(event as never, {} as Context as never) as Promise<{
    statusCode: number;
    headers: Record<string, string>;
    body: string;
  }>;
}
const origin = { sub: 'b7c1', 'cognito:groups': '[hub-origin]' };

/** A route of hubs alone that does this. */
const route = (run: () => unknown) =>
  endpoint('create-calendar-link', async (request) => {
    run();
    return { status: 200, body: { caller: request.caller, body: request.body } };
  });

describe('a failure that is nobody’s fault', () => {
  it('is a 503 where the table cannot be reached, and is logged', async () => {
    const answer = await calling(listParticipations, origin);
    expect(answer.statusCode).toBe(503);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(JSON.parse(answer.body).errors).toMatchObject([{ code: 'unavailable', field: '' }]);
    expect(lines.at(-1)).toContain('TableUnavailable');
  });

  it('is a 409 where others kept changing the same rows', async () => {
    const answer = await calling(
      route(() => {
        throw new ChangedMeanwhile('gave up');
      }),
      origin,
    );
    expect(answer.statusCode).toBe(409);
    expect(JSON.parse(answer.body).errors).toMatchObject([{ code: 'changed-meanwhile', field: '' }]);
  });

  it('is a 500 where it is a defect: the log has it, the caller does not', async () => {
    const answer = await calling(
      route(() => {
        throw new Error('the secret of row SCHOOL#900001');
      }),
      origin,
    );
    expect(answer).toMatchObject({
      statusCode: 500,
      headers: { 'content-type': 'application/problem+json' },
    });
    expect(answer.body).not.toContain('secret');
    expect(lines.at(-1)).toContain('the secret of row');
  });
});

describe('who calls', () => {
  it.each([
    ['no authorizer', undefined, 401],
    ['no groups', { sub: 'b7c1' }, 401],
    ['no subject', { 'cognito:groups': '[hub-origin]' }, 401],
    ['no group of ours', { sub: 'b7c1', 'cognito:groups': '[teachers]' }, 401],
    ['a hub without a code', { sub: 'b7c1', 'cognito:groups': '[hub-]' }, 401],
    ['a hub whose code is none', { sub: 'b7c1', 'cognito:groups': '[hub-Origin]' }, 401],
    ['a group that only looks like admin’s', { sub: 'b7c1', 'cognito:groups': '[administrators]' }, 401],
    ['an admin where hubs may', { sub: 'b7c1', 'cognito:groups': '[admin]' }, 403],
    ['an admin who is in a hub too', { sub: 'b7c1', 'cognito:groups': '[hub-origin admin]' }, 401],
    ['somebody of two hubs', { sub: 'b7c1', 'cognito:groups': '[hub-origin hub-turing-nw]' }, 401],
    ['a program of no role', { sub: '3kq0', scope: 'openid profile' }, 401],
    ['a program in finance’s role', { sub: '3kq0', scope: 'mastery-pathways/finance' }, 403],
    ['a program in a scope of somebody else’s', { sub: '3kq0', scope: 'other/hub-origin' }, 401],
    ['a program in a hub’s role', { sub: '3kq0', scope: 'mastery-pathways/hub-origin' }, 200],
    ['a hub', { sub: 'b7c1', 'cognito:groups': '[hub-origin]' }, 200],
    ['a hub by an emulator’s list', { sub: 'b7c1', 'cognito:groups': ['teachers', 'hub-origin'] }, 200],
    ['a hub with other groups', { sub: 'b7c1', 'cognito:groups': '[teachers, hub-origin]' }, 200],
  ])('%s', async (_, claims, status) => {
    expect(
      (
        await calling(
          route(() => {}),
          claims,
        )
      ).statusCode,
    ).toBe(status);
  });
});

describe('a body', () => {
  it('may come as base64, as API Gateway sends what it takes for binary', async () => {
    const body = Buffer.from('{"name":"Zoë"}').toString('base64');
    const answer = await calling(
      route(() => {}),
      origin,
      { body, isBase64Encoded: true },
    );
    expect(JSON.parse(answer.body).body).toEqual({ name: 'Zoë' });
  });

  it('is measured as it is, not as it was packed', async () => {
    const body = Buffer.from(`"${'x'.repeat(65_000)}"`).toString('base64');
    expect(
      (
        await calling(
          route(() => {}),
          origin,
          { body, isBase64Encoded: true },
        )
      ).statusCode,
    ).toBe(200);
  });
});
