import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const ROOMS = ['api', 'steps', 'events', 'jobs'] as const;

export type Room = (typeof ROOMS)[number];

/** The pages, `web/lambda.ts`: a function too, but built with files beside it, so not one of the handlers. */
export const PAGES = 'web/lambda';

/** `room/file`, as the wiring names a handler. */
export type HandlerPath = `${Room}/${string}`;

/**
 * Every handler in the functions folder, in alphabetical order: a file in one of these four rooms is a function on AWS.
 *
 * @throws Error where two rooms hold a file of the same name, since functions are named after the file alone
 */
export function findHandlers(functionsFolder: string): readonly HandlerPath[] {
  const handlers = ROOMS.flatMap((room) =>
    readdirSync(join(functionsFolder, room))
      .filter((file) => file.endsWith('.ts'))
      .map((file): HandlerPath => `${room}/${file.slice(0, -'.ts'.length)}`),
  );

  const names = handlers.map((handler) => handler.slice(handler.indexOf('/') + 1));
  const twice = names.find((name, position) => names.indexOf(name) !== position);
  if (twice !== undefined)
    throw new Error(`Two handlers are called ${twice}; on AWS they would be one function.`);
  return handlers.sort();
}

/** The room a handler lives in, which decides how long it may run. */
export function roomOf(handler: HandlerPath): Room {
  const room = ROOMS.find((candidate) => handler.startsWith(`${candidate}/`));
  if (room === undefined) throw new Error(`${handler} lies in none of ${ROOMS.join(', ')}.`);
  return room;
}
