import { createServer, type Server } from 'node:http';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, describe, expect, it } from 'vitest';
import { readMailConfig } from '../../adapters/config.ts';
import { notifyMail } from '../../adapters/mail/notify.ts';
import { sesMail } from '../../adapters/mail/ses.ts';
import { readSecret } from '../../adapters/secret.ts';
import type { Mail } from '../../core/mail.ts';
import { listen } from '../../local/http/listen.ts';

const MAIL: Mail = {
  to: 'admin',
  address: 'programme-admin@hubs.example',
  subject: 'Mastery Pathways: 1 year ended without a decision',
  text: 'Sign in.\n',
  reference: 'digest-admin-2027-08-22',
};
const SERVICE = '11111111-1111-4111-8111-111111111111';
const KEY = '22222222-2222-4222-8222-222222222222';
const TEMPLATE = '33333333-3333-4333-8333-333333333333';

describe('GOV.UK Notify', () => {
  let server: Server | undefined;
  afterEach(() => server?.close());

  /** Notify as its API documents it, as far as we use it: keeps what it takes, and finds it by its reference. */
  async function notifyService(answers = 201) {
    const taken: { reference: string }[] = [];
    const tokens: string[] = [];
    server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      tokens.push(String(request.headers.authorization));
      const url = new URL(request.url ?? '/', 'http://127.0.0.1');
      const reply = (status: number, body: unknown) => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      };
      if (request.method === 'GET' && url.pathname === '/v2/notifications') {
        const reference = url.searchParams.get('reference');
        return reply(200, { notifications: taken.filter((each) => each.reference === reference) });
      }
      if (answers === 201) taken.push(JSON.parse(Buffer.concat(chunks).toString()));
      return reply(answers, { id: 'n-1', errors: [{ message: `not to ${MAIL.address}` }] });
    });
    const baseUrl = await listen(server, 0);
    return {
      taken,
      tokens,
      send: notifyMail({ apiKey: `live-${SERVICE}-${KEY}`, templateId: TEMPLATE, baseUrl }),
    };
  }

  it('is given the mail with its reference, in our template, under a token of the service', async () => {
    const { taken, tokens, send } = await notifyService();
    await send(MAIL);
    const { subject, text, reference } = MAIL;
    expect(taken).toEqual([
      { template_id: TEMPLATE, email_address: MAIL.address, personalisation: { subject, text }, reference },
    ]);
    const claims = JSON.parse(Buffer.from(tokens[0]?.split('.')[1] ?? '', 'base64url').toString());
    expect(claims.iss).toBe(SERVICE);
    expect(tokens.join()).not.toContain(KEY);
  });

  it('is not given a mail a second time, nor kept from getting another', async () => {
    const { taken, send } = await notifyService();
    await send(MAIL);
    await send(MAIL);
    await send({ ...MAIL, reference: 'digest-admin-2027-08-23' });
    expect(taken.map(({ reference }) => reference)).toEqual([
      'digest-admin-2027-08-22',
      'digest-admin-2027-08-23',
    ]);
  });

  it('is quoted without address or token when it refuses', async () => {
    const { send } = await notifyService(400);
    const error: unknown = await send(MAIL).catch((thrown) => thrown);
    expect(error).toMatchObject({
      name: 'MailNotSent',
      message: `${MAIL.reference} was not taken: Notify answered 400`,
    });
    expect(error).not.toHaveProperty('cause');
  });
});

describe('Amazon SES', () => {
  const ses = mockClient(SESv2Client);
  afterEach(() => ses.reset());

  it('is given the mail as plain text from our address, with its reference', async () => {
    ses.on(SendEmailCommand).resolves({ MessageId: 'm-1' });
    await sesMail('digest@pathways.example', { region: 'eu-west-2' })(MAIL);
    expect(ses.commandCalls(SendEmailCommand)[0]?.args[0].input).toMatchObject({
      FromEmailAddress: 'digest@pathways.example',
      Destination: { ToAddresses: [MAIL.address] },
      Content: {
        Simple: {
          Subject: { Data: MAIL.subject },
          Body: { Text: { Data: MAIL.text } },
          Headers: [{ Name: 'X-Reference', Value: MAIL.reference }],
        },
      },
    });
  });

  it('is quoted without the address when it refuses', async () => {
    ses.on(SendEmailCommand).rejects(new Error(`Email address is not verified: ${MAIL.address}`));
    await expect(sesMail('digest@pathways.example', { region: 'eu-west-2' })(MAIL)).rejects.toThrow(
      `${MAIL.reference} was not taken: Error`,
    );
  });
});

describe('Notify’s key', () => {
  const secrets = mockClient(SecretsManagerClient);

  it('comes from its secret, without the line break that a file left', async () => {
    secrets.on(GetSecretValueCommand, { SecretId: 'arn:secret' }).resolves({ SecretString: 'live-key\n' });
    process.env['AWS_REGION'] ??= 'eu-west-2';
    expect(await readSecret('arn:secret')).toBe('live-key');
  });
});

describe('the configuration of mails', () => {
  const ADMIN_MAILBOX = 'programme-admin@hubs.example';
  const notify = { MAIL: 'notify', ADMIN_MAILBOX, NOTIFY_SECRET_ARN: 'arn', NOTIFY_TEMPLATE_ID: TEMPLATE };

  it.each([
    [{ MAIL: 'local', ADMIN_MAILBOX, MAIL_ENDPOINT: 'http://127.0.0.1:4001' }, 'local'],
    [{ MAIL: 'ses', ADMIN_MAILBOX, MAIL_FROM: 'digest@pathways.example' }, 'ses'],
    [notify, 'notify'],
  ])('chooses the service: %s', (environment, by) => {
    expect(readMailConfig(environment)).toMatchObject({ by, adminMailbox: ADMIN_MAILBOX });
  });

  it.each([
    ['none', {}],
    ['an unknown service', { ...notify, MAIL: 'pigeon' }],
    ['no template', { ...notify, NOTIFY_TEMPLATE_ID: undefined }],
    ['nobody to tell', { ...notify, ADMIN_MAILBOX: undefined }],
  ])('refuses %s', (_, environment) => {
    expect(() => readMailConfig(environment)).toThrow();
  });
});
