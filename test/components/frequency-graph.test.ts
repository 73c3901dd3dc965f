import { expect, fixture, html, waitUntil as waitFor } from '@open-wc/testing';
import { resetMouse, sendKeys, sendMouse, setViewport } from '@web/test-runner-commands';
import '../../components/frequency-graph/define.js';
import type { FrequencyGraphElement } from '../../components/frequency-graph/frequency-graph.js';
import { createStore, type ActivityStore } from '../../src/headless.js';
import type { Activity } from '../../src/model/activity.js';
import { toEpochNs } from '../../src/model/units.js';
import type { ViewState } from '../../src/model/view-state.js';
import { activity, clusterActivities, fixtureEndMs, hostileActivities } from '../../stories/fixtures/activities.js';
import { pushStore } from '../../stories/fixtures/push-store.js';

const waitUntil = (condition: () => boolean, message: string): Promise<void> =>
  waitFor(condition, message, { interval: 10, timeout: 8_000 });
const minute = 60_000;
const hour = { fromNs: toEpochNs(fixtureEndMs - 60 * minute), toNs: toEpochNs(fixtureEndMs) };
const wholeHour: Partial<ViewState> = { window: { kind: 'absolute', range: hour }, live: false, timeZone: 'UTC' };

const workerUrl = new URL('../client/silent.worker.ts', import.meta.url).href;
const silentEngine = { mode: 'worker', workerUrl, timeoutMs: 3_600_000 } as const;

const stores: ActivityStore[] = [];
async function storeOf(
  activities: readonly Activity[],
  view: Partial<ViewState> = wholeHour,
  now: () => number = () => fixtureEndMs,
): Promise<ActivityStore> {
  const store = await pushStore(activities, { engine: { mode: 'page' }, now, view });
  stores.push(store);
  return store;
}
/** Quiet activities, and 60 connections within one second at 20:00. */
const spiked = (count = 200): readonly Activity[] => [
  ...clusterActivities({ count }),
  ...Array.from({ length: 60 }, (_, at) =>
    activity(`ab-${at}`, 'connection', toEpochNs(fixtureEndMs - 30 * minute + at * 10), { processName: 'ab' }),
  ),
];

const root = (graph: FrequencyGraphElement): ShadowRoot => {
  if (!graph.shadowRoot) throw new Error('not rendered');
  return graph.shadowRoot;
};
const text = (graph: FrequencyGraphElement): string => root(graph).textContent.replace(/\s+/g, ' ');
const find = (graph: FrequencyGraphElement, selector: string): HTMLElement => {
  const found = root(graph).querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`no ${selector} in: ${text(graph)}`);
  return found;
};
const slider = (graph: FrequencyGraphElement): HTMLElement => find(graph, '[role="slider"]');
const line = (graph: FrequencyGraphElement, name: RegExp): HTMLButtonElement => {
  const found = [...root(graph).querySelectorAll<HTMLButtonElement>('[role="group"] button')].find((button) =>
    name.test(button.textContent),
  );
  if (!found) throw new Error(`no line ${String(name)}`);
  return found;
};
const lines = (graph: FrequencyGraphElement): number => root(graph).querySelectorAll('.plot path.line[d^="M"]').length;
const absoluteRange = (store: ActivityStore): { fromNs: bigint; toNs: bigint } => {
  const { window } = store.view;
  if (window.kind !== 'absolute') throw new Error(`the window is ${window.kind}`);
  return window.range;
};

/** As text: a report of tests cannot carry a bigint. */
const shown = ({ fromNs, toNs }: { fromNs: bigint; toNs: bigint }): string => `${fromNs} ${toNs}`;

async function show(store: ActivityStore | null, widthPx = 900): Promise<FrequencyGraphElement> {
  const frame = await fixture<HTMLElement>(html`<main></main>`);
  frame.style.setProperty('width', `${widthPx}px`);
  const graph = document.createElement('frequency-graph');
  graph.store = store;
  frame.append(graph);
  await graph.updateComplete;
  return graph;
}
async function showDrawn(store: ActivityStore, widthPx?: number): Promise<FrequencyGraphElement> {
  const graph = await show(store, widthPx);
  await waitUntil(() => root(graph).querySelector('[role="slider"]') !== null, 'the picture');
  return graph;
}
const extendRight = async (): Promise<void> => {
  await sendKeys({ down: 'Shift' });
  await sendKeys({ press: 'ArrowRight' });
  await sendKeys({ up: 'Shift' });
};
/** A place over the picture: a share of its width, half its height. */
const placeOf = (graph: FrequencyGraphElement, share: number): [number, number] => {
  const { left, width, top, height } = slider(graph).getBoundingClientRect();
  return [Math.round(left + width * share), Math.round(top + height / 2)];
};

