import { activityTypes, type Activity } from '../model/activity.js';
import { FoldMode, type Scope } from '../model/query.js';
import type { DurationMs } from '../model/units.js';
import type { ViewState } from '../model/view-state.js';

/** The view on what happened around an activity; what was looked at before is put aside in it. */
export function viewAround(
  view: ViewState,
  activity: Activity,
  scope: Scope,
  aroundMs: DurationMs,
): Partial<ViewState> {
  const { filterText, window, live, types, fold, setAside } = view;
  const aroundNs = BigInt(Math.round(aroundMs)) * 1_000_000n;
  return {
    filterText: '',
    types: activityTypes,
    scope,
    fold: FoldMode.none,
    live: false,
    window: {
      kind: 'absolute',
      range: { fromNs: activity.timeNs - aroundNs, toNs: activity.timeNs + aroundNs },
    },
    selectedId: activity.id,
    traceId: null,
    setAside: setAside
      ? { ...setAside, activityId: activity.id }
      : { activityId: activity.id, filterText, window, live, types, scope: view.scope, fold },
  };
}

/** What `viewAround` put aside; null where nothing is. */
export function viewSetAside({ setAside }: ViewState): Partial<ViewState> | null {
  if (!setAside) return null;
  const { activityId, ...before } = setAside;
  return { ...before, selectedId: activityId, setAside: null };
}
