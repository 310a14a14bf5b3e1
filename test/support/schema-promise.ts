import * as z from 'zod';

/** The JSON Schemas that our steps have: what zod makes of objects, lists, choices and single values. */
const SCHEMA = z.looseObject({
  type: z.string().optional(),
  anyOf: z.array(z.unknown()).optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).default([]),
  additionalProperties: z.unknown().optional(),
  items: z.unknown().optional(),
  pattern: z.string().optional(),
  format: z.string().optional(),
});
type Schema = z.infer<typeof SCHEMA>;

/**
 * Why something that is valid under `given` might be refused under `wanted`: a line each, with the place. Of two patterns
 * only the same one is trusted. `spare`: whether `given` may have properties that `wanted` does not know.
 */
export function broken(
  wanted: unknown,
  given: unknown,
  spare: 'refused' | 'overlooked',
  at = '',
): readonly string[] {
  const [want, give] = [SCHEMA.parse(wanted), SCHEMA.parse(given)];
  const here = at === '' ? 'it' : at;
  if (give.anyOf) return give.anyOf.flatMap((each) => broken(wanted, each, spare, at));
  if (want.anyOf) {
    const fits = want.anyOf.some((each) => broken(each, given, spare, at).length === 0);
    return fits ? [] : [`${here} may be ${nameOf(give)}`];
  }
  if (want.type !== give.type && !(want.type === 'number' && give.type === 'integer')) {
    return [`${here} may be ${nameOf(give)}, not ${nameOf(want)}`];
  }
  switch (want.type) {
    case 'object':
      return brokenObject(want, give, spare, at);
    case 'array':
      return broken(want.items ?? {}, give.items ?? {}, spare, `${at}[]`);
    default:
      return brokenValue(want, give, here);
  }
}

function brokenObject(want: Schema, give: Schema, spare: 'refused' | 'overlooked', at: string): string[] {
  const [known, present] = [want.properties ?? {}, give.properties ?? {}];
  const path = (name: string) => (at === '' ? name : `${at}.${name}`);
  return [
    ...want.required.flatMap((name) =>
      give.required.includes(name) ? [] : [`${path(name)} may be missing`],
    ),
    ...Object.entries(present).flatMap(([name, schema]) => {
      if (name in known) return broken(known[name], schema, spare, path(name));
      return spare === 'overlooked' || want.additionalProperties !== false
        ? []
        : [`${path(name)} is not known`];
    }),
  ];
}

const BOUNDS = [
  ['minimum', (want: number, give: number) => want <= give],
  ['exclusiveMinimum', (want: number, give: number) => want <= give],
  ['minLength', (want: number, give: number) => want <= give],
  ['maximum', (want: number, give: number) => want >= give],
  ['exclusiveMaximum', (want: number, give: number) => want >= give],
  ['maxLength', (want: number, give: number) => want >= give],
] as const;

function brokenValue(want: Schema, give: Schema, here: string): string[] {
  const allowed = valuesOf(want);
  if (allowed) {
    const others = (valuesOf(give) ?? ['anything']).filter((value) => !allowed.includes(value));
    return others.length === 0 ? [] : [`${here} may be ${others.join(', ')}`];
  }
  if (valuesOf(give)) return [];
  const differing = (['pattern', 'format'] as const).filter(
    (rule) => want[rule] !== undefined && want[rule] !== give[rule],
  );
  const narrower = BOUNDS.filter(([bound, holds]) => {
    const [wanted, given] = [want[bound], give[bound]];
    if (typeof wanted !== 'number') return false;
    return typeof given !== 'number' || !holds(wanted, given);
  });
  return [...differing, ...narrower.map(([bound]) => bound)].map((rule) => `${here} has another ${rule}`);
}

const valuesOf = (schema: Schema): readonly unknown[] | undefined =>
  schema.enum ?? (schema.const === undefined ? undefined : [schema.const]);

const nameOf = (schema: Schema): string => schema.type ?? JSON.stringify(schema);
