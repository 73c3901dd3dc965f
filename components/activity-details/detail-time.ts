import { html, type TemplateResult } from 'lit';
import { formatRelativeTime } from '../../src/format/durations.js';
import { formatClock, formatDate, formatInstant, TimePrecision } from '../../src/format/times.js';
import { zoneLabel } from '../../src/format/time-zone.js';
import type { Activity } from '../../src/model/activity.js';
import { toEpochMs } from '../../src/model/units.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { msg, uiLocale } from '../internal/localise.js';

/** When it happened, in the zone of the view: milliseconds, all nine digits on demand. */
export function renderTime(
  store: ActivityStore,
  { timeNs }: Activity,
  exact: boolean,
  toggleExact: () => void,
): TemplateResult {
  const zone = store.view.timeZone;
  const timeMs = toEpochMs(timeNs);
  const precision = exact ? TimePrecision.nanoseconds : TimePrecision.milliseconds;
  const [seconds = '', fraction = ''] = formatClock(timeNs, zone, precision).split('.');
  return html`<time class="clock" datetime=${formatInstant(timeNs)}
      >${seconds}<span class="fraction">.${fraction}</span></time
    >
    <div class="day">
      <span>${formatDate(timeMs, zone, uiLocale())}</span>
      <span>${zoneLabel(zone, timeMs, uiLocale())}</span>
      <span>${formatRelativeTime(timeMs, Date.now(), uiLocale())}</span>
      <button type="button" class="link" aria-pressed=${exact} @click=${toggleExact}>
        ${exact ? msg('Milliseconds') : msg('Nanoseconds')}
      </button>
    </div>`;
}
