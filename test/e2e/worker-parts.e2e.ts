/** Parts of the worker that are loaded when first needed where their files are missing for a while. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer, type RunningServer } from '../../stories/demo/server.js';
import { inEachEngine, type OpenBrowser, type OpenPage } from './open-browser.js';
import { exactCount } from './portal-page.js';

// For the type of the tag.
import type {} from '../../components/activity-audit/define.js';

inEachEngine('parts of the worker', ({ start, test, before, after }) => {
  let browser: OpenBrowser;
  let server: RunningServer;
  let root: string;

  before(async () => {
    root = mkdtempSync(join(tmpdir(), 'worker-parts-'));
    cpSync('dist/demo/page', root, { recursive: true });
    browser = await start();
    server = await startServer({ port: 0, root });
  });
  after(async () => {
    await browser.close();
    await server.close();
    rmSync(root, { recursive: true });
  });

  /** The file of a part; its name has its content's hash in it. */
  function fileOf(part: string): string {
    const name = readdirSync(root).find(
      (file) => file.startsWith(`activity-audit.worker-${part}-`) && file.endsWith('.js'),
    );
    assert.ok(name, `no file for ${part}`);
    return join(root, name);
  }

  /** Rows of an export, or how it failed. */
  const exported = (page: OpenPage) =>
    page.evaluate(async () => {
      const store = document.querySelector('activity-audit')?.activeStore;
      if (!store) return { rows: -1 };
      try {
        const { blob } = await store.export({ format: 'ndjson' });
        return { rows: (await blob.text()).trim().split('\n').length };
      } catch (error) {
        const { code, message, retryable } = error as { code: string; message: string; retryable: boolean };
        return { code, message, retryable };
      }
    });

  test('a part that is missing fails its own question only, and works as soon as its file is there again', async () => {
    const page = await browser.newPage();
    const file = fileOf('records');
    renameSync(file, `${file}.away`);
    await page.goto(server.url);
    assert.ok((await exactCount(page)) > 0);
    for (let times = 0; times < 2; times += 1) {
      const failed = await exported(page);
      assert.equal(failed.code, 'part-missing');
      assert.equal(failed.retryable, true);
      assert.match(failed.message ?? '', /could not be loaded.*reload the page/);
    }
    assert.ok((await exactCount(page)) > 0);
    renameSync(`${file}.away`, file);
    const { rows = 0 } = await exported(page);
    assert.ok(rows > 0, `an export of ${rows} rows`);
    await page.close();
  });

  test('of more activities than may be held the oldest go: the files that are shipped keep themselves in order', async () => {
    const page = await browser.newPage();
    await page.goto(server.url);
    const held = await page.evaluate(async () => {
      await customElements.whenDefined('activity-provider');
      const provider = Object.assign(document.createElement('activity-provider'), {
        source: { kind: 'push' as const },
        cacheMode: 'memory',
        maxActivities: 1_000,
      });
      document.body.append(provider);
      await provider.updateComplete;
      const store = provider.activeStore;
      if (!store) throw new Error('the provider has no store');
      const beginMs = Date.now() - 3_600_000;
      let pushed = 0;
      let most = 0;
      // What takes care of them is loaded after the first answer: a few more come until it is there.
      for (; pushed < 20_000 && (pushed < 4_000 || most > 1_050); pushed += 500) {
        const lines = Array.from({ length: 500 }, (_, at) => {
          const timestamp = new Date(beginMs + pushed + at).toISOString();
          return JSON.stringify({
            id: `pushed-${pushed + at}`,
            type: 'command',
            timestamp,
            attributes: { comm: 'ls' },
          });
        });
        await store.push({ bytes: new TextEncoder().encode(lines.join('\n')) });
        await new Promise((resolve) => setTimeout(resolve, 100));
        most = store.status?.activities ?? Number.NaN;
      }
      provider.remove();
      return { pushed, most };
    });
    assert.ok(held.most > 0 && held.most <= 1_050, `${held.most} of ${held.pushed} are held, of at most 1,000`);
    await page.close();
  });
});
