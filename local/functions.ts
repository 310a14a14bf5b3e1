import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A handler as Lambda calls it. */
export type Handler = (event: unknown, context: unknown) => Promise<unknown>;

/** There is no such function, as Lambda would say. */
export class FunctionNotFound extends Error {
  override readonly name = 'FunctionNotFound';
}

const FOLDER = fileURLToPath(new URL('../functions/', import.meta.url));
const ROOMS = ['api', 'steps', 'events', 'jobs'] as const;

/** Every handler of the house by its path (`steps/open-year`): the files themselves are the list. */
export async function loadFunctions(): Promise<ReadonlyMap<string, Handler>> {
  const files = ROOMS.flatMap((room) =>
    readdirSync(`${FOLDER}${room}`)
      .filter((file) => file.endsWith('.ts'))
      .map((file) => `${room}/${file.slice(0, -'.ts'.length)}`),
  );
  const loaded = files.map(async (path): Promise<[string, Handler]> => {
    const module: { handler: Handler } = await import(`${FOLDER}${path}.ts`);
    return [path, module.handler];
  });
  return new Map(await Promise.all(loaded));
}
