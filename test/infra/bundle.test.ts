import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { bundleHandlers, type HandlerBundles, REPOSITORY } from '../../infra/bundle.ts';
import { bundlePages } from '../../infra/bundle-pages.ts';
import { PAGES } from '../../infra/handlers.ts';
import { synthesize } from './synthesize.ts';
import { resourcesOf } from './template.ts';
import { temporaryFolder } from './temporary-folder.ts';

const bundles = await bundleHandlers(join(temporaryFolder('bundled'), 'dist'));

describe('the bundles of our handlers', () => {
  it('are the same bytes when made again elsewhere, so that a deployment touches only what changed', async () => {
    const again = await bundleHandlers(join(temporaryFolder('bundled-again'), 'elsewhere', 'dist'));
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

  it('require nothing at run time', () => {
    const requiring = [...bundles.keys()].filter((handler) =>
      codeOf(bundles, handler).includes('Dynamic require of'),
    );
    expect(requiring).toEqual([]);
  });

  it('hold the client of Step Functions where executions are concerned, and nowhere else', () => {
    const concerned = [...bundles.keys()].filter((handler) => codeOf(bundles, handler).includes('SFNClient'));
    expect(concerned).toEqual([
      'api/list-executions',
      'api/list-stuck-work',
      'api/nudge-stuck-work',
      'api/read-execution',
      'events/resume-workflow',
      'events/start-workflow',
      'events/stop-workflow',
      'jobs/sweep',
      'steps/await-answer',
      'steps/await-approval',
    ]);
  });

  it('hold the client of the bus where events are published, and nowhere else', () => {
    const publishing = [...bundles.keys()].filter((handler) =>
      codeOf(bundles, handler).includes('EventBridgeClient'),
    );
    expect(publishing).toEqual(['events/publish-events', 'jobs/sweep']);
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
    const { plugged, folder } = synthesize('sandbox', bundles);
    const deployed = resourcesOf(plugged, 'AWS::Lambda::Function').map(({ properties }) => {
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

describe('the size of a bundle, which Lambda loads and compiles before a first answer,', () => {
  const MOST_KILOBYTES = 450;
  const MOST_KILOBYTES_OF_PAGES = 1200;
  const AGREED = 'agreed-bundle-sizes.snap';
  const pages = bundlePages(temporaryFolder('pages'));
  const folders = new Map<string, string>([...bundles, [PAGES, pages]]);
  const sizes = new Map([...folders].map(([name, folder]) => [name, kilobytesOf(join(folder, 'index.mjs'))]));

  it('is 450 KB at most, that of the pages 1.2 MB', () => {
    const tooLarge = [...sizes].filter(
      ([name, size]) => size > (name === PAGES ? MOST_KILOBYTES_OF_PAGES : MOST_KILOBYTES),
    );
    expect(tooLarge).toEqual([]);
  });

  /**
   * Somebody has to decide that a function is worth its weight: `npx vitest run test/infra/bundle -u` renews the sizes
   * that were agreed, and the review sees by how much. One that shrank counts too, or it could grow back unseen.
   */
  it('has not changed by a tenth since it was agreed', async () => {
    const text = readFileSync(new URL(AGREED, import.meta.url), 'utf8');
    const agreed = new Map(text.split('\n').map(agreedSizeIn));
    const strayed = [...sizes].filter(([name, size]) => Math.abs(size / (agreed.get(name) ?? 0) - 1) >= 0.1);
    const now = [...sizes].map(([name, size]) => `${String(size).padStart(4)} KB ${name}\n`).join('');
    await expect(strayed.length === 0 ? text : now).toMatchFileSnapshot(AGREED);
  });
});

describe('bundling', () => {
  it('keeps the names of errors, by which the state machines retry and catch', async () => {
    const table = fileURLToPath(new URL('../../adapters/dynamodb/table.ts', import.meta.url));
    const repository = repositoryWith({
      'steps/open.ts': `import { TableUnavailable } from ${JSON.stringify(table)};
        export const handler = () => new TableUnavailable('busy').name;`,
    });
    const made = await bundleHandlers(join(repository, 'dist'), repository);
    expect(run(made, 'steps/open')).toBe('TableUnavailable');
  });

  it('may shorten the names of classes, since every error of ours says its own', () => {
    const rooms = ['core', 'workflows', 'functions', 'adapters', 'web'];
    const files = rooms.flatMap((room) =>
      readdirSync(join(REPOSITORY, room), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts'))
        .map((file) => readFileSync(join(REPOSITORY, room, file), 'utf8')),
    );
    const nameless = files.flatMap((code) =>
      [...code.matchAll(/class (\w+) extends \w*Error \{\n {2}(.*)/g)].flatMap(([, name, first]) =>
        first === `override readonly name = '${name}';` ? [] : [name],
      ),
    );
    expect(nameless).toEqual([]);
  });

  it('leaves mails able to be signed and sent', async () => {
    const notify = fileURLToPath(new URL('../../adapters/mail/notify.ts', import.meta.url));
    const repository = repositoryWith({
      'jobs/mail.ts': `import { notifyMail } from ${JSON.stringify(notify)};
        const apiKey = 'key-00000000-0000-0000-0000-000000000000-00000000-0000-0000-0000-000000000000';
        const send = notifyMail({ apiKey, templateId: 'any', baseUrl: 'http://127.0.0.1:65535' });
        const mail = { to: 'admin', address: 'a@hubs.example', subject: 's', text: 't', reference: 'digest-1' };
        export const handler = () => send(mail).catch((error) => error.message);`,
    });
    const made = await bundleHandlers(join(repository, 'dist'), repository);
    expect(run(made, 'jobs/mail')).toBe('digest-1 was not taken: ECONNREFUSED');
  });

  it('refuses two handlers of one name, since on AWS they would be one function', async () => {
    const repository = repositoryWith({ 'steps/sweep.ts': '', 'jobs/sweep.ts': '' });
    await expect(bundleHandlers(join(repository, 'dist'), repository)).rejects.toThrow(
      'Two handlers are called sweep',
    );
  });
});

const DEPLOYED = z.object({ Description: z.string(), Code: z.object({ S3Key: z.string() }) });

function agreedSizeIn(line: string): [name: string, kilobytes: number] {
  const [size = '', , name = ''] = line.trim().split(' ');
  return [name, Number(size)];
}

const kilobytesOf = (file: string): number => Math.ceil(statSync(file).size / 1000);

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
