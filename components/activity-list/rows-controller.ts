import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Activity } from '../../src/model/activity.js';
import type { Answer } from '../../src/model/query.js';
import { BackendKind } from '../../src/model/source.js';
import { allTime, type TimeRange } from '../../src/model/time-range.js';
import type { EpochNs, RowIndex } from '../../src/model/units.js';
import type { ViewState } from '../../src/model/view-state.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { AnswerTask } from '../internal/answer-task.js';
import type { StoreController } from '../internal/store-controller.js';
import { pagesAround, RowPages } from './row-pages.js';

interface RowsAnswer {
  readonly answer: Answer;
  readonly range: TimeRange;
  /** Row by whose movement the list follows what was put in above it. */
  readonly anchor: { readonly id: string; readonly row: RowIndex } | null;
  readonly view: ViewState;
}

export interface RowsOptions {
  /** A row that should stay where it is on the screen; null while the list stands at its top. */
  readonly anchor: () => { readonly id: string; readonly row: RowIndex } | null;
  /** Rows were put in above the anchor, or taken away there. */
  readonly onShift: (rows: number) => void;
  /** The person asks something else: begin at the top. */
  readonly onNewQuestion: () => void;
}

/** Asks for the rows that are seen, page by page, and holds the end of the time range still while the person reads. */
export class RowsController implements ReactiveController {
  readonly task: AnswerTask<RowsAnswer>;
  readonly #newer: AnswerTask<number>;
  readonly #host: ReactiveControllerHost;
  readonly #stores: StoreController;
  readonly #options: RowsOptions;
  readonly #pages = new RowPages();
  #asked = pagesAround(0, 0);
  #reading = false;
  #heldToNs: EpochNs | null = null;
  #answered: RowsAnswer | null = null;

  constructor(host: ReactiveControllerHost, stores: StoreController, options: RowsOptions) {
    this.#host = host;
    this.#stores = stores;
    this.#options = options;
    stores.listen({
      storeChanged: () => this.#forget(),
      viewChanged: ({ previous, view }) => this.#viewChanged(previous, view),
    });
    this.task = new AnswerTask<RowsAnswer>(host, stores, {
      args: () => [this.#asked.offset, this.#asked.limit, this.#heldToNs],
      ask: (store, signal) => this.#ask(store, signal),
      isEmpty: ({ answer }) => (answer.rows?.total ?? 0) === 0,
      coverage: ({ answer }) => answer.coverage,
      onValue: (value) => this.#answeredWith(value),
    });
    this.#newer = new AnswerTask<number>(host, stores, {
      args: (store) => (this.#newerFrom(store) === null ? null : [this.#newerFrom(store)]),
      ask: (store, signal) => this.#countNewer(store, signal),
    });
    host.addController(this);
  }

  get total(): number {
    return this.#answered?.answer.rows?.total ?? 0;
  }
  /** undefined: on its way. */
  rowAt(row: RowIndex): Activity | undefined {
    return this.#pages.at(row);
  }
  /** How many arrived after the end that is held. */
  get newCount(): number {
    const { store } = this.#stores;
    return store && this.#newerFrom(store) !== null ? (this.#newer.value ?? 0) : 0;
  }

  hostDisconnected(): void {
    this.#reading = false;
    this.#heldToNs = null;
  }

