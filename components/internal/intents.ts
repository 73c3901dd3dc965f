/** What several elements let a person do: announced first, and done unless a host prevents it. */
import { activityTypes, type Activity } from '../../src/model/activity.js';
import type { FoldMode, Scope } from '../../src/model/query.js';
import type { DurationMs } from '../../src/model/units.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import {
  ActivityContextEvent,
  ActivityFilterTextEvent,
  ActivityFoldEvent,
  ActivityHistoryEvent,
  ActivityScopeEvent,
  ActivityTypesEvent,
} from './events.js';

/** Everything that narrows the view goes, in one step of the history, but for what a host keeps. */
export function clearNarrowing(host: EventTarget, store: ActivityStore): void {
  const { filterText, scope, types } = store.view;
  const change = {
    ...(filterText !== '' && host.dispatchEvent(new ActivityFilterTextEvent('')) && { filterText: '' }),
    ...(scope.length > 0 && host.dispatchEvent(new ActivityScopeEvent([])) && { scope: [] }),
    ...(types.length < activityTypes.length &&
      host.dispatchEvent(new ActivityTypesEvent(activityTypes)) && { types: activityTypes }),
  };
  if (Object.keys(change).length > 0) store.setView(change);
}

export function removeFilter(host: EventTarget, store: ActivityStore): void {
  if (host.dispatchEvent(new ActivityFilterTextEvent(''))) store.setView({ filterText: '' });
}

export function requestFold(host: EventTarget, store: ActivityStore, mode: FoldMode): void {
  if (host.dispatchEvent(new ActivityFoldEvent(mode))) store.setView({ fold: mode }, 'replace');
}

/** What happened around an activity. */
export function requestContext(
  host: EventTarget,
  store: ActivityStore,
  activity: Activity,
  scope: Scope,
  aroundMs?: DurationMs,
): void {
  const event = new ActivityContextEvent(activity, scope, aroundMs);
  if (host.dispatchEvent(event)) store.showContext(activity, scope, event.aroundMs);
}

export function requestOldView(host: EventTarget, store: ActivityStore): void {
  if (host.dispatchEvent(new ActivityContextEvent(null))) store.leaveContext();
}

/** Back (−1) or forward. False where nothing lies there. */
export function requestStep(host: EventTarget, store: ActivityStore | null, step: -1 | 1): boolean {
  const view = store?.viewBeside(step);
  if (!store || !view) return false;
  if (!host.dispatchEvent(new ActivityHistoryEvent(step, view))) return true;
  if (step < 0) store.back();
  else store.forward();
  return true;
}
