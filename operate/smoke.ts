import { CommandRefused, optionsOf, runCommand } from '../local/command.ts';
import { runningHost } from '../local/school-import/table-at-hand.ts';
import { STAGE_OPTION, STAGE_USAGE, settingsOf } from './chosen-stage.ts';
import { deployedStage } from './smoke/deployed-stage.ts';
import { localStage } from './smoke/local-stage.ts';
import type { Stage } from './smoke/stage.ts';
import { smoke } from './smoke/story.ts';

/** `npm run smoke`: proves a stage end to end, in about three minutes. */

const USAGE = `usage: npm run smoke -- --stage X
       npm run smoke -- --local http://127.0.0.1:4000 [--data DIR]

Makes next to nothing of its own: a policy of minutes for a far year, two sample schools and four people, who are deleted
again. Never in production. AWS_ENDPOINT_URL points at an emulator.
${STAGE_USAGE}
  --local URL  the local host instead; its clock is moved
  --data DIR   that host's data folder (DATA_DIR; default .local)`;

type Environment = Readonly<Record<string, string | undefined>>;

/** Runs the command and returns the exit code. */
export function smokeCommand(
  args: readonly string[],
  env: Environment,
  print: (text: string) => void,
): Promise<0 | 1> {
  return runCommand(print, async () => {
    const stage = await stageOf(args, env);
    await smoke(stage, print).finally(() => stage.close());
    print('The smoke has passed.');
    return 0;
  });
}

async function stageOf(args: readonly string[], env: Environment): Promise<Stage> {
  const options = { ...STAGE_OPTION, local: { type: 'string' }, data: { type: 'string' } } as const;
  const { stage, local: address, data } = optionsOf(args, options, USAGE);
  if (address !== undefined) {
    const folder = data ?? env['DATA_DIR'] ?? '.local';
    const host = await runningHost(folder);
    if (host === undefined) throw new CommandRefused(`No host is running on ${folder}: npm start first.`);
    return localStage({ address, dynamodb: host.dynamodb, table: host.table });
  }
  const settings = settingsOf(stage, USAGE);
  if (settings.stage === 'production') throw new CommandRefused('There is no smoke in production.');
  return await deployedStage(settings, env['AWS_ENDPOINT_URL']);
}

if (import.meta.main) {
  process.exitCode = await smokeCommand(process.argv.slice(2), process.env, console.log);
}
