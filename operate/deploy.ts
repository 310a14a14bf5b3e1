import { spawn } from 'node:child_process';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CommandRefused, optionsOf, runCommand } from '../local/command.ts';
import { STAGE_OPTION, STAGE_USAGE, settingsOf } from './chosen-stage.ts';
import { seedCommand } from './seed.ts';

/** `npm run deploy`: bootstraps the account where that is still to do, deploys every stack, and seeds the table. */

const USAGE = `usage: npm run deploy -- --stage X [--account NUMBER] [--yes]

Deploys with your AWS credentials, into the region that cdk.json names. AWS_ENDPOINT_URL points at an emulator: then what
emulators lack is left out.
${STAGE_USAGE}
  --account NUMBER   refuses to deploy where the credentials are of another account
  --yes              does not ask before it widens permissions`;

type Environment = Readonly<Record<string, string | undefined>>;

/** Runs a program to its end, with its output on ours, and answers with its exit code. */
export type Run = (program: string, args: readonly string[], env: Environment) => Promise<number>;

/** Whether the region has what `cdk deploy` puts its files into. Throws CommandRefused without credentials. */
export type IsBootstrapped = (region: string) => Promise<boolean>;

/** Runs the command and returns the exit code. */
export function deployCommand(
  args: readonly string[],
  env: Environment,
  print: (text: string) => void,
  run: Run = runProgram,
  isBootstrapped: IsBootstrapped = hasToolkit,
): Promise<0 | 1> {
  return runCommand(print, async () => {
    const options = { ...STAGE_OPTION, account: { type: 'string' }, yes: { type: 'boolean' } } as const;
    const { stage, account, yes = false } = optionsOf(args, options, USAGE);
    const settings = settingsOf(stage, USAGE);
    const emulator = env['AWS_ENDPOINT_URL'] !== undefined;
    if (emulator && settings.stage === 'production') {
      throw new CommandRefused('Production runs on AWS: unset AWS_ENDPOINT_URL.');
    }
    const context = [
      ...contextOf('stage', settings.stage),
      ...(account === undefined ? [] : contextOf('account', account)),
      ...(emulator ? contextOf('emulator', 'true') : []),
    ];
    const cdk = async (...more: readonly string[]) => {
      const code = await run('npx', ['cdk', ...more, ...context], environmentFor(env, settings.region));
      if (code !== 0) throw new CommandRefused(`cdk ${more[0]} did not succeed; what it said is above.`);
    };
    if (!(await isBootstrapped(settings.region))) await cdk('bootstrap');
    await cdk(
      'deploy',
      '--all',
      ...(yes ? ['--require-approval', 'never'] : []),
      // Emulators forget what a change set exports.
      ...(emulator ? ['--method', 'direct'] : []),
    );
    return await seedCommand(['--stage', settings.stage], env, print);
  });
}

const contextOf = (key: string, value: string) => ['--context', `${key}=${value}`];

/**
 * What the CDK is to know of where it deploys. It names a bucket in the host name, which only AWS's own DNS resolves: of
 * an endpoint with a number for a host it knows to put the bucket into the path.
 */
export function environmentFor(env: Environment, region: string): Environment {
  const endpoint = env['AWS_ENDPOINT_URL_S3'] ?? env['AWS_ENDPOINT_URL'];
  return {
    ...env,
    AWS_REGION: region,
    ...(endpoint === undefined
      ? {}
      : { AWS_ENDPOINT_URL_S3: endpoint.replace('//localhost', '//127.0.0.1') }),
  };
}

async function hasToolkit(region: string): Promise<boolean> {
  const client = new CloudFormationClient({ region });
  try {
    await client.send(new DescribeStacksCommand({ StackName: 'CDKToolkit' }));
    return true;
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    if (name === 'ValidationError') return false;
    if (/Credentials|Token|Signature/.test(name)) {
      throw new CommandRefused(
        `AWS does not take your credentials (${name}). Sign in first (aws sso login), or set AWS_PROFILE.`,
        { cause: error },
      );
    }
    throw error;
  } finally {
    client.destroy();
  }
}

const runProgram: Run = (program, args, env) =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'inherit', env });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });

if (import.meta.main) {
  process.exitCode = await deployCommand(process.argv.slice(2), process.env, console.log);
}
