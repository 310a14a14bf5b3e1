import { type ParseArgsConfig, parseArgs } from 'node:util';

/** A command cannot be done as it was given; the message says why to the person who typed it. */
export class CommandRefused extends Error {
  override readonly name = 'CommandRefused';
}

/** The options of a command. Throws CommandRefused, with how the command is used. */
export function optionsOf<const Options extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: Options,
  usage: string,
) {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    const [problem] = error instanceof Error ? error.message.split('. ') : [String(error)];
    throw new CommandRefused(`${problem}.\n\n${usage}`, { cause: error });
  }
}

/** Runs a command, and answers with its exit code: its own, or 1 with a sentence where it failed. */
export async function runCommand(print: (text: string) => void, work: () => Promise<0 | 1>): Promise<0 | 1> {
  try {
    return await work();
  } catch (error) {
    print(sentenceOf(error));
    return 1;
  }
}

function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof CommandRefused) return error.message;
  const cause = error.cause instanceof Error ? `\n(${error.cause.name}: ${error.cause.message})` : '';
  return `${error.name}: ${error.message}${cause}`;
}
