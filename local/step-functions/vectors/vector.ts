import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as z from 'zod';

const json = z.json();
const task = z.object({
  kind: z.enum(['echo', 'returns', 'throws', 'sleeps', 'callback', 'hangs']),
  value: json.optional(),
  results: z.array(json).optional(),
  invokeResults: z.array(json).optional(),
  submitResults: z.array(json).optional(),
  responses: z
    .array(
      z.object({
        type: z.enum(['success', 'failure', 'none']),
        output: json.optional(),
        error: z.string().optional(),
        cause: z.string().optional(),
      }),
    )
    .optional(),
  errorType: z.string().optional(),
  errorMessage: z.string().optional(),
  error: z.string().optional(),
  cause: z.string().optional(),
  seconds: z.number().optional(),
});

const vector = z.object({
  name: z.string(),
  definition: z.record(z.string(), json),
  input: json,
  tasks: z.record(z.string(), task),
  expect: z.object({
    status: z.string(),
    output: json.optional(),
    error: json.optional(),
    cause: json.optional(),
    describe: z.record(z.string(), json).optional(),
    history: z.array(z.record(z.string(), json)),
    unorderedRanges: z.array(z.tuple([z.int(), z.int()])).optional(),
  }),
});

/** A recorded execution: what was run, how its tasks behaved, and what AWS made of it. */
export type Vector = z.infer<typeof vector>;
export type VectorTask = z.infer<typeof task>;

/** A file in the folder that is not a vector. */
export class NotAVector extends Error {
  override readonly name = 'NotAVector';
}

/** The vectors directly in a folder, by file name. JSON files that hold no object, such as lists, are left out. */
export function readVectors(folder: string): { file: string; vector: Vector | NotAVector }[] {
  const files = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
    .map(({ name }) => name)
    .sort();
  return files.flatMap((file) => {
    const read = readVector(join(folder, file));
    return read === undefined ? [] : [{ file, vector: read }];
  });
}

function readVector(path: string): Vector | NotAVector | undefined {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    return new NotAVector(`${basename(path)} is not JSON`, { cause: error });
  }
  if (Array.isArray(content)) return undefined;
  const parsed = vector.safeParse(content);
  return parsed.success ? parsed.data : new NotAVector(`${basename(path)}: ${parsed.error.message}`);
}
