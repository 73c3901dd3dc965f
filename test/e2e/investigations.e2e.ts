/** The three investigations, played in the portal from the first click to the last: by mouse alone, and by keys alone. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'node:test';
import { click, inSight, pause, press, rowWith, tabTo } from './hands.js';
import { exactCount, seen, startBrowser, startPortal, textOf, type Page, type Portal } from './portal-page.js';
import { inEachEngine } from './open-browser.js';

// For the type of the tag.
import type {} from '../../components/activity-audit/define.js';

inEachEngine('the investigations', ({ test, before, after, afterEach }) => {
  let browser: Awaited<ReturnType<typeof startBrowser>>;
  let portal: Portal;
  const folder = mkdtempSync(join(tmpdir(), 'reports-'));

  before(async () => {
    browser = await startBrowser();
    portal = await startPortal();
  });
  after(async () => {
    await browser.close();
    await portal.close();
    rmSync(folder, { recursive: true });
  });
  afterEach(async () => {
    for (const page of await browser.pages()) if (page.url() !== 'about:blank') await page.close();
  });

  async function open(path = ''): Promise<Page> {
    const page = await browser.newPage();
    const session = await page.createCDPSession();
    await session.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder });
    await page.goto(portal.url + path, { waitUntil: 'load' });
    return page;
  }

  /** What the backend itself counts in the view's window, asked past the view. */
  async function backendCount(page: Page, filter: string, types?: string): Promise<number> {
    const range = await page.evaluate(() => {
      const { fromNs = 0n, toNs = 0n } = document.querySelector('activity-audit')?.activeStore?.range ?? {};
      return { from: String(fromNs), to: String(toNs) };
    });
    const query = new URLSearchParams({ ...range, limit: '1', filter, ...(types && { types }) });
    const response = await fetch(`${portal.url}api/entries?${query.toString()}`);
    return ((await response.json()) as { page: { total: number } }).page.total;
  }

  /** The first file that was saved with this ending. */
  async function saved(ending: string): Promise<string> {
    for (let tries = 0; tries < 100; tries++) {
      const name = readdirSync(folder).find((one) => one.endsWith(ending));
      if (name && existsSync(join(folder, name))) {
        const text = readFileSync(join(folder, name), 'utf8');
        if (text) return text;
      }
      await pause(100);
    }
    throw new Error(`no file *${ending} was saved`);
  }

  /** The same steps with either hand. */
  interface Hands {
    readonly name: string;
    /** Presses a button. */
    push(page: Page, name: string): Promise<void>;
    /** Chooses an entity of the tree. */
    enter(page: Page, ...path: readonly string[]): Promise<void>;
    /** Leaves out the first value of the row with this text. */
    leaveOut(page: Page, text: string): Promise<void>;
    /** Asks who is behind the row with this text, or for the trace of an exec. */
    trace(page: Page, text: string): Promise<void>;
  }

  const exact = (name: string): RegExp => new RegExp(`^${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);

  const mouse: Hands = {
    name: 'by mouse alone',
    push: (page, name) => click(page, 'button', name),
    async enter(page, ...path) {
      for (const [depth, text] of path.entries()) {
        const line = await rowWith(page, 'scope-tree', text);
        if (depth === path.length - 1) await line.click();
        else await (await line.$('.twist'))?.click();
      }
    },
    async leaveOut(page, text) {
      const row = await rowWith(page, 'activity-list', text);
      await (await row.$('.value'))?.hover();
      await (await inSight(page, '>>> activity-list >>> .value-action.exclude')).click();
    },
    async trace(page, text) {
      const row = await rowWith(page, 'activity-list', text);
      await (await row.$('button[aria-label="Actions for this row"]'))?.click();
      const exec = await row.evaluate((element) => element.textContent?.includes('kube exec'));
      await click(page, 'menuitem', exec ? 'Trace this session' : 'Who did this?');
    },
  };

  const keys: Hands = {
    name: 'by keys alone',
    async push(page, name) {
      await tabTo(page, 'button', exact(name));
      await press(page, 'Enter');
    },
    async enter(page, ...path) {
      await tabTo(page, 'tree', /./);
      await press(page, 'Home');
      for (const [depth, text] of path.entries()) {
        // Typing the beginning of a name leads to it.
        await press(page, { text: text.slice(0, 5) });
        await pause(700);
        await press(page, depth === path.length - 1 ? 'Enter' : 'ArrowRight');
        await pause(300);
      }
    },
    async leaveOut(page, text) {
      await toRow(page, text);
      await press(page, 'x');
    },
    async trace(page, text) {
      await toRow(page, text);
      await press(page, 't');
    },
  };

  /** To the grid, and down to the row that holds a text. */
  async function toRow(page: Page, text: string): Promise<void> {
    await tabTo(page, 'grid', /Activities/);
    await press(page, 'Home');
    for (let tries = 0; tries < 60; tries++) {
      await press(page, 'ArrowDown');
      if ((await page.evaluate(activeRow)) && String(await page.evaluate(activeRow)).includes(text)) return;
    }
    throw new Error(`the keys never led to a row with "${text}"`);
  }
  /** Text of the row that the grid calls the active one. */
  const activeRow = `(() => {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  const id = active?.getAttribute('aria-activedescendant');
  const cell = id ? active.getRootNode().getElementById(id) : active;
  return cell?.closest('[role="row"]')?.textContent.replace(/\\s+/g, ' ') ?? '';
})()`;

  for (const hands of [mouse, keys])
    describe(`played ${hands.name}`, () => {
      test('noise: one click leaves a command out that runs five times a second, and what matters remains', async () => {
        const page = await open();
        await exactCount(page);
        await hands.push(page, 'Live updates: Live');
        await hands.enter(page, 'payments', 'ledger-worker');
        await hands.push(page, 'Data sources: All sources');
        await hands.push(page, 'Only Commands');
        await page.keyboard.press('Escape');
        await hands.push(page, 'All');
        const place = 'kubernetes.namespace.name = "payments" and kubernetes.deployment.name = "ledger-worker"';
        const [, times = ''] = await seen(page, 'activity-list', /×\s*([\d,]+)[^×]*\bFoo\b|\bFoo\b[^×]*×\s*([\d,]+)/);
        const foo = await backendCount(page, `${place} and comm = "Foo"`);
        if (times) assert.equal(Number(times.replaceAll(',', '')), foo);
        await hands.leaveOut(page, 'Foo');
        await seen(page, 'filter-bar', /(?:!=|not)[^]*Foo/);
        await seen(page, 'activity-list', /^(?![^]*\bFoo\b)[^]*shred/);
        for (const matters of [/curl/, /dpkg/, /shred/]) await seen(page, 'activity-list', matters);
        assert.equal(await exactCount(page), await backendCount(page, `${place} and comm != "Foo"`, 'commands'));
      });

      test('incident: from a policy event to a spike, to the tool, to the person, to the report', async () => {
        const page = await open('events.html');
        if (hands === mouse) await click(page, 'link', 'See the activity: Connections above the usual');
        else {
          await page.waitForSelector('a[aria-label^="See the activity"]');
          await tabTo(page, 'a', /^See the activity: Connections above the usual/);
          await press(page, 'Enter');
        }
        await page.waitForSelector('activity-audit');
        const [, connections = ''] = await seen(page, 'frequency-graph', /Connections net ([\d,]+)/);
        assert.ok(Number(connections.replaceAll(',', '')) > 6_000);
        await hands.push(page, 'All');
        await seen(page, 'activity-list', /×\s*6,000/);
        await hands.trace(page, 'ab -n 6000');
        await seen(page, 'trace-view', /johndoe.*did this.*10\.20\.14\.52/);
        await seen(page, 'trace-view', /high/);
        await hands.push(page, 'Report');
        await hands.push(page, 'Save as Markdown');
        const report = await saved('.md');
        for (const said of [
          'johndoe',
          '10.20.14.52',
          'team:shop',
          'apt-get install',
          'ab -n 6000',
          '`10.96.3.20`',
          '| 6000 |',
          'high',
        ])
          assert.ok(report.includes(said), `the report names ${said}`);
        for (const name of readdirSync(folder)) rmSync(join(folder, name));
      });

      test('trace: from a busy pod to its exec and what was run; with two people in it, the view names both', async () => {
        const page = await open();
        await exactCount(page);
        await hands.push(page, 'Live updates: Live');
        await hands.enter(page, 'sensitive', 'customer-records');
        await hands.push(page, 'Data sources: All sources');
        await hands.push(page, 'Only Kube exec');
        await page.keyboard.press('Escape');
        await hands.trace(page, 'dave');
        await seen(page, 'trace-view', /dave/);
        await seen(page, 'trace-view', /sync\.sh/);
        await hands.push(page, 'Back to the list');
        await hands.trace(page, 'carol');
        await seen(page, 'trace-view', /ambiguous/i);
        const text = await textOf(page, 'trace-view');
        for (const person of ['bob', 'carol']) assert.match(text, new RegExp(person));
      });
    });
});
