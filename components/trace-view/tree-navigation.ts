import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Activity } from '../../src/model/activity.js';
import { inlineKey } from '../internal/direction.js';
import type { StoreController } from '../internal/store-controller.js';
import { requestFilter } from '../internal/value-chip.js';
import { lineActivity, lineValues, roomIn, shownPlaces, type Room } from './line-facts.js';
import type { TraceLine } from './trace-lines.js';
import { lineId, valueId } from './trace-row.js';
import { actByKey, placeAt, type TreePosition } from './tree-keys.js';
import type { TreeState } from './tree-state.js';
import type { TreeWindow } from './tree-window.js';

export interface TreeParts {
  readonly stores: StoreController;
  readonly tree: TreeState;
  readonly window: TreeWindow;
  readonly open: (activity: Activity) => void;
  readonly why: (line: TraceLine, anchor: HTMLElement) => void;
  readonly search: () => void;
  /** A value is pointed at or stood on: where its + and − belong. */
  readonly pointAt: (
    target: { readonly element: HTMLElement; readonly line: TraceLine; readonly at: number } | null,
    by: 'pointer' | 'keys',
  ) => void;
}

/** Keys and pointer on the treegrid: one tab stop, one active line or value, which `aria-activedescendant` names. */
export class TreeNavigation implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #parts: TreeParts;
  #active: TreePosition | null = null;
  #room: Room = 'wide';

  constructor(host: ReactiveControllerHost & HTMLElement, parts: TreeParts) {
    this.#host = host;
    this.#parts = parts;
    host.addController(this);
  }

  get active(): TreePosition | null {
    const { tree } = this.#parts;
    const line = this.#active && tree.lines[tree.indexOf(this.#active.key)];
    if (!this.#active || !line) return null;
    const value = placeAt(shownPlaces(line, this.#room), this.#active.value);
    return value === this.#active.value ? this.#active : { ...this.#active, value };
  }

  hostUpdate(): void {
    const scroller = this.#host.shadowRoot?.querySelector('.scroller');
    if (scroller) this.#room = roomIn(getComputedStyle(scroller).getPropertyValue('--_room').trim());
  }

  hostDisconnected(): void {
    this.#active = null;
  }

  forget(): void {
    this.#active = null;
  }

  /** Id of the active line or value where it is drawn. */
  get activeId(): string | null {
    const { active } = this;
    if (!active) return null;
    const at = this.#parts.tree.indexOf(active.key);
    const { from, to } = this.#parts.window.drawn;
    if (at < from || at >= to) return null;
    return active.value < 0 ? lineId(at) : valueId(at, active.value);
  }

  /** Stands on a line and brings it into view. */
  goTo(key: string, value = -1): void {
    this.#active = { key, value };
    const at = this.#parts.tree.indexOf(key);
    if (at >= 0) this.#parts.window.reveal(at);
    this.#host.requestUpdate();
    void this.#host.updateComplete.then(() => this.#pointAtActive());
  }

  readonly focused = (): void => {
    const first = this.#parts.tree.lines[this.#parts.window.firstVisible];
    if (!this.active && first) this.#active = { key: first.key, value: -1 };
    this.#host.requestUpdate();
  };

  readonly keyDown = (event: KeyboardEvent): void => {
    const { tree, stores, window, open, search } = this.#parts;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === '/') {
      event.preventDefault();
      return search();
    }
    const first = tree.lines[window.firstVisible];
    const from = this.active ?? (first ? { key: first.key, value: -1 } : null);
    const line = from && tree.lines[tree.indexOf(from.key)];
    if (!from || !line) return;
    const activity = lineActivity(line);
    const isSure = from.value === lineValues(line).length;
    if (event.key === '?' || (event.key === 'Enter' && isSure)) this.#why(line);
    else if (event.key === 'Enter' && activity) open(activity);
    else if (event.key === '+' || event.key === '-') {
      const value = lineValues(line)[from.value];
      if (!value) return;
      requestFilter(this.#host, stores.store, value.attribute, value.value, event.key === '-');
    } else if (
      !this.#act(inlineKey(event.key, this.#host.shadowRoot?.querySelector('.line > .what') ?? this.#host), from)
    )
      return;
    event.preventDefault();
  };

  #act(key: string, from: TreePosition): boolean {
    const { tree, window } = this.#parts;
    const action = actByKey(key, from, {
      lines: tree.lines,
      indexOf: (wanted) => tree.indexOf(wanted),
      pageRows: window.pageRows,
      placesOf: (line) => shownPlaces(line, this.#room),
    });
    if (!action) return false;
    if (action.kind === 'move') this.goTo(action.to.key, action.to.value);
    else {
      if (action.kind === 'siblings') tree.openSiblings(action.line);
      else tree.setOpen(action.line, action.kind === 'open');
      this.goTo(from.key);
    }
    return true;
  }

  readonly clicked = (event: MouseEvent): void => {
    const hit = this.#hit(event);
    // Whoever marks text with the mouse does not want to open the line.
    if (!hit || getSelection()?.toString()) return;
    const { line, target } = hit;
    const value = target.closest<HTMLElement>('.value');
    this.#active = { key: line.key, value: value ? Number(value.dataset['at']) : -1 };
    const sure = target.closest<HTMLElement>('[data-why]');
    const activity = lineActivity(line);
    if (target.closest('[data-fold]') || (line.kind === 'fold' && !value && !sure))
      this.#parts.tree.setOpen(line, line.open !== true);
    else if (sure) this.#parts.why(line, sure);
    else if (activity) this.#parts.open(activity);
    this.#host.requestUpdate();
  };

  readonly pointedAt = (event: PointerEvent): void => {
    const hit = event.pointerType === 'touch' ? null : this.#hit(event);
    const element = hit?.target.closest<HTMLElement>('.value');
    this.#parts.pointAt(
      hit && element ? { element, line: hit.line, at: Number(element.dataset['at']) } : null,
      'pointer',
    );
  };

  #pointAtActive(): void {
    const { active } = this;
    const line = active && this.#parts.tree.lines[this.#parts.tree.indexOf(active.key)];
    const id = active && active.value >= 0 ? this.activeId : null;
    const element = id === null ? null : this.#host.shadowRoot?.getElementById(id);
    const value = element?.querySelector<HTMLElement>('.value');
    this.#parts.pointAt(line && value ? { element: value, line, at: active?.value ?? 0 } : null, 'keys');
  }

  #why(line: TraceLine): void {
    const at = this.#parts.tree.indexOf(line.key);
    const anchor = this.#host.shadowRoot?.getElementById(lineId(at))?.querySelector<HTMLElement>('[data-why]');
    if (anchor) this.#parts.why(line, anchor);
  }

  #hit(event: Event): { readonly line: TraceLine; readonly target: Element } | null {
    const target = event.target instanceof Element ? event.target : null;
    const at = Number(target?.closest<HTMLElement>('.line')?.dataset['line'] ?? Number.NaN);
    const line = this.#parts.tree.lines[at];
    return line && target ? { line, target } : null;
  }
}
