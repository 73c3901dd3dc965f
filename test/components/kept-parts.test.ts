import { expect, fixture, html, waitUntil as waitFor } from '@open-wc/testing';
import { sendKeys, setViewport } from '@web/test-runner-commands';
import '../../components/activity-audit/define.js';
import type { ActivityAuditElement } from '../../components/activity-audit/activity-audit.js';
import type { ActivityStore } from '../../src/headless.js';
import { toEpochNs } from '../../src/model/units.js';
import { activity, clusterActivities, fixtureEndMs } from '../../stories/fixtures/activities.js';
import { pushStore } from '../../stories/fixtures/push-store.js';

const waitUntil = (condition: () => boolean, message: string): Promise<void> =>
  waitFor(condition, message, { interval: 10, timeout: 8_000 });

let store: ActivityStore;
beforeEach(async () => {
  await setViewport({ width: 1280, height: 800 });
  store = await pushStore(clusterActivities({ count: 400 }), { engine: { mode: 'page' } });
});
afterEach(() => store.dispose());

const show = async (widthPx = 1280): Promise<ActivityAuditElement> => {
  const box = await fixture<HTMLElement>(
    html`<div><activity-audit .store=${store} theme="light"></activity-audit></div>`,
  );
  box.style.height = '760px';
  box.style.width = `${widthPx}px`;
  const view = box.querySelector('activity-audit');
  if (!view) throw new Error('no view');
  await waitUntil(() => shadow(view, 'activity-list').querySelectorAll('.row:not(.skeleton)').length > 3, 'rows');
  return view;
};
const shadow = (view: ActivityAuditElement, tag: string): ShadowRoot => {
  const root = view.shadowRoot?.querySelector(tag)?.shadowRoot;
  if (!root) throw new Error(`no ${tag}`);
  return root;
};
const has = (view: ActivityAuditElement, tag: string): boolean => Boolean(view.shadowRoot?.querySelector(tag));
const isSeen = (element: Element | null | undefined): boolean =>
  element?.checkVisibility({ visibilityProperty: true }) ?? false;
const button = (root: ParentNode, name: RegExp): HTMLElement => {
  const named = (one: HTMLElement): boolean => name.test(one.getAttribute('aria-label') ?? one.textContent.trim());
  const found = [...root.querySelectorAll<HTMLElement>('button')].find(named);
  if (!found) throw new Error(`no button ${String(name)}`);
  return found;
};
const focused = (): Element | null => {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
};
const gridOf = (view: ActivityAuditElement): HTMLElement => {
  const grid = shadow(view, 'activity-list').querySelector<HTMLElement>('[role="grid"]');
  if (!grid) throw new Error('no grid');
  return grid;
};
/** The row or value on which the focus stands. */
const standing = (): string => {
  const root = focused()?.getRootNode();
  const id = focused()?.getAttribute('aria-activedescendant') ?? '';
  return root instanceof ShadowRoot ? (root.getElementById(id)?.textContent.replace(/\s+/g, ' ') ?? '') : '';
};
const traceIsThere = (view: ActivityAuditElement): boolean =>
  has(view, 'trace-view') && shadow(view, 'trace-view').querySelectorAll('[role="row"]').length > 1;
const down = async (times: number): Promise<void> => {
  for (let at = 0; at < times; at += 1) await sendKeys({ press: 'ArrowDown' });
};

