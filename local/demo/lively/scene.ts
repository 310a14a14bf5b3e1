import type { Callers } from './callers.ts';

/** What people do on one day of the story. */
export interface Scene {
  /** The day; people act at 08:00 UTC. */
  readonly on: string;
  /** What happens, as one would tell it. */
  readonly tells: string;
  readonly play: (callers: Callers) => Promise<void>;
}

/** The instant of a scene, epoch milliseconds. */
export const instantOfScene = ({ on }: Pick<Scene, 'on'>): number => Date.parse(`${on}T08:00:00Z`);
