import { expect, fixture, html, waitUntil as waitFor } from '@open-wc/testing';
import { sendKeys, sendMouse } from '@web/test-runner-commands';
import '../../components/trace-view/define.js';
import type { ActivityFilterEvent, ActivitySelectEvent, ActivityTraceEvent } from '../../components/internal/events.js';
import type { TraceViewElement } from '../../components/trace-view/trace-view.js';
import type { ActivityStore } from '../../src/headless.js';
import { hostileActivities } from '../../stories/fixtures/activities.js';
import { openReportFrame } from '../../components/trace-view/print-report.js';
import { englishReportWords } from '../../src/report/report-labels.js';
import { traceReport } from '../../src/report/trace-report.js';
import { context, sampleTrace } from '../report/sample-trace.js';
import { pushStore } from '../../stories/fixtures/push-store.js';
import { delayQuestions } from './far-engine.js';
import { benchmarkTrace, overlapTrace, poorTrace, type TraceFixture } from '../../stories/fixtures/trace-activities.js';

const waitUntil = (condition: () => boolean, message: string): Promise<void> =>
  waitFor(condition, message, { interval: 10, timeout: 8_000 });

const stores: ActivityStore[] = [];
const root = (element: TraceViewElement): ShadowRoot => {
  if (!element.shadowRoot) throw new Error('not rendered');
  return element.shadowRoot;
};
const text = (element: TraceViewElement): string => root(element).textContent.replace(/\s+/g, ' ');
const grid = (element: TraceViewElement): HTMLElement => {
  const found = root(element).querySelector<HTMLElement>('[role=treegrid]');
  if (!found) throw new Error(`no tree in: ${text(element)}`);
  return found;
};
const rows = (element: TraceViewElement): readonly HTMLElement[] => [
  ...grid(element).querySelectorAll<HTMLElement>('[role=row]:not(.head)'),
];
const row = (element: TraceViewElement, name: RegExp | string): HTMLElement => {
  const found = rows(element).find((candidate) =>
    typeof name === 'string' ? candidate.textContent.includes(name) : name.test(candidate.textContent),
  );
  if (!found)
    throw new Error(
      `no row ${String(name)} among: ${rows(element)
        .map((one) => one.textContent.replace(/\s+/g, ' '))
        .join('\n')}`,
    );
  return found;
};
const button = (element: TraceViewElement, name: RegExp): HTMLElement => {
  const found = [...root(element).querySelectorAll<HTMLElement>('button')].find((candidate) =>
    name.test((candidate.getAttribute('aria-label') ?? candidate.textContent).trim().replace(/\s+/g, ' ')),
  );
  if (!found) throw new Error(`no button ${String(name)} in: ${text(element)}`);
  return found;
};
const press = async (element: TraceViewElement, ...keys: readonly string[]): Promise<void> => {
  for (const key of keys) {
    grid(element).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    await element.updateComplete;
  }
};
const active = (element: TraceViewElement): HTMLElement | null =>
  root(element).getElementById(grid(element).getAttribute('aria-activedescendant') ?? '');

/** A trace-view in a frame, of what the view of a real store names, once there is an answer. */
async function show(
  made: TraceFixture,
  id: string,
  size: { readonly width?: number; readonly height?: number } = {},
): Promise<{ readonly element: TraceViewElement; readonly store: ActivityStore }> {
  const store = await pushStore(made.activities, { engine: { mode: 'page' }, view: { traceId: made.ids[id] ?? id } });
  stores.push(store);
  const element = await place(store, size);
  await waitUntil(() => /Exec session|Who did this|not loaded/.test(text(element)), 'an answer comes');
  await element.updateComplete;
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  await element.updateComplete;
  return { element, store };
}
async function place(
  store: ActivityStore | null,
  size: { readonly width?: number; readonly height?: number } = {},
): Promise<TraceViewElement> {
  const frame = await fixture<HTMLElement>(html`<div></div>`);
  frame.style.setProperty('width', `${size.width ?? 1200}px`);
  frame.style.setProperty('height', `${size.height ?? 900}px`);
  const element = document.createElement('trace-view');
  element.store = store;
  frame.append(element);
  await element.updateComplete;
  return element;
}

