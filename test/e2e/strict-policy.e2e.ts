/** The whole view under the policy of a strict portal, word for word, and nothing that it blocks: on the page and in the worker. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as httpRequest, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer, type RunningServer } from '../../stories/demo/server.js';
import { strictPolicy } from '../tools/strict-policy.js';
import { complaintRecorder, inEachEngine, type OpenBrowser } from './open-browser.js';
import { exactCount, seen } from './portal-page.js';

// For the type of the tag.
import type {} from '../../components/activity-audit/define.js';

inEachEngine('the whole view under the policy of a strict portal', ({ start, test, before, after }) => {
  let browser: OpenBrowser;
  let demo: RunningServer;
  let front: Server;
  let root: string;
  const reports: string[] = [];

  /** The demo server with another policy, to which whatever it blocks is reported, also from within workers. */
  function strictFront(behind: string): Server {
    return createServer((request, response) => {
      if (request.url === '/blocked') {
        let text = '';
        request.on('data', (part: Buffer) => (text += part.toString()));
        request.on('end', () => {
          reports.push(text);
          response.writeHead(204).end();
        });
        return;
      }
      const forwarded = httpRequest(
        new URL(request.url ?? '/', behind),
        { method: request.method ?? 'GET', headers: { ...request.headers, host: new URL(behind).host } },
        (answer) => {
          response.writeHead(answer.statusCode ?? 502, {
            ...answer.headers,
            'content-security-policy': `${strictPolicy}; report-uri /blocked`,
          });
          answer.pipe(response);
        },
      );
      forwarded.on('error', () => response.destroy());
      response.on('close', () => forwarded.destroy());
      request.pipe(forwarded);
    });
  }

  before(async () => {
    root = mkdtempSync(join(tmpdir(), 'strict-'));
    cpSync('dist/browser', root, { recursive: true });
    writeFileSync(
      join(root, 'index.html'),
      '<!doctype html><html lang="en"><meta charset="utf-8"><title>Strict</title><script src="complaints.js"></script><script type="module" src="activity-audit.js"></script>' +
        '<link rel="icon" href="favicon.svg"><activity-audit src="/api" window="6H"></activity-audit></html>',
    );
    writeFileSync(join(root, 'complaints.js'), complaintRecorder);
    cpSync('stories/demo/page/favicon.svg', join(root, 'favicon.svg'));
    browser = await start();
    demo = await startServer({ port: 0, root });
    front = strictFront(demo.url);
    front.listen(0, '127.0.0.1');
    await once(front, 'listening');
  });
  after(async () => {
    await browser.close();
    front.closeAllConnections();
    front.close();
    await demo.close();
    rmSync(root, { recursive: true });
  });

  const lines = (prefix: string, count: number): string =>
    Array.from({ length: count }, (_, at) =>
      JSON.stringify({
        id: `${prefix}${at}`,
        type: 'command',
        timestamp: `${1_700_000_000 + at}000000000`,
        comm: 'ls',
        cmdline: `ls ${at}`,
      }),
    ).join('\n');

  test('the whole view is used, from filters to a trace and its report, and nothing is blocked', async () => {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(front.address() as AddressInfo).port}/`);
    // Six hours of a cluster take a while on a busy machine.
    await seen(page, 'activity-list', /activities exact/, 90_000);
    assert.ok((await exactCount(page)) > 1_000);
    const engine = () => page.evaluate(() => document.querySelector('activity-audit')?.activeStore?.engineWay);
    assert.equal(await engine(), 'file');
    await page.click('button', 'Live updates: Live');
    await page.click('combobox', 'Add a condition');
    await page.keyboard.type('comm = ');
    await page.keyboard.type('ab');
    await page.keyboard.press('Enter');
    await seen(page, 'activity-list', /of [\d,]+ in this window/);
    await page.click('button', 'All');
    await page.clickRow('activity-list', 'ab -n 6000');
    await seen(page, 'activity-details', /Command/);
    await page.clickRow('activity-list', 'ab -n 6000', 'Actions for this row');
    await page.click('menuitem', 'Who did this?');
    await seen(page, 'trace-view', /johndoe.*did this/);
    await page.click('button', 'Report');
    await page.click('button', 'Save as Markdown');
    await page.click('button', 'Back to the list');
    await page.evaluate(
      async (files) => {
        const view = document.querySelector('activity-audit');
        const store = view?.activeStore;
        await store?.export({ format: 'csv' });
        // Large enough for the worker to start its own thread.
        for (const text of files) await store?.push({ bytes: new TextEncoder().encode(text) });
        view?.openFiles([new File([files[0] ?? ''], 'dropped.log')]);
      },
      [lines('a', 20_000), lines('b', 20_000), lines('c', 20_000)],
    );
    await seen(page, 'activity-audit', /Shown from files opened here: dropped\.log/);
    // A file grows while it is read.
    await seen(page, 'activity-list', /20,000 activities exact/, 60_000);
    await seen(page, 'time-bar', /As of /);
    for (const theme of ['dark', 'light', null])
      await page.evaluate(
        (name) => document.querySelector('activity-audit')?.setAttribute('theme', name ?? 'auto'),
        theme,
      );
    await page.setViewport({ width: 420, height: 800 });
    await seen(page, 'activity-list', /20,000 activities/);
    assert.deepEqual(await page.complaints(), []);
    assert.deepEqual(reports, []);
  });

  test('what the policy does block is noticed', async () => {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(front.address() as AddressInfo).port}/`);
    // eslint-disable-next-line no-restricted-syntax -- what is forbidden is the point here
    await page.evaluate(() => document.body.setAttribute('style', 'color:red'));
    await page.evaluate(() => void fetch('http://127.0.0.1:9/').catch(() => {}));
    for (let tries = 0; tries < 100 && (reports.length < 2 || (await page.complaints()).length < 2); tries++)
      await new Promise((resolve) => setTimeout(resolve, 50));
    assert.ok((await page.complaints()).length >= 2);
    assert.ok(reports.length >= 2);
  });
});
