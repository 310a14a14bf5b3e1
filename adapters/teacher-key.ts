import { createHmac } from 'node:crypto';
import type { TeacherKeyConfig } from './config.ts';
import { readSecret } from './secret.ts';

/** The HMAC-SHA256 of a teacher reference number, hexadecimal: what a teacher's guard row is found by. */
export function hmacOf(key: string, trn: string): string {
  return createHmac('sha256', key).update(trn).digest('hex');
}

/**
 * Makes HMACs with the key of the stage. Seven digits could be tried out against a plain hash within a second; the key,
 * read once and kept, is what makes the guard's key in the table nobody's to turn back.
 */
export function hmacWithKeyOf(config: TeacherKeyConfig): (trn: string) => Promise<string> {
  let key: Promise<string> | undefined;
  return async (trn) => {
    // Not kept where it failed: Secrets Manager may answer the next time.
    key ??= keyOf(config).catch((error) => {
      key = undefined;
      throw error;
    });
    return hmacOf(await key, trn);
  };
}

async function keyOf(config: TeacherKeyConfig): Promise<string> {
  return config.from === 'environment' ? config.key : readSecret(config.secretArn);
}
