import { expect, fixture, html, waitUntil as waitFor } from '@open-wc/testing';
import { sendKeys, setViewport } from '@web/test-runner-commands';
import '../../components/activity-audit/define.js';
import type { ActivityAuditElement } from '../../components/activity-audit/activity-audit.js';
import type { ActivityStore } from '../../src/headless.js';
import { FoldMode } from '../../src/model/query.js';
import { toEpochNs } from '../../src/model/units.js';
import { activity, clusterActivities, fixtureEndMs } from '../../stories/fixtures/activities.js';
import { pushStore } from '../../stories/fixtures/push-store.js';
import { benchmarkTrace } from '../../stories/fixtures/trace-activities.js';

const waitUntil = (condition: () => boolean, message: string): Promise<void> =>
  waitFor(condition, message, { interval: 10, timeout: 8_000 });

let store: ActivityStore;
beforeEach(async () => {
  store = await pushStore(clusterActivities({ count: 120 }), { engine: { mode: 'page' } });
});
afterEach(async () => {
  await store.dispose();
  await setViewport({ width: 1280, height: 800 });
});

const show = async (direction: 'ltr' | 'rtl' = 'ltr'): Promise<ActivityAuditElement> => {
  const box = await fixture<HTMLElement>(
    html`<div dir=${direction}><activity-audit .store=${store} theme="light"></activity-audit></div>`,
  );
  box.style.height = '760px';
  const view = box.querySelector('activity-audit');
  if (!view) throw new Error('no view');
  await waitUntil(() => shadow(view, 'activity-list').querySelectorAll('.row:not(.skeleton)').length > 3, 'rows');
  await waitUntil(() => shadow(view, 'scope-tree').querySelectorAll('.line').length > 1, 'groups');
  return view;
};
const shadow = (view: ActivityAuditElement, tag: string): ShadowRoot => {
  const root = view.shadowRoot?.querySelector(tag)?.shadowRoot;
  if (!root) throw new Error(`no ${tag}`);
  return root;
};
/** What has the focus, through shadow roots. */
const focused = (): Element | null => {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
};
const nameOf = (element: Element): string =>
  `${element.getAttribute('role') ?? element.localName} ${(element.getAttribute('aria-label') ?? element.textContent).replace(/\s+/g, ' ').trim().slice(0, 40)}`;

/** Whether one sees where the focus is: an outline on it, or on the part of it that is active. */
const isVisiblyFocused = (element: Element): boolean => {
  const root = element.getRootNode() as ShadowRoot;
  const active = root.getElementById(element.getAttribute('aria-activedescendant') ?? '');
  return [element, active, element.closest('.box')].some((one) => {
    if (!one) return false;
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1;
  });
};

