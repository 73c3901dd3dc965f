/** A view over a ClickHouse cluster of two servers, in a real Chromium: what a person does, what the servers count, and what is said when one is lost. */
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { ClickHouseSource } from '../../src/model/source.js';
import { scenario } from '../../stories/demo/scenario.js';
import { toJson, type WireActivity } from '../../stories/demo/wire.js';
import { makeSlowTable, slowStatements } from '../clickhouse/slow-table.js';
import { startCluster, withoutCluster, type Cluster } from '../clickhouse/two-shards.js';
import { load, startClusterPortal, type ClusterPortal } from './cluster-portal.js';
import { inSight, pause } from './hands.js';
import { inEachEngine } from './open-browser.js';
import { complaintsOf, exactCount, seen, startBrowser, textOf, type Page } from './portal-page.js';

// For the type of the tag.
import type {} from '../../components/activity-audit/define.js';

const endMs = Math.floor(Date.now() / 60_000) * 60_000;
const hours = 4;
/** The last of them: to load more takes its time. */
const mostActivities = 8_000;
/** So that the size of the recording decides who counts. */
const loadUpTo = 5_000;
const endNs = BigInt(endMs) * 1_000_000n;
/** Nothing that a person does may bring more than this to the browser. */
const mostBytes = 400_000;

