import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Scope, Tree } from '../../src/model/query.js';
import { Expansion } from './expansion.js';
import { LineWindow } from './line-window.js';
import { SiblingOrder, type TreeSort } from './sibling-order.js';
import { entityText } from './tree-labels.js';
import { keyInTree, searchTree, treeLines, type TreeLine, type TreeSearch } from './tree-lines.js';

export interface LinesOptions {
  readonly tree: () => Tree | null;
  readonly scope: () => Scope;
  readonly container: () => HTMLElement | null;
  readonly probe: () => HTMLElement | null;
}

/** The lines of the tree: made anew where something about them changed; which one is active, pointed at, in sight. */
export class LinesController implements ReactiveController {
  readonly window: LineWindow;
  readonly #host: ReactiveControllerHost;
  readonly #options: LinesOptions;
  readonly #expansion = new Expansion();
  readonly #order = new SiblingOrder();
  #lines: readonly TreeLine[] = [];
  #places: ReadonlyMap<string, number> = new Map();
  #madeOf: readonly unknown[] = [];
  #found: TreeSearch | null = null;
  #search = '';
  #active: TreeLine | null = null;
  #revealScope = true;
  #focused = false;
  #pointedKey: string | null = null;

  constructor(host: ReactiveControllerHost, options: LinesOptions) {
    this.#host = host;
    this.#options = options;
    this.window = new LineWindow(host, options.container, options.probe);
    host.addController(this);
  }

  get lines(): readonly TreeLine[] {
    return this.#lines;
  }
  get search(): string {
    return this.#search;
  }
  get sort(): TreeSort {
    return this.#order.by;
  }
  /** Entities that the search found; null without a search. */
  get found(): number | null {
    return this.#found?.found.size ?? null;
  }
  /** The place of the line that keys act on; where it is gone, of what was around it. */
  get activeAt(): number {
    for (let line = this.#active; line; line = line.parent) {
      const at = this.#places.get(line.key);
      if (at !== undefined) return at;
    }
    return 0;
  }
  /** The line that offers + and −: under the pointer, or else under the focus. */
  get actingKey(): string | null {
    return this.#pointedKey ?? (this.#focused ? (this.#lines[this.activeAt]?.key ?? null) : null);
  }
  /** Whether nothing may change its place. */
  get isReading(): boolean {
    return this.#order.held;
  }

  /** Places of the lines that exist as elements; the active one always does. */
  drawn(): readonly number[] {
    const { from, to } = this.window.shown(this.#lines.length);
    const places = Array.from({ length: to - from }, (_, at) => from + at);
    const { activeAt } = this;
    if (activeAt < from) places.unshift(activeAt);
    else if (activeAt >= to) places.push(activeAt);
    return places;
  }

  forget(): void {
    this.#active = null;
    this.#order.forget();
    this.#revealScope = true;
  }

  /** Opens what lies above the scope's node and brings it into sight. */
  goToScope(): void {
    this.#revealScope = true;
    this.#host.requestUpdate();
  }

  activate(line: TreeLine): void {
    this.#active = line;
    const at = this.#places.get(line.key);
    if (at !== undefined) this.window.reveal(at);
    this.#host.requestUpdate();
  }

  setOpen(lines: readonly TreeLine[], open: boolean): void {
    for (const { key } of lines) this.#expansion.set(key, open);
    this.#host.requestUpdate();
  }

  searchFor(search: string): void {
    this.#search = search;
    // The person changes what is there: places among what a search left are no order of the whole.
    this.#order.forget();
    this.#expansion.searchChanged(search.trim() !== '');
    const container = this.#options.container();
    if (container) container.scrollTop = 0;
    this.#host.requestUpdate();
  }

  sortBy(sort: TreeSort): void {
    this.#order.by = sort;
    this.#madeOf = [];
    this.#host.requestUpdate();
  }

  lineAt(target: EventTarget | null): TreeLine | undefined {
    const element = target instanceof Element ? target.closest<HTMLElement>('[data-index]') : null;
    return element ? this.#lines[Number(element.dataset['index'])] : undefined;
  }

  readonly focused = (): void => {
    this.#focused = true;
    this.#host.requestUpdate();
  };
  readonly blurred = (): void => {
    this.#focused = false;
    this.#host.requestUpdate();
  };
  readonly pointedAt = (event: PointerEvent): void => {
    if (event.pointerType === 'touch') return;
    this.#order.held = true;
    const key = this.lineAt(event.target)?.key ?? null;
    if (key === this.#pointedKey) return;
    this.#pointedKey = key;
    this.#host.requestUpdate();
  };
  readonly pointerLeft = (): void => {
    this.#order.held = false;
    this.#pointedKey = null;
    this.#host.requestUpdate();
  };

  hostUpdate(): void {
    const tree = this.#options.tree();
    if (!tree) {
      this.#lines = [];
      this.#places = new Map();
      this.#madeOf = [];
      return;
    }
    this.#expansion.useGrouping(tree.attributes);
    const scope = this.#options.scope();
    const scopeKey = this.#revealScope && scope.length > 0 ? keyInTree(scope, tree.attributes) : null;
    if (scopeKey !== null) this.#expansion.openTo(scope);
    this.#make(tree);
    if (scopeKey === null) return;
    this.#active = this.#lines[this.#places.get(scopeKey) ?? -1] ?? this.#active;
  }

  hostUpdated(): void {
    if (!this.#revealScope || this.#lines.length === 0) return;
    this.#revealScope = false;
    if (this.#options.scope().length > 0) this.window.reveal(this.activeAt);
  }

  hostDisconnected(): void {
    this.#order.held = false;
    this.#pointedKey = null;
    this.#focused = false;
  }

  #make(tree: Tree): void {
    const [ofTree, ofSearch] = this.#madeOf;
    const madeOf = [tree, this.#search, this.#expansion.version, this.#order.held];
    if (madeOf.every((one, at) => one === this.#madeOf[at])) return;
    if (ofTree !== tree || ofSearch !== this.#search) this.#found = searchTree(tree, this.#search, entityText);
    this.#lines = treeLines(tree, { order: this.#order, isOpen: this.#expansion.isOpen, search: this.#found });
    this.#places = new Map(this.#lines.map(({ key }, at) => [key, at]));
    this.#madeOf = madeOf;
  }
}