describe('frequency-graph', () => {
  before(() => setViewport({ width: 1000, height: 700 }));
  afterEach(async () => {
    await resetMouse();
    await Promise.all(stores.splice(0).map((store) => store.dispose()));
  });

  it('draws a line for each data source and counts them in the legend', async () => {
    const store = await storeOf(spiked());
    const graph = await showDrawn(store);
    const totals = (await store.ask({ totals: true })).totals;
    expect(totals?.matching).to.equal(260);
    expect(line(graph, /Commands/).textContent).to.contain(String(totals?.byType.command));
    expect(line(graph, /Connections/).textContent).to.contain(String(totals?.byType.connection));
    expect(lines(graph)).to.equal(4);
    expect(text(graph)).to.contain('exact');
    await expect(graph).to.be.accessible();
  });

  it('says in one sentence where the peak is and what is covered', async () => {
    const graph = await showDrawn(await storeOf(spiked(3_000)));
    expect(find(graph, '#summary').textContent).to.match(
      /^Peak \d\d connections at 20:00:00, \d+ times the median\. Coverage: exact\.$/,
    );
    expect(slider(graph).getAttribute('aria-describedby')).to.contain('summary');
  });

  it('has every number in a table for those who read', async () => {
    const store = await storeOf(spiked());
    const graph = await showDrawn(store);
    const rows = [...find(graph, 'table').querySelectorAll('tbody tr')];
    const connections = rows.reduce((sum, row) => sum + Number(row.querySelectorAll('td')[1]?.textContent), 0);
    expect(connections).to.equal((await store.ask({ totals: true })).totals?.byType.connection);
    expect(rows.at(0)?.textContent).to.contain('19:30');
  });

  it('shows the bin under the pointer', async () => {
    const graph = await showDrawn(await storeOf(spiked()));
    await sendMouse({ type: 'move', position: placeOf(graph, 0.501) });
    await waitUntil(() => root(graph).querySelector('.read-out') !== null, 'the card');
    const card = find(graph, '.read-out').textContent.replace(/\s+/g, ' ');
    expect(card).to.match(/Nov 23(, 2026)? 20:00.* UTC .*Connections 6\d.*completely loaded/);
  });

  it('zooms to what is dragged over, and a double click goes back', async () => {
    const store = await storeOf(spiked());
    const graph = await showDrawn(store);
    await sendMouse({ type: 'move', position: placeOf(graph, 0.25) });
    await sendMouse({ type: 'down' });
    await sendMouse({ type: 'move', position: placeOf(graph, 0.4) });
    await sendMouse({ type: 'move', position: placeOf(graph, 0.5) });
    expect(find(graph, '.read-out').textContent).to.contain('press Enter to zoom');
    await sendMouse({ type: 'up' });
    const { fromNs, toNs } = absoluteRange(store);
    expect(Number(fromNs - hour.fromNs) / 6e10).to.be.closeTo(15, 1);
    expect(Number(toNs - hour.fromNs) / 6e10).to.be.closeTo(30, 1);
    expect(store.view.live).to.equal(false);
    slider(graph).dispatchEvent(new MouseEvent('dblclick', { bubbles: true, composed: true, cancelable: true }));
    expect(shown(absoluteRange(store))).to.equal(shown(hour));
  });

  it('leaves the zoom to a host that prevents it', async () => {
    const store = await storeOf(spiked());
    const graph = await showDrawn(store);
    graph.addEventListener('activity-range', (event) => event.preventDefault());
    slider(graph).focus();
    await sendKeys({ press: 'Home' });
    await sendKeys({ press: 'Enter' });
    expect(shown(absoluteRange(store))).to.equal(shown(hour));
  });

  it('leaves the way back from a zoom to a host that prevents it', async () => {
    const store = await storeOf(spiked());
    const graph = await showDrawn(store);
    slider(graph).focus();
    await sendKeys({ press: 'Home' });
    await sendKeys({ press: 'Enter' });
    const zoomed = shown(absoluteRange(store));
    expect(zoomed).not.to.equal(shown(hour));
    graph.addEventListener('activity-range', (event) => event.preventDefault(), { once: true });
    await sendKeys({ press: 'Backspace' });
    expect(shown(absoluteRange(store))).to.equal(zoomed);
    await sendKeys({ press: 'Backspace' });
    expect(shown(absoluteRange(store))).to.equal(shown(hour));
  });

  it('is moved, selected, zoomed and taken back by keys alone, and says what they reach', async () => {
    const store = await storeOf(spiked());
    const graph = await showDrawn(store);
    slider(graph).focus();
    await sendKeys({ press: 'Home' });
    expect(slider(graph).getAttribute('aria-valuenow')).to.equal('0');
    await sendKeys({ press: 'ArrowRight' });
    expect(slider(graph).getAttribute('aria-valuenow')).to.equal('1');
    expect(slider(graph).getAttribute('aria-valuetext')).to.match(
      /^Nov 23.* 19:30.*: \d+ commands?, .*completely loaded$/,
    );
    for (let i = 0; i < 3; i++) await extendRight();
    expect(slider(graph).getAttribute('aria-valuetext')).to.match(/^Selected 19:30.* – 19:31/);
    await sendKeys({ press: 'Escape' });
    expect(slider(graph).getAttribute('aria-valuetext')).not.to.contain('Selected');
    await extendRight();
    await sendKeys({ press: 'Enter' });
    const { fromNs, toNs } = absoluteRange(store);
    expect(toNs - fromNs < 120_000_000_000n).to.equal(true);
    await waitUntil(() => root(graph).querySelector('[role="slider"]') !== null, 'the picture');
    slider(graph).focus();
    await sendKeys({ press: 'Backspace' });
    expect(shown(absoluteRange(store))).to.equal(shown(hour));
  });

  it('hides a line, shows one alone, and all again', async () => {
    const graph = await showDrawn(await storeOf(spiked()));
    line(graph, /Connections/).click();
    await graph.updateComplete;
    expect(line(graph, /Connections/).getAttribute('aria-pressed')).to.equal('false');
    expect(lines(graph)).to.equal(3);
    line(graph, /Files/).dispatchEvent(new MouseEvent('click', { altKey: true, bubbles: true }));
    await graph.updateComplete;
    expect(lines(graph)).to.equal(1);
    expect(line(graph, /Files/).getAttribute('aria-pressed')).to.equal('true');
    line(graph, /Files/).dispatchEvent(new MouseEvent('click', { altKey: true, bubbles: true }));
    await graph.updateComplete;
    expect(lines(graph)).to.equal(4);
  });

  it('offers a logarithmic scale, on which small counts stand above zero', async () => {
    const graph = await showDrawn(await storeOf(spiked()));
    const labels = (): (string | null)[] =>
      [...root(graph).querySelectorAll('.label.count')].map((one) => one.textContent);
    expect(labels()).not.to.include('10');
    const [scale] = [...root(graph).querySelectorAll('button')].filter((button) => button.textContent.trim() === 'Log');
    scale?.click();
    await graph.updateComplete;
    expect(scale?.getAttribute('aria-pressed')).to.equal('true');
    expect(labels()).to.include.members(['0', '1', '10', '100']);
  });

  it('has a line for each of the most frequent values of an attribute, then none, then the others, in exact numbers', async () => {
    const activities = [
      ...spiked(),
      ...Array.from({ length: 12 }, (_, name) =>
        Array.from({ length: name + 1 }, (_, at) =>
          activity(`extra-${name}-${at}`, 'command', hour.fromNs + BigInt(at) * 1_000_000_000n, {
            comm: `tool-${name}`,
          }),
        ),
      ).flat(),
    ];
    const counts = new Map<string | null, number>();
    for (const { attributes } of activities) {
      const comm = attributes.get('comm');
      const key = typeof comm === 'string' ? comm : null;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    const ranked = [...counts]
      .filter((entry): entry is [string, number] => entry[0] !== null)
      .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
    const other = ranked.slice(8).reduce((sum, [, count]) => sum + count, 0);
    const expected = [...ranked.slice(0, 8), ['No value', counts.get(null) ?? 0], ['Other values', other]];
    const graph = await show(await storeOf(activities));
    graph.breakdown = 'comm';
    await waitUntil(() => /Other values/.test(text(graph)), 'the values');
    const legend = [...root(graph).querySelectorAll('.series')].map((one) => [
      one.querySelector('.name')?.textContent.trim(),
      Number(one.querySelector('.count')?.textContent),
    ]);
    expect(legend).to.deep.equal(expected);
    await waitUntil(() => /Other values/.test(find(graph, 'table').textContent), 'the table');
    const heads = [...find(graph, 'table').querySelectorAll('thead th')].map((one) => one.textContent.trim());
    const rows = [...find(graph, 'table').querySelectorAll('tbody tr')];
    for (const [at, [name, count]] of expected.entries()) {
      expect(heads[at + 1]).to.equal(name);
      const sum = rows.reduce((total, row) => total + Number(row.querySelectorAll('td')[at]?.textContent), 0);
      expect(sum, String(name)).to.equal(count);
    }
    expect(find(graph, '#summary').textContent).to.match(/^Peak Other values: 78 at 19:30/);
    await expect(graph).to.be.accessible();
  });

  it('finds the attribute to break down by with keys, and goes back to data sources', async () => {
    const graph = await showDrawn(await storeOf(spiked()));
    const opener = find(graph, '#breakdown-button');
    expect(opener.textContent.replace(/\s+/g, ' ').trim()).to.equal('Break down by Data sources');
    opener.focus();
    await sendKeys({ press: 'Enter' });
    const field = (): HTMLInputElement | null => root(graph).querySelector('#breakdown-search');
    await waitUntil(() => field() !== null && root(graph).activeElement === field(), 'the field');
    await expect(graph).to.be.accessible();
    await sendKeys({ type: 'namespace' });
    await graph.updateComplete;
    expect(find(graph, '[role="option"]').textContent).to.contain('Namespace');
    await sendKeys({ press: 'Enter' });
    await waitUntil(() => /payments/.test(find(graph, '.legend').textContent), 'the values');
    expect(graph.breakdown).to.equal('kubernetes.namespace.name');
    await waitUntil(() => root(graph).activeElement === opener, 'focus back');
    await sendKeys({ press: 'Enter' });
    await waitUntil(() => root(graph).activeElement === field(), 'the field again');
    await sendKeys({ press: 'Enter' });
    await waitUntil(() => /Commands/.test(find(graph, '.legend').textContent), 'the data sources');
  });

  it('filters from the legend: only this value, without it, and a second value as another that will do', async () => {
    const store = await storeOf(spiked());
    const graph = await show(store);
    graph.breakdown = 'kubernetes.namespace.name';
    const action = (name: RegExp): HTMLElement | undefined =>
      [...root(graph).querySelectorAll<HTMLElement>('.value-action')].find((one) =>
        name.test(one.getAttribute('aria-label') ?? ''),
      );
    await waitUntil(() => action(/^Only Namespace shop/) !== undefined, 'the values');
    action(/^Leave out Namespace shop/)?.click();
    expect(store.view.filterText).to.equal('kubernetes.namespace.name != shop');
    store.back();
    await waitUntil(() => action(/^Only Namespace payments/) !== undefined, 'all values');
    const second = action(/^Only Namespace payments/);
    action(/^Only Namespace shop/)?.click();
    second?.click();
    expect(store.view.filterText).to.equal('kubernetes.namespace.name in (shop, payments)');
  });

  it('shows hostile values as marks', async () => {
    const graph = await show(await storeOf(hostileActivities(), { window: { kind: 'whole' }, live: false }));
    graph.breakdown = 'comm';
    await waitUntil(() => root(graph).querySelector('.legend .mark') !== null, 'the mark');
  });

  it('goes back through the windows one came from, whatever was filtered in between', async () => {
    const store = await storeOf(spiked());
    const graph = await showDrawn(store);
    const zoomIn = async (): Promise<void> => {
      slider(graph).focus();
      await sendKeys({ press: 'Home' });
      for (let i = 0; i < 9; i++) await extendRight();
      await sendKeys({ press: 'Enter' });
      await waitUntil(() => slider(graph).getAttribute('aria-valuenow') !== null, 'the picture');
      await graph.updateComplete;
    };
    await zoomIn();
    const first = shown(absoluteRange(store));
    await zoomIn();
    store.setView({ filterText: 'comm = curl' });
    slider(graph).focus();
    await sendKeys({ press: 'Backspace' });
    expect(shown(absoluteRange(store))).to.equal(first);
    expect(store.view.filterText).to.equal('comm = curl');
    await sendKeys({ press: 'Backspace' });
    expect(shown(absoluteRange(store))).to.equal(shown(hour));
    await sendKeys({ press: 'Backspace' });
    expect(shown(absoluteRange(store))).to.equal(shown(hour));
    expect(store.view.filterText).to.equal('comm = curl');
  });

  it('hatches the bin in which the collector dropped events and calls its counts lower bounds', async () => {
    const store = await storeOf(spiked());
    const drop = {
      rate_limit_info: { number_of_dropped_process_events: '120' },
      node_name: 'node-1',
      time: '2026-11-23T19:50:05.000000000Z',
    };
    const graph = await showDrawn(store);
    await store.push({ bytes: new TextEncoder().encode(`${JSON.stringify(drop)}\n`) });
    await waitUntil(() => root(graph).querySelector('rect.hatch.partial') !== null, 'the hatching');
    expect(text(graph)).to.contain('at least');
    await waitUntil(() => /loaded in part/.test(find(graph, 'table').textContent), 'the table');
    expect(find(graph, 'table').textContent).to.match(/120 events lost \(.*node-1.*\)/);
    expect(find(graph, '#summary').textContent).to.match(/From 19:49:05 to 19:50:05: 120 events lost/);
    expect(root(graph).querySelectorAll('rect.gap-mark')).to.have.length(1);
    await expect(graph).to.be.accessible();
  });

  it('shows one gap from where the collector began to throttle to where it stopped, and until it stops says that no stop came', async () => {
    const store = await storeOf(spiked());
    const graph = await showDrawn(store);
    const push = (type: string, time: string): Promise<unknown> => {
      const record = { process_throttle: { type, cgroup: 'session-4.scope' }, node_name: 'node-1', time };
      return store.push({ bytes: new TextEncoder().encode(`${JSON.stringify(record)}\n`) });
    };
    await push('THROTTLE_START', '2026-11-23T19:40:05.000000000Z');
    const said = (): string => find(graph, '#summary').textContent;
    await waitUntil(() => /process_throttle without a stop of node-1/.test(said()), 'the open gap');
    await push('THROTTLE_STOP', '2026-11-23T20:10:05.000000000Z');
    await waitUntil(
      () => /From 19:40:05 to 20:10:05: events lost \(process_throttle of node-1/.test(said()),
      'the closed gap',
    );
    expect(said()).not.to.contain('without a stop');
    expect(root(graph).querySelectorAll('rect.gap-mark')).to.have.length(1);
  });

  it('shows before the first answer which time it is asked for, hatched and without a number', async () => {
    const store = createStore({
      source: { kind: 'push' },
      cache: { mode: 'memory' },
      engine: silentEngine,
      view: { window: { kind: 'absolute', range: hour }, timeZone: 'UTC' },
    });
    stores.push(store);
    const graph = await show(store);
    expect(root(graph).querySelector('.plot')).to.equal(null);
    await waitUntil(() => /not known yet: starting/.test(text(graph)), 'the words');
    const labels = [...root(graph).querySelectorAll('.plot text')].map(({ textContent }) => textContent).join(' ');
    expect(labels.trim()).to.match(/^(\d\d:\d\d ?)+$/);
    expect(root(graph).querySelectorAll('rect.hatch.unknown')).to.have.length(1);
    expect(root(graph).querySelector('[role="slider"]')).to.equal(null);
    await expect(graph).to.be.accessible();
  });

  it('offers to try again where that may help, and not where it cannot', async () => {
    const backend = (fetch: () => Promise<Response>): ActivityStore => {
      const store = createStore({
        source: { kind: 'http', url: '/backend/' },
        access: { fetch },
        cache: { mode: 'memory' },
        engine: { mode: 'page' },
      });
      stores.push(store);
      return store;
    };
    const answer = (status: number) => () => Promise.resolve(new Response('', { status }));
    const signedOut = await show(backend(answer(401)));
    await waitUntil(() => /sign in/.test(text(signedOut)), 'the reason');
    expect(text(signedOut)).to.contain('Retry');
    const elsewhere = await show(backend(answer(404)));
    await waitUntil(() => /Check the address/.test(text(elsewhere)), 'the reason');
    expect(text(elsewhere)).not.to.contain('Retry');
  });

  it('hatches all and counts nothing where nothing could be loaded', async () => {
    const store = createStore({
      source: { kind: 'http', url: '/no-such-backend/' },
      cache: { mode: 'memory' },
      engine: { mode: 'page' },
      now: () => fixtureEndMs,
      view: { timeZone: 'UTC' },
    });
    stores.push(store);
    const graph = await showDrawn(store);
    await waitUntil(() => /There are no activities at/.test(text(graph)), 'the error');
    expect(root(graph).querySelectorAll('rect.hatch.unknown')).to.have.length(1);
    expect(line(graph, /Commands/).textContent).to.contain('–');
    expect(text(graph)).to.contain('not known');
    expect(lines(graph)).to.equal(0);
    await expect(graph).to.be.accessible();
  });

  it('says in a sentence that nothing matches, and takes the filter away again', async () => {
    const store = await storeOf(spiked(), { ...wholeHour, filterText: 'comm = nobody' });
    const graph = await showDrawn(store);
    await waitUntil(() => /Nothing in this window matches/.test(text(graph)), 'the sentence');
    await expect(graph).to.be.accessible();
    [...root(graph).querySelectorAll('button')].find((button) => /Remove the filter/.test(button.textContent))?.click();
    expect(store.view.filterText).to.equal('');
    await waitUntil(() => lines(graph) === 4, 'the lines');
  });

  it('keeps its height through all states', async () => {
    const graph = await show(null);
    const before = graph.getBoundingClientRect().height;
    graph.store = await storeOf([], { live: false, timeZone: 'UTC' });
    await waitUntil(() => /No activity has arrived yet/.test(text(graph)), 'empty');
    expect(graph.getBoundingClientRect().height).to.equal(before);
    graph.store = await storeOf(spiked());
    await waitUntil(() => lines(graph) === 4, 'drawn');
    expect(graph.getBoundingClientRect().height).to.equal(before);
  });

  it('marks the last bin of a live window as still filling', async () => {
    const live: Partial<ViewState> = { window: { kind: 'relative', lengthMs: 45 * minute }, live: true };
    const store = await storeOf(spiked(), live, () => fixtureEndMs + 7_000);
    const graph = await showDrawn(store, 400);
    slider(graph).focus();
    await sendKeys({ press: 'End' });
    expect(slider(graph).getAttribute('aria-valuetext')).to.match(/^Nov 23.* 20:30:00 – 20:30:07: .*; still filling$/);
    expect(root(graph).querySelectorAll('rect.hatch.partial')).to.have.length(1);
    store.setLive(false);
    await waitUntil(() => root(graph).querySelector('rect.hatch.partial') === null, 'complete');
  });

  it('reads times in the zone of the view', async () => {
    const graph = await showDrawn(await storeOf(spiked(), { ...wholeHour, timeZone: 'Asia/Tokyo' }));
    const ticks = [...root(graph).querySelectorAll('.label.time')].map((tick) => tick.textContent);
    expect(ticks).to.include('05:00');
    expect(find(graph, '#summary').textContent).to.contain('05:00');
  });

  it('names the zone of the bin under the pointer, also after a change of the clocks', async () => {
    const at = (text: string): number => Date.parse(text);
    const night = { fromNs: toEpochNs(at('2026-11-01T05:00:00Z')), toNs: toEpochNs(at('2026-11-01T07:00:00Z')) };
    const activities = clusterActivities({ endMs: at('2026-11-01T07:00:00Z'), lengthMs: 120 * minute });
    const graph = await showDrawn(
      await storeOf(activities, {
        window: { kind: 'absolute', range: night },
        live: false,
        timeZone: 'America/New_York',
      }),
    );
    const zoneAt = async (share: number): Promise<string> => {
      await sendMouse({ type: 'move', position: placeOf(graph, share) });
      await graph.updateComplete;
      await waitUntil(() => root(graph).querySelector('.read-out .zone') !== null, 'the card');
      return find(graph, '.read-out .zone').textContent;
    };
    expect(await zoneAt(0.2)).to.equal('EDT (UTC\u22124)');
    expect(await zoneAt(0.8)).to.equal('EST (UTC\u22125)');
  });

  it('fits a phone', async () => {
    const graph = await showDrawn(await storeOf(spiked()), 351);
    expect(graph.scrollWidth).to.be.at.most(351);
    expect(document.documentElement.scrollWidth).to.be.at.most(innerWidth);
    const heights = [...root(graph).querySelectorAll('button')].map((button) => button.getBoundingClientRect().height);
    expect(Math.min(...heights)).to.be.at.least(24);
    await expect(graph).to.be.accessible();
  });

  it('tells the developer when nobody provides a store', async () => {
    const graph = await show(null);
    await waitUntil(() => /activity-provider/.test(text(graph)), 'the sentence');
    await expect(graph).to.be.accessible();
  });
});
