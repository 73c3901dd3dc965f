/** The demo portal in a real Chromium, as a person meets it: what is on the screen, and what the browser complained about. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { chromium, puppeteerCore } from '../tools/browsers.js';

type Browser = Awaited<ReturnType<typeof puppeteerCore.launch>>;
export type Page = Awaited<ReturnType<Browser['newPage']>>;

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Portal {
  readonly url: string;
  close(): Promise<void>;
}

/** `npm start` without its build: the bundled server, which prints one line when it is ready. */
export async function startPortal(...args: readonly string[]): Promise<Portal> {
  const child: ChildProcess = spawn(process.execPath, ['dist/demo/server.js', '--port', '8300', ...args], {
    cwd: root,
    env: { ...process.env, INIT_CWD: root },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', (text: Buffer) => {
      printed += text.toString();
      const found = /http:\/\/127\.0\.0\.1:\d+\//.exec(printed);
      if (found) resolve(found[0]);
    });
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
  });
  return {
    url,
    close: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

export async function startBrowser(): Promise<Browser> {
  return puppeteerCore.launch({ ...(await chromium()), defaultViewport: { width: 1440, height: 900 } });
}

/** Everything the browser or its security policy complained about. */
export function complaintsOf(page: Page): readonly string[] {
  const found: string[] = [];
  page.on('pageerror', (error) => found.push(`page error: ${String(error)}`));
  page.on('console', (message) => {
    // What browsers ask for by themselves is no page's fault.
    if (message.location().url?.endsWith('/favicon.ico')) return;
    if (message.type() === 'error' || /Content Security Policy|TrustedScript/i.test(message.text()))
      found.push(message.text());
  });
  return found;
}

/** Runs on the page, as text: a compiler's additions to a function would not be defined there. */
const readText = `(wanted) => {
  const find = (node) => {
    const here = node.querySelector(wanted);
    if (here) return here;
    for (const element of node.querySelectorAll('*')) {
      const inside = element.shadowRoot && find(element.shadowRoot);
      if (inside) return inside;
    }
    return null;
  };
  const read = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.nodeValue;
    if (['STYLE', 'SCRIPT', 'TEMPLATE'].includes(node.tagName)) return '';
    const children = node.tagName === 'SLOT' ? node.assignedNodes() : (node.shadowRoot ?? node).childNodes;
    return [...children].map(read).join(' ');
  };
  const element = find(document);
  return element ? read(element).replace(/\\s+/g, ' ').trim() : '';
}`;

/** A page of any engine. */
export interface Readable {
  evaluate(text: string): Promise<unknown>;
}

/** All text of an element of the view, through its shadow roots, as a person reads it. */
export async function textOf(page: Readable, tag: string): Promise<string> {
  return String(await page.evaluate(`(${readText})(${JSON.stringify(tag)})`));
}

/** To read all text of a page takes a while: what is not there soon is looked for less often, so that the page can get on. */
const soonMs = 50;
const seldomMs = 250;

/** Waits until an element's text is as wanted, and gives the match. */
export async function seen(
  page: Readable,
  tag: string,
  pattern: RegExp,
  timeoutMs = 45_000,
): Promise<RegExpMatchArray> {
  const end = Date.now() + timeoutMs;
  for (let waitMs = soonMs; ; waitMs = Math.min(waitMs * 1.25, seldomMs)) {
    const text = await textOf(page, tag);
    const found = pattern.exec(text);
    if (found) return found;
    if (Date.now() > end) throw new Error(`<${tag}> never showed ${String(pattern)}; it shows: ${text.slice(0, 600)}`);
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
}

/** The number of activities the list's heading states, once it is exact. */
export async function exactCount(page: Readable): Promise<number> {
  const [, digits = ''] = await seen(
    page,
    'activity-list',
    /(?:^| )([\d,]+) (?:activity|activities)(?: in [\d,]+ rows?)?(?: of [\d,]+ in this window)? exact/,
  );
  return Number(digits.replaceAll(',', ''));
}

/** The element with this role and accessible name, also inside shadow roots. */
export const byRole = (role: string, name: string) => `::-p-aria([name="${name}"][role="${role}"])`;
