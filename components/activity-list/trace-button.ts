import { html, nothing, type TemplateResult } from 'lit';
import { ActivityType, type Activity } from '../../src/model/activity.js';
import { Traceability, traceability } from '../../src/model/trace.js';
import { icon } from '../internal/icons.js';
import { msg, str } from '../internal/localise.js';

/** What tracing an activity is called: a kube exec has a trace, everything else has somebody behind it. */
export function traceLabel({ type }: Activity): string {
  return type === ActivityType.kubernetes ? msg('Trace this session') : msg('Who did this?');
}

/** Why there is no trace, or only a vague one; null where nothing stands in the way. */
export function traceRemark(activity: Activity): string | null {
  switch (traceability(activity)) {
    case Traceability.traceable:
      return null;
    case Traceability.windowOnly:
      return msg('Only a window of time can be shown: what was run is not on record.');
    case Traceability.impossible:
      return activity.attributes.get('traceable') === 'false'
        ? msg('The backend says that this request cannot be traced.')
        : msg('Nothing was run by this request.');
  }
}

export const canTrace = (activity: Activity): boolean => traceability(activity) !== Traceability.impossible;

/** On the row of a kube exec. */
export function renderTraceButton(activity: Activity): TemplateResult | typeof nothing {
  if (!canTrace(activity)) return nothing;
  const remark = traceRemark(activity);
  return html`<button
    type="button"
    class="row-button trace ${remark ? 'vague' : ''}"
    tabindex="-1"
    aria-label=${msg('Trace')}
    aria-description=${remark ?? nothing}
    title=${remark ? msg(str`${traceLabel(activity)}. ${remark}`) : traceLabel(activity)}
  >
    ${icon('layers')}
  </button>`;
}
