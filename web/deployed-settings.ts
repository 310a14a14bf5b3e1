import * as z from 'zod';
import { isLoopback } from './oidc-issuer.ts';

/** The environment of the pages' function lacks a setting, or has one that cannot be: our mistake, never a visitor's. */
export class WebSettingsInvalid extends Error {
  override readonly name = 'WebSettingsInvalid';
}

/** An address without path or slash at its end. */
const originSchema = z.url({ protocol: /^https?$/ }).regex(/^[^/]+\/\/[^/]+$/, 'must end without a slash');
/** Whoever read along here could sign in as anybody. */
const issuerSchema = z
  .url({ protocol: /^https?$/ })
  .refine((text) => text.startsWith('https:') || isLoopback(new URL(text)), 'must begin with https');

const settingsSchema = z.object({
  /** Where the JSON API is. */
  API_URL: originSchema,
  /** Where people find the pages; may be the same. */
  PUBLIC_URL: originSchema,
  ISSUER_URL: issuerSchema,
  CLIENT_ID: z.string().min(1),
  /** None for a public client. */
  CLIENT_SECRET_ARN: z.string().min(1).optional(),
  /** What cookies are sealed with: a long random text. */
  SESSION_SECRET_ARN: z.string().min(1),
  ROLES_CLAIM: z.string().min(1).default('cognito:groups'),
  STAGE: z.string().min(1),
  /** Lambda sets it by itself. */
  AWS_REGION: z.string().min(1),
});
export type DeployedSettings = z.infer<typeof settingsSchema>;

/** @throws WebSettingsInvalid with every variable that is missing or wrong, by its name */
export function readDeployedSettings(
  environment: Readonly<Record<string, string | undefined>>,
): DeployedSettings {
  const read = settingsSchema.safeParse(environment);
  if (read.success) return read.data;
  throw new WebSettingsInvalid(z.prettifyError(read.error));
}
