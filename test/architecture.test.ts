import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/**
 * Who may know whom, so that a newcomer can trust the plan of the house (docs/architecture.md). Every violation
 * is listed as `file → what it must not have`.
 */

const HOUSE = fileURLToPath(new URL('..', import.meta.url));

/** Which rooms a room may import from, besides itself. */
const KNOWS: Readonly<Record<string, readonly string[]>> = {
  core: [],
  policy: [],
  workflows: ['core'],
  functions: ['core', 'workflows'],
  adapters: ['core', 'workflows'],
  web: ['core', 'workflows'],
  infra: ['core', 'workflows'],
  local: ['core', 'policy', 'workflows', 'functions', 'adapters', 'web'],
  operate: ['core', 'policy', 'workflows', 'functions', 'adapters', 'infra', 'local'],
  test: ['core', 'policy', 'workflows', 'functions', 'adapters', 'web', 'infra', 'local', 'operate'],
};
/** What stands at the top besides the rooms with code. */
const OTHER_FOLDERS: readonly string[] = ['docs'];

/** The composition roots: where handlers meet adapters. One for the table, and one for each further service. */
const COMPOSITION_ROOTS: readonly string[] = [
  'functions/support/deps.ts',
  'functions/support/bus-deps.ts',
  'functions/support/execution-deps.ts',
  'functions/support/mail-deps.ts',
  'functions/support/teacher-deps.ts',
  // Where the pages meet their function's environment, its secrets, real time and chance.
  'web/lambda.ts',
];
/** The bundler copies what the pages read at run time: it asks them which files, and nothing else. */
const MANIFEST = 'web/shipped-files.ts';
const HANDLERS = /^functions\/(api|steps|events|jobs)\//;

/** Packages that only some places may import; a place is the beginning of a path. */
const PACKAGES: readonly { readonly name: RegExp; readonly only: readonly string[] }[] = [
  {
    name: /^@aws-sdk\//,
    only: [
      'adapters/',
      'local/dynamodb/',
      'local/host.ts',
      'local/school-import/table-at-hand.ts',
      'operate/',
      'test/',
    ],
  },
  { name: /^(aws-cdk-lib|constructs|cdk-nag)(\/|$)/, only: ['infra/', 'test/infra/'] },
  { name: /^temporal-polyfill(\/|$)/, only: ['core/', 'local/', 'test/'] },
  { name: /^jsonata$/, only: ['local/', 'test/'] },
];
const CORE_PACKAGES = /^(zod$|temporal-polyfill(\/|$))/;

/** Time and chance come from outside: only these may ask for them. */
const CLOCK_KEEPERS: readonly string[] = ['adapters/', 'local/', 'operate/', 'test/', 'web/lambda.ts'];
const CLOCK_OR_CHANCE =
  /\b(Date\.now|performance\.now|process\.hrtime|Temporal\.Now|Math\.random|randomBytes|randomUUID|randomInt|getRandomValues)\b|\bnew Date\(\s*\)/g;

const ENVIRONMENT_READERS: readonly string[] = [
  'functions/support/composition.ts',
  'infra/app.ts',
  'infra/stage-settings.ts',
  'local/',
  'operate/',
  'test/',
  'web/lambda.ts',
];

const EMPTY_NAMES: readonly string[] = ['index', 'util', 'utils', 'helper', 'helpers', 'common'];
const UNFINISHED = new RegExp(`\\b(${['TO', 'DO|FIX', 'ME'].join('')})\\b`);

const startsWithOneOf = (file: string, places: readonly string[]) =>
  places.some((place) => file.startsWith(place));
const roomOf = (file: string) => file.slice(0, file.indexOf('/'));

/** Everything that these files, path → text, should not do. */
function violationsOf(files: ReadonlyMap<string, string>): string[] {
  return [...files].flatMap(([file, text]) => [
    ...namingViolations(file, text),
    ...(file.endsWith('.ts') ? codeViolations(file, withoutComments(text)) : []),
  ]);
}

