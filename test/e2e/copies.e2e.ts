/** The bundles beside another Lit, and beside each other, under a strict policy. Needs a build. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { ActivityStore } from '../../src/headless.js';
import { hostsFolder, root } from '../hosts/packed.js';
import { serveFolders, strictPolicy } from '../hosts/serve.js';
import { complaintRecorder, inEachEngine, type OpenBrowser, type OpenPage } from './open-browser.js';
import { seen } from './portal-page.js';

inEachEngine('copies and the Lit of a page', ({ start, test, before, after }) => {
  let folder: string;
  let browser: OpenBrowser;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'copies-'));
    cpSync(join(hostsFolder, 'activities.ndjson'), join(folder, 'activities.ndjson'));
    await build({
      stdin: {
        contents: `import { LitElement, html } from 'lit';
        customElements.define('host-greeting', class extends LitElement { render() { return html\`<p>Hello from the page</p>\`; } });`,
        resolveDir: root,
      },
      outfile: join(folder, 'host.js'),
      bundle: true,
      format: 'esm',
      conditions: ['production'],
    });
    writeFileSync(join(folder, 'complaints.js'), complaintRecorder);
    writeFileSync(
      join(folder, 'second.js'),
      `import { defineActivityAudit } from './again/activity-audit.js';
     defineActivityAudit('second-audit');`,
    );
    browser = await start();
  });
  after(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  const view = (tag: string): string => `<${tag} file="activities.ndjson" window="all"></${tag}>`;

  async function withPage(
    {
      name,
      scripts,
      tags,
      policy,
    }: Record<'name' | 'tags' | 'policy', string> & { readonly scripts: readonly string[] },
    look: (tab: OpenPage) => Promise<void>,
  ): Promise<void> {
    const head = `<script src="complaints.js"></script>${scripts.map((src) => `<script type="module" src="${src}"></script>`).join('')}`;
    writeFileSync(
      join(folder, 'index.html'),
      `<!doctype html><html lang="en"><head><title>${name}</title>${head}</head><body>${tags}</body></html>`,
    );
    const library = join(root, 'dist', 'browser');
    const server = await serveFolders(
      { '/': folder, '/assets/': library, '/again/': library, '/wiki/': join(root, 'dist', 'wiki') },
      { 'content-security-policy': policy },
    );
    const tab = await browser.newPage();
    try {
      await tab.goto(server.url);
      await look(tab);
    } finally {
      await tab.close();
      await server.close();
    }
  }

  const storeOf = (tab: OpenPage, tag: string): Promise<{ place: string | null; notice: string | null }> =>
    tab.evaluate((wanted) => {
      const { activeStore } = document.querySelector(wanted) as unknown as { activeStore: ActivityStore };
      return { place: activeStore.enginePlace, notice: activeStore.engineNotice };
    }, tag);

  for (const build of ['assets', 'wiki'])
    for (const order of ['before', 'after'] as const)
      test(`the Lit of a page, loaded ${order} the ${build === 'wiki' ? 'one file' : 'bundle'}, and the view both work under the policy of the README`, async () => {
        const ours = `${build}/activity-audit.js`;
        const scripts = order === 'before' ? ['host.js', ours] : [ours, 'host.js'];
        const tags = `<host-greeting></host-greeting>${view('activity-audit')}`;
        await withPage({ name: order, scripts, tags, policy: strictPolicy() }, async (tab) => {
          await seen(tab, 'activity-audit', /12 activities exact/);
          await seen(tab, 'host-greeting', /Hello from the page/);
          assert.equal((await storeOf(tab, 'activity-audit')).place, 'worker');
          // That no worker may come from a text is told of by the browser, and the file is taken.
          assert.deepEqual(
            (await tab.complaints()).filter((text) => build === 'assets' || !text.includes('blob:')),
            [],
          );
        });
      });

  const twice = {
    name: 'Twice',
    scripts: ['assets/activity-audit.js', 'second.js'],
    tags: view('activity-audit') + view('second-audit'),
  };

  test('two copies start a worker each where the policy allows duplicates', async () => {
    await withPage({ ...twice, policy: strictPolicy(["'allow-duplicates'"]) }, async (tab) => {
      for (const tag of ['activity-audit', 'second-audit']) {
        await seen(tab, tag, /12 activities exact/);
        assert.deepEqual(await storeOf(tab, tag), { place: 'worker', notice: null });
      }
      assert.deepEqual(await tab.complaints(), []);
    });
  });

  test('where it does not, the second copy counts on the page and says what is missing', async () => {
    await withPage({ ...twice, policy: strictPolicy() }, async (tab) => {
      await seen(tab, 'activity-audit', /12 activities exact/);
      assert.equal((await storeOf(tab, 'activity-audit')).place, 'worker');
      await seen(tab, 'second-audit', /12 activities exact/);
      const { place, notice } = await storeOf(tab, 'second-audit');
      assert.equal(place, 'page');
      assert.match(notice ?? '', /activity-audit, or 'allow-duplicates' for a second copy/);
    });
  });
});
