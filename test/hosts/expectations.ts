/** What a person must find on a host's page, whoever built it. */
import assert from 'node:assert/strict';
import { complaintsOf, exactCount, seen, type Page } from '../e2e/portal-page.js';
import type { ActivityStore } from '../../src/headless.js';

// For the type of the tag.
import type {} from '../../components/activity-audit/define.js';

type Holder = HTMLElement & { readonly activeStore: ActivityStore | null };

interface Answers {
  readonly place: string | null;
  readonly notice: string | null;
  readonly exported: number;
  readonly sessions: number;
  readonly matching: number;
}

/** What only parts of the worker that are loaded later can answer. */
const laterAnswers = (page: Page): Promise<Answers> =>
  page.evaluate(async () => {
    const store = document.querySelector<Holder>('activity-audit, activity-provider')?.activeStore;
    if (!store) throw new Error('There is no store.');
    const { blob } = await store.export({ format: 'ndjson' });
    const trace = await store.trace('a-05');
    const answer = await store.ask({ totals: true });
    return {
      place: store.enginePlace,
      notice: store.engineNotice,
      exported: (await blob.text()).trim().split('\n').length,
      sessions: trace.sessions.length,
      matching: answer.totals?.matching ?? -1,
    };
  });

/** Opens a host's page and checks that it shows its twelve activities, that a worker counted them, and that a row opened is told to the host. */
export async function expectWorkingHost(page: Page, url: string): Promise<void> {
  const complaints = complaintsOf(page);
  await page.goto(url, { waitUntil: 'load' });
  assert.equal(await exactCount(page), 12);
  const answers = await laterAnswers(page);
  assert.deepEqual(answers, { place: 'worker', notice: null, exported: 12, sessions: 1, matching: 12 });
  assert.equal(page.workers().length, 1, 'one worker runs');
  const row = await page.waitForSelector(':scope >>> [role="row"][aria-selected]:not([data-edge])', {
    visible: true,
    timeout: 5_000,
  });
  await row?.click();
  await seen(page, '#opened', /^Opened: a-\d\d$/);
  assert.deepEqual(complaints, []);
}

/** What came from the server as attributes holds on the page, and so does what was set once the page was there. */
export async function expectRendered(page: Page, url: string): Promise<void> {
  const html = await (await fetch(url)).text();
  assert.match(html, /<activity-audit [^>]*time-zone="Asia\/Tokyo"[^>]*>/);
  const view = await page.evaluate(() => {
    const element = document.querySelector('activity-audit');
    return {
      zone: element?.activeStore?.view.timeZone,
      cache: element?.activeStore?.options.cache?.mode,
      hasFetch: element?.activeStore?.options.access?.fetch !== undefined,
    };
  });
  assert.deepEqual(view, { zone: 'Asia/Tokyo', cache: 'memory', hasFetch: true });
}