function namingViolations(file: string, text: string): string[] {
  const [name = ''] = basename(file).split('.');
  const unfinished = UNFINISHED.exec(text)?.[0];
  return [
    ...(EMPTY_NAMES.includes(name) ? [`${file} → the name ${name} says nothing`] : []),
    ...(unfinished ? [`${file} → ${unfinished}`] : []),
  ];
}

function codeViolations(file: string, code: string): string[] {
  const imports = [...code.matchAll(/\b(?:from|import)\s*\(?\s*['"]([^'"\n]+)['"]/g)].flatMap(
    ([, specifier]) => specifier ?? [],
  );
  const asked = startsWithOneOf(file, CLOCK_KEEPERS)
    ? []
    : [...code.matchAll(CLOCK_OR_CHANCE)].map(([found]) => found);
  const environment = /\bprocess\.env\b/.test(code) && !startsWithOneOf(file, ENVIRONMENT_READERS);
  return [
    ...imports.filter((specifier) => !mayImport(file, specifier)),
    ...asked,
    ...(environment ? ['process.env'] : []),
  ].map((what) => `${file} → ${what}`);
}

function mayImport(file: string, specifier: string): boolean {
  const room = roomOf(file);
  if (!specifier.startsWith('.')) {
    if (room === 'core') return CORE_PACKAGES.test(specifier);
    return PACKAGES.every(({ name, only }) => !name.test(specifier) || startsWithOneOf(file, only));
  }
  const target = posix.join(posix.dirname(file), specifier);
  const targetRoom = roomOf(target);
  if (COMPOSITION_ROOTS.includes(file) && targetRoom === 'adapters') return true;
  if (room === 'infra' && target === MANIFEST) return true;
  if (room !== targetRoom) return KNOWS[room]?.includes(targetRoom) ?? false;
  if (room !== 'functions') return true;
  // Nobody imports a handler; handlers import support and use cases; a use case knows use cases only.
  if (HANDLERS.test(target)) return false;
  return !file.startsWith('functions/use-cases/') || target.startsWith('functions/use-cases/');
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
}

/** The code of every room, path → text. Recorded and generated files are nobody's style. */
function readHouse(): ReadonlyMap<string, string> {
  const rooms = Object.keys(KNOWS).filter((room) => topFolders().includes(room));
  const paths = rooms.flatMap((room) =>
    readdirSync(join(HOUSE, room), { recursive: true, encoding: 'utf8' }).map((path) => `${room}/${path}`),
  );
  const code = paths.filter((path) => /\.(ts|asl\.json)$/.test(path) && !path.startsWith('test/vectors/'));
  return new Map(code.map((path) => [path, readFileSync(join(HOUSE, path), 'utf8')]));
}

/** The folders of the house, without what is hidden, ignored by git, or installed. */
function topFolders(): string[] {
  const ignored = readFileSync(join(HOUSE, '.gitignore'), 'utf8').split('\n');
  return readdirSync(HOUSE, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .filter((name) => !ignored.some((line) => line.replaceAll('/', '') === name));
}

describe('the house', () => {
  it('keeps to the arrow of knowledge: core ← workflows ← functions, adapters, web, infra ← local ← test', () => {
    const house = readHouse();
    expect(house.size).toBeGreaterThan(100);
    expect(violationsOf(house)).toEqual([]);
  });

  it('has the rooms of the architecture and no others', () => {
    const unknown = topFolders().filter((name) => !(name in KNOWS) && !OTHER_FOLDERS.includes(name));
    expect(unknown).toEqual([]);
  });
});

describe('the test of the architecture reports', () => {
  const fileWith = (file: string, ...imports: string[]): [string, string] => [
    file,
    imports.map((specifier) => `import { it } ${'from'} '${specifier}';`).join('\n'),
  ];
  const found = (...files: [string, string][]) => violationsOf(new Map(files));

  it.each([
    ['core/claim.ts', '../workflows/steps.ts'],
    ['core/claim.ts', '../policy/2026-27.json'],
    ['core/claim.ts', 'node:fs'],
    ['core/claim.ts', 'aws-lambda'],
    ['workflows/steps.ts', '../functions/support/step.ts'],
    ['functions/use-cases/enrol-school.ts', '../../adapters/dynamodb/keys.ts'],
    ['functions/use-cases/enrol-school.ts', '../support/deps.ts'],
    ['functions/api/enrol.ts', '@aws-sdk/client-sfn'],
    ['functions/api/enrol.ts', '../api/list-asks.ts'],
    ['functions/api/enrol.ts', './list-asks.ts'],
    ['functions/support/deps.ts', '../api/enrol.ts'],
    ['functions/support/deps.ts', '../../local/host.ts'],
    ['adapters/config.ts', '../functions/support/deps.ts'],
    ['web/pages.ts', '../adapters/dynamodb/asks.ts'],
    ['infra/app.ts', '../functions/api/enrol.ts'],
    ['infra/app.ts', '../adapters/config.ts'],
    ['infra/bundle.ts', '../web/app.ts'],
    ['web/app.ts', '../adapters/secret.ts'],
    ['infra/app.ts', '../local/machines.ts'],
    ['local/host.ts', '../infra/app.ts'],
    ['local/host.ts', '../test/support/forms.ts'],
    ['local/http/api.ts', '@aws-sdk/client-sfn'],
    ['local/main.ts', 'aws-cdk-lib'],
    ['test/core/claim.test.ts', '../../../shared/data/hubs.tsv'],
  ])('%s → %s', (file, specifier) => {
    expect(found(fileWith(file, specifier))).toEqual([`${file} → ${specifier}`]);
  });

  it.each([
    ['functions/support/deps.ts', '../../adapters/dynamodb/keys.ts'],
    ['functions/api/enrol.ts', '../use-cases/enrol-school.ts'],
    ['local/host.ts', '@aws-sdk/client-dynamodb'],
    ['test/infra/bundle.test.ts', '../../infra/bundle.ts'],
    ['core/london.ts', 'temporal-polyfill/fns/PlainDate'],
    ['infra/bundle.ts', '../web/shipped-files.ts'],
    ['web/lambda.ts', '../adapters/secret.ts'],
  ])('nothing where %s imports %s', (file, specifier) => {
    expect(found(fileWith(file, specifier))).toEqual([]);
  });

  it('every import of a file, also one that is spread over lines or awaited', () => {
    const spread = `import {\n  one,\n  two,\n} ${'from'} '../local/host.ts';\nawait import${'('}'../infra/app.ts');`;
    expect(found(['adapters/config.ts', spread])).toEqual([
      'adapters/config.ts → ../local/host.ts',
      'adapters/config.ts → ../infra/app.ts',
    ]);
  });

  it.each(['Date.now()', 'new Date()', 'performance.now()', 'Math.random()', 'randomUUID()'])(
    '%s outside adapters and local',
    (asked) => {
      const text = `const it = ${asked};`;
      expect(found(['functions/use-cases/due-year.ts', text])).toEqual([
        `functions/use-cases/due-year.ts → ${asked.replace(/(?<!Date)\(\)$/, '')}`,
      ]);
      expect(found(['adapters/ids.ts', text], ['local/main.ts', text])).toEqual([]);
    },
  );

  it('no time that was handed in, and no comment about the clock', () => {
    const text = '// never Date.now()\n/** nor Math.random() */\nconst day = new Date(instant);';
    expect(found(['core/london.ts', text])).toEqual([]);
  });

  it('an environment read past the door, unfinished work, and names that say nothing', () => {
    expect(
      found(
        ['functions/api/enrol.ts', 'process.env.TABLE_NAME'],
        ['core/claim.ts', `// ${'TO'}DO: pay`],
        ['core/utils.ts', ''],
        ['adapters/index.ts', ''],
      ),
    ).toEqual([
      'functions/api/enrol.ts → process.env',
      `core/claim.ts → ${'TO'}DO`,
      'core/utils.ts → the name utils says nothing',
      'adapters/index.ts → the name index says nothing',
    ]);
  });
});
