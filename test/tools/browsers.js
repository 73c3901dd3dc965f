// The browsers that the tests run in: ENGINES=chromium,firefox,webkit (Chromium where nothing is said). Chromium is $CHROME_PATH, an installed
// one, the one inside the optional package, or a word on how to get one; an other engine that is not installed is named, and skipped.
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
import { isWebkitInstalled, startWebkit, webkitLauncher } from './webkit.js';

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

const firefoxPath = () =>
  [process.env.FIREFOX_PATH, '/usr/bin/firefox-esr', '/usr/bin/firefox'].find((path) => path && existsSync(path));

/** Launch options for puppeteer-core, which speaks WebDriver BiDi to it. */
export const firefox = () => ({
  browser: 'firefox',
  executablePath: firefoxPath(),
  extraPrefsFirefox: {
    // Windows that are not in front go on as if they were.
    'dom.min_background_timeout_value': 4,
    'dom.timeout.enable_budget_timer_throttling': false,
    'widget.windows.window_occlusion_tracking.enabled': false,
    'app.update.disabledForTesting': true,
  },
});

/** Every test file gets a window of its own: a tab in the background is given no animation frames, and waits for them for ever. */
const createPage = ({ context }) => context.newPage({ type: 'window' });

/** There, to put the mouse back leaves it where it is: what lies under it in the next test would be hovered over. */
async function createFirefoxPage(parts) {
  const page = await createPage(parts);
  const { mouse } = page;
  const letGo = mouse.reset.bind(mouse);
  mouse.reset = async () => {
    await letGo();
    await mouse.move(0, 0);
  };
  return page;
}

/** A new window for every file: where a test left the page by the Tab key, the focus is in that window's own bars for good, and no page is told of it. */
function firefoxLauncher() {
  const launcher = chromeLauncher({
    puppeteer: puppeteerCore,
    launchOptions: firefox(),
    concurrency: 1,
    createPage: createFirefoxPage,
  });
  const stopSession = launcher.stopSession.bind(launcher);
  launcher.stopSession = async (id) => {
    const page = launcher.getPage(id);
    const result = await stopSession(id);
    launcher.inactivePages.length = 0;
    await page.close();
    return result;
  };
  return launcher;
}

const known = {
  chromium: {
    isInstalled: () => true,
    launcher: async () => chromeLauncher({ launchOptions: await chromium(), concurrency: 2, createPage }),
    start: async (options) => puppeteerBrowser({ ...(await chromium()), ...options }),
  },
  firefox: {
    isInstalled: () => Boolean(firefoxPath()),
    packages: 'firefox-esr',
    launcher: async () => firefoxLauncher(),
    start: (options) => puppeteerBrowser({ ...firefox(), ...options }),
  },
  webkit: {
    isInstalled: isWebkitInstalled,
    packages: 'webkit2gtk-driver xvfb',
    launcher: async () => webkitLauncher(),
    start: webkitBrowser,
  },
};

/** A browser as those need it who only open pages one after the other: `open(url)` gives something with `evaluate(text)` and `screenshot()`. */
async function puppeteerBrowser(options) {
  const browser = await puppeteerCore.launch(options);
  return {
    open: async (url) => {
      const page = await browser.newPage();
      await page.goto(url, { waitUntil: 'load' });
      return {
        evaluate: (text) => page.evaluate(text),
        screenshot: () => page.screenshot(),
        close: () => page.close(),
      };
    },
    close: () => browser.close(),
  };
}
async function webkitBrowser({ defaultViewport }) {
  const { page, close } = await startWebkit();
  await page.setViewport(defaultViewport);
  return {
    open: async (url) => {
      await page.goto(url);
      return {
        evaluate: (text) => page.evaluate(text),
        screenshot: () => page.screenshot(),
        close: () => page.goto('about:blank'),
      };
    },
    close,
  };
}

const wanted = (process.env.ENGINES ?? 'chromium')
  .split(',')
  .map((name) => name.trim())
  .filter(Boolean);
for (const name of wanted)
  if (!(name in known)) {
    console.error(`No such engine: ${name}. Engines: ${Object.keys(known).join(', ')}`);
    process.exit(1);
  }

/** Engines that were asked for and are here. */
export const engines = wanted.filter((name) => known[name].isInstalled());
/** Engines that were asked for and are not here, each with a sentence that says so. */
export const missingEngines = wanted
  .filter((name) => !known[name].isInstalled())
  .map((name) => ({
    name,
    sentence: `${name} is not installed, none of its tests ran (Debian: apt-get install -y --no-install-recommends ${known[name].packages})`,
  }));

/** Launchers of the test runner, one per engine. */
export const launchers = () => Promise.all(engines.map((name) => known[name].launcher()));
export const startEngineBrowser = (name, options) => known[name].start(options);
