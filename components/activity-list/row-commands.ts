import { attributeText } from '../../src/model/catalogue.js';
import { printFilter } from '../../src/model/filter/print.js';
import type { FoldMode, Scope } from '../../src/model/query.js';
import type { Activity } from '../../src/model/activity.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { activityLine } from '../internal/activity-json.js';
import { attributeLabel } from '../internal/attribute-label.js';
import { ActivitySelectEvent, ActivityTraceEvent } from '../internal/events.js';
import { requestContext, requestFold } from '../internal/intents.js';
import { msg, str } from '../internal/localise.js';
import { leavingOut } from '../internal/repeats-filter.js';
import type { StoreController } from '../internal/store-controller.js';
import { announceFilter, requestFilter } from '../internal/value-chip.js';
import { spokenText } from '../internal/visible-text.js';
import type { ClipboardController } from './clipboard-controller.js';
import { foldOf, openedAround, type RowLine } from './row-line.js';
import type { RowValue } from './row-values.js';
import type { RowsController } from './rows-controller.js';
import { canTrace, traceRemark } from './trace-button.js';

/** Narrowest first: container, pod, host. */
const places: readonly (readonly string[])[] = [
  ['containerId'],
  ['kubernetes.namespace.name', 'kubernetes.pod.name'],
  ['hostname'],
];

/** The scope of the narrowest place that the activity names; everything where it names none. */
export function placeOf(activity: Activity, among: readonly (readonly string[])[] = places): Scope {
  for (const attributes of among) {
    const narrowest = attributes.at(-1);
    if (narrowest === undefined || !activity.attributes.has(narrowest)) continue;
    return attributes.map((attribute) => ({ attribute, value: attributeText(activity, attribute) ?? null }));
  }
  return [];
}

/** What can be done with a line or a value of it; keys, buttons and the menu all come here. */
export class RowCommands {
  readonly #host: HTMLElement;
  readonly #stores: StoreController;
  readonly #rows: RowsController;
  readonly #clipboard: ClipboardController;

  constructor(host: HTMLElement, stores: StoreController, rows: RowsController, clipboard: ClipboardController) {
    this.#host = host;
    this.#stores = stores;
    this.#rows = rows;
    this.#clipboard = clipboard;
  }

  get #store(): ActivityStore | null {
    return this.#stores.store;
  }

  open({ activity }: RowLine): void {
    if (this.#host.dispatchEvent(new ActivitySelectEvent(activity))) this.#store?.select(activity);
  }

  filter({ attribute, value }: RowValue, negated: boolean): void {
    requestFilter(this.#host, this.#store, attribute, value, negated);
  }

  trace({ activity }: RowLine): void {
    if (!canTrace(activity)) return this.#clipboard.say(() => traceRemark(activity) ?? '');
    if (this.#host.dispatchEvent(new ActivityTraceEvent(activity))) this.#store?.showTrace(activity.id);
  }

  showAround({ activity }: RowLine): void {
    if (this.#store) requestContext(this.#host, this.#store, activity, placeOf(activity));
  }

  /** Opens or closes the fold that the line belongs to. */
  toggleFold(line: RowLine, open?: boolean): void {
    const fold = foldOf(line) ?? openedAround(line);
    if (fold && (open ?? !fold.unfolded) !== fold.unfolded) this.#rows.unfold(fold.key, !fold.unfolded);
  }

  fold(mode: FoldMode): void {
    if (this.#store) requestFold(this.#host, this.#store, mode);
  }

  leaveOut({ activity }: RowLine): void {
    const event = leavingOut(activity);
    if (event) announceFilter(this.#host, this.#store, event);
  }

  copyValue({ attribute, value }: RowValue): void {
    void this.#clipboard.copy(value, () => msg(str`${spokenText(attributeLabel(attribute))} copied`));
  }

  copyTerm(value: RowValue): void {
    const text = termText(value);
    void this.#clipboard.copy(text, () => msg(str`Copied: ${spokenText(text, 60)}`));
  }

  copyJson({ activity }: RowLine): void {
    void this.#clipboard.copy(activityLine(activity), () => msg('Row copied as JSON'));
  }
}

/** `comm = "curl"`: what the filter bar reads back as exactly this value. */
export function termText({ attribute, value }: RowValue): string {
  return printFilter(
    { kind: 'comparison', attribute, operator: '=', value: { text: value, pattern: false } },
    { style: 'published' },
  );
}