  /** Where an activity stands in this list; null where it does not. */
  async locate(id: string): Promise<RowIndex | null> {
    const { store } = this.#stores;
    if (!store) return null;
    const { fromNs, toNs } = store.range;
    const { located } = await store.ask({ locate: { id } }, { range: { fromNs, toNs: this.#heldToNs ?? toNs } });
    return located ?? null;
  }

  /** The rows that are seen. */
  show(from: RowIndex, to: RowIndex): void {
    const wanted = pagesAround(from, to);
    if (wanted.offset === this.#asked.offset && wanted.limit === this.#asked.limit) return;
    this.#asked = wanted;
    this.#host.requestUpdate();
  }

  /** While the person reads below the top, or points at a value, nothing may move under them. */
  setReading(reading: boolean): void {
    if (reading === this.#reading) return;
    this.#reading = reading;
    const { store } = this.#stores;
    if (!store) return;
    if (reading) this.#hold(store);
    else this.#release(store);
  }

  /** A window that ends by itself, or in a pause of the store's, needs no hold. */
  #needsHold({ view, options }: ActivityStore): boolean {
    if (view.window.kind === 'absolute') return false;
    if (view.live) return this.#reading;
    return view.window.kind === 'whole' && options.source.kind === BackendKind.push;
  }

  #hold(store: ActivityStore): void {
    if (this.#heldToNs !== null || !this.#answered || !this.#needsHold(store)) return;
    // What is new begins after the newest row that was shown; without any, where the time asked for ended.
    const newest = this.#pages.at(0);
    const toNs = newest ? newest.timeNs + 1n : this.#answered.range.toNs;
    if (toNs >= allTime.toNs) return;
    this.#heldToNs = toNs;
    this.#host.requestUpdate();
  }

  #release(store: ActivityStore): void {
    if (this.#heldToNs === null || this.#needsHold(store)) return;
    this.#heldToNs = null;
    this.#host.requestUpdate();
  }

  /** Where "new" begins; null while everything that arrives is shown. */
  #newerFrom(store: ActivityStore): EpochNs | null {
    if (this.#heldToNs !== null) return this.#heldToNs;
    const { window, live } = store.view;
    return !live && window.kind === 'relative' ? (window.endNs ?? null) : null;
  }

  #viewChanged(previous: ViewState, view: ViewState): void {
    const { store } = this.#stores;
    if (!store) return;
    if (previous.live !== view.live) {
      if (view.live && !this.#reading) this.#release(store);
      else this.#hold(store);
    }
    const onlyPaused =
      previous.live !== view.live &&
      previous.window.kind === 'relative' &&
      view.window.kind === 'relative' &&
      previous.window.lengthMs === view.window.lengthMs;
    if (
      previous.filterText === view.filterText &&
      previous.types === view.types &&
      previous.scope === view.scope &&
      (previous.window === view.window || onlyPaused)
    )
      return;
    this.#reading = false;
    if (previous.window !== view.window || view.live) this.#heldToNs = null;
    this.#options.onNewQuestion();
  }

  async #ask(store: ActivityStore, signal: AbortSignal): Promise<RowsAnswer> {
    const { view } = store;
    const now = store.range;
    const range = this.#heldToNs === null ? now : { fromNs: now.fromNs, toNs: this.#heldToNs };
    const anchor = this.#options.anchor();
    const answer = await store.ask(
      { totals: true, rows: this.#asked, ...(anchor && { locate: { id: anchor.id } }) },
      { signal, range },
    );
    return { answer, range, anchor, view };
  }

  #answeredWith(value: RowsAnswer): void {
    const { rows, revision, located } = value.answer;
    const before = this.#answered;
    // Rows of another moment stand elsewhere now.
    if (before?.answer.revision !== revision || before.view !== value.view || before.range.toNs !== value.range.toNs)
      this.#pages.clear();
    this.#answered = value;
    if (rows) this.#pages.put(rows.offset, rows.activities);
    const { store } = this.#stores;
    if (store) this.#hold(store);
    const { anchor } = value;
    if (anchor && typeof located === 'number' && located !== anchor.row) this.#options.onShift(located - anchor.row);
  }

  async #countNewer(store: ActivityStore, signal: AbortSignal): Promise<number> {
    const fromNs = this.#newerFrom(store) ?? allTime.toNs;
    const { totals } = await store.ask({ totals: true }, { signal, range: { fromNs, toNs: allTime.toNs } });
    return totals?.matching ?? 0;
  }

  #forget(): void {
    this.#pages.clear();
    this.#answered = null;
    this.#heldToNs = null;
    this.#reading = false;
    this.#asked = pagesAround(0, 0);
    this.#options.onNewQuestion();
  }
}
