import * as z from 'zod';
import { legible, referenced, resourcesOf, type Template } from './template.ts';

const STATEMENT = z.object({
  Effect: z.literal('Allow'),
  Action: z.union([z.string().transform((action) => [action]), z.array(z.string())]),
  Resource: z
    .unknown()
    .transform((resource) => (Array.isArray(resource) ? resource : [resource]).map(legible)),
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
});
const DOCUMENT = z.object({ Statement: z.array(STATEMENT) });
const POLICY = z.object({ PolicyDocument: DOCUMENT, Roles: z.array(z.unknown()) });
const INLINE = z.object({
  ManagedPolicyArns: z.never({ error: 'A managed policy grants what nobody here has read.' }).optional(),
  Policies: z.array(z.object({ PolicyDocument: DOCUMENT })).default([]),
});

/** One statement of a role's policies, references as text. */
export interface Statement {
  readonly role: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: readonly string[];
}

/** Every statement of every role of a template. */
export function roleStatements(template: Template): readonly Statement[] {
  const attached = resourcesOf(template, 'AWS::IAM::Policy').flatMap(({ properties }) => {
    const { PolicyDocument, Roles } = POLICY.parse(properties);
    return Roles.flatMap((role) => statementsOf(referenced(role) ?? legible(role), PolicyDocument));
  });
  const inline = resourcesOf(template, 'AWS::IAM::Role').flatMap(({ id, properties }) =>
    INLINE.parse(properties).Policies.flatMap((policy) => statementsOf(id, policy.PolicyDocument)),
  );
  return [...attached, ...inline];
}

function statementsOf(role: string, document: z.infer<typeof DOCUMENT>): readonly Statement[] {
  return document.Statement.map((statement) => ({
    role,
    actions: statement.Action,
    resources: statement.Resource,
    conditions: Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, value]) => `${operator} ${key} ${legible(value)}`),
    ),
  }));
}
