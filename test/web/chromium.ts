import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';
import { type Browser, chromium } from 'playwright-core';

/** Where systems keep a Chromium of their own. */
const INSTALLED = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const PACKED = join(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '..', 'bin');

/** What the packed one needs where there is neither a display nor a sandbox of the system's own. */
const ARGUMENTS = [
  '--no-sandbox',
  '--no-zygote',
  '--disable-gpu',
  '--font-render-hinting=none',
  '--headless',
];

/** A real Chromium without a window: the system's, or the one that comes with the npm packages. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = INSTALLED.find(existsSync) ?? unpacked();
  const env = { ...process.env, ...librariesFor(executablePath) };
  return chromium.launch({ executablePath, args: ARGUMENTS, headless: true, env });
}

/** The packed browser, unpacked once for all tests: under its name only when it is whole, as two may unpack at once. */
function unpacked(): string {
  const folder = join(tmpdir(), 'mastery-pathways-chromium');
  const file = join(folder, 'chromium');
  if (existsSync(file)) return file;
  mkdirSync(folder, { recursive: true });
  const own = `${file}-${process.pid}`;
  writeFileSync(own, brotliDecompressSync(readFileSync(join(PACKED, 'chromium.br'))));
  chmodSync(own, 0o755);
  renameSync(own, file);
  return file;
}

/** Libraries that a bare system lacks; they come with the packed browser too. */
function librariesFor(executablePath: string): Readonly<Record<string, string>> {
  const starts = spawnSync(executablePath, ['--version', '--no-sandbox', '--headless']).status === 0;
  if (starts) return {};
  const folder = join(dirname(executablePath), 'libraries');
  if (!existsSync(folder)) {
    const own = `${folder}-${process.pid}`;
    mkdirSync(own, { recursive: true });
    const archive = brotliDecompressSync(readFileSync(join(PACKED, 'al2023.tar.br')));
    spawnSync('tar', ['-x', '-C', own], { input: archive });
    renameSync(own, folder);
  }
  return { LD_LIBRARY_PATH: join(folder, 'lib') };
}