describe('trace-view', () => {
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.dispose();
  });

  it('says who ran what where, from which address, when, and how sure that is', async () => {
    const { element } = await show(benchmarkTrace(40), 'exec');
    expect(text(element)).to.match(/johndoe ran bash in catalog-6c9f7d5b8-x2kqp \/ app/);
    for (const fact of [
      '172.20.45.252',
      'shop-developers',
      'kubectl/v1.31.2',
      'production',
      'node-2',
      '19:50:00.000',
      '19:56:52.500',
      'high',
    ])
      expect(text(element)).to.include(fact);
    await expect(element).to.be.accessible();
  });

  it('says that the backend is slow while nothing has come, and then shows what came', async () => {
    const made = benchmarkTrace(40);
    const store = await pushStore(made.activities, { engine: { mode: 'page' }, view: { traceId: made.ids['exec']! } });
    stores.push(store);
    let answer = (): void => {};
    const answered = new Promise<void>((resolve) => (answer = resolve));
    delayQuestions(store, () => answered);
    const element = await place(store);
    await waitUntil(() => text(element).includes('The backend is taking its time.'), 'it is said');
    answer();
    await waitUntil(() => text(element).includes('Exec session'), 'an answer comes');
    expect(text(element)).not.to.include('taking its time');
  });

  it('has each cell under its own header, whatever a line shows', async () => {
    for (const [made, id, count] of [
      [benchmarkTrace(40), 'exec', 6],
      [overlapTrace(), 'dump', 7],
    ] as const) {
      const { element } = await show(made, id);
      const columns = Array.from({ length: count }, (_, at) => String(at + 1));
      const under = (line: Element): string[] =>
        [...line.querySelectorAll('[role="gridcell"], [role="columnheader"]')].map((cell) => cell.ariaColIndex ?? '');
      expect(grid(element).getAttribute('aria-colcount')).to.equal(String(count));
      expect(under(grid(element).querySelector('.head')!)).to.deep.equal(columns);
      expect(rows(element).length).to.be.greaterThan(2);
      for (const line of rows(element)) {
        expect(under(line)).to.deep.equal(columns);
        const parts = line.querySelectorAll('[role="gridcell"] [role="list"] > [role="listitem"]');
        expect(parts.length, 'what happened is a list in one cell').to.be.greaterThan(0);
      }
      element.remove();
    }
  });

  it('nests what processes did under them, in the order in which it happened', async () => {
    const { element } = await show(benchmarkTrace(40), 'exec');
    const level = (name: RegExp | string): number => Number(row(element, name).getAttribute('aria-level'));
    expect(level('Session starts')).to.equal(1);
    expect(level('apt-get update')).to.equal(2);
    expect(level(/methods\/http/)).to.equal(3);
    expect(level('198.51.100.80')).to.equal(4);
    const times = rows(element).map((one) => one.querySelector('time')?.textContent.trim() ?? '');
    expect(times[1]).to.equal('19:50:00.049');
    expect(row(element, 'dpkg-split').querySelector('.exit')?.textContent).to.include('1');
    expect(row(element, 'dpkg-split').querySelector('.length')?.textContent).to.equal('12 ms');
  });

  it('folds repeats into one line that counts them, and unfolds it without changing a number', async () => {
    const { element } = await show(benchmarkTrace(300), 'exec', { height: 1400 });
    const fold = row(element, '300\u00d7');
    const total = button(element, /^net/).textContent.replace(/\s+/g, ' ').trim();
    expect(fold.getAttribute('aria-expanded')).to.equal('false');
    fold.querySelector<HTMLElement>('.fold-button')?.click();
    await element.updateComplete;
    expect(row(element, '300\u00d7').getAttribute('aria-expanded')).to.equal('true');
    expect(rows(element).filter((one) => one.textContent.includes('10.96.31.7')).length).to.be.greaterThan(10);
    expect(button(element, /^net/).textContent.replace(/\s+/g, ' ').trim()).to.equal(total);
    expect(rows(element).length).to.be.lessThan(90);
  });

  it('marks what happened after the session had ended', async () => {
    const { element } = await show(benchmarkTrace(40), 'exec', { height: 2000 });
    const late = rows(element).filter((one) => one.textContent.includes('after the end'));
    expect(late.length).to.be.greaterThan(3);
    expect(
      late.every(
        (one) =>
          one.textContent.includes('curl') ||
          one.textContent.includes('sleep') ||
          one.textContent.includes('198.51.100.23'),
      ),
    ).to.equal(true);
    expect(text(element)).to.include('Session ends');
  });

  it('answers who made a connection, and shows where it stands', async () => {
    const { element } = await show(benchmarkTrace(40), 'hit');
    expect(text(element)).to.match(
      /johndoe did this, from 172\.20\.45\.252, in the session that began at 19:50:00\.000\./,
    );
    expect(row(element, '40\u00d7').classList.contains('asked')).to.equal(true);
    await expect(element).to.be.accessible();
  });

  it('names both people and claims nothing where two sessions fit', async () => {
    const { element } = await show(overlapTrace(), 'dump');
    expect(text(element)).to.include('One of 2 sessions did this, and nothing tells which.');
    const sessions = root(element).querySelector('[aria-label=Sessions]')?.textContent ?? '';
    for (const fact of ['johndoe', 'mira.tanaka@example.com', '172.20.45.252', '198.51.100.24'])
      expect(sessions).to.include(fact);
    const lanes = row(element, './dbdump').querySelector('.lanes')?.getAttribute('aria-label');
    expect(lanes).to.equal('perhaps A, perhaps B');
    for (const one of rows(element)) expect(one.textContent).not.to.include('exact');
    await expect(element).to.be.accessible();
  });

  it('leads from one of several sessions to the trace of the other, and back to the list as it was', async () => {
    const { element, store } = await show(overlapTrace(), 'first');
    const before = store.view;
    const asked: (string | null)[] = [];
    element.addEventListener('activity-trace', (event: ActivityTraceEvent) => asked.push(event.activity?.id ?? null));
    button(element, /^Trace session B/).click();
    await waitUntil(() => text(element).includes('mira.tanaka@example.com ran bash'), 'the other session is shown');
    button(element, /^Back to the list$/).click();
    expect(asked).to.deep.equal([overlapTrace().ids['second'], null]);
    expect(store.view).to.deep.equal({ ...before, traceId: null });
  });

  it('leaves going back to a host that prevents it', async () => {
    const { element, store } = await show(overlapTrace(), 'first');
    element.addEventListener('activity-trace', (event) => event.preventDefault());
    button(element, /^Back/).click();
    expect(store.view.traceId).to.equal(overlapTrace().ids['first']);
  });

  it('says of a refused request that there is nothing to trace', async () => {
    const { element } = await show(poorTrace(), 'denied');
    expect(text(element)).to.include('johndoe was refused bash').and.to.include('nothing to trace');
    await expect(element).to.be.accessible();
  });

  it('says why no more than a window of time can be shown', async () => {
    const { element } = await show(poorTrace(), 'bare');
    expect(text(element)).to.include('does not say what was run').and.to.include('window only');
  });

  it('says that nobody\u2019s session is behind the container\u2019s own program', async () => {
    const { element } = await show(poorTrace(), 'own');
    expect(text(element)).to.include('The container\u2019s own program did this');
  });

  it('says what it looked at where no audited exec explains a process, and looks further back', async () => {
    const { element } = await show(poorTrace(), 'lone');
    expect(text(element)).to.include('no audit record says who').and.to.include('up to 1 hr earlier');
    button(element, /^Look further back$/).click();
    await waitUntil(() => text(element).includes('up to 6 hr earlier'), 'it looks further');
  });

  it('tells on demand by which rule a line was given, by mouse and by keyboard', async () => {
    const { element } = await show(benchmarkTrace(40), 'exec');
    row(element, 'apt-get update').querySelector<HTMLElement>('[data-why]')?.click();
    await waitUntil(() => root(element).querySelector('#why:popover-open') !== null, 'the reason opens');
    expect(root(element).querySelector('#why')?.textContent).to.include('Process ids lead').and.to.include('johndoe');
    root(element).querySelector<HTMLElement>('#why')?.hidePopover();
    grid(element).focus();
    await press(element, 'Home', 'ArrowDown', '?');
    await waitUntil(() => root(element).querySelector('#why:popover-open') !== null, 'the reason opens');
    expect(root(element).querySelector('#why')?.textContent).to.include('first process');
    await expect(element).to.be.accessible();
  });

  it('leaves the focus where somebody clicked to close the reason', async () => {
    const field = await fixture<HTMLInputElement>(html`<input aria-label="Elsewhere" />`);
    const { element } = await show(benchmarkTrace(40), 'exec');
    const open = (): boolean => root(element).querySelector('#why:popover-open') !== null;
    row(element, 'apt-get update').querySelector<HTMLElement>('[data-why]')?.click();
    await waitUntil(open, 'the reason opens');
    const { x, y, width, height } = field.getBoundingClientRect();
    await sendMouse({ type: 'click', position: [Math.round(x + width / 2), Math.round(y + height / 2)] });
    await waitUntil(() => !open(), 'the reason closes');
    await sendKeys({ type: 'exec' });
    expect(field.value).to.equal('exec');
    row(element, 'apt-get update').querySelector<HTMLElement>('[data-why]')?.click();
    await waitUntil(() => root(element).activeElement?.id === 'why', 'the reason opens again');
    await sendKeys({ press: 'Escape' });
    await waitUntil(() => root(element).activeElement === grid(element), 'closed by a key, the rows have the focus');
  });

  it('is walked, folded and opened by keys', async () => {
    const { element, store } = await show(benchmarkTrace(40), 'exec');
    grid(element).focus();
    await press(element, 'Home');
    expect(active(element)?.textContent).to.include('Session starts');
    await press(element, 'ArrowDown');
    expect(active(element)?.textContent).to.include('bash');
    await press(element, 'ArrowLeft');
    expect(active(element)?.getAttribute('aria-expanded')).to.equal('false');
    expect(rows(element).length).to.equal(3);
    await press(element, 'ArrowRight');
    expect(rows(element).length).to.be.greaterThan(10);
    await press(element, 'ArrowDown', 'ArrowDown', 'ArrowLeft', 'ArrowUp', '*');
    expect(row(element, 'apt-get update').getAttribute('aria-expanded')).to.equal('true');
    await press(element, 'ArrowLeft');
    expect(active(element)?.getAttribute('aria-level')).to.equal('1');
    await press(element, 'End');
    expect(active(element)?.textContent).to.include('Session ends');
    await press(element, 'Home', 'ArrowDown', 'Enter');
    expect(store.selected?.attributes.get('cmdline')).to.equal('bash');
    await press(element, '/');
    expect(root(element).activeElement?.id).to.equal('search');
  });

  for (const width of [1300, 900, 500])
    it(`is walked by keys through what is shown at ${width} px, and through nothing else`, async () => {
      const { element } = await show(benchmarkTrace(40), 'exec', { width });
      grid(element).focus();
      await press(element, 'Home');
      for (let at = 0; at < 8; at += 1) {
        const line = active(element);
        const shown = [...(line?.querySelectorAll('.cell, .sure[id]') ?? [])].filter((one) => one.checkVisibility());
        const walked: (Element | null)[] = [];
        for (let step = 0; step < 12; step += 1) {
          await press(element, 'ArrowRight');
          if (active(element) === walked.at(-1)) break;
          walked.push(active(element));
        }
        expect(walked).to.deep.equal(shown);
        await press(element, 'ArrowLeft');
        expect(active(element)).to.equal(shown.at(-2) ?? line);
        await press(element, 'End', 'Home', 'ArrowLeft');
        expect(active(element)).to.equal(line);
        await press(element, 'ArrowDown');
      }
      await press(element, 'Home', 'Home', 'End');
      expect(active(element)?.textContent).to.include('Session ends');
      await press(element, 'ArrowRight');
      expect(active(element)?.getAttribute('role')).to.equal('row');
    });

  it('stands on what comes before a value for which there is no room any more', async () => {
    const { element } = await show(benchmarkTrace(40), 'exec', { width: 1300 });
    grid(element).focus();
    const value = (): string => active(element)?.getAttribute('aria-label') ?? active(element)?.className ?? '';
    await press(element, 'Home', 'ArrowDown');
    for (let step = 0; step < 12 && !/^(User ID|Working directory)/i.test(value()); step += 1)
      await press(element, 'ArrowRight');
    expect(value()).to.match(/^(User ID|Working directory)/i);
    element.parentElement?.style.setProperty('width', '900px');
    await waitUntil(() => !/^(User ID|Working directory)/i.test(value()), 'it is left');
    expect(active(element)?.checkVisibility()).to.equal(true);
  });

  it('names the day of every line where there are several, and the year where it is not this one', async () => {
    const made = benchmarkTrace(40);
    // From shortly before midnight on, two years earlier.
    const byNs = BigInt(4 * 60 + 5) * 60_000_000_000n - BigInt(2 * 365 + 1) * 86_400_000_000_000n;
    const activities = made.activities.map((one) => ({ ...one, timeNs: one.timeNs + byNs }));
    const { element } = await show({ ...made, activities }, 'exec');
    expect(row(element, 'ls --color').querySelector('time')?.textContent).to.equal('Nov 22, 2024 23:55:04.210');
    const time = row(element, 'ls --color').querySelector<HTMLElement>('.time');
    expect(time?.scrollWidth).to.be.at.most(time?.clientWidth ?? 0);
  });

  it('has the sign of a time since the start before its digits, also where a page is read from the right', async () => {
    const { element } = await show(benchmarkTrace(40), 'exec');
    (element.parentElement ?? element).dir = 'rtl';
    const offset = row(element, 'ls --color').querySelector('.offset');
    const since = document.createTreeWalker(offset ?? element, NodeFilter.SHOW_TEXT).nextNode();
    const signed = since?.textContent ?? '';
    expect(signed).to.match(/^[+]\d/);
    const leftOf = (at: number): number => {
      const glyph = document.createRange();
      if (since) glyph.setStart(since, at);
      if (since) glyph.setEnd(since, at + 1);
      return glyph.getBoundingClientRect().left;
    };
    expect(leftOf(0)).to.be.lessThan(leftOf(signed.length - 1));
  });

  it('announces what was opened, and leaves it to a host that prevents it', async () => {
    const { element, store } = await show(benchmarkTrace(40), 'exec');
    const opened: (string | undefined)[] = [];
    element.addEventListener('activity-select', (event: ActivitySelectEvent) => {
      opened.push(String(event.activity?.attributes.get('cmdline')));
      event.preventDefault();
    });
    row(element, 'which ab').click();
    expect(opened).to.deep.equal(['which ab']);
    expect(store.selected).to.equal(null);
  });

  it('puts a value into the filter by key, and shows it as filtered', async () => {
    const { element, store } = await show(benchmarkTrace(40), 'exec');
    const announced: string[] = [];
    element.addEventListener('activity-filter', (event: ActivityFilterEvent) => announced.push(event.attribute));
    grid(element).focus();
    await press(element, 'Home', 'ArrowDown', 'ArrowRight', '+');
    expect(announced).to.deep.equal(['cmdline']);
    expect(store.view.filterText).to.equal('cmdline = bash');
    await element.updateComplete;
    expect(active(element)?.querySelector('.included')).not.to.equal(null);
  });

  it('offers + and \u2212 at the value under the pointer', async () => {
    const { element, store } = await show(benchmarkTrace(40), 'exec');
    row(element, 'which ab')
      .querySelector('.value')
      ?.dispatchEvent(new PointerEvent('pointerover', { bubbles: true, composed: true }));
    await element.updateComplete;
    button(element, /^Leave out Full command line which ab$/).click();
    expect(store.view.filterText).to.equal('cmdline != "which ab"');
  });

  it('leaves out data sources and certainties, and keeps what leads to the rest', async () => {
    const { element } = await show(benchmarkTrace(40), 'exec');
    const files = button(element, /^file/);
    for (const name of [/^cmd/, /^net/]) button(element, name).click();
    await element.updateComplete;
    expect(row(element, '/usr/bin/ab')).not.to.equal(null);
    expect(row(element, 'apt-get install').classList.contains('dimmed')).to.equal(true);
    expect(rows(element).some((one) => one.textContent.includes('which ab'))).to.equal(false);
    files.click();
    await element.updateComplete;
    expect(rows(element).every((one) => one.textContent.includes('Session'))).to.equal(true);
    button(element, /^Show all$/).click();
    await element.updateComplete;
    expect(row(element, 'which ab')).not.to.equal(null);
  });

  it('finds text in folded places, steps through what it found, and hides the rest', async () => {
    const { element } = await show(benchmarkTrace(40), 'exec');
    button(element, /^Fold all$/).click();
    await element.updateComplete;
    expect(rows(element).length).to.equal(3);
    const search = root(element).querySelector<HTMLInputElement>('#search');
    if (!search) throw new Error('no search');
    search.value = 'DPKG';
    search.dispatchEvent(new Event('input'));
    await element.updateComplete;
    expect(text(element)).to.include('3 found');
    search.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', cancelable: true }));
    await element.updateComplete;
    expect(text(element)).to.include('1 of 3');
    expect(active(element)?.textContent).to.include('/usr/bin/dpkg');
    button(element, /^Previous$/).click();
    await element.updateComplete;
    expect(text(element)).to.include('3 of 3');
    const only = root(element).querySelector<HTMLInputElement>('.only input');
    only?.click();
    await element.updateComplete;
    expect(rows(element).some((one) => one.textContent.includes('which ab'))).to.equal(false);
    search.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', cancelable: true }));
    await element.updateComplete;
    expect(search.value).to.equal('');
    expect(row(element, 'which ab')).not.to.equal(null);
  });

  it('draws no more lines than are seen of twenty thousand, and reaches the last one', async () => {
    const { element } = await show(benchmarkTrace(19_000), 'exec');
    row(element, '19,000\u00d7').querySelector<HTMLElement>('.fold-button')?.click();
    await element.updateComplete;
    expect(Number(grid(element).getAttribute('aria-rowcount'))).to.be.greaterThan(19_000);
    grid(element).focus();
    await press(element, 'End');
    expect(active(element)?.textContent).to.include('Session ends');
    expect(rows(element).length).to.be.lessThan(80);
  });

  it('shows hostile text as marks and runs none of it', async () => {
    const { element } = await show({ activities: hostileActivities(), ids: {} }, 'hostile-4');
    expect(text(element)).to.include('<script>alert(document.domain)</script>');
    expect(root(element).querySelector('script, img')).to.equal(null);
    expect(root(element).querySelector('.mark[data-label=IDSP]')).not.to.equal(null);
    await expect(element).to.be.accessible();
  });

  it('shows the activity that its own property names before the one of the view', async () => {
    const made = overlapTrace();
    const store = await pushStore(made.activities, {
      engine: { mode: 'page' },
      view: { traceId: made.ids['first'] ?? '' },
    });
    stores.push(store);
    const element = await place(store);
    element.activityId = made.ids['third'] ?? '';
    await waitUntil(
      () => text(element).includes('mira.tanaka@example.com ran cat /etc/catalog/app.ini'),
      'the other one',
    );
  });

  it('says that an activity is not loaded, and leads back', async () => {
    const { element, store } = await show(benchmarkTrace(1), 'no-such-activity');
    expect(text(element)).to.include('not loaded');
    button(element, /^Back to the list$/).click();
    expect(store.view.traceId).to.equal(null);
  });

  it('says what to do while nothing is asked, and while nobody provides a store', async () => {
    const store = await pushStore([], { engine: { mode: 'page' } });
    stores.push(store);
    expect(text(await place(store))).to.include('ask who did this');
    const lonely = await place(null);
    await waitUntil(() => text(lonely).includes('No activity provider'), 'the sentence comes');
    await expect(lonely).to.be.accessible();
  });

  it('saves the report as a file that names nothing of an event', async () => {
    const { element } = await show(benchmarkTrace(40), 'exec');
    const saved: HTMLAnchorElement[] = [];
    const blobs: Blob[] = [];
    const address = URL.createObjectURL.bind(URL);
    URL.createObjectURL = (content: Blob) => {
      blobs.push(content);
      return address(content);
    };
    const create = document.createElement.bind(document);
    // The browser would really save: the link is kept, and goes nowhere.
    document.createElement = (tag: string) => {
      const made = create(tag);
      if (made instanceof HTMLAnchorElement) {
        saved.push(made);
        made.addEventListener('click', (event) => event.preventDefault());
      }
      return made;
    };
    try {
      for (const name of [/^Save as Markdown$/, /^Save as HTML$/, /^Save as JSON$/]) button(element, name).click();
    } finally {
      document.createElement = create;
      URL.createObjectURL = address;
    }
    expect(saved.map(({ download }) => /^trace-2026-11-23-\d+\.(md|html|json)$/.test(download))).to.deep.equal([
      true,
      true,
      true,
    ]);
    const [markdown = '', , json = ''] = await Promise.all(blobs.map((content) => content.text()));
    expect(markdown).to.include('## What is not known').and.to.include('`johndoe`');
    const report = JSON.parse(json) as {
      readonly counts: { readonly rows: number };
      readonly sessions: readonly { readonly startNs: string }[];
      readonly range: { readonly fromNs: string };
      readonly query: { readonly range: { readonly fromNs: string } };
    };
    expect(report.counts.rows).to.be.greaterThan(60);
    // The trace is asked over the time of its session, whatever the page shows.
    expect(BigInt(report.sessions[0]?.startNs ?? 0) - BigInt(report.range.fromNs)).to.equal(60_000_000_000n);
    expect(report.query.range.fromNs).not.to.equal(report.range.fromNs);
  });

  it('builds the page to print without markup, in a frame of its own', () => {
    const report = traceReport(sampleTrace('<img src=x onerror=alert(1)>'), context);
    const frame = openReportFrame(document, report, englishReportWords, 'en');
    const page = frame.contentDocument;
    expect(page?.querySelector('h1')?.textContent).to.equal('Trace of an exec session');
    expect(page?.body.textContent).to.include('<img src=x onerror=alert(1)>');
    expect(page?.querySelector('img, script, style, [style]')).to.equal(null);
    expect(page?.adoptedStyleSheets.length).to.equal(1);
    frame.remove();
  });

  for (const scheme of ['light', 'dark'] as const)
    for (const width of [375, 1440])
      it(`is accessible at ${width} px, ${scheme}`, async () => {
        document.documentElement.style.setProperty('color-scheme', scheme);
        const { element } = await show(overlapTrace(), 'first', { width });
        await expect(element).to.be.accessible();
        expect(element.scrollWidth).to.be.at.most(width);
        document.documentElement.style.removeProperty('color-scheme');
      });
});
