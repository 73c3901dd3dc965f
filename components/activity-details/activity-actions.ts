import { html, nothing, type TemplateResult } from 'lit';
import { ActivityType, type Activity } from '../../src/model/activity.js';
import { attributeText } from '../../src/model/catalogue.js';
import type { Scope } from '../../src/model/query.js';
import { Traceability, traceability } from '../../src/model/trace.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { ActivityTraceEvent } from '../internal/events.js';
import { icon } from '../internal/icons.js';
import { requestContext } from '../internal/intents.js';
import { msg } from '../internal/localise.js';

/** Narrowest first. */
const places: readonly (readonly string[])[] = [
  ['containerId'],
  ['kubernetes.namespace.name', 'kubernetes.pod.name'],
  ['hostname'],
];

/** The narrowest place that the activity names. */
function placeOf(activity: Activity): Scope {
  const place = places.find((names) => names.every((name) => activity.attributes.has(name))) ?? [];
  return place.map((attribute) => ({ attribute, value: attributeText(activity, attribute) ?? null }));
}

/** Who did this, and what happened around it. No button where nothing can be traced, the reason where it is only a window. */
export function renderActions(host: EventTarget, store: ActivityStore, activity: Activity): TemplateResult {
  const traceable = traceability(activity);
  const isRequest = activity.type === ActivityType.kubernetes;
  const trace = (): void => {
    if (host.dispatchEvent(new ActivityTraceEvent(activity))) store.showTrace(activity.id);
  };
  return html`<div class="actions">
      ${
        traceable === Traceability.impossible
          ? nothing
          : html`<button
              type="button"
              part="button"
              class="button small"
              aria-describedby=${traceable === Traceability.windowOnly ? 'trace-reason' : nothing}
              @click=${trace}
            >
              ${icon(isRequest ? 'layers' : 'user')}${isRequest ? msg('Trace this session') : msg('Who did this?')}
            </button>`
      }
      <button
        type="button"
        part="button"
        class="button small"
        title=${msg('Everything in the same place a minute before and after; the filter is set aside')}
        @click=${() => requestContext(host, store, activity, placeOf(activity))}
      >
        ${icon('clock')}${msg('Around this')}
      </button>
    </div>
    ${
      traceable === Traceability.windowOnly
        ? html`<p class="source" id="trace-reason">
            ${msg('The request does not say what was run: only its window of time can be shown.')}
          </p>`
        : nothing
    }`;
}
