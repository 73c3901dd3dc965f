// `npm run test:hosts [-- NAME...] [--dev]`: packs the library, installs it into every host of `stories/hosts` as a stranger would, builds each
// with its own tool, and looks at the page under a strict policy. `--dev`: also the development server of those that have one. Needs a build.
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { startBrowser, type Page } from '../e2e/portal-page.js';
import { expectRendered, expectWorkingHost } from './expectations.js';
import { buildHost, hostsFolder, pack, root } from './packed.js';
import { serveFolders, strictPolicy } from './serve.js';

/** Policies of Trusted Types that the frameworks make for themselves. */
const frameworkPolicies: Readonly<Record<string, readonly string[]>> = {
  svelte: ['svelte-trusted-html'],
  vue: ['vue'],
  webpack: ['webpack'],
};
const withDevelopmentServer = new Set(['react', 'svelte', 'vue']);

const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const alsoDevelopment = process.argv.includes('--dev');
const names = readdirSync(hostsFolder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && (!wanted.length || wanted.includes(entry.name)))
  .map(({ name }) => name);
if (!names.length) throw new Error(`No such host: ${wanted.join(', ')}`);

const into = join(root, 'dist', 'hosts');
const archive = await pack(into);
const browser = await startBrowser();
let passed = 0;
let failed = 0;

/** One check, told in a line. */
async function check(what: string, does: () => Promise<void>): Promise<void> {
  const beginMs = Date.now();
  try {
    await does();
    passed += 1;
    console.log(`✓ ${what} (${((Date.now() - beginMs) / 1000).toFixed(1)} s)`);
  } catch (error) {
    failed += 1;
    console.log(`✗ ${what}\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
}

async function look(url: string, alsoExpect?: (page: Page, url: string) => Promise<void>): Promise<void> {
  // A profile of its own: nothing of another host is there.
  const context = await browser.createBrowserContext();
  try {
    const page = await context.newPage();
    await expectWorkingHost(page, url);
    await alsoExpect?.(page, url);
  } finally {
    await context.close();
  }
}

/** Vite's development server, from its first line with an address until `use` is done. */
async function withVite(folder: string, use: (url: string) => Promise<void>): Promise<void> {
  const child = spawn(process.execPath, [join(folder, 'node_modules/vite/bin/vite.js'), '--host', '127.0.0.1'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NO_COLOR: '1' },
  });
  try {
    const url = await new Promise<string>((resolve, reject) => {
      let printed = '';
      child.stdout.on('data', (text: Buffer) => {
        printed += text.toString();
        const found = /http:\/\/127\.0\.0\.1:\d+\//.exec(printed);
        if (found) resolve(found[0]);
      });
      child.once('exit', (code) => reject(new Error(`Vite ended with ${code}: ${printed}`)));
    });
    await use(url);
  } finally {
    child.kill('SIGTERM');
  }
}

try {
  for (const name of names) {
    let folder: string | undefined;
    await check(`${name}: installs and builds`, async () => {
      folder = await buildHost(name, into, archive);
    });
    if (folder === undefined) continue;
    const host = folder;
    await check(`${name}: shows its activities, counted by a worker, under a strict policy`, async () => {
      const policy = strictPolicy(frameworkPolicies[name]);
      const server = await serveFolders({ '/': join(host, 'dist') }, { 'content-security-policy': policy });
      try {
        await look(server.url);
      } finally {
        await server.close();
      }
    });
    if (name === 'react')
      await check('react: takes over what a server rendered', async () => {
        const server = await serveFolders({ '/': join(host, 'dist') }, { 'content-security-policy': strictPolicy() });
        try {
          await look(`${server.url}rendered.html`, expectRendered);
        } finally {
          await server.close();
        }
      });
    if (alsoDevelopment && withDevelopmentServer.has(name))
      await check(`${name}: the same from the development server`, () => withVite(host, look));
  }
} finally {
  await browser.close();
}
console.log(`\nhosts: ${passed} passed, ${failed} failed`);
process.exitCode = failed || !passed ? 1 : 0;
