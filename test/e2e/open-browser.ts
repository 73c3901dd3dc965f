/** The engines that a test which only opens addresses can run in: `ENGINES=chromium,firefox`, by default Chromium alone. */
import { existsSync } from 'node:fs';
import { chromium, puppeteerCore } from '../tools/browsers.js';

export interface OpenBrowser {
  /** Resolves when the page is loaded. */
  goTo(url: string): Promise<void>;
  close(): Promise<void>;
}

type LaunchOptions = NonNullable<Parameters<typeof puppeteerCore.launch>[0]>;

async function launch(options: LaunchOptions): Promise<OpenBrowser> {
  const browser = await puppeteerCore.launch(options);
  const page = await browser.newPage();
  return {
    goTo: async (url) => void (await page.goto(url, { waitUntil: 'load' })),
    close: () => browser.close(),
  };
}

const firefoxPath = (): string | undefined =>
  [process.env['FIREFOX_PATH'], '/usr/bin/firefox-esr', '/usr/bin/firefox'].find((path) => path && existsSync(path));

const engines: Readonly<Record<string, () => Promise<OpenBrowser>>> = {
  chromium: async () => launch(await chromium()),
  firefox: async () => {
    const executablePath = firefoxPath();
    if (!executablePath) throw new Error('No Firefox found. Set FIREFOX_PATH, or install one.');
    return launch({ browser: 'firefox', executablePath });
  },
};

export function openBrowsers(): readonly { readonly name: string; readonly open: () => Promise<OpenBrowser> }[] {
  const wanted = (process.env['ENGINES'] ?? 'chromium').split(',').map((name) => name.trim());
  return wanted.filter((name) => name in engines).map((name) => ({ name, open: engines[name]! }));
}
