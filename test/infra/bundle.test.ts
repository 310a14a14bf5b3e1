import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { bundleHandlers, type HandlerBundles } from '../../infra/bundle.ts';
import { synthesize } from './synthesize.ts';
import { resourcesOf } from './template.ts';
import { temporaryFolder } from './temporary-folder.ts';

const bundles = bundleHandlers(join(temporaryFolder('bundled'), 'dist'));

describe('the bundles of our handlers', () => {
  it('are the same bytes when made again elsewhere, so that a deployment touches only what changed', () => {
    const again = bundleHandlers(join(temporaryFolder('bundled-again'), 'elsewhere', 'dist'));
    const changed = [...bundles].filter(([handler]) => codeOf(bundles, handler) !== codeOf(again, handler));
    expect(changed).toEqual([]);
  });

  it('load by themselves in Node.js and export a handler', () => {
    const elsewhere = temporaryFolder('lambda');
    const files = [...bundles.keys()].map((handler) => {
      const file = join(elsewhere, handler, 'index.mjs');
      write(file, codeOf(bundles, handler));
      return pathToFileURL(file).href;
    });
    const script = `for (const file of ${JSON.stringify(files)}) {
      const { handler } = await import(file);
      if (typeof handler !== 'function') console.log(file);
    }`;
    const environment = {
      AWS_REGION: 'eu-west-2',
      STAGE: 'sandbox',
      TABLE_NAME: 'table',
      BUS_NAME: 'bus',
      MACHINE_ARNS: '{}',
    };
    const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: elsewhere,
      env: environment,
      encoding: 'utf8',
    });
    expect(output).toBe('');
  });

  it('require nothing at run time, but for the one that holds the CommonJS client of GOV.UK Notify', () => {
    const requiring = [...bundles.keys()].filter((handler) =>
      codeOf(bundles, handler).includes('Dynamic require of'),
    );
    expect(requiring).toEqual(['jobs/digest']);
  });

  it('hold the client of Secrets Manager where a secret is read, and nowhere else', () => {
    const reading = [...bundles.keys()].filter((handler) =>
      codeOf(bundles, handler).includes('SecretsManagerClient'),
    );
    expect(reading).toEqual(['api/enrol', 'jobs/digest']);
  });

  it('hold the clients of mail services where mail is sent, and nowhere else', () => {
    const mailing = [...bundles.keys()].filter((handler) =>
      /api\.notifications\.service\.gov\.uk|SESv2/.test(codeOf(bundles, handler)),
    );
    expect(mailing).toEqual(['jobs/digest']);
  });

  it('are what the functions are deployed with, each its own', () => {
    const { pipeline, folder } = synthesize('sandbox', bundles);
    const deployed = resourcesOf(pipeline, 'AWS::Lambda::Function').map(({ properties }) => {
      const { Description, Code } = DEPLOYED.parse(properties);
      const asset = join(folder, `asset.${Code.S3Key.replace(/\.zip$/, '')}`, 'index.mjs');
      return [Description, readFileSync(asset, 'utf8')] as const;
    });
    const same = new Map<string, string>();
    for (const handler of bundles.keys()) same.set(`functions/${handler}.ts`, codeOf(bundles, handler));
    expect(new Set(deployed.map(([file]) => file))).toEqual(new Set(same.keys()));
    expect(deployed.filter(([file, code]) => same.get(file) !== code).map(([file]) => file)).toEqual([]);
  });
});

describe('bundling', () => {
  it('keeps the names of classes, by which the state machines retry and catch', () => {
    const repository = repositoryWith({
      'steps/open.ts':
        'class TableUnavailable extends Error {}\nexport const handler = () => TableUnavailable.name;',
    });
    const made = bundleHandlers(join(repository, 'dist'), repository);
    expect(run(made, 'steps/open')).toBe('TableUnavailable');
  });

  it('leaves the client of GOV.UK Notify able to sign and to call', () => {
    const notify = fileURLToPath(new URL('../../adapters/mail/notify.ts', import.meta.url));
    const repository = repositoryWith({
      'jobs/mail.ts': `import { notifyMail } from ${JSON.stringify(notify)};
        const apiKey = 'key-00000000-0000-0000-0000-000000000000-00000000-0000-0000-0000-000000000000';
        const send = notifyMail({ apiKey, templateId: 'any', baseUrl: 'http://127.0.0.1:1' });
        const mail = { to: 'admin', address: 'a@hubs.example', subject: 's', text: 't', reference: 'digest-1' };
        export const handler = () => send(mail).catch((error) => error.message);`,
    });
    const made = bundleHandlers(join(repository, 'dist'), repository);
    expect(run(made, 'jobs/mail')).toBe('digest-1 was not taken: ECONNREFUSED');
  });

  it('refuses two handlers of one name, since on AWS they would be one function', () => {
    const repository = repositoryWith({ 'steps/sweep.ts': '', 'jobs/sweep.ts': '' });
    expect(() => bundleHandlers(join(repository, 'dist'), repository)).toThrow(
      'Two handlers are called sweep',
    );
  });
});

const DEPLOYED = z.object({ Description: z.string(), Code: z.object({ S3Key: z.string() }) });

function codeOf(from: HandlerBundles, handler: Parameters<HandlerBundles['get']>[0]): string {
  return readFileSync(join(from.get(handler) ?? '', 'index.mjs'), 'utf8');
}

function run(from: HandlerBundles, handler: Parameters<HandlerBundles['get']>[0]): string {
  const file = pathToFileURL(join(from.get(handler) ?? '', 'index.mjs')).href;
  const script = `console.log(await (await import(${JSON.stringify(file)})).handler());`;
  return execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
  }).trim();
}

function repositoryWith(files: Readonly<Record<string, string>>): string {
  const repository = temporaryFolder('repository');
  for (const room of ['api', 'steps', 'events', 'jobs']) {
    mkdirSync(join(repository, 'functions', room), { recursive: true });
  }
  for (const [file, text] of Object.entries(files)) write(join(repository, 'functions', file), text);
  return repository;
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
