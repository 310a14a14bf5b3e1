import { readdirSync, readFileSync } from 'node:fs';
import { type Policy, parsePolicy } from '../../core/policy.ts';

const FOLDER = new URL('../../policy/', import.meta.url);

/** Every academic year's policy that the programme ships with, in their order. Throws PolicyInvalid. */
export function shippedPolicies(): Policy[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => parsePolicy(JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8'))));
}
