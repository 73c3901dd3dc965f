/** What runs in the page: the whole view over a day of activities, and the steps that its driver calls. */
import '../../../components/define.js';
import type { ActivityAuditElement } from '../../../components/index.js';
import { createStore, type ActivityStore } from '../../../src/headless.js';
import { activityLine, dayCount, dayEndNs, dayStartNs, lineChunks } from '../activities.js';
import { FrameRecorder, type Frames } from './frames.js';
import { Painted, type Painting } from './painted.js';

const chunkRows = 2_000;
const atOnce = 4;

let store: ActivityStore | null = null;
let view: ActivityAuditElement | null = null;
const recorder = new FrameRecorder();

const shown = (): { readonly store: ActivityStore; readonly view: ActivityAuditElement } => {
  if (!store || !view) throw new Error('The view was not opened.');
  return { store, view };
};

const part = (tag: string): ShadowRoot => {
  const root = shown().view.shadowRoot?.querySelector(tag)?.shadowRoot;
  if (!root) throw new Error(`There is no ${tag} in the view.`);
  return root;
};

const scroller = (): HTMLElement => part('activity-list').querySelector<HTMLElement>('.scroller')!;

/** Rows in sight that are not there yet, or places without any. */
function blankRows(): number {
  const container = scroller();
  const sight = container.getBoundingClientRect();
  const head = container.querySelector<HTMLElement>('.head')?.getBoundingClientRect().bottom ?? sight.top;
  const rows = [...container.querySelectorAll<HTMLElement>('[role="row"][data-row]')].map((row) => ({
    box: row.getBoundingClientRect(),
    blank: row.classList.contains('skeleton'),
  }));
  const inSight = rows.filter(({ box }) => box.bottom > head + 1 && box.top < sight.bottom - 1);
  const heightPx = inSight[0]?.box.height ?? 28;
  const covered = inSight.reduce(
    (sum, { box }) => sum + Math.min(box.bottom, sight.bottom) - Math.max(box.top, head),
    0,
  );
  const missing = Math.max(0, Math.round((sight.bottom - head - covered) / heightPx - 0.5));
  return inSight.filter(({ blank }) => blank).length + missing;
}

const nextFrame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));

