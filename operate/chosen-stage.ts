import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { physicalName } from '../infra/physical-name.ts';
import { readStageSettings, STAGE, type StageSettings } from '../infra/stage-settings.ts';
import { CommandRefused } from '../local/command.ts';

/** The option by which every command of this room is told its stage. */
export const STAGE_OPTION = { stage: { type: 'string' } } as const;
export const STAGE_USAGE = '  --stage X    sandbox, staging or production, as in cdk.json';

const fileSchema = z.object({ context: z.record(z.string(), z.unknown()) });

/**
 * The settings of the stage that was named. Throws CommandRefused where none was, and what readStageSettings throws
 * where cdk.json is wrong about it.
 */
export function settingsOf(stage: string | undefined, usage: string): StageSettings {
  if (stage === undefined || !STAGE.safeParse(stage).success) {
    throw new CommandRefused(`Which stage? There are ${STAGE.options.join(', ')}.\n\n${usage}`);
  }
  const { context } = fileSchema.parse(
    JSON.parse(readFileSync(new URL('../cdk.json', import.meta.url), 'utf8')),
  );
  const named: Readonly<Record<string, unknown>> = { ...context, stage };
  return readStageSettings((key) => named[key], undefined);
}

/** The table of a stage is named after it. */
export const tableNameOf = (settings: StageSettings): string => physicalName(settings);
