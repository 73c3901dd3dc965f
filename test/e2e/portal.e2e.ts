import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  byRole,
  complaintsOf,
  exactCount,
  seen,
  startBrowser,
  startPortal,
  textOf,
  type Page,
  type Portal,
} from './portal-page.js';
import { inSight } from './hands.js';
import { inEachEngine } from './open-browser.js';

// For the type of the tag.
import type {} from '../../components/activity-audit/define.js';

inEachEngine('the demo portal', ({ test, before, after, afterEach }) => {
  let browser: Awaited<ReturnType<typeof startBrowser>>;
  let portal: Portal;
  const folder = mkdtempSync(join(tmpdir(), 'portal-'));

  before(async () => {
    browser = await startBrowser();
    portal = await startPortal();
  });
  after(async () => {
    await browser.close();
    await portal.close();
    rmSync(folder, { recursive: true });
  });

  const ownPortals: Portal[] = [];
  async function startOwn(file: string): Promise<Portal> {
    const own = await startPortal(file);
    ownPortals.push(own);
    return own;
  }

  afterEach(async () => {
    for (const page of await browser.pages()) if (page.url() !== 'about:blank') await page.close();
    for (const own of ownPortals.splice(0)) await own.close();
  });

  async function open(url = portal.url, context = browser.defaultBrowserContext()): Promise<Page> {
    const page = await context.newPage();
    await page.goto(url, { waitUntil: 'load' });
    return page;
  }

  /** How many the backend itself counts, asked past the view. */
  async function backendCount(filter: string, page: Page): Promise<number> {
    const { fromNs, toNs } = await page.evaluate(() => {
      const range = document.querySelector('activity-audit')?.activeStore?.range;
      return { fromNs: String(range?.fromNs), toNs: String(range?.toNs) };
    });
    const query = new URLSearchParams({ from: fromNs, to: toNs, limit: '1', filter });
    const response = await fetch(`${portal.url}api/entries?${query.toString()}`);
    const { page: mark } = (await response.json()) as { page: { total: number } };
    return mark.total;
  }

  async function pause(page: Page): Promise<void> {
    await page.evaluate(() => document.querySelector('activity-audit')?.activeStore?.setLive(false));
  }

  /**
   * Opens or reloads the page and waits until what it shows is on disk: that comes in several turns, and after the last one next to nothing is
   * added. A machine that took long to load takes long to write. Gives the number of activities.
   */
  async function loadedAndKept(page: Page, load: () => Promise<unknown>): Promise<number> {
    const begin = Date.now();
    await load();
    const count = await exactCount(page);
    const quietMs = Math.max(3_000, Date.now() - begin);
    let before = 0;
    for (let tries = 0; tries < 20; tries++) {
      const bytes = await page.evaluate(
        () => document.querySelector('activity-audit')?.activeStore?.status?.cache.bytes,
      );
      if (bytes !== undefined && bytes > 1_000_000 && bytes < before * 1.02) return count;
      before = bytes ?? 0;
      await new Promise((resolve) => setTimeout(resolve, quietMs));
    }
    throw new Error(`the cache goes on growing: ${before} bytes`);
  }

  async function typeFilter(page: Page, text: string): Promise<void> {
    const input = await page.waitForSelector(byRole('combobox', 'Add a condition'));
    await input?.click();
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
  }

  test('the page opens on a day of activity, live, without a complaint under its strict policy', async () => {
    const page = await browser.newPage();
    const complaints = complaintsOf(page);
    await page.goto(portal.url, { waitUntil: 'load' });
    assert.ok((await exactCount(page)) > 40_000);
    await seen(page, 'time-bar', /Live/);
    const before = Number(
      (await seen(page, 'frequency-graph', /Commands cmd (?:≥ )?([\d,]+)/))[1]?.replaceAll(',', ''),
    );
    await seen(page, 'activity-list', /Foo/);
    let now = before;
    for (let tries = 0; tries < 100 && now <= before; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      now = Number((await seen(page, 'frequency-graph', /Commands cmd (?:≥ )?([\d,]+)/))[1]?.replaceAll(',', ''));
    }
    assert.notEqual(now, before, 'new activities arrive by themselves');
    assert.deepEqual(complaints, []);
  });

  test('a typed filter shows as many as the backend itself counts', async () => {
    const page = await open();
    await exactCount(page);
    await pause(page);
    await typeFilter(page, 'comm = ab');
    await seen(page, 'filter-bar', /comm\s*=\s*ab/);
    await seen(page, 'activity-list', /of [\d,]+ in this window/);
    const shown = await exactCount(page);
    assert.ok(shown > 1_000);
    assert.equal(shown, await backendCount('comm = "ab"', page));
  });

  test('a filter with a mistake says where and why, and the filter before stays', async () => {
    const page = await open();
    await exactCount(page);
    await typeFilter(page, 'comm = curl');
    await seen(page, 'activity-list', /of [\d,]+ in this window/);
    await typeFilter(page, 'pid in (1, 2');
    await seen(page, 'filter-bar', /not applied|bracket|parenthes/i);
    await seen(page, 'activity-list', /of [\d,]+ in this window/);
  });

  test('a click on − at a value leaves it out, and removing its chip brings it back', async () => {
    const page = await open();
    await exactCount(page);
    await pause(page);
    // What happened before the pause may arrive a moment after it.
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    const all = await exactCount(page);
    const value = await inSight(page, '>>> activity-list >>> .row .value');
    const text = await value?.evaluate((element) => element.textContent?.trim() ?? '');
    await value?.hover();
    const leaveOut = await inSight(page, '>>> activity-list >>> .value-action.exclude');
    await leaveOut?.click();
    await seen(page, 'filter-bar', new RegExp(`!=\\s*${text}`));
    await seen(page, 'activity-list', /of [\d,]+ in this window/);
    const left = await exactCount(page);
    assert.ok(left < all);
    const remove = await inSight(page, '>>> filter-bar >>> button[aria-label^="Remove"]');
    await remove?.click();
    let back = left;
    for (let tries = 0; tries < 100 && back !== all; tries++) back = await exactCount(page);
    assert.equal(back, all);
  });

  test('dragging over the graph zooms into that time', async () => {
    const page = await open();
    const all = await exactCount(page);
    const plot = await inSight(page, '>>> frequency-graph >>> [role="slider"]');
    const box = await plot?.boundingBox();
    assert.ok(box);
    await page.mouse.move(box.x + box.width * 0.3, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.5, box.y + box.height / 2, { steps: 8 });
    await page.mouse.up();
    await page.waitForFunction(
      () => document.querySelector('activity-audit')?.activeStore?.view.window.kind === 'absolute',
    );
    let zoomed = all;
    for (let tries = 0; tries < 100 && zoomed >= all; tries++) zoomed = await exactCount(page);
    assert.ok(zoomed > 0 && zoomed < all);
  });

  test('a reload without network answers from the cache, and says that it is cut off', async () => {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    const loaded = await loadedAndKept(page, () => page.goto(portal.url, { waitUntil: 'load' }));
    await pause(page);
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null || navigator.serviceWorker.ready);
    await loadedAndKept(page, () => page.reload({ waitUntil: 'load' }));
    await page.setOfflineMode(true);
    await page.reload({ waitUntil: 'load' });
    let kept = 0;
    for (let tries = 0; tries < 300 && kept <= loaded * 0.95; tries++) {
      const [, digits = ''] = await seen(page, 'activity-list', /([\d,]+) activities/);
      kept = Number(digits.replaceAll(',', ''));
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.ok(kept > loaded * 0.95, `${kept} of ${loaded} came back`);
    await seen(page, 'activity-list', /curl|Foo|nginx|postgres/);
    await context.close();
  });

  test('a reload asks the backend only for what is missing', async () => {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    await loadedAndKept(page, () => page.goto(portal.url, { waitUntil: 'load' }));
    const reloadedNs = BigInt(Date.now()) * 1_000_000n;
    await page.reload({ waitUntil: 'load' });
    await exactCount(page);
    // The worker asks, so the worker's own record of requests tells.
    const asked = await page
      .workers()[0]
      ?.evaluate(() => performance.getEntriesByType('resource').map((entry) => entry.name));
    const entries = (asked ?? []).map((address) => new URL(address)).filter((url) => url.pathname.endsWith('/entries'));
    for (const url of entries) {
      const fromNs = BigInt(url.searchParams.get('from') ?? '0');
      assert.ok(reloadedNs - fromNs < 120n * 1_000_000_000n, `asked again from ${url.searchParams.get('from')}`);
    }
    assert.ok(
      asked?.some((address) => address.includes('/api/')),
      'the record of requests is that of the worker',
    );
    assert.ok(entries.length <= 2, `${entries.length} pages were asked for again`);
    await context.close();
  });

  test('a second tab sees the same, and says that the first one writes', async () => {
    const context = await browser.createBrowserContext();
    const first = await open(portal.url, context);
    await exactCount(first);
    const second = await open(portal.url, context);
    await exactCount(second);
    const state = (page: Page) =>
      page.evaluate(() => document.querySelector('activity-audit')?.activeStore?.status?.cache.state);
    assert.deepEqual([await state(first), await state(second)], ['writing', 'reading']);
    await context.close();
  });

  const auditLine = (id: string, second: number, subresource: string) =>
    JSON.stringify({
      kind: 'Event',
      apiVersion: 'audit.k8s.io/v1',
      auditID: id,
      stage: 'ResponseComplete',
      verb: 'get',
      requestURI: `/api/v1/namespaces/shop/pods/web-1/${subresource}?command=id&container=web`,
      user: { username: 'alice', groups: ['dev'] },
      objectRef: { resource: 'pods', namespace: 'shop', name: 'web-1', subresource },
      responseStatus: { code: 101 },
      requestReceivedTimestamp: `2026-01-02T03:04:${String(second).padStart(2, '0')}.000001Z`,
      stageTimestamp: `2026-01-02T03:05:00.000002Z`,
    });

  test('own log files are served in place of the cluster, counted line by line, with what could not be read', async () => {
    const good = join(folder, 'audit.log');
    writeFileSync(
      good,
      [
        auditLine('a', 1, 'exec'),
        'I0102 server started',
        auditLine('b', 2, 'attach'),
        auditLine('c', 3, 'log'),
        '{"kind":"Event",',
      ].join('\r\n'),
    );
    const own = await startOwn(good);
    const page = await open(own.url);
    await seen(page, 'activity-list', /at least 2 activities/);
    await seen(page, 'activity-list', /2 (?:lines|records) could not be read/i);
    await seen(page, 'activity-list', /alice/);
  });

  test('a file that is no log is refused with a sentence that says what it holds and what is accepted', async () => {
    const wrong = join(folder, 'people.csv');
    writeFileSync(wrong, `name,town,age,since\n${'Ann,Oslo,44,2019\n'.repeat(500)}`);
    const own = await startOwn(wrong);
    const page = await open(own.url);
    await seen(
      page,
      'activity-list',
      /people\.csv" was not read: it holds comma-separated text\. Accepted are Kubernetes audit/,
    );
  });

  test('files dropped on the page are read there, in place of what was shown', async () => {
    const page = await open();
    await exactCount(page);
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.method()));
    await page.evaluate(
      (lines) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([lines.join('\n')], 'dropped.log'));
        const view = document.querySelector('activity-audit');
        for (const type of ['dragenter', 'dragover', 'drop'])
          view?.dispatchEvent(
            new DragEvent(type, { dataTransfer: transfer, bubbles: true, composed: true, cancelable: true }),
          );
      },
      [auditLine('a', 1, 'exec'), auditLine('b', 2, 'exec'), auditLine('c', 3, 'portforward')],
    );
    await seen(page, 'activity-audit', /dropped\.log/);
    assert.equal(await exactCount(page), 3);
    assert.ok(!requests.includes('POST'), 'nothing is sent anywhere');
  });

  const shared = new URL('../../../shared/data/', import.meta.url);
  test(
    'a real Tetragon log shows what an independent reading of it counts',
    async () => {
      const file = new URL('tetragon-docs/tetragon.jsonl', shared);
      const execs = readFileSync(file, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Record<string, { process?: { exec_id?: string } }>)
        .flatMap((event) => event['process_exec']?.process?.exec_id ?? event['process_exit']?.process?.exec_id ?? []);
      const own = await startOwn(file.pathname);
      const page = await open(own.url);
      const [, commands = ''] = await seen(page, 'frequency-graph', /Commands cmd (?:≥ )?([\d,]+)/);
      assert.equal(Number(commands), new Set(execs).size);
    },
    { skip: existsSync(shared) ? false : 'the shared data is not there' },
  );

  test('after 100 times on and off the page, memory and workers are where they were', async () => {
    const page = await open();
    await exactCount(page);
    const session = await page.createCDPSession();
    const cycle = (times: number) =>
      page.evaluate(async (count) => {
        // Nothing but statements here: a named function would need a compiler's helper on the page.
        const view = document.querySelector('activity-audit');
        const parent = view?.parentElement;
        view?.remove();
        for (let at = 0; at < count; at++) {
          const other = document.createElement('activity-audit');
          if (at % 2) other.src = '/api';
          else other.source = { kind: 'file', files: [{ name: 'x', blob: new Blob(['{}']) }] };
          other.window = '1H';
          parent?.append(other);
          await new Promise((resolve) => setTimeout(resolve, at % 10 ? 40 : 400));
          other.remove();
        }
        await new Promise((resolve) => setTimeout(resolve, 3_000));
      }, times);
    const heap = async () => {
      await session.send('HeapProfiler.collectGarbage');
      await session.send('HeapProfiler.collectGarbage');
      const { usedSize } = await session.send('Runtime.getHeapUsage');
      const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
      return { usedSize, nodes, jsEventListeners, workers: page.workers().length };
    };
    await cycle(10);
    const before = await heap();
    await cycle(100);
    const after = await heap();
    assert.equal(after.workers, 0);
    assert.ok(after.usedSize < before.usedSize + 2_000_000, `heap grew from ${before.usedSize} to ${after.usedSize}`);
    assert.ok(after.nodes <= before.nodes + 50, `nodes grew from ${before.nodes} to ${after.nodes}`);
    assert.ok(
      after.jsEventListeners <= before.jsEventListeners + 20,
      `listeners ${before.jsEventListeners} to ${after.jsEventListeners}`,
    );
  });

  test('the whole text of the view holds no name of an undefined thing', async () => {
    const page = await open();
    await exactCount(page);
    assert.doesNotMatch(await textOf(page, 'activity-audit'), /undefined|NaN|\[object/);
  });
});