export const steps = {
  /** Opens the view over an empty store and pushes the day in. */
  async open(rows: number): Promise<number> {
    store = createStore({
      source: { kind: 'push' },
      engine: { mode: 'worker', workerUrl: new URL('/library/activity-audit.worker.js', location.href).href },
      cache: { mode: 'memory' },
      maxActivities: Math.max(2_000_000, rows * 2),
      maxMemoryBytes: 4 * 2 ** 30,
      autoLoad: false,
      view: {
        window: { kind: 'absolute', range: { fromNs: dayStartNs, toNs: dayEndNs } },
        live: false,
        timeZone: 'UTC',
      },
    });
    view = document.createElement('activity-audit');
    view.store = store;
    const style = new CSSStyleSheet();
    style.replaceSync('html, body { height: 100%; margin: 0 } activity-audit { height: 100% }');
    document.adoptedStyleSheets = [style];
    document.body.append(view);
    const startMs = performance.now();
    const waiting: Promise<unknown>[] = [];
    const count = dayCount(rows);
    for (let from = 0; from < rows; from += chunkRows) {
      for (const bytes of lineChunks(from, Math.min(rows, from + chunkRows), count))
        waiting.push(store.push({ bytes }));
      if (waiting.length > atOnce) await waiting.shift();
    }
    await Promise.all(waiting);
    const { totals } = await store.ask({ totals: true });
    if (totals?.matching !== rows) throw new Error(`${totals?.matching} of ${rows} activities arrived`);
    return performance.now() - startMs;
  },
  /** Until graph, groups and list have shown the same number for some frames. */
  async settled(): Promise<string> {
    const painted = new Painted(part);
    for (let still = 0, before = ''; still < 12;) {
      await nextFrame();
      const now = painted.text;
      still = now === before && painted.isQuiet ? still + 1 : 0;
      before = now;
    }
    return painted.text;
  },
  /** From the press of + on a value of the list to the frame in which graph, groups and list have been painted anew. */
  async press(attribute: string, negated: boolean): Promise<Painting & { readonly frames: Frames }> {
    const list = part('activity-list');
    const value = [...list.querySelectorAll<HTMLElement>('.row .cell')].find((cell) =>
      cell.getAttribute('aria-label')?.toLowerCase().startsWith(attribute.toLowerCase()),
    );
    if (!value)
      throw new Error(
        `No row shows ${attribute}: ${[...new Set([...list.querySelectorAll('.row .cell')].map((cell) => cell.getAttribute('aria-label')?.split(':')[0]))].join()}`,
      );
    const at = value.querySelector<HTMLElement>('.value') ?? value;
    at.dispatchEvent(new PointerEvent('pointerover', { bubbles: true, composed: true, pointerType: 'mouse' }));
    const wanted = `.overlay .value-action.${negated ? 'exclude' : 'include'}`;
    for (let wait = 0; wait < 60 && !list.querySelector(wanted); wait += 1) await nextFrame();
    const button = list.querySelector<HTMLButtonElement>(wanted);
    if (!button) throw new Error('There is no + beside the value.');
    for (let wait = 0; wait < 10; wait += 1) await nextFrame();
    const painted = new Painted(part);
    recorder.start();
    performance.mark('press');
    const startMs = performance.now();
    button.click();
    const { ms, lastPart, changedMs } = await painted.until(startMs);
    performance.mark('painted');
    return { ms, lastPart, changedMs, frames: recorder.stop() };
  },
  clearFilter(): void {
    shown().store.setView({ filterText: '', scope: [] });
  },
  startFrames: () => recorder.start(),
  stopFrames: (): Frames => recorder.stop(),
  blankRows,
  /** Frames until no row in sight is blank, and the time that passed. */
  async untilFilled(limitMs: number): Promise<{ ms: number; blank: number }> {
    const startMs = performance.now();
    for (;;) {
      const blank = blankRows();
      const ms = performance.now() - startMs;
      if (blank === 0 || ms > limitMs) return { ms, blank };
      await nextFrame();
    }
  },
  /** Where the list is drawn: for the driver's wheel and pointer. */
  listBox(): { x: number; y: number; width: number; height: number } {
    const { x, y, width, height } = scroller().getBoundingClientRect();
    return { x, y, width, height };
  },
  /** As a person who drags the thumb to this share of the list. */
  thumb(share: number): void {
    const container = scroller();
    container.scrollTop = share * (container.scrollHeight - container.clientHeight);
  },
  /** To this share of the day, until all rows there are painted. */
  async goToTime(share: number, limitMs: number): Promise<{ ms: number; blank: number }> {
    const list = shown().view.shadowRoot?.querySelector('activity-list');
    const startMs = performance.now();
    const partNs = BigInt(Math.round(Number(dayEndNs - dayStartNs) * share));
    if ((await list?.goToTime(dayStartNs + partNs)) === null) throw new Error('There is no row to go to.');
    await nextFrame();
    const { blank } = await steps.untilFilled(limitMs);
    return { ms: performance.now() - startMs, blank };
  },
  /** First row in sight, from 0, and how many there are. */
  place(): { row: number; total: number; text: string } {
    const container = scroller();
    const top = container.querySelector<HTMLElement>('.head')?.getBoundingClientRect().bottom ?? 0;
    const first = [...container.querySelectorAll<HTMLElement>('[role="row"][data-row]:not(.edge)')].find(
      (row) => row.getBoundingClientRect().bottom > top + 1,
    );
    return {
      row: Number(first?.dataset['row'] ?? -1),
      total: Number(container.getAttribute('aria-rowcount')) - 1,
      text: first?.innerText ?? '',
    };
  },
  focusList(): void {
    scroller().focus();
  },
  /** Activities that arrive while somebody looks. */
  async live(from: number, portions: number, rows: number): Promise<void> {
    for (let portion = 0; portion < portions; portion += 1) {
      let text = '';
      for (let one = 0; one < 100; one += 1) text += activityLine(from + portion * 100 + one, dayCount(rows));
      await shown().store.push({ bytes: new TextEncoder().encode(text) });
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  },
  elements(): number {
    let count = 0;
    const visit = (root: ParentNode): void => {
      for (const element of root.querySelectorAll('*')) {
        count += 1;
        if (element.shadowRoot) visit(element.shadowRoot);
      }
    };
    visit(document);
    return count;
  },
};

Object.assign(globalThis, { steps });
