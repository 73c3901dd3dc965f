import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { Certainty } from '../../src/model/coverage.js';
import { FoldMode, type Answer, type FoldWanted, type LocateId, type Query } from '../../src/model/query.js';
import type { TimeRange } from '../../src/model/time-range.js';
import type { EpochNs, RowIndex } from '../../src/model/units.js';
import type { ViewState } from '../../src/model/view-state.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { AnswerTask } from '../internal/answer-task.js';
import type { StoreController } from '../internal/store-controller.js';
import { NewerRows, type NewerCount } from './newer-rows.js';
import { OpenFolds } from './open-folds.js';
import { foldOf, locateOf, type RowLine } from './row-line.js';
import { ReadingHold } from './reading-hold.js';
import { pagesAround, RowPages } from './row-pages.js';
import type { CountedView } from './spoken-count.js';

interface RowsAnswer {
  readonly answer: Answer;
  readonly range: TimeRange;
  readonly anchor: RowAnchor | null;
  readonly view: ViewState;
  readonly unfolded: readonly string[];
}

/** A row by whose movement the list follows what was put in above it. */
export interface RowAnchor {
  readonly line: RowLine;
  readonly row: RowIndex;
}

export interface RowsOptions {
  /** A row that should stay where it is on the screen; null while the list stands at its top. */
  readonly anchor: () => RowAnchor | null;
  /** Rows were put in above the anchor, or taken away there. */
  readonly onShift: (rows: number) => void;
  /** The person asks something else: begin at the top. */
  readonly onNewQuestion: () => void;
}

/** Asks for the rows that are seen, page by page, and holds the end of the time range still while the person reads. */
export class RowsController implements ReactiveController {
  readonly task: AnswerTask<RowsAnswer>;
  readonly #newer: NewerRows;
  readonly #host: ReactiveControllerHost;
  readonly #stores: StoreController;
  readonly #options: RowsOptions;
  readonly #pages = new RowPages();
  #asked = pagesAround(0, 0);
  readonly #hold = new ReadingHold();
  #answered: RowsAnswer | null = null;
  #keepsPlace = false;
  readonly #folds = new OpenFolds();

