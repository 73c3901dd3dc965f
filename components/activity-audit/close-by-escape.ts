import type { LitElement } from 'lit';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { isForNearer } from '../internal/escape.js';
import { ActivitySelectEvent, ActivityTraceEvent } from '../internal/events.js';

/** Escape closes the details from anywhere in the view where it means nothing else; where there are none, and inside of a trace, the trace. */
export function closeByEscape(event: KeyboardEvent, view: LitElement, store: ActivityStore): void {
  if (event.key !== 'Escape' || event.defaultPrevented) return;
  const { selectedId, traceId } = store.view;
  const isInTrace = (): boolean =>
    event.composedPath().some((target) => target instanceof Element && target.matches('[part="trace"]'));
  if ((selectedId === null && (traceId === null || !isInTrace())) || isForNearer(event, view.renderRoot)) return;
  if (selectedId !== null) {
    if (view.dispatchEvent(new ActivitySelectEvent(null))) store.select(null);
  } else if (view.dispatchEvent(new ActivityTraceEvent(null))) store.showTrace(null);
}
