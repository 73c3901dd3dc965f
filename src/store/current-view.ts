import type { Activity } from '../model/activity.js';
import { parseFilter, type ParsedFilter } from '../model/filter/parse.js';
import type { Scope } from '../model/query.js';
import type { DurationMs, EpochNs } from '../model/units.js';
import type { ViewState } from '../model/view-state.js';
import { viewAround, viewSetAside } from './context-view.js';
import { ViewHistory } from './view-history.js';

/** What is looked at: the view with its history, its filter understood as far as it can be, and the activity that is selected in it. */
export class CurrentView {
  readonly #history: ViewHistory;
  readonly #standsStill: boolean;
  readonly #changed: (previous: ViewState) => void;
  #parsed: ParsedFilter;
  #selected: Activity | null = null;

  /** `standsStill`: is pinned, and never live. `changed` is told of every step, with the view before it. */
  constructor(first: ViewState, standsStill: boolean, changed: (previous: ViewState) => void) {
    this.#history = new ViewHistory(standsStill ? { ...first, live: false } : first);
    this.#standsStill = standsStill;
    this.#changed = changed;
    this.#parsed = parseFilter(first.filterText);
  }

  get state(): ViewState {
    return this.#history.current;
  }
  get parsed(): ParsedFilter {
    return this.#parsed;
  }
  get selected(): Activity | null {
    return this.#selected;
  }
  get canGoBack(): boolean {
    return this.#history.canGoBack;
  }
  get canGoForward(): boolean {
    return this.#history.canGoForward;
  }

  /** `replace` for what is no step of the investigation. `selected`: the activity that `selectedId` names, where it is at hand. */
  set(change: Partial<ViewState>, history: 'push' | 'replace', selected = this.#selected): void {
    const previous = this.state;
    this.#selected = selected;
    this.#history[history](Object.freeze({ ...previous, ...change, ...(this.#standsStill && { live: false }) }));
    this.#follow(previous);
  }

  go(step: -1 | 1): void {
    const previous = this.state;
    if (this.#history.go(step)) this.#follow(previous);
  }

  select(activity: Activity | null): void {
    if (activity?.id !== this.#selected?.id) this.set({ selectedId: activity?.id ?? null }, 'replace', activity);
  }

  showContext(activity: Activity, scope: Scope, aroundMs: DurationMs): void {
    this.set(viewAround(this.state, activity, scope, aroundMs), 'push', activity);
  }

  leaveContext(): void {
    const before = viewSetAside(this.state);
    if (before) this.set(before, 'push');
  }

  /** `endNs`: where a window that follows the clock is held. */
  setLive(live: boolean, endNs: EpochNs): void {
    if (this.#standsStill) return;
    const { window } = this.state;
    if (window.kind !== 'relative') return this.set({ live }, 'replace');
    const { lengthMs } = window;
    const held = live ? {} : { endNs: window.endNs ?? endNs };
    this.set({ live, window: { kind: 'relative', lengthMs, ...held } }, 'replace');
  }

  #follow(previous: ViewState): void {
    const { filterText, selectedId } = this.state;
    if (filterText !== previous.filterText) this.#parsed = parseFilter(filterText);
    if (selectedId !== (this.#selected?.id ?? null)) this.#selected = null;
    this.#changed(previous);
  }
}

/** Whether questions over it have other answers. */
export function asksAnew(previous: ViewState, view: ViewState): boolean {
  return (
    view.filterText !== previous.filterText ||
    view.window !== previous.window ||
    view.types !== previous.types ||
    view.scope !== previous.scope ||
    view.grouping !== previous.grouping
  );
}