describe('list and graph behind a trace', () => {
  it('are seen again as they were left: scrolled, searched, folded, with the same row, lines and scale', async () => {
    const view = await show();
    const [graph, list] = [shadow(view, 'frequency-graph'), shadow(view, 'activity-list')];
    await waitUntil(() => graph.querySelector('.surface') !== null, 'the graph');
    button(graph, /^Log$/).click();
    const hidden = button(graph, /Connections/);
    hidden.click();
    const grid = gridOf(view);
    grid.focus();
    await sendKeys({ press: '/' });
    await waitUntil(() => list.activeElement instanceof HTMLInputElement, 'the search');
    await sendKeys({ type: 'curl' });
    grid.scrollTop = 2_000;
    await waitUntil(() => !/skeleton/.test(list.innerHTML) && grid.scrollTop === 2_000, 'scrolled');
    grid.focus();
    await down(3);
    const [row, place, rows] = [standing(), grid.scrollTop, list.querySelectorAll('.row').length];
    expect(row).to.not.equal('');

    await sendKeys({ press: 't' });
    await waitUntil(() => traceIsThere(view), 'the trace');
    expect(isSeen(grid)).to.equal(false);
    expect(isSeen(graph.querySelector('.surface'))).to.equal(false);
    button(shadow(view, 'trace-view'), /Back to the list/).click();
    await waitUntil(() => !has(view, 'trace-view'), 'the trace is gone');

    expect(shadow(view, 'activity-list')).to.equal(list);
    expect(isSeen(grid)).to.equal(true);
    expect(grid.scrollTop).to.equal(place);
    expect(focused()).to.equal(grid);
    expect(standing()).to.equal(row);
    expect(list.querySelectorAll('.row').length).to.equal(rows);
    expect(list.querySelector<HTMLInputElement>('input[type="text"], input[type="search"]')?.value).to.equal('curl');
    expect(button(graph, /^Log$/).getAttribute('aria-pressed')).to.equal('true');
    expect(hidden.getAttribute('aria-pressed')).to.equal(button(graph, /Connections/).getAttribute('aria-pressed'));
    expect(hidden.isConnected).to.equal(true);
  });

  it('are in nobody’s way there', async () => {
    const view = await show();
    gridOf(view).focus();
    await sendKeys({ press: 't' });
    await waitUntil(() => traceIsThere(view), 'the trace');
    await expect(view).to.be.accessible();
  });

  it('ask nothing while nobody sees them, and what is looked at then once they are seen', async () => {
    const view = await show();
    store.showTrace('activity-0');
    const { rows } = await store.ask({ rows: { offset: 5, limit: 1 } });
    store.showTrace(rows?.activities[0]?.id ?? null);
    await waitUntil(() => traceIsThere(view), 'the trace');
    const list = shadow(view, 'activity-list');
    const asked: string[] = [];
    const ask = store.ask.bind(store);
    store.ask = (want, options) => {
      asked.push(...Object.keys(want));
      return ask(want, options);
    };
    const before = list.textContent;
    store.setView({ filterText: 'comm = late' });
    await store.push({
      activities: [activity('late', 'command', toEpochNs(fixtureEndMs), { comm: 'late', cmdline: 'late --now' })],
    });
    await waitUntil(() => /1/.test(shadow(view, 'scope-tree').querySelector('.count')?.textContent ?? ''), 'groups');
    expect(asked).to.include('tree');
    expect(asked).not.to.include('rows');
    expect(asked).not.to.include('bins');
    expect(list.textContent).to.equal(before);

    store.showTrace(null);
    await waitUntil(() => /\b1 activity/.test(list.textContent), 'the list shows what is there now');
    expect(list.textContent).to.include('late --now');
    expect(asked).to.include('rows');
    expect(asked).to.include('bins');
  });
});

