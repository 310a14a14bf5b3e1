import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import * as z from 'zod';
import { parseHubList } from '../core/hub-list.ts';
import { CommandRefused, runCommand } from '../local/command.ts';
import { STAGE_OPTION, STAGE_USAGE, settingsOf } from './chosen-stage.ts';
import { readStackOutputs } from './stack-outputs.ts';
import { type UserDirectory, userDirectory } from './user-directory.ts';

/** `npm run users`: who may sign in to a stage, for an admin with AWS credentials. No address is ever printed. */

const USAGE = `usage: npm run users -- --stage X invite EMAIL GROUP
                              deactivate EMAIL
                              move EMAIL GROUP
                              sign-out EMAIL

GROUP is admin, finance or hub-CODE (hub-origin). Invites by e-mail, shuts an account, gives it another role, or ends its
sessions; deactivate and move end them too. Tokens that were given out run out within an hour.
${STAGE_USAGE}`;

/** Runs the command and returns the exit code. */
export function usersCommand(
  args: readonly string[],
  print: (text: string) => void,
  directoryOf: (stage: string | undefined) => Promise<UserDirectory> = deployedDirectory,
): Promise<0 | 1> {
  return runCommand(print, async () => {
    const { stage, task } = taskOf(args);
    await task(await directoryOf(stage)).catch((error: unknown) => {
      throw new CommandRefused(withoutAddress(error));
    });
    print('Done.');
    return 0;
  });
}

interface Ordered {
  readonly stage: string | undefined;
  readonly task: (directory: UserDirectory) => Promise<void>;
}

function taskOf(args: readonly string[]): Ordered {
  const { values, positionals } = parsed(args);
  const [verb, address, group, ...more] = positionals;
  const email = z.email().safeParse(address);
  if (!email.success || more.length > 0) throw new CommandRefused(`Who?\n\n${USAGE}`);
  const { stage } = values;
  const grouped = () => groupNamed(group);
  const alone = () => {
    if (group !== undefined) throw new CommandRefused(`${verb} takes an address only.\n\n${USAGE}`);
    return email.data;
  };
  switch (verb) {
    case 'invite': {
      const into = grouped();
      return { stage, task: (directory) => directory.invite(email.data, into) };
    }
    case 'move': {
      const into = grouped();
      return { stage, task: (directory) => directory.move(email.data, into) };
    }
    case 'deactivate': {
      const who = alone();
      return { stage, task: (directory) => directory.deactivate(who) };
    }
    case 'sign-out': {
      const who = alone();
      return { stage, task: (directory) => directory.signOut(who) };
    }
    default:
      throw new CommandRefused(`What?\n\n${USAGE}`);
  }
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: STAGE_OPTION });
  } catch (error) {
    throw new CommandRefused(USAGE, { cause: error });
  }
}

function groupNamed(group: string | undefined): string {
  const hubs = parseHubList(readFileSync(new URL('../policy/hubs.tsv', import.meta.url), 'utf8'));
  const groups = ['admin', 'finance', ...hubs.map(({ code }) => `hub-${code}`)];
  if (group !== undefined && groups.includes(group)) return group;
  throw new CommandRefused(
    'There is no such group: admin, finance, or hub- and the code of one of the hubs.',
  );
}

async function deployedDirectory(stage: string | undefined): Promise<UserDirectory> {
  const settings = settingsOf(stage, USAGE);
  const { UserPoolId } = await readStackOutputs(settings);
  return userDirectory(new CognitoIdentityProviderClient({ region: settings.region }), UserPoolId);
}

/** Cognito's sentences can repeat the address: only the name of what went wrong is told. */
function withoutAddress(error: unknown): string {
  if (error instanceof CommandRefused) return error.message;
  return `It was refused: ${error instanceof Error ? error.name : 'for a reason unknown'}.`;
}

if (import.meta.main) {
  process.exitCode = await usersCommand(process.argv.slice(2), console.log);
}
