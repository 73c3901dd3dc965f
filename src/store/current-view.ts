import type { Activity } from '../model/activity.js';
import { parseFilter, type ParsedFilter } from '../model/filter/parse.js';
import type { Scope } from '../model/query.js';
import { nsPerMs, type DurationMs, type EpochNs } from '../model/units.js';
import type { TimeWindow, ViewState } from '../model/view-state.js';
import { viewAround, viewSetAside } from './context-view.js';
import { ViewHistory, type ViewStep } from './view-history.js';

/** What is looked at: the view with its history, its filter understood as far as it can be, and the activity that is selected in it. */
export class CurrentView {
  readonly #history: ViewHistory;
  readonly #standsStill: boolean;
  readonly #changed: (previous: ViewState, step: ViewStep) => void;
  #parsed: ParsedFilter;
  #selected: Activity | null = null;

  /** `standsStill`: is pinned, and never live. `changed` is told of every step, with the view before it. */
  constructor(first: ViewState, standsStill: boolean, changed: (previous: ViewState, step: ViewStep) => void) {
    this.#standsStill = standsStill;
    this.#history = new ViewHistory(this.#settled(first));
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
    this.#history[history](this.#settled({ ...previous, ...change }));
    this.#follow(previous, history);
  }

  go(step: -1 | 1): void {
    const previous = this.state;
    if (this.#history.go(step)) this.#follow(previous, step < 0 ? 'back' : 'forward');
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

  /** `endNs`: where a window that follows the clock is held. One with an end of its own becomes one that follows, of the same length. */
  setLive(live: boolean, endNs: EpochNs): void {
    if (this.#standsStill) return;
    const { window } = this.state;
    if (window.kind === 'absolute' && live) {
      const { fromNs, toNs } = window.range;
      return this.set({ live, window: { kind: 'relative', lengthMs: Number((toNs - fromNs) / nsPerMs) || 1 } }, 'push');
    }
    if (window.kind !== 'relative') return this.set({ live }, 'replace');
    const { lengthMs } = window;
    const held = live ? {} : { endNs: window.endNs ?? endNs };
    this.set({ live, window: { kind: 'relative', lengthMs, ...held } }, 'replace');
  }

  /** What stands still, or has an end of its own, follows nothing. */
  #settled(view: ViewState): ViewState {
    const live = view.live && !this.#standsStill && !hasEnd(view.window);
    return Object.freeze(live === view.live ? view : { ...view, live });
  }

  #follow(previous: ViewState, step: ViewStep): void {
    const { filterText, selectedId } = this.state;
    if (filterText !== previous.filterText) this.#parsed = parseFilter(filterText);
    if (selectedId !== (this.#selected?.id ?? null)) this.#selected = null;
    this.#changed(previous, step);
  }
}

const hasEnd = (window: TimeWindow): boolean =>
  window.kind === 'absolute' || (window.kind === 'relative' && window.endNs !== undefined);

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
