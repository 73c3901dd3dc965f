// Finds a Chromium for the tests: $CHROME_PATH, an installed one, the one inside the optional package, or a word on how to get one.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createBrotliDecompress } from 'node:zlib';
import { chromeLauncher } from '@web/test-runner';
import { puppeteerCore } from '@web/test-runner-chrome';

export { puppeteerCore };

/** Without the first, Chromium does not start as root; the others keep it quiet on a closed network. */
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const installedPaths = [
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/chromium-browser',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:/Program Files/Google/Chrome/Application/chrome.exe',
];

function missingLibraries(file) {
  try {
    return /not found/.test(execFileSync('ldd', [file], { encoding: 'utf8' }));
  } catch {
    return false;
  }
}

/** The headless Chromium inside the npm package (Linux x64), unpacked once into the cache folder of node_modules. */
async function packaged() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  let packed;
  try {
    packed = join(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '../../bin');
  } catch {
    return undefined;
  }
  const { version } = JSON.parse(readFileSync(join(packed, '../package.json'), 'utf8'));
  const folder = fileURLToPath(new URL(`../../node_modules/.cache/chromium-${version}`, import.meta.url));
  const executablePath = join(folder, 'chromium');
  if (!existsSync(executablePath)) {
    mkdirSync(folder, { recursive: true });
    for (const name of ['al2023', 'swiftshader', 'fonts']) {
      const tar = join(folder, `${name}.tar`);
      await pipeline(
        createReadStream(join(packed, `${name}.tar.br`)),
        createBrotliDecompress(),
        createWriteStream(tar),
      );
      execFileSync('tar', ['-xf', tar, '-C', folder, '--no-same-owner']);
    }
    const partial = `${executablePath}.${process.pid}`;
    await pipeline(createReadStream(join(packed, 'chromium.br')), createBrotliDecompress(), createWriteStream(partial));
    chmodSync(partial, 0o755);
    renameSync(partial, executablePath);
  }
  const env = { ...process.env };
  if (missingLibraries(executablePath)) env.LD_LIBRARY_PATH = join(folder, 'lib');
  if (!existsSync('/etc/fonts')) {
    // Without any font, text has no width and nothing can be clicked.
    env.FONTCONFIG_FILE = join(folder, 'own-fonts.conf');
    writeFileSync(
      env.FONTCONFIG_FILE,
      `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${join(folder, 'fonts')}</dir><cachedir>${join(folder, 'fontcache')}</cachedir></fontconfig>`,
    );
  }
  return { executablePath, env };
}

/** Launch options for puppeteer-core; ends the process with one sentence where there is no Chromium at all. */
export async function chromium() {
  const installed = [process.env.CHROME_PATH, ...installedPaths].find((path) => path && existsSync(path));
  const found = installed && !process.env.PACKAGED_CHROMIUM ? { executablePath: installed } : await packaged();
  if (!found) {
    console.error(
      'No Chromium found. Set CHROME_PATH, or install one:  apt-get install -y --no-install-recommends chromium',
    );
    process.exit(1);
  }
  return { ...found, args };
}

/** Every test file gets a window of its own: a tab in the background is given no animation frames, and waits for them for ever. */
export const launcher = async () =>
  chromeLauncher({
    launchOptions: await chromium(),
    concurrency: 2,
    createPage: ({ context }) => context.newPage({ type: 'window' }),
  });
