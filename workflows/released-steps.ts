import * as z from 'zod';
import { STEPS } from './steps.ts';
import { functionName, MACHINES } from './wiring.ts';

/**
 * What a release has promised to the executions that begin under it: which steps each machine calls, what those are
 * given, and what they answer. One file for each release in `released/`, by `npm run release-steps`; a test holds today's
 * steps against all of them.
 */
const schemaOfStep = z.record(z.string(), z.unknown());
export const releaseSchema = z.strictObject({
  /** The London day. */
  releasedOn: z.iso.date(),
  /** Machine → the handlers that its definition calls. */
  machines: z.record(z.string(), z.array(z.templateLiteral(['steps/', z.string()]))),
  /** Step → the JSON Schemas of its input and output. */
  steps: z.record(z.string(), z.strictObject({ input: schemaOfStep, output: schemaOfStep })),
});
export type Release = z.infer<typeof releaseSchema>;
export type ReleasedSteps = Omit<Release, 'releasedOn'>;

/** What a release of today would promise. */
export function stepsOfToday(): ReleasedSteps {
  const machines = Object.entries(MACHINES).map(
    ([name, { steps }]) => [name, Object.values(steps).sort()] as const,
  );
  const steps = Object.entries(STEPS).map(([name, { input, output }]) => {
    return [name, { input: jsonSchemaOf(input, 'input'), output: jsonSchemaOf(output, 'output') }] as const;
  });
  return { machines: Object.fromEntries(machines), steps: Object.fromEntries(steps) };
}

/** The step that a handler is: they bear one name. */
export const stepOf = (handler: `steps/${string}`): string => functionName(handler);

function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
  const { $schema, ...made } = z.toJSONSchema(schema, {
    io,
    override({ jsonSchema }) {
      // What an instant is, its format says; the pattern beside it is a page of digits.
      if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
    },
  });
  return schemaOfStep.parse(JSON.parse(JSON.stringify(made)));
}
