import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { toErrorData, type ErrorData } from '../../src/model/audit-error.js';
import type { Certainty } from '../../src/model/coverage.js';
import { append } from '../../src/model/filter/edit.js';
import type { Filter } from '../../src/model/filter/ast.js';
import { FoldMode } from '../../src/model/query.js';
import type { EpochNs, RowIndex } from '../../src/model/units.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { AnswerTask, isSilent } from '../internal/answer-task.js';
import type { StoreController } from '../internal/store-controller.js';
import { foldOf, locateOf, type RowLine } from './row-line.js';
import type { RowsController } from './rows-controller.js';

export interface FindParts {
  readonly stores: StoreController;
  readonly rows: RowsController;
  /** The line from which the search goes on. */
  readonly from: () => { readonly row: RowIndex; readonly line: RowLine } | null;
  /** Stand there. */
  readonly show: (row: RowIndex) => void;
}

/** How many lines have the text, and what that number is worth. */
export interface FoundLines {
  readonly count: number;
  readonly certainty: Certainty;
}

/** Looks for text in everything that the list shows, loaded on the screen or not. The engine finds; this goes from place to place. */
export class FindController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #parts: FindParts;
  readonly #found: AnswerTask<FoundLines>;
  #open = false;
  #text = '';
  #at: { readonly index: number; readonly of: number } | null = null;
  #wrapped: 'top' | 'bottom' | null = null;
  #asked = 0;
  #failed: ErrorData | null = null;

  constructor(host: ReactiveControllerHost, parts: FindParts) {
    this.#host = host;
    this.#parts = parts;
    this.#found = new AnswerTask<FoundLines>(host, parts.stores, {
      args: ({ view }) => (this.text === '' ? null : [this.text, view.fold]),
      about: ({ view }) => `${view.fold} ${this.text}`,
      ask: (store, signal) => this.#countIn(store, signal),
    });
    host.addController(this);
  }

  get isOpen(): boolean {
    return this.#open;
  }
  /** What is looked for; empty while nothing is. */
  get text(): string {
    return this.#open ? this.#text.trim() : '';
  }
  get typed(): string {
    return this.#text;
  }
  /** Lines that have the text; undefined until it is known. */
  get found(): FoundLines | undefined {
    return this.text === '' || this.#found.outdated ? undefined : this.#found.value;
  }
  /** Why nothing is found: the question could not be answered. */
  get failure(): ErrorData | null {
    return this.text === '' ? null : (this.#failed ?? this.#found.error);
  }
  /** Position among them, from 0, where the person went to one. */
  get at(): number | null {
    return this.#at && this.#at.of === this.found?.count ? this.#at.index : null;
  }
  /** The last step went past an end and on from the other one. */
  get wrapped(): 'top' | 'bottom' | null {
    return this.#wrapped;
  }

  hostDisconnected(): void {
    this.#asked++;
    this.#open = false;
    this.#at = null;
  }

  open(): void {
    this.#open = true;
    this.#host.requestUpdate();
  }

  close(): void {
    this.#open = false;
    this.#forgetPlace();
  }

  type(text: string): void {
    this.#text = text;
    this.#forgetPlace();
  }

  /** To the next line that has the text, or the one before; round at the ends. */
  async go(step: 1 | -1): Promise<void> {
    const asked = ++this.#asked;
    this.#failed = null;
    if (this.#found.error) this.#found.askAgain();
    try {
      await this.#goTo(step, asked);
    } catch (thrown) {
      const failure = toErrorData(thrown);
      if (asked === this.#asked && !isSilent(failure)) this.#failed = failure;
    }
    this.#host.requestUpdate();
  }

  /** A step that is under way leads nowhere any more. */
  #forgetPlace(): void {
    this.#asked++;
    this.#at = null;
    this.#wrapped = null;
    this.#failed = null;
    this.#host.requestUpdate();
  }

  async #goTo(step: 1 | -1, asked: number): Promise<void> {
    const { store } = this.#parts.stores;
    const range = this.#parts.rows.range;
    if (!store || !range || this.text === '') return;
    const filter = this.#filter(store);
    const from = this.#parts.from();
    const { count: total } = await this.#countIn(store);
    if (asked !== this.#asked || total === 0) return;
    const target = await this.#next(store, filter, from, step);
    if (asked !== this.#asked) return;
    const index = ((target % total) + total) % total;
    const { rows } = await store.ask({ rows: { offset: index, limit: 1, ...folding(store) } }, { filter, range });
    const activity = rows?.activities[0];
    const row = activity ? await this.#parts.rows.locate(locateOf(activity)) : null;
    if (asked !== this.#asked || row === null) return;
    this.#wrapped = target >= total ? 'top' : target < 0 ? 'bottom' : null;
    this.#at = { index, of: total };
    this.#parts.show(row);
  }

  /** Position, among the lines that have the text, of the one after (or before) where the person stands; may lie past an end. */
  async #next(
    store: ActivityStore,
    filter: Filter,
    from: { readonly line: RowLine } | null,
    step: 1 | -1,
  ): Promise<number> {
    const range = this.#parts.rows.range;
    if (!range || !from) return step > 0 ? 0 : -1;
    const { activity } = from.line;
    const here = { range, filter };
    const { located } = await store.ask({ locate: { ...locateOf(activity), ...folding(store) } }, here);
    const fold = foldOf(from.line);
    if (typeof located === 'number' && (!fold || store.view.fold === FoldMode.interleaved)) return located + step;
    const newer = async (timeNs: EpochNs): Promise<number> => {
      const { rows } = await store.ask(
        { rows: { offset: 0, limit: 0, ...folding(store) } },
        { filter, range: { fromNs: timeNs < range.toNs ? timeNs : range.toNs, toNs: range.toNs } },
      );
      return rows?.total ?? 0;
    };
    // A closed run is one place: what follows it is older than its oldest member.
    return step > 0
      ? newer(fold ? fold.firstNs : activity.timeNs)
      : (await newer((fold ? fold.lastNs : activity.timeNs) + 1n)) - 1;
  }

  async #countIn(store: ActivityStore, signal?: AbortSignal): Promise<FoundLines> {
    const range = this.#parts.rows.range ?? store.range;
    const { rows, coverage } = await store.ask(
      { rows: { offset: 0, limit: 0, ...folding(store) } },
      { filter: this.#filter(store), range, ...(signal && { signal }) },
    );
    return { count: rows?.total ?? 0, certainty: coverage.certainty };
  }

  #filter(store: ActivityStore): Filter {
    return append(store.parsed.filter, { kind: 'text', text: this.text });
  }
}

/** All repeats together are one place; runs are not asked for, since other runs result where only some lines have the text. */
function folding({ view }: ActivityStore): { readonly fold?: { readonly mode: FoldMode } } {
  return view.fold === FoldMode.interleaved ? { fold: { mode: view.fold } } : {};
}