describe('the whole view by keys alone', () => {
  it('is reached stop by stop in reading order, sees each of them, and is left again', async () => {
    await setViewport({ width: 1280, height: 800 });
    await show();
    const stops: string[] = [];
    let first: Element | null = null;
    for (let at = 0; at < 60; at += 1) {
      await sendKeys({ press: 'Tab' });
      const element = focused();
      // Behind the last stop are the browser's own bars; where it has none, the first stop comes again.
      if (!element || element === document.body || element === first) break;
      first ??= element;
      const name = nameOf(element);
      expect(isVisiblyFocused(element), `the focus on "${name}" is seen`).to.equal(true);
      const { left, right, top, bottom } = element.getBoundingClientRect();
      expect(right > 0 && left < innerWidth && bottom > 0 && top < innerHeight, `"${name}" is in sight`).to.equal(true);
      stops.push(name);
    }
    const all = stops.join('\n');
    for (const wanted of [
      /button Groups/,
      /combobox Add a condition/,
      /button Saved filters/,
      /button Data sources/,
      /button Export/,
      /button Grouping/,
      /tree Entities/,
      /separator Width of the groups/,
      /button Range/,
      /button Commands/,
      /slider Time bin/,
      /grid Activities/,
      /button Open log files/,
    ])
      expect(all).to.match(wanted);
    expect(stops.length, 'few stops: one for each group of controls').to.be.lessThan(45);
  });

  it('keeps the focus where it is while activities arrive, and while filter, order and folds change', async () => {
    const view = await show();
    const list = shadow(view, 'activity-list');
    const grid = list.querySelector<HTMLElement>('[role="grid"]');
    grid?.focus();
    await sendKeys({ press: 'ArrowDown' });
    await sendKeys({ press: 'ArrowDown' });
    const standing = (): string => {
      expect(focused()).to.equal(grid);
      return list.getElementById(grid?.getAttribute('aria-activedescendant') ?? '')?.textContent ?? '';
    };
    const before = standing();
    expect(before).to.not.equal('');
    await store.push({
      activities: [
        activity('late', 'command', toEpochNs(fixtureEndMs + 1_000), { comm: 'late', cmdline: 'late --now' }),
      ],
    });
    await waitUntil(() => /1 new/.test(list.textContent), 'the new one is told');
    expect(standing()).to.equal(before);
    store.setView({ filterText: 'comm != late' });
    await waitUntil(() => shadow(view, 'filter-bar').querySelector('.chip') !== null, 'filtered');
    standing();
    await sendKeys({ press: 'f' });
    await waitUntil(() => list.querySelector('.folding') !== null, 'folded');
    standing();

    const tree = shadow(view, 'scope-tree');
    tree.querySelector<HTMLElement>('[role="tree"]')?.focus();
    await sendKeys({ press: 'ArrowDown' });
    const group = (): string => {
      expect(focused()?.getAttribute('role')).to.equal('tree');
      return (
        tree.getElementById(focused()?.getAttribute('aria-activedescendant') ?? '')?.ariaLabel?.split(',')[0] ?? ''
      );
    };
    const name = group();
    store.setView({ filterText: `kubernetes.namespace.name != ${name}` });
    await waitUntil(() => tree.querySelector('.line.zero') !== null, 'counted anew');
    expect(group()).to.equal(name);
  });

  it('takes the focus along to the details that cover the list of a phone, and gives it back', async () => {
    await setViewport({ width: 390, height: 800 });
    const view = await showNarrow();
    const grid = shadow(view, 'activity-list').querySelector<HTMLElement>('[role="grid"]');
    grid?.focus();
    await sendKeys({ press: 'ArrowDown' });
    await sendKeys({ press: 'Enter' });
    await waitUntil(
      () => document.activeElement === view && inside(view) === 'activity-details',
      'the details have it',
    );
    expect(view.shadowRoot?.querySelector('activity-list')?.hasAttribute('inert')).to.equal(true);
    await sendKeys({ press: 'Escape' });
    await waitUntil(() => inside(view) === 'activity-list', 'the list has it again');
    expect(focused()).to.equal(grid);
  });
});

const inside = (view: ActivityAuditElement): string => view.shadowRoot?.activeElement?.localName ?? '';
const showNarrow = async (): Promise<ActivityAuditElement> => {
  const box = await fixture<HTMLElement>(
    html`<div><activity-audit .store=${store} theme="light"></activity-audit></div>`,
  );
  box.style.height = '760px';
  box.style.width = '390px';
  const view = box.querySelector('activity-audit');
  if (!view) throw new Error('no view');
  await waitUntil(() => shadow(view, 'activity-list').querySelectorAll('.row:not(.skeleton)').length > 3, 'rows');
  return view;
};

