import * as z from 'zod';

/** What is known of a value before anything runs: a JSON Schema, as zod writes it, cut down to what we compare. */
export interface Kind {
  readonly type?: string | undefined;
  readonly properties?: Readonly<Record<string, Kind>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly items?: Kind | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly format?: string | undefined;
  readonly pattern?: string | undefined;
  readonly minimum?: number | undefined;
  readonly exclusiveMinimum?: number | undefined;
  readonly minLength?: number | undefined;
  readonly anyOf?: readonly Kind[] | undefined;
}

const kindSchema: z.ZodType<Kind> = z.lazy(() =>
  z.object({
    type: z.string().optional(),
    properties: z.record(z.string(), kindSchema).optional(),
    required: z.array(z.string()).optional(),
    items: kindSchema.optional(),
    enum: z.array(z.unknown()).optional(),
    format: z.string().optional(),
    pattern: z.string().optional(),
    minimum: z.number().optional(),
    exclusiveMinimum: z.number().optional(),
    minLength: z.number().optional(),
    anyOf: z.array(kindSchema).optional(),
  }),
);

/** The kind of everything that a schema lets through. */
export function kindOf(schema: z.ZodType): Kind {
  return kindSchema.parse(z.toJSONSchema(schema));
}

export const TEXT: Kind = { type: 'string' };
export const COUNT: Kind = { type: 'integer', minimum: 0 };
export const NUMBER: Kind = { type: 'number' };
export const YES_OR_NO: Kind = { type: 'boolean' };
export const NOTHING: Kind = { type: 'null' };

export const record = (properties: Readonly<Record<string, Kind>>): Kind => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
});

/** The kind of a constant. */
export function constant(value: string | number | boolean | null): Kind {
  if (value === null) return NOTHING;
  if (typeof value === 'string') return { type: 'string', enum: [value] };
  if (typeof value === 'boolean') return YES_OR_NO;
  return { type: Number.isInteger(value) ? 'integer' : 'number', minimum: value };
}

/** A value may be of one of several kinds: after a branch, or where a schema says nullable. None: nothing is known. */
export type Kinds = readonly Kind[];

export function kindsOf(kind: Kind): Kinds {
  return kind.anyOf ? kind.anyOf.flatMap(kindsOf) : [kind];
}

/** Both, each kind once. */
export function either(one: Kinds, other: Kinds): Kinds {
  return [...new Map([...one, ...other].map((kind) => [JSON.stringify(kind), kind])).values()];
}

export const isNull = ({ type }: Kind): boolean => type === 'null';
export const isNumber = ({ type }: Kind): boolean => type === 'number' || type === 'integer';

/** Why a value of these kinds is not always what is wanted; one sentence each. */
export function mismatches(kinds: Kinds, wanted: Kind): string[] {
  const accepted = kindsOf(wanted);
  return kinds.flatMap((kind) => {
    const tries = accepted.map((each) => mismatch(kind, each));
    return tries.some((problems) => problems.length === 0) ? [] : (tries[0] ?? []);
  });
}

function mismatch(kind: Kind, wanted: Kind): string[] {
  if (wanted.type === undefined) return [];
  const fits = kind.type === wanted.type || (kind.type === 'integer' && wanted.type === 'number');
  if (!fits) return [kind.type === 'null' ? 'may be null' : `is ${kind.type}, not ${wanted.type}`];
  switch (wanted.type) {
    case 'object':
      return recordMismatch(kind, wanted);
    case 'array':
      return mismatches(kindsOf(kind.items ?? {}), wanted.items ?? {}).map(
        (problem) => `an element ${problem}`,
      );
    case 'string':
      return textMismatch(kind, wanted);
    default:
      return least(kind) < least(wanted) ? [`may be less than ${least(wanted)}`] : [];
  }
}

function recordMismatch(kind: Kind, wanted: Kind): string[] {
  const has = kind.properties ?? {};
  const wants = wanted.properties ?? {};
  return [
    ...(wanted.required ?? []).filter((key) => !(key in has)).map((key) => `lacks ${key}`),
    ...Object.keys(has).flatMap((key) => (key in wants ? [] : [`has ${key}, which nobody asks for`])),
    ...Object.entries(has).flatMap(([key, value]) =>
      mismatches(kindsOf(value), wants[key] ?? {}).map((problem) => `${key} ${problem}`),
    ),
  ];
}

function textMismatch(kind: Kind, wanted: Kind): string[] {
  if (wanted.enum) {
    const { enum: values } = kind;
    const strange = values ? values.filter((value) => !wanted.enum?.includes(value)) : ['any text'];
    return strange.map((value) => `may be ${value}, which is none of ${wanted.enum?.join(', ')}`);
  }
  const values = kind.enum?.filter((value) => typeof value === 'string');
  if (wanted.pattern && values) {
    const pattern = new RegExp(wanted.pattern);
    return values
      .filter((value) => !pattern.test(value))
      .map((value) => `is ${value}, which has another form`);
  }
  return wanted.pattern && kind.pattern !== wanted.pattern ? ['has another form than is wanted'] : [];
}

/** The least whole number that it can be. */
function least({ minimum, exclusiveMinimum }: Kind): number {
  if (exclusiveMinimum !== undefined) return exclusiveMinimum + 1;
  return minimum ?? Number.NEGATIVE_INFINITY;
}
