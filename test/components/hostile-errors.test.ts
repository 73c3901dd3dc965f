import { expect, fixture, html, waitUntil as waitFor } from '@open-wc/testing';
import '../../components/define.js';
import { coverageText } from '../../components/internal/coverage-text.js';
import { AuditError, createStore, ErrorCode, type ActivityStore } from '../../src/headless.js';
import { Certainty, CoverageReason } from '../../src/model/coverage.js';
import { clusterActivities } from '../../stories/fixtures/activities.js';
import { pushStore } from '../../stories/fixtures/push-store.js';
import { delayQuestions } from './far-engine.js';

const waitUntil = (condition: () => boolean, message: string): Promise<void> =>
  waitFor(condition, message, { interval: 10, timeout: 8_000 });

const stores: ActivityStore[] = [];
afterEach(async () => {
  for (const store of stores.splice(0)) await store.dispose();
});

/** Whatever is asked fails with a sentence that an attacker wrote a part of. */
async function failingStore(): Promise<ActivityStore> {
  const store = await pushStore(clusterActivities({ count: 3 }), { engine: { mode: 'page' } });
  stores.push(store);
  delayQuestions(store, () => Promise.reject(new AuditError(ErrorCode.badAnswer, 'The server said "a\u202Enosj.x".')));
  return store;
}

describe('a sentence of a failure that holds what an attacker wrote', () => {
  for (const tag of ['activity-list', 'scope-tree', 'frequency-graph', 'activity-export'])
    it(`is shown with marks, and reads in its order (${tag})`, async () => {
      const frame = await fixture<HTMLElement>(html`<div></div>`);
      frame.style.setProperty('width', '900px');
      frame.style.setProperty('height', '400px');
      const element = Object.assign(document.createElement(tag), { store: await failingStore() });
      frame.append(element);
      const root = (): ShadowRoot => element.shadowRoot!;
      await waitUntil(() => element.shadowRoot !== null, 'it is drawn');
      if (tag === 'activity-export') {
        await waitUntil(() => root().querySelector('#open') !== null, 'its button');
        root().querySelector<HTMLElement>('#open')?.click();
      }
      await waitUntil(() => root().textContent.includes('nosj.x'), 'the failure is told');
      expect(root().textContent).not.to.include('\u202E');
      expect(root().querySelector('.mark[data-label="RLO"]')).not.to.equal(null);
      await expect(element).to.be.accessible();
    });

  it('stops no loading notice from being read in its order', async () => {
    const store = createStore({
      source: {
        kind: 'file',
        files: [{ name: 'a\u202Enosj.gz', blob: new Blob([new Uint8Array([31, 139, 8, 0, 1, 2])]) }],
      },
      engine: { mode: 'page' },
    });
    stores.push(store);
    const list = await fixture<HTMLElement>(html`<activity-list .store=${store}></activity-list>`);
    await waitUntil(() => list.shadowRoot?.textContent.includes('nosj.gz') === true, 'it is told');
    expect(list.shadowRoot?.textContent).not.to.include('\u202E');
  });

  it('is shown so too where a link brought a filter that cannot be read', async () => {
    const store = await pushStore([], { engine: { mode: 'page' }, view: { filterText: 'comm = a and b\u202Enosj*x' } });
    stores.push(store);
    const bar = await fixture<HTMLElement>(html`<filter-bar .store=${store}></filter-bar>`);
    await waitUntil(() => bar.shadowRoot?.querySelector('.message .mark') !== null, 'what was not understood is named');
    expect(bar.shadowRoot?.querySelector('.message')?.textContent).not.to.include('\u202E');
  });

  it('names a backend, and those of its parts that are silent, in one line without hidden characters', () => {
    const countedBy = { name: 'logs\u202Emoc.elpmaxe', shards: 2, silent: ['store\u202E-2'] };
    const coverage = { loaded: [], activities: 1, gaps: [], countedBy };
    for (const said of [
      coverageText({ ...coverage, certainty: Certainty.exact, reasons: [] }),
      coverageText({ ...coverage, certainty: Certainty.atLeast, reasons: [CoverageReason.shards] }),
    ])
      expect(said).to.include('\\u202e').and.not.to.include('\u202E');
  });
});
