import { Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import * as z from 'zod';
import type { Permission } from '../permission.ts';

/**
 * Adds permissions to a role. A wildcard goes in only with its reason, which is also what cdk-nag is told.
 *
 * @throws Error where a permission holds a wildcard and no reason
 */
export function allow(role: Role, permissions: Iterable<Permission>): void {
  for (const { actions, resources, conditions, wildcardBecause } of permissions) {
    role.addToPolicy(
      new PolicyStatement({
        actions: [...actions],
        resources: [...resources],
        ...(conditions === undefined ? {} : { conditions }),
      }),
    );
    for (const wildcard of wildcards(role, resources)) {
      if (wildcardBecause === undefined) throw new Error(`${actions.join(', ')} on ${wildcard}: say why.`);
      acknowledgeWildcard(role, wildcard, wildcardBecause);
    }
  }
}

/** For the wildcards that the CDK itself puts into a role. */
export function acknowledgeWildcard(role: Role, resource: string, reason: string): void {
  Validations.of(role).acknowledge({ id: `AwsSolutions-IAM5[Resource::${resource}]`, reason });
}

/** Tracing sends its segments to the service as a whole. */
export const XRAY_REASON = 'X-Ray has no resource that segments and sampling rules could be limited to.';

function wildcards(role: Role, resources: readonly string[]): readonly string[] {
  return resources
    .map((resource) => asText(Stack.of(role).resolve(resource)))
    .filter((text) => text.includes('*'));
}

const REFERENCE = z.object({ Ref: z.string() });
const JOINED = z.object({ 'Fn::Join': z.tuple([z.literal(''), z.array(z.union([z.string(), REFERENCE]))]) });

/** An ARN as cdk-nag prints it: parameters in angle brackets. Other references name one resource: no wildcard. */
function asText(resolved: unknown): string {
  if (typeof resolved === 'string') return resolved;
  const joined = JOINED.safeParse(resolved);
  if (!joined.success) return '';
  const [, parts] = joined.data['Fn::Join'];
  return parts.map((part) => (typeof part === 'string' ? part : `<${part.Ref}>`)).join('');
}
