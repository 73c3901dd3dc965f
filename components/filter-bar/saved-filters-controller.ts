import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { FilterStorage, SavedFilter } from '../../src/model/filter/saved-filter.js';
import type { ViewState } from '../../src/model/view-state.js';
import { engineText } from '../internal/engine-text.js';
import { msg, str } from '../internal/localise.js';
import { spokenText } from '../internal/visible-text.js';

const longestName = 80;

export interface SavedFiltersOptions {
  readonly storage: () => FilterStorage;
  /** Texts of filters in use since the page was opened, the latest first. They are kept nowhere else. */
  readonly recent: () => readonly string[];
  /** What is looked at now; null: nothing. */
  readonly view: () => ViewState | null;
  readonly apply: (filter: SavedFilter) => void;
}

/** The filters kept under a name, and what is being typed to save one. */
export class SavedFiltersController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #options: SavedFiltersOptions;
  #followed: FilterStorage | null = null;
  #stop: (() => void) | undefined;
  #saved: readonly SavedFilter[] = [];
  #problem: (() => string) | null = null;
  #name = '';
  #withWindow = false;
  #search = '';
  #renaming: string | null = null;
  #newName = '';

  constructor(host: ReactiveControllerHost, options: SavedFiltersOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  /** By name, as far as the search finds them. */
  get found(): readonly SavedFilter[] {
    const wanted = this.#search.trim().toLowerCase();
    return this.#saved
      .filter(({ name, filterText }) => `${name}\n${filterText}`.toLowerCase().includes(wanted))
      .sort((a, b) => a.name.localeCompare(b.name));
  }
  get count(): number {
    return this.#saved.length;
  }
  /** Settles once what was changed is on the screen. */
  get drawn(): Promise<boolean> {
    return this.#host.updateComplete;
  }
  get recent(): readonly string[] {
    return this.#options.recent();
  }
  /** A sentence on what went wrong; empty: nothing. */
  get problem(): string {
    return this.#problem?.() ?? '';
  }
  get temporary(): boolean {
    return this.#options.storage().temporary ?? false;
  }
  get name(): string {
    return this.#name;
  }
  get withWindow(): boolean {
    return this.#withWindow;
  }
  get search(): string {
    return this.#search;
  }
  /** The filter whose name is being changed, and what it is to be. */
  get renaming(): string | null {
    return this.#renaming;
  }
  get newName(): string {
    return this.#newName;
  }
  /** Whether what is typed is the name of a filter, which saving would replace. */
  get replaces(): boolean {
    return this.#has(this.#name.trim());
  }

  hostDisconnected(): void {
    this.#follow(null);
  }

  /** The menu was opened or closed. */
  toggled(open: boolean): void {
    this.#name = '';
    this.#search = '';
    this.#renaming = null;
    this.#problem = null;
    this.#withWindow = false;
    this.#follow(open ? this.#options.storage() : null);
    this.#host.requestUpdate();
  }

  typeName(name: string): void {
    this.#name = name.slice(0, longestName);
    this.#problem = null;
    this.#host.requestUpdate();
  }
  typeSearch(search: string): void {
    this.#search = search;
    this.#host.requestUpdate();
  }
  typeNewName(name: string): void {
    this.#newName = name.slice(0, longestName);
    this.#problem = null;
    this.#host.requestUpdate();
  }
  keepWindow(keep: boolean): void {
    this.#withWindow = keep;
    this.#host.requestUpdate();
  }
  rename(name: string | null): void {
    this.#renaming = name;
    this.#newName = name ?? '';
    this.#problem = null;
    this.#host.requestUpdate();
  }

  async save(): Promise<void> {
    const view = this.#options.view();
    const name = this.#name.trim();
    if (!view || name === '') return;
    const { filterText, types, window } = view;
    const saved = await this.#try((storage) =>
      storage.save({ name, filterText, types, ...(this.#withWindow && { window }) }),
    );
    if (!saved) return;
    this.#name = '';
    this.#host.requestUpdate();
  }

  /** Gives the filter the name that was typed. A name that is taken is not given twice. */
  async finishRenaming(): Promise<void> {
    const before = this.#renaming;
    const name = this.#newName.trim();
    const filter = this.#saved.find((one) => one.name === before);
    if (before === null || !filter || name === '') return;
    if (name !== before && this.#has(name)) {
      this.#problem = () => msg(str`There is a filter of the name ${spokenText(name, 60)} already.`);
      this.#host.requestUpdate();
      return;
    }
    const renamed = await this.#try(async (storage) => {
      await storage.save({ ...filter, name });
      if (name !== before) await storage.remove(before);
    });
    if (renamed) this.rename(null);
  }

  async remove(name: string): Promise<void> {
    await this.#try((storage) => storage.remove(name));
  }

  apply(filter: SavedFilter): void {
    this.#options.apply(filter);
  }

  #has(name: string): boolean {
    return this.#saved.some((one) => one.name === name);
  }

  /** Returns whether it worked; otherwise the person is told. */
  async #try(run: (storage: FilterStorage) => Promise<void>): Promise<boolean> {
    const storage = this.#options.storage();
    try {
      await run(storage);
      this.#problem = null;
      await this.#load(storage);
      return true;
    } catch (error) {
      this.#failed(error);
      return false;
    }
  }

  #follow(storage: FilterStorage | null): void {
    this.#stop?.();
    this.#stop = undefined;
    this.#followed = storage;
    if (!storage) return;
    const load = (): void => void this.#load(storage).catch((error: unknown) => this.#failed(error));
    this.#stop = storage.subscribe?.(load);
    load();
  }

  async #load(storage: FilterStorage): Promise<void> {
    const saved = await storage.list();
    if (storage !== this.#followed) return;
    this.#saved = saved;
    this.#host.requestUpdate();
  }

  #failed(error: unknown): void {
    const why = error instanceof Error ? error.message : '';
    this.#problem = () =>
      why
        ? msg(str`The saved filters could not be reached: ${spokenText(engineText(why), 120)}`)
        : msg('The saved filters could not be reached.');
    this.#host.requestUpdate();
  }
}