inEachEngine('a view over a cluster', ({ test, before, after }) => {
  describe('a view over a cluster of two servers', { skip: withoutCluster }, () => {
    let cluster: Cluster;
    let portal: ClusterPortal;
    let browser: Awaited<ReturnType<typeof startBrowser>>;
    let page: Page;
    let all: readonly WireActivity[];

    before(async () => {
      all = scenario({ seed: 7, endMs, hours })
        .filter(({ timestamp }) => timestamp < endNs)
        .slice(-mostActivities);
      [cluster, browser] = await Promise.all([startCluster(), startBrowser()]);
      portal = await startClusterPortal(cluster);
      await load(cluster, all.map((activity) => `${toJson(activity)}\n`).join(''));
      await makeSlowTable(cluster, 0.0006);
      await makeSlowTable(cluster, 0.004, 'slower');
    });
    after(async () => {
      await browser.close();
      await portal.close();
      await cluster.close();
    });

    /** The view over all of the recording, as a link would open it. */
    async function open(source: Partial<ClickHouseSource> = { loadUpTo }): Promise<Page> {
      const opened = await browser.newPage();
      await opened.goto(portal.url, { waitUntil: 'load' });
      const window = `${new Date(endMs - (hours + 1) * 3_600_000).toISOString()}/${new Date(endMs).toISOString()}`;
      await opened.evaluate(
        (over, shown) => {
          const view = document.querySelector('activity-audit');
          if (!view) return;
          view.window = shown;
          view.source = { kind: 'clickhouse', url: '/clickhouse/', ...over };
        },
        source,
        window,
      );
      return opened;
    }

    /** What a person's step brought to the browser. */
    async function bringing(step: () => Promise<void>): Promise<void> {
      portal.take();
      await step();
      const { bytes, requests } = portal.take();
      assert.ok(requests > 0, 'the servers were asked');
      assert.ok(bytes < mostBytes, `${bytes} bytes came`);
    }

    /** Until an element shows that it waits for something. */
    async function atWork(element: string): Promise<void> {
      for (let tries = 0; tries < 200; tries++) {
        if (await page.$(`>>> ${element} >>> [role="progressbar"]`)) return;
        await pause(20);
      }
      throw new Error(`<${element}> never showed that it is at work`);
    }

    /** Until a server works for a statement of the view. */
    async function amidStatement(): Promise<void> {
      for (let tries = 0; tries < 200; tries++) {
        if ((await slowStatements(cluster)) > 0) return;
        await pause(20);
      }
      throw new Error('no statement was ever seen on a server');
    }

    /** The number in the list's heading, once it is another one. */
    async function otherCount(than: number): Promise<number> {
      for (let tries = 0; tries < 100; tries++) {
        const count = await exactCount(page);
        if (count !== than) return count;
        await pause(80);
      }
      throw new Error(`the list goes on to show ${than}`);
    }

    test('opens on everything, says that the cluster counted, and brings little to the browser', async () => {
      await bringing(async () => {
        page = await open();
        assert.equal(await exactCount(page), all.length);
      });
      await seen(page, 'activity-list', /exact, counted by 127\.0\.0\.1:\d+\/clickhouse/);
      const commands = all.filter(({ type }) => type === 'command').length;
      await seen(page, 'frequency-graph', new RegExp(`Commands cmd ${commands.toLocaleString('en')}`));
      await seen(page, 'scope-tree', new RegExp(`Everything ${all.length.toLocaleString('en')}`));
    });

    test('filters by + at a value, and by its chip back again', () =>
      bringing(async () => {
        const value = await inSight(page, '>>> activity-list >>> .row .value');
        const comm = (await value?.evaluate((element) => element.textContent?.trim())) ?? '';
        await value?.hover();
        await (await inSight(page, '>>> activity-list >>> .value-action.include')).click();
        const wanted = all.filter((activity) => 'comm' in activity && activity.comm === comm).length;
        assert.equal(await otherCount(all.length), wanted);
        await seen(page, 'activity-list', new RegExp(`of ${all.length.toLocaleString('en')} in this window`));
        await (await inSight(page, '>>> filter-bar >>> button[aria-label^="Remove"]')).click();
        assert.equal(await otherCount(wanted), all.length);
      }));

    test('groups in another way, and pages to the oldest activity', async () => {
      await bringing(async () => {
        await (await inSight(page, '>>> scope-tree >>> button[aria-label^="Grouping:"]')).click();
        await inSight(page, '>>> scope-tree >>> [role="option"]');
        for (const option of await page.$$('>>> scope-tree >>> [role="option"]'))
          if (/^\s*Hosts and containers/.test(await option.evaluate((element) => element.textContent ?? ''))) {
            await option.click();
            break;
          }
        const [host = ''] = all.map(({ hostname }) => hostname);
        const there = all.filter(({ hostname }) => hostname === host).length;
        await seen(page, 'scope-tree', new RegExp(`${host} ${there.toLocaleString('en')}`));
      });
      await bringing(async () => {
        const [row] = await page.$$('>>> activity-list >>> [role="row"] .value');
        await row?.hover();
        await page.mouse.wheel({ deltaY: 10_000_000 });
        const [oldest] = all;
        assert.ok(oldest);
        // Its time stands nowhere among the newest; its words may.
        const time = new Date(Number(oldest.timestamp / 1_000_000n)).toISOString().slice(11, 19);
        await seen(page, 'activity-list', new RegExp(time));
      });
    });

    test('zooms where somebody drags over the graph', () =>
      bringing(async () => {
        const box = await (await inSight(page, '>>> frequency-graph >>> [role="slider"]')).boundingBox();
        assert.ok(box);
        await page.mouse.move(box.x + box.width * 0.4, box.y + box.height / 2);
        await page.mouse.down();
        await page.mouse.move(box.x + box.width * 0.6, box.y + box.height / 2, { steps: 6 });
        await page.mouse.up();
        await otherCount(all.length);
        const { fromNs, toNs } = await page.evaluate(() => {
          const range = document.querySelector('activity-audit')?.activeStore?.range;
          return { fromNs: String(range?.fromNs), toNs: String(range?.toNs) };
        });
        const within = all.filter(({ timestamp }) => timestamp >= BigInt(fromNs) && timestamp < BigInt(toNs)).length;
        for (let tries = 0; tries < 50 && (await exactCount(page)) !== within; tries++) await pause(80);
        assert.equal(await exactCount(page), within);
      }));

    test('says that repeats are not folded, where somebody wants them to be', async () => {
      await page.keyboard.press('Escape');
      await page.evaluate(() => document.querySelector('activity-audit')?.activeStore?.setView({ fold: 'adjacent' }));
      await seen(page, 'activity-list', /one row each: a server that counts folds no repeats/);
      await page.close();
    });

    test('shows that it is at work while statements take their time, and ends them when nobody waits any more', async () => {
      page = await open({ table: 'slower', pushDown: 'always' });
      for (const element of ['activity-list', 'frequency-graph', 'scope-tree']) await atWork(element);
      await amidStatement();
      assert.doesNotMatch(await textOf(page, 'activity-list'), /\b0 activities/);
      const leftMs = Date.now();
      await page.evaluate(() => document.querySelector('activity-audit')?.remove());
      while ((await slowStatements(cluster)) > 0 && Date.now() - leftMs < 10_000) await pause(50);
      // Left alone, each would run for a quarter of a minute.
      assert.ok(Date.now() - leftMs < 6_000, `they ran on for ${Date.now() - leftMs} ms`);
      await page.close();
    });

    test('says that the number is a part, and which server is missing, where one is killed in the midst of a statement', async () => {
      page = await open({ table: 'slow', pushDown: 'always' });
      const complaints = complaintsOf(page);
      await amidStatement();
      await cluster.shards[0].kill();
      const { address } = cluster.shards[0];
      await seen(page, 'activity-list', new RegExp(`1 of 2 parts of \\S+ did not answer: ${address}`), 30_000);
      const [, least = ''] = await seen(page, 'activity-list', /at least ([\d,]+) activities/);
      const there = Number(least.replaceAll(',', ''));
      assert.ok(there > all.length * 0.4 && there < all.length * 0.6, `${there} of ${all.length}`);
      // Nowhere stands a number without a word on what it lacks.
      await seen(page, 'frequency-graph', new RegExp(`Commands cmd ≥ `), 30_000);
      await seen(page, 'scope-tree', /≥ |at least/, 30_000);
      assert.deepEqual(
        complaints.filter((text) => !/Failed to load resource/.test(text)),
        [],
      );
    });

    test('is whole again once the server is back', async () => {
      await cluster.shards[0].start();
      await page.close();
      page = await open();
      assert.equal(await exactCount(page), all.length);
      await seen(page, 'activity-list', /exact, counted by/);
    });
  });
});
