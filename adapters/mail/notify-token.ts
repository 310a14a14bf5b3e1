import { createHmac } from 'node:crypto';

/**
 * The token that GOV.UK Notify takes with a call: a JSON Web Token of the service, signed with the secret half of its
 * key, and good for 30 seconds of real time. Source: Notify's REST API documentation, "Authorisation header".
 *
 * @param apiKey `name-<service id>-<secret>`, the latter two being UUIDs
 */
export function notifyToken(apiKey: string): string {
  const [service, secret] = [apiKey.slice(-73, -37), apiKey.slice(-36)];
  const signed = [
    { typ: 'JWT', alg: 'HS256' },
    { iss: service, iat: Math.floor(Date.now() / 1000) },
  ]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}
