import * as z from 'zod';

const TEMPLATE = z.object({
  Resources: z.record(
    z.string(),
    z.object({
      Type: z.string(),
      Properties: z.record(z.string(), z.unknown()).default({}),
      DeletionPolicy: z.string().optional(),
      UpdateReplacePolicy: z.string().optional(),
    }),
  ),
});

/** A synthesized CloudFormation template: plain JSON, as in `cdk.out/*.template.json`. */
export type Template = z.infer<typeof TEMPLATE>;

export interface Resource {
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly deletionPolicy: string | undefined;
  readonly replacePolicy: string | undefined;
}

export function parseTemplate(json: unknown): Template {
  return TEMPLATE.parse(json);
}

/** The resources of a type, in the order of the template. */
export function resourcesOf(template: Template, type: string): readonly Resource[] {
  return Object.entries(template.Resources)
    .filter(([, resource]) => resource.Type === type)
    .map(([id, resource]) => ({
      id,
      properties: resource.Properties,
      deletionPolicy: resource.DeletionPolicy,
      replacePolicy: resource.UpdateReplacePolicy,
    }));
}

const REFERENCE = z.union([
  z.object({ Ref: z.string() }).transform((reference) => reference.Ref),
  z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) }).transform((got) => got['Fn::GetAtt'][0]),
]);

/** The resource that a value points at, or undefined where it is text or points out of the template. */
export function referenced(value: unknown): string | undefined {
  const parsed = REFERENCE.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

/** The first resource that a value speaks of, however deep in it. */
export function mentioned(value: unknown): string | undefined {
  const direct = referenced(value);
  if (direct !== undefined || typeof value !== 'object' || value === null) return direct;
  for (const part of Object.values(value)) {
    const found = mentioned(part);
    if (found !== undefined) return found;
  }
  return undefined;
}

const JOINED = z.object({ 'Fn::Join': z.tuple([z.string(), z.array(z.unknown())]) });
const IMPORTED = z.object({ 'Fn::ImportValue': z.string() });
const ATTRIBUTE = z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) });

/** A value as a person would read it: references in angle brackets, named after what they point at. */
export function legible(value: unknown): string {
  if (typeof value === 'string') return value;
  const joined = JOINED.safeParse(value);
  if (joined.success) return joined.data['Fn::Join'][1].map(legible).join(joined.data['Fn::Join'][0]);
  const imported = IMPORTED.safeParse(value);
  if (imported.success) return `<${imported.data['Fn::ImportValue']}>`;
  const attribute = ATTRIBUTE.safeParse(value);
  if (attribute.success) return `<${attribute.data['Fn::GetAtt'].join('.')}>`;
  return `<${referenced(value) ?? JSON.stringify(value)}>`;
}
