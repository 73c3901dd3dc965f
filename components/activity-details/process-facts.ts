import { html, type TemplateResult } from 'lit';
import { formatClock, formatDateTime } from '../../src/format/times.js';
import { zonedDay } from '../../src/format/time-zone.js';
import type { ErrorData } from '../../src/model/audit-error.js';
import { ActivityType, type Activity } from '../../src/model/activity.js';
import { attributeText } from '../../src/model/catalogue.js';
import { toEpochMs } from '../../src/model/units.js';
import { engineText } from '../internal/engine-text.js';
import { msg, str, uiLocale } from '../internal/localise.js';
import { renderText } from '../internal/visible-text.js';
import type { DetailAttribute } from './detail-sections.js';

/** The answer to one activity: null where no command is held that started its process. */
export interface ProcessAnswer {
  readonly activityId: string;
  readonly process: Activity | null;
}

const borrowed = ['ppid', 'cmdline'] as const;

/** Whether an event may have to be explained by the command that started its process. */
export function needsProcess({ type, attributes }: Activity): boolean {
  const isMade = type === ActivityType.connection || type === ActivityType.fileaccess;
  return isMade && attributes.has('pid') && borrowed.some((name) => !attributes.has(name));
}

/** What the event lacks and its process has. */
export function borrowedAttributes(activity: Activity, process: Activity): readonly DetailAttribute[] {
  return borrowed.flatMap((name) => {
    const value = attributeText(process, name);
    return activity.attributes.has(name) || value === undefined ? [] : [{ name, values: [value] }];
  });
}

/** Where borrowed values come from, in words; the day is told only where it is another one. */
export function renderProcessSource(
  activity: Activity,
  process: Activity,
  timeZone: string,
  open: () => void,
): TemplateResult {
  const sameDay = zonedDay(toEpochMs(activity.timeNs), timeZone) === zonedDay(toEpochMs(process.timeNs), timeZone);
  const started = sameDay
    ? formatClock(process.timeNs, timeZone)
    : formatDateTime(process.timeNs, timeZone, uiLocale());
  const sentence =
    process.timeNs > activity.timeNs
      ? msg(str`The event does not say this. From its process, which started its program just after, at ${started}.`)
      : msg(str`The event does not say this. From its process, started ${started}.`);
  return html`<p class="source">
    ${sentence}
    <button type="button" class="link" @click=${open}>${msg('Open its command')}</button>
  </p>`;
}

/** `failure`: why it is not known whether there is one. */
export function renderNoProcess(failure: ErrorData | null): TemplateResult {
  return html`<p class="source">
    ${
      failure
        ? renderText(engineText(failure.message))
        : msg('The command that started this process is not among what is loaded.')
    }
  </p>`;
}
