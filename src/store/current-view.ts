import type { Activity } from '../model/activity.js';
import { parseFilter, type ParsedFilter } from '../model/filter/parse.js';
import type { Scope } from '../model/query.js';
import type { TimeRange } from '../model/time-range.js';
import { nsPerMs, type DurationMs } from '../model/units.js';
import type { TimeWindow, ViewState } from '../model/view-state.js';
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
  beside(step: -1 | 1): ViewState | undefined {
    return this.#history.beside(step);
  }

  /** `replace` for what is no step of the investigation. `selected`: the activity that `selectedId` names, where it is at hand. */
  set(change: Partial<ViewState>, history: 'push' | 'replace', selected = this.#selected): void {
    const previous = this.state;
    this.#selected = selected;
    this.#history[history](this.#settled({ ...previous, ...change }));
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

  /** A window that follows the clock is held where it ends now, one with an end of its own follows from now on. `range`: what it means now. */
  setLive(live: boolean, { fromNs, toNs }: TimeRange): void {
    if (this.#standsStill) return;
    const { window } = this.state;
    if (window.kind === 'relative') {
      const held = live ? {} : { endNs: window.endNs ?? toNs };
      this.set({ live, window: { kind: 'relative', lengthMs: window.lengthMs, ...held } }, 'replace');
    } else if (live && window.kind === 'absolute') {
      this.set({ live, window: { kind: 'relative', lengthMs: Number((toNs - fromNs) / nsPerMs) || 1 } }, 'push');
    } else this.set({ live }, 'replace');
  }

  /** What stands still, or has an end of its own, follows nothing. */
  #settled(view: ViewState): ViewState {
    const live = view.live && !this.#standsStill && !hasEnd(view.window);
    return Object.freeze(live === view.live ? view : { ...view, live });
  }

  #follow(previous: ViewState): void {
    const { filterText, selectedId } = this.state;
    if (filterText !== previous.filterText) this.#parsed = parseFilter(filterText);
    if (selectedId !== (this.#selected?.id ?? null)) this.#selected = null;
    this.#changed(previous);
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
