import type { StageSettings } from './stage-settings.ts';

const APPLICATION = 'mastery-pathways';

/**
 * A resource's name on AWS: two stages can share an account, and people find a thing by the name the code uses.
 * Without a name, the application's own name in that stage (its table, its bus, its schedule group).
 */
export function physicalName({ stage }: Pick<StageSettings, 'stage'>, name?: string): string {
  return name === undefined ? `${APPLICATION}-${stage}` : `${APPLICATION}-${stage}-${name}`;
}