describe('where text runs from right to left', () => {
  it('the tree opens by the left arrow, goes back by the right one', async () => {
    const view = await show('rtl');
    const tree = shadow(view, 'scope-tree');
    tree.querySelector<HTMLElement>('[role="tree"]')?.focus();
    await sendKeys({ press: 'ArrowDown' });
    const active = (): Element | null =>
      tree.getElementById(focused()?.getAttribute('aria-activedescendant') ?? '') ?? null;
    await sendKeys({ press: 'ArrowLeft' });
    await waitUntil(() => active()?.getAttribute('aria-expanded') === 'true', 'open');
    await sendKeys({ press: 'ArrowLeft' });
    await waitUntil(() => active()?.getAttribute('aria-level') === '3', 'inside');
    await sendKeys({ press: 'ArrowRight' });
    await waitUntil(() => active()?.getAttribute('aria-level') === '2', 'back');
    await sendKeys({ press: 'ArrowRight' });
    await waitUntil(() => active()?.getAttribute('aria-expanded') === 'false', 'closed');
  });

  it('groups lie right, time runs to the right, and an address reads as in the log', async () => {
    await setViewport({ width: 1280, height: 800 });
    const view = await show('rtl');
    const left = (root: ParentNode | null | undefined, selector: string): number =>
      root?.querySelector(selector)?.getBoundingClientRect().left ?? Number.NaN;
    expect(left(view.shadowRoot, '.groups')).to.be.greaterThan(left(view.shadowRoot, '.main'));
    const times = [...shadow(view, 'frequency-graph').querySelectorAll<SVGTextElement>('text.time')];
    const places = times.map((text) => text.getBoundingClientRect().left);
    expect(places).to.deep.equal([...places].sort((a, b) => a - b));
    const list = shadow(view, 'activity-list');
    const port = list.querySelector('.cell.joined');
    const address = port?.previousElementSibling?.previousElementSibling;
    expect(port?.getBoundingClientRect().left).to.be.greaterThan(address?.getBoundingClientRect().left ?? Number.NaN);
  });

  it('the bar of time is walked in reading order', async () => {
    const view = await show('rtl');
    const bar = shadow(view, 'time-bar');
    const buttons = [...bar.querySelectorAll<HTMLElement>('.bar button')].filter((one) => one.offsetParent !== null);
    buttons[0]?.focus();
    await sendKeys({ press: 'ArrowLeft' });
    expect(bar.activeElement).to.equal(buttons[1]);
    await sendKeys({ press: 'ArrowRight' });
    expect(bar.activeElement).to.equal(buttons[0]);
  });

  /** Icons that point along the text, of all elements on the page, by where they are and whether they are mirrored. */
  const pointers = (node: ParentNode): { readonly icon: Element; readonly mirrored: boolean }[] =>
    [...node.querySelectorAll('*')].flatMap((one) => [
      ...(one.matches('.icon-chevron-left, .icon-chevron-right, .icon-undo, .icon-redo')
        ? [{ icon: one, mirrored: getComputedStyle(one).scale.startsWith('-1') }]
        : []),
      ...(one.shadowRoot ? pointers(one.shadowRoot) : []),
    ]);
  const places = ['trail', 'twist', 'fold', 'back', 'raw', 'bar', 'fold-button'];
  const placesOf = (found: ReturnType<typeof pointers>): string[] =>
    found.map(({ icon }) => places.find((place) => icon.closest(`.${place}`)) ?? '');

  for (const direction of ['rtl', 'ltr'] as const)
    it(`what points along the text points with it: ${direction}`, async () => {
      const { activities, ids } = benchmarkTrace(300);
      await store.push({ activities });
      const view = await show(direction);
      store.setView({ fold: FoldMode.interleaved, scope: [{ attribute: 'cluster', value: null }] });
      await waitUntil(() => placesOf(pointers(view.shadowRoot!)).includes('trail'), 'the steps of the scope');
      store.setView({ scope: [] });
      await waitUntil(() => placesOf(pointers(view.shadowRoot!)).includes('fold'), 'folded rows');
      store.select(activities[0] ?? null);
      await waitUntil(() => placesOf(pointers(view.shadowRoot!)).includes('raw'), 'the raw event');
      const found = pointers(view.shadowRoot!);
      expect(placesOf(found)).to.include.members(['fold', 'twist', 'bar', 'raw']);
      expect(
        found.filter(({ mirrored }) => mirrored !== (direction === 'rtl')).map(({ icon }) => icon.outerHTML),
      ).to.deep.equal([]);
      store.showTrace(ids['exec'] ?? null);
      const fold = (): HTMLElement | null | undefined =>
        view.shadowRoot?.querySelector('trace-view')?.shadowRoot?.querySelector<HTMLElement>('[data-fold]:has(.icon)');
      await waitUntil(() => Boolean(fold()), 'the tree of the trace');
      fold()?.click();
      await waitUntil(() => placesOf(pointers(view.shadowRoot!)).includes('fold-button'), 'a part of it is closed');
      const inTrace = pointers(shadow(view, 'trace-view'));
      // The tree reads to the right in every language, as the log does.
      for (const { icon, mirrored } of inTrace)
        expect(mirrored, icon.parentElement?.outerHTML).to.equal(direction === 'rtl' && icon.closest('.what') === null);
      expect(placesOf(inTrace)).to.include('back');
    });
});