  constructor(host: ReactiveControllerHost, stores: StoreController, options: RowsOptions) {
    this.#host = host;
    this.#stores = stores;
    this.#options = options;
    stores.listen({
      storeChanged: () => this.#forget(),
      viewChanged: ({ previous, view }) => this.#viewChanged(previous, view),
    });
    this.task = new AnswerTask<RowsAnswer>(host, stores, {
      args: ({ view }) => [this.#asked.offset, this.#asked.limit, this.#hold.toNs, view.fold, this.#folds.keys],
      ask: (store, signal) => this.#ask(store, signal),
      isEmpty: ({ answer }) => (answer.rows?.total ?? 0) === 0,
      coverage: ({ answer }) => answer.coverage,
      onValue: (value) => this.#answeredWith(value),
      rank: 3,
    });
    this.#newer = new NewerRows(host, stores, this.#hold);
    host.addController(this);
  }

  get total(): number {
    return this.#answered?.answer.rows?.total ?? 0;
  }
  /** The view whose rows are here. */
  get answeredView(): ViewState | null {
    return this.#answered?.view ?? null;
  }
  /** The number that is answered, what is held back included; null where none is known. */
  get counted(): CountedView | null {
    if (!this.#answered) return null;
    const { view, answer } = this.#answered;
    const { totals, coverage } = answer;
    if (!totals || coverage.certainty === Certainty.unknown) return null;
    const { newer } = this;
    const isWhole = newer.certainty === Certainty.exact || coverage.certainty !== Certainty.exact;
    return {
      view,
      matching: totals.matching + newer.count,
      certainty: isWhole ? coverage.certainty : Certainty.atLeast,
    };
  }
  /** What the rows here were asked over: the window, up to where it is held. */
  get range(): TimeRange | null {
    return this.#answered?.range ?? null;
  }
  /** undefined: on its way. */
  lineAt(row: RowIndex): RowLine | undefined {
    return this.#pages.at(row);
  }
  /** The lines that are here. */
  lines(): Iterable<RowLine> {
    return this.#pages.all();
  }
  get newer(): NewerCount {
    return this.#newer.counted;
  }

  hostDisconnected(): void {
    this.#hold.forget();
  }

  /** Where an activity stands in this list; null where it does not. */
  async locate(wanted: LocateId): Promise<RowIndex | null> {
    return (await this.ask((folding) => ({ locate: { ...wanted, ...folding } }))).located ?? null;
  }

  /** A question about the rows as they are shown here: over their time, folded alike. */
  async ask(want: (folding: { readonly fold?: FoldWanted }) => Query['want']): Promise<Partial<Answer>> {
    const { store } = this.#stores;
    if (!store) return {};
    const { fromNs, toNs } = store.range;
    return store.ask(want(this.#folding(store)), { range: { fromNs, toNs: this.#hold.toNs ?? toNs } });
  }

  /** Shows the members of a fold one by one, or no longer. */
  unfold(key: string, open: boolean): void {
    if (open) this.#folds.open(key);
    else this.#folds.close(key);
    this.#host.requestUpdate();
  }

  /** The window is about to grow at one of its ends: what is seen stays in sight. */
  keepPlace(): void {
    this.#keepsPlace = true;
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
    if (!this.#hold.setReading(reading)) return;
    const { store } = this.#stores;
    if (!store) return;
    if (reading) this.#holdWhatIsShown(store);
    else this.#release(store);
  }

  #holdWhatIsShown(store: ActivityStore): void {
    if (!this.#answered) return;
    // What is new begins after the newest row that was shown; without any, where the time asked for ended.
    const newest = this.#newest();
    if (this.#hold.hold(store, newest ? newest.timeNs + 1n : this.#answered.range.toNs)) this.#host.requestUpdate();
  }

  /** Of a fold, the newest member. */
  #newest(): { readonly timeNs: EpochNs } | null {
    const first = this.#pages.at(0);
    return first ? { timeNs: first.fold?.lastNs ?? first.activity.timeNs } : null;
  }

  #folding({ view }: ActivityStore): { readonly fold?: FoldWanted } {
    return view.fold === FoldMode.none ? {} : { fold: { mode: view.fold, unfolded: this.#folds.keys } };
  }

  #release(store: ActivityStore): void {
    if (this.#hold.release(store)) this.#host.requestUpdate();
  }

  #viewChanged(previous: ViewState, view: ViewState): void {
    const { store } = this.#stores;
    if (!store) return;
    if (previous.live !== view.live) {
      if (view.live && !this.#hold.isReading) this.#release(store);
      else this.#holdWhatIsShown(store);
    }
    const onlyPaused =
      previous.live !== view.live &&
      previous.window.kind === 'relative' &&
      view.window.kind === 'relative' &&
      previous.window.lengthMs === view.window.lengthMs;
    if (previous.fold !== view.fold) this.#folds.clear();
    if (
      previous.filterText === view.filterText &&
      previous.types === view.types &&
      previous.scope === view.scope &&
      (previous.window === view.window || onlyPaused)
    )
      return;
    if (this.#keepsPlace) {
      if (previous.window !== view.window) this.#hold.letGo();
      return;
    }
    this.#hold.setReading(false);
    if (previous.window !== view.window || view.live) this.#hold.letGo();
    this.#asked = pagesAround(0, 0);
    this.#options.onNewQuestion();
  }

  async #ask(store: ActivityStore, signal: AbortSignal): Promise<RowsAnswer> {
    const { view } = store;
    const now = store.range;
    const range = this.#hold.toNs === null ? now : { fromNs: now.fromNs, toNs: this.#hold.toNs };
    const anchor = this.#anchor();
    const folding = this.#folding(store);
    const unfolded = this.#folds.keys;
    const answer = await store.ask(
      {
        totals: true,
        rows: { ...this.#asked, ...folding },
        ...(anchor && { locate: { ...locateOf(anchor.line.activity), ...folding } }),
      },
      { signal, range },
    );
    return { answer, range, anchor, view, unfolded };
  }

  #anchor(): RowAnchor | null {
    const first = this.#keepsPlace ? this.#pages.at(0) : undefined;
    return this.#options.anchor() ?? (first ? { line: first, row: 0 } : null);
  }

  #answeredWith(value: RowsAnswer): void {
    const { rows, revision, located } = value.answer;
    const before = this.#answered;
    // Rows of another moment stand elsewhere now.
    if (
      before?.answer.revision !== revision ||
      before.view !== value.view ||
      before.range.toNs !== value.range.toNs ||
      before.unfolded !== value.unfolded
    )
      this.#pages.clear();
    this.#answered = value;
    this.#keepsPlace = false;
    if (rows)
      this.#pages.put(
        rows.offset,
        rows.activities.map((activity, at) => ({ activity, fold: rows.folds?.[at] ?? null })),
      );
    const { store } = this.#stores;
    if (store) this.#holdWhatIsShown(store);
    const { anchor } = value;
    if (!anchor || typeof located !== 'number') return;
    // An opened fold is found by its first member, which stands below the fold's own line.
    const fold = foldOf(anchor.line);
    const row = fold && value.unfolded.includes(fold.key) ? located - 1 : located;
    if (row !== anchor.row) this.#options.onShift(row - anchor.row);
  }

  #forget(): void {
    this.#pages.clear();
    this.#folds.clear();
    this.#keepsPlace = false;
    this.#answered = null;
    this.#hold.forget();
    this.#asked = pagesAround(0, 0);
    this.#options.onNewQuestion();
  }
}
