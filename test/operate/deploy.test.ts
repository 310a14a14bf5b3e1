import { describe, expect, it } from 'vitest';
import { CommandRefused } from '../../local/command.ts';
import { deployCommand as deploys, environmentFor } from '../../operate/deploy.ts';

/** Runs the command with programs that are only written down, the deployment failing so that nothing is seeded. */
async function ordered(
  args: readonly string[],
  { env = {}, bootstrapped = true }: { env?: Record<string, string>; bootstrapped?: boolean } = {},
) {
  const ran: string[] = [];
  const said: string[] = [];
  const code = await deploys(
    args,
    env,
    (text) => said.push(text),
    async (_, programArgs) => {
      ran.push(programArgs.join(' '));
      return programArgs.includes('bootstrap') ? 0 : 1;
    },
    async () => bootstrapped,
  );
  return { code, ran, said: said.join('\n') };
}

describe('a deployment', () => {
  it('bootstraps an account first that never was, and stops where the CDK does', async () => {
    const { code, ran, said } = await ordered(['--stage', 'sandbox'], { bootstrapped: false });
    expect(code).toBe(1);
    expect(ran).toEqual([
      'cdk bootstrap --context stage=sandbox',
      'cdk deploy --all --context stage=sandbox',
    ]);
    expect(said).toBe('cdk deploy did not succeed; what it said is above.');
  });

  it('asks nobody with --yes, and goes to the account it is told', async () => {
    const { ran } = await ordered(['--stage', 'staging', '--account', '111122223333', '--yes']);
    expect(ran).toEqual([
      'cdk deploy --all --require-approval never --context stage=staging --context account=111122223333',
    ]);
  });

  it('on an emulator leaves out what emulators lack, and finds its buckets without DNS', async () => {
    const { ran } = await ordered(['--stage', 'sandbox'], {
      env: { AWS_ENDPOINT_URL: 'http://localhost:4566' },
    });
    expect(ran[0]).toContain('--context emulator=true');
    expect(environmentFor({ AWS_ENDPOINT_URL: 'http://localhost:4566' }, 'eu-west-2')).toEqual({
      AWS_ENDPOINT_URL: 'http://localhost:4566',
      AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:4566',
      AWS_REGION: 'eu-west-2',
    });
  });

  it.each([
    ['of production onto an emulator', ['--stage', 'production'], 'Production runs on AWS'],
    ['of no stage', [], 'Which stage?'],
    ['with an option that is none', ['--stage', 'sandbox', '--fast'], 'usage'],
  ])('%s is refused', async (_, args, sentence) => {
    const { code, ran, said } = await ordered(args, { env: { AWS_ENDPOINT_URL: 'http://localhost:4566' } });
    expect({ code, ran }).toEqual({ code: 1, ran: [] });
    expect(said).toContain(sentence);
  });

  it('without credentials says what to do', async () => {
    const said: string[] = [];
    const refused = async () => {
      throw new CommandRefused('AWS does not take your credentials. Sign in first.');
    };
    await deploys(
      ['--stage', 'sandbox'],
      {},
      (text) => said.push(text),
      async () => 0,
      refused,
    );
    expect(said).toEqual(['AWS does not take your credentials. Sign in first.']);
  });
});