describe('the focus', () => {
  it('goes into the trace with the key that opens it, and back to the row with Escape, also where activities came', async () => {
    const view = await show();
    const grid = gridOf(view);
    grid.focus();
    await down(4);
    const row = standing();
    await sendKeys({ press: 't' });
    await waitUntil(() => traceIsThere(view) && focused()?.getAttribute('role') === 'treegrid', 'the tree has it');
    await store.push({
      activities: [activity('late', 'command', toEpochNs(fixtureEndMs), { comm: 'late', cmdline: 'late --now' })],
    });
    await sendKeys({ press: 'Escape' });
    await waitUntil(() => focused() === grid, 'the list has it');
    expect(store.view.traceId).to.equal(null);
    await waitUntil(() => /1 new/.test(shadow(view, 'activity-list').textContent), 'what is new is told');
    expect(standing()).to.equal(row);
  });

  it('goes back to the row when a step back in the history of the view closes the trace', async () => {
    const view = await show();
    const grid = gridOf(view);
    grid.focus();
    await down(2);
    await sendKeys({ press: 't' });
    await waitUntil(() => focused()?.getAttribute('role') === 'treegrid', 'the tree has it');
    store.back();
    await waitUntil(() => focused() === grid, 'the list has it');
  });

  for (const [layout, widthPx] of [
    ['beside', 1280],
    ['over', 900],
  ] as const)
    it(`goes back to the row when details ${layout} the list are closed`, async () => {
      const view = await show(widthPx);
      const grid = gridOf(view);
      for (const close of ['Escape', 'the button']) {
        grid.focus();
        await down(1);
        const row = standing();
        await sendKeys({ press: 'Enter' });
        await waitUntil(() => has(view, 'activity-details'), 'the details');
        await waitUntil(() => shadow(view, 'activity-details').querySelector('button') !== null, 'filled');
        const closing = button(shadow(view, 'activity-details'), /^Close/);
        closing.focus();
        if (close === 'Escape') await sendKeys({ press: 'Escape' });
        else closing.click();
        await waitUntil(() => !has(view, 'activity-details'), 'closed');
        expect(focused(), close).to.equal(grid);
        expect(standing()).to.equal(row);
      }
    });

  it('stays where it is when details are closed that do not have it', async () => {
    const view = await show();
    const { rows } = await store.ask({ rows: { offset: 0, limit: 1 } });
    store.select(rows?.activities[0] ?? null);
    await waitUntil(() => has(view, 'activity-details'), 'the details');
    const tree = shadow(view, 'scope-tree').querySelector<HTMLElement>('[role="tree"]');
    tree?.focus();
    store.select(null);
    await waitUntil(() => !has(view, 'activity-details'), 'closed');
    expect(focused()).to.equal(tree);
  });
});

describe('groups that are hidden', () => {
  for (const [where, widthPx] of [
    ['beside the list', 1280],
    ['in a drawer', 900],
  ] as const)
    it(`keep what was opened, searched and sorted in them, ${where}`, async () => {
      const view = await show(widthPx);
      const toggle = button(view.shadowRoot!, /^(Groups|Hide the groups|Show the groups)/);
      if (widthPx < 1000) {
        await waitUntil(() => toggle.getAttribute('aria-expanded') === 'false', 'the layout follows the width');
        toggle.click();
      }
      await waitUntil(() => has(view, 'scope-tree'), 'the groups');
      const tree = shadow(view, 'scope-tree');
      await waitUntil(() => tree.querySelectorAll('.line').length > 1, 'lines');
      tree.querySelector<HTMLElement>('[role="treeitem"][aria-expanded="false"] .twist')?.click();
      await waitUntil(() => tree.querySelector('[aria-level="3"]') !== null, 'one is open');
      const order = tree.querySelector('select');
      if (order) order.value = [...order.options].at(-1)?.value ?? '';
      order?.dispatchEvent(new Event('change', { bubbles: true }));
      const search = tree.querySelector<HTMLInputElement>('input');
      if (search) search.value = 'a';
      search?.dispatchEvent(new Event('input', { bubbles: true }));
      const opened = tree.querySelectorAll('.line').length;
      await waitUntil(() => tree.querySelectorAll('.line').length < opened, 'searched');
      const lines = tree.querySelectorAll('.line').length;
      const close = widthPx < 1000 ? button(view.shadowRoot!, /Close the groups/) : toggle;
      close.click();
      await waitUntil(() => !isSeen(tree.host), 'hidden');
      await expect(view).to.be.accessible();
      toggle.click();
      await waitUntil(() => isSeen(tree.host), 'shown');
      expect(shadow(view, 'scope-tree')).to.equal(tree);
      expect(search?.value).to.equal('a');
      expect(order?.value).to.equal([...(order?.options ?? [])].at(-1)?.value);
      expect(tree.querySelectorAll('.line').length).to.equal(lines);
    });
});
