import * as z from 'zod';

/** Where the functions find what they work with. One door, parsed once; nothing else reads the environment. */
const environmentSchema = z.object({
  TABLE_NAME: z.string().min(1),
  BUS_NAME: z.string().min(1).optional(),
  /** `{"placement": "arn:…", "school-year": "arn:…"}`; only functions that start machines have it. */
  MACHINE_ARNS: z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue('not JSON');
        return z.NEVER;
      }
    })
    .pipe(z.record(z.string(), z.string()))
    .optional(),
});

export interface Config {
  readonly tableName: string;
  readonly busName: string | undefined;
  readonly machineArns: Readonly<Record<string, string>>;
}

/** Reads the configuration. Throws with every problem named where a variable is missing or malformed. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const parsed = environmentSchema.parse(environment);
  return {
    tableName: parsed.TABLE_NAME,
    busName: parsed.BUS_NAME,
    machineArns: parsed.MACHINE_ARNS ?? {},
  };
}
