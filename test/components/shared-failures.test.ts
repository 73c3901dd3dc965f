import { expect, fixture, html, waitUntil as waitFor } from '@open-wc/testing';
import '../../components/define.js';
import { AuditError, ErrorCode, type ActivityStore } from '../../src/headless.js';
import { clusterActivities } from '../../stories/fixtures/activities.js';
import { pushStore } from '../../stories/fixtures/push-store.js';

const waitUntil = (condition: () => boolean, message: string): Promise<void> =>
  waitFor(condition, message, { timeout: 8_000 });

/** What a person reads, through shadow roots and slots. */
function textOf(node: Node): string {
  if (node.nodeType === Node.TEXT_NODE) return node.nodeValue ?? '';
  if (node instanceof HTMLStyleElement) return '';
  const children =
    node instanceof HTMLSlotElement ? node.assignedNodes() : ((node as Element).shadowRoot ?? node).childNodes;
  return [...children].map(textOf).join(' ').replace(/\s+/g, ' ');
}

/** All elements below a node, through shadow roots. */
function* below(node: Node): Generator<Element> {
  const children = (node instanceof Element ? (node.shadowRoot ?? node) : node).childNodes;
  for (const child of children) {
    if (child instanceof Element) yield child;
    yield* below(child);
  }
}

const sentence = 'The backend audit.example answered with an error (500).';
const times = (node: Node): number => textOf(node).split(sentence).length - 1;
const announced = (node: Node): number =>
  [...below(node)].filter((element) => element.role === 'status' && element.textContent.includes(sentence)).length;
const retries = (node: Node): HTMLButtonElement[] =>
  [...below(node)].filter(
    (element): element is HTMLButtonElement =>
      element instanceof HTMLButtonElement && element.textContent.trim() === 'Retry',
  );

describe('a question that fails for several elements of one store', () => {
  let store: ActivityStore;
  beforeEach(async () => {
    store = await pushStore(clusterActivities({ count: 60 }), { engine: { mode: 'page' } });
  });
  afterEach(() => store.dispose());

  /** From now on, or no longer: a backend that answers no question. */
  const fails = (yes: boolean): void => {
    if (yes) store.ask = () => Promise.reject(new AuditError(ErrorCode.backendFailed, sentence, { retryable: true }));
    else Reflect.deleteProperty(store, 'ask');
  };
  const element = (view: Element, tag: string): Element =>
    view.shadowRoot?.querySelector(tag) ?? view.querySelector(tag)!;

  it('is told once in the whole view, with one way to try again, and every number is unknown', async () => {
    const view = await fixture(
      html`<activity-audit .store=${store} .style=${'height: 700px; width: 1200px'}></activity-audit>`,
    );
    await waitUntil(() => textOf(view).includes('60 activities'), 'the list counts');
    fails(true);
    store.setView({ filterText: 'comm = curl' });
    await waitUntil(() => times(view) === 1, 'the sentence');
    await waitUntil(() => /Not known/i.test(textOf(element(view, 'scope-tree'))), 'the groups know no number');
    expect(announced(view)).to.equal(1);
    expect(times(element(view, 'activity-list'))).to.equal(1);
    const graph = element(view, 'frequency-graph');
    expect(textOf(graph)).to.contain('not known').and.not.to.match(/\b0\b/);
    expect([...below(graph)].filter((one) => one.matches('rect.hatch.unknown'))).to.have.length(1);
    expect(textOf(element(view, 'scope-tree'))).not.to.match(/\d/);
    await expect(view).to.be.accessible();

    const [retry, ...others] = retries(view);
    expect(others).to.have.length(0);
    fails(false);
    retry?.click();
    await waitUntil(() => times(view) === 0 && !/not known/i.test(textOf(view)), 'all have asked again');
  });

  it('is told by the next one where the list is not there, or cannot be seen', async () => {
    const page = await fixture(
      html`<div>
        <frequency-graph .store=${store}></frequency-graph>
        <scope-tree .store=${store}></scope-tree>
        <div class="tab" .style=${'height: 300px'}><activity-list .store=${store}></activity-list></div>
      </div>`,
    );
    await waitUntil(() => textOf(page).includes('60 activities'), 'the list counts');
    const tab = page.querySelector<HTMLElement>('.tab')!;
    tab.hidden = true;
    fails(true);
    store.setView({ filterText: 'comm = curl' });
    await waitUntil(() => times(element(page, 'frequency-graph')) === 1, 'the graph says it');
    expect(times(element(page, 'scope-tree'))).to.equal(0);
    tab.remove();
    element(page, 'frequency-graph').remove();
    await waitUntil(() => times(element(page, 'scope-tree')) === 1, 'the groups say it');
    expect(retries(page)).to.have.length(1);
  });

  it('is told by each for itself where the reasons differ', async () => {
    const page = await fixture(
      html`<div>
        <frequency-graph .store=${store}></frequency-graph>
        <div .style=${'height: 300px'}><activity-list .store=${store}></activity-list></div>
      </div>`,
    );
    await waitUntil(() => textOf(page).includes('60 activities'), 'the list counts');
    store.ask = (want) =>
      Promise.reject(new AuditError(ErrorCode.badRequest, want.bins ? 'Too many bins.' : 'Too many rows.'));
    store.setView({ filterText: 'comm = curl' });
    await waitUntil(() => textOf(page).includes('Too many bins.'), 'of the graph');
    await waitUntil(() => textOf(page).includes('Too many rows.'), 'of the list');
  });
});
