import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { formatRelativeTime } from '../../src/format/durations.js';
import { formatCount } from '../../src/format/numbers.js';
import { formatClock, formatDate, formatDateTime, formatInstant, TimePrecision } from '../../src/format/times.js';
import { zoneLabel } from '../../src/format/time-zone.js';
import type { Activity } from '../../src/model/activity.js';
import { AttributeKind, attributeKind } from '../../src/model/catalogue.js';
import { toEpochMs } from '../../src/model/units.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { AnswerTask } from '../internal/answer-task.js';
import { activityTitle, attributeLabel, sectionLabel, typeBadge } from '../internal/attribute-label.js';
import { buttonStyles } from '../internal/buttons.js';
import { ActivitySelectEvent } from '../internal/events.js';
import { icon, type IconName } from '../internal/icons.js';
import { localized, msg, str, uiLocale } from '../internal/localise.js';
import { renderEmpty, renderError, renderMissingProvider, renderProgress, stateStyles } from '../internal/states.js';
import { StoreController } from '../internal/store-controller.js';
import { badgeStyles, tokens } from '../internal/tokens.js';
import { renderValueChip, valueChipStyles } from '../internal/value-chip.js';
import { renderText, visibleTextStyles } from '../internal/visible-text.js';
import { activityJson, CopyController } from './copy-controller.js';
import { detailSections, type DetailAttribute } from './detail-sections.js';
import { detailsStyles } from './details-styles.js';
import { findNeighbours, type Neighbours } from './neighbours.js';

/** Longer values are folded to `foldedLength` until the person asks for all of it. */
const foldsAbove = 600;
const foldedLength = 300;
/** More elements of a list are folded. */
const listedValues = 20;
/** Relative times are drawn again so often. */
const relativeEveryMs = 30_000;

/**
 * Every attribute of the selected activity, each with + and −, in the sections of the catalogue. The parent decides whether it is a panel or a
 * sheet.
 *
 * @element activity-details
 * @fires activity-select - The neighbour was opened, or (null) the details were closed.
 * @fires activity-filter - A + or − was pressed at a value.
 */
@localized()
export class ActivityDetailsElement extends LitElement {
  static override styles = [
    tokens,
    badgeStyles,
    buttonStyles,
    stateStyles,
    visibleTextStyles,
    valueChipStyles,
    detailsStyles,
  ];

  readonly #stores = new StoreController(this, {
    viewChanged: ({ previous, view }) => {
      if (previous.selectedId !== view.selectedId) this.#unfolded.clear();
    },
  });
  readonly #activity = new AnswerTask<Activity | null>(this, this.#stores, {
    args: (store) => (store.view.selectedId === null ? null : [store.view.selectedId]),
    ask: async (store, signal) => {
      const id = store.view.selectedId;
      if (id === null || store.selected?.id === id) return store.selected;
      return (await store.ask({ activity: { id } }, { signal })).activity ?? null;
    },
    isEmpty: (activity) => activity === null,
  });
  readonly #neighbours = new AnswerTask<Neighbours | null>(this, this.#stores, {
    args: (store) => (store.view.selectedId === null ? null : [store.view.selectedId]),
    ask: async (store, signal) => {
      const id = store.view.selectedId;
      return id === null ? null : findNeighbours(store, id, signal);
    },
  });
  readonly #copy = new CopyController(this);
  readonly #unfolded = new Set<string>();
  #exactTime = false;
  #clock: ReturnType<typeof setInterval> | undefined;

  /** A store set by the host; comes before `provider` and context. */
  @property({ attribute: false }) store: ActivityStore | null = null;
  /** Id of an `activity-provider` on the page. */
  @property() provider: string | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#clock = setInterval(() => this.requestUpdate(), relativeEveryMs);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#clock);
  }

  protected override render(): unknown {
    const { store } = this.#stores;
    if (!store) return this.#stores.missing ? renderMissingProvider(this.localName) : nothing;
    const id = store.view.selectedId;
    if (id === null) return renderEmpty(msg('Choose an activity to see all of it here.'), undefined, 'panel');
    const activity = store.selected ?? (this.#activity.value?.id === id ? this.#activity.value : null);
    if (activity) return this.#renderActivity(store, activity);
    return html`${this.#renderHeader(html`<h2>${msg('Activity')}</h2>`)}
    ${renderProgress(this.#activity.state === 'pending')} ${this.#renderAbsent()}`;
  }

  #renderAbsent(): unknown {
    const { state, error, retry } = this.#activity;
    if (state === 'error' && error) return renderError(error, retry);
    if (state !== 'empty') return nothing;
    return renderEmpty(msg('This activity is not loaded.'), { label: msg('Close'), run: this.#close }, 'info');
  }

  #renderHeader(title: unknown, steps: unknown = nothing): TemplateResult {
    return html`<header>
      ${title} ${steps}
      <button type="button" class="icon-button" aria-label=${msg('Close')} title=${msg('Close')} @click=${this.#close}>
        ${icon('close')}
      </button>
    </header>`;
  }

  #renderActivity(store: ActivityStore, activity: Activity): TemplateResult {
    const title = activityTitle(activity.type);
    return html`${this.#renderHeader(
        html`<span class="badge ${activity.type}">${typeBadge(activity.type)}</span>
          <h2 id="title">${title}</h2>`,
        this.#renderSteps(activity),
      )}
      ${
        this.#copy.failed
          ? html`<p class="notice" role="status">${msg('This page may not copy. Select the text and copy it.')}</p>`
          : nothing
      }
      <div class="body" role="region" aria-labelledby="title" tabindex="0">
        ${this.#renderTime(store, activity)}
        ${detailSections(activity).map(
          ({ section, attributes }) =>
            html`<section>
              <h3>${sectionLabel(section)}</h3>
              <dl>${attributes.map((attribute) => this.#renderAttribute(store, attribute))}</dl>
            </section>`,
        )}
        <section>
          <h3>${msg('Identity')}</h3>
          <dl>${this.#renderAttribute(store, { name: 'id', values: [activity.id] }, msg('Activity ID'))}</dl>
        </section>
      </div>
      <span class="visually-hidden" role="status">${this.#copy.done ? msg('Copied') : ''}</span>`;
  }

  #renderSteps(activity: Activity): TemplateResult {
    const neighbours = this.#neighbours.value;
    const row = neighbours?.row ?? null;
    const copied = this.#copy.done === 'json';
    const position = row === null ? '' : formatCount(row + 1, uiLocale());
    const total = formatCount(neighbours?.total ?? 0, uiLocale());
    return html`${row === null ? nothing : html`<span class="position tabular">${msg(str`${position} of ${total}`)}</span>`}
      <span class="steps">
        ${this.#renderStep('chevron-up', msg('Newer activity'), neighbours?.newer ?? null)}
        ${this.#renderStep('chevron-down', msg('Older activity'), neighbours?.older ?? null)}
        <button
          type="button"
          class="icon-button"
          aria-label=${msg('Copy as JSON')}
          title=${msg('Copy as JSON')}
          @click=${() => void this.#copy.copy('json', activityJson(activity))}
        >
          ${icon(copied ? 'check' : 'copy')}
        </button>
      </span>`;
  }

  /** Stays focusable at the ends of the list, so that the focus is not lost on the way. */
  #renderStep(symbol: IconName, label: string, target: Activity | null): TemplateResult {
    return html`<button
      type="button"
      class="icon-button"
      aria-label=${label}
      title=${label}
      aria-disabled=${target === null}
      @click=${() => target && this.#select(target)}
    >
      ${icon(symbol)}
    </button>`;
  }

  #renderTime(store: ActivityStore, { timeNs }: Activity): TemplateResult {
    const zone = store.view.timeZone;
    const timeMs = toEpochMs(timeNs);
    const precision = this.#exactTime ? TimePrecision.nanoseconds : TimePrecision.milliseconds;
    const [seconds = '', fraction = ''] = formatClock(timeNs, zone, precision).split('.');
    return html`<div class="when">
      <time class="clock" datetime=${formatInstant(timeNs)}>${seconds}<span class="fraction">.${fraction}</span></time>
      <div class="day">
        <span>${formatDate(timeMs, zone, uiLocale())}</span>
        <span>${zoneLabel(zone, timeMs, uiLocale())}</span>
        <span>${formatRelativeTime(timeMs, Date.now(), uiLocale())}</span>
        <button type="button" class="link" aria-pressed=${this.#exactTime} @click=${this.#toggleExactTime}>
          ${this.#exactTime ? msg('Milliseconds') : msg('Nanoseconds')}
        </button>
      </div>
    </div>`;
  }

  #renderAttribute(
    store: ActivityStore,
    { name, values }: DetailAttribute,
    label = attributeLabel(name),
  ): TemplateResult {
    const unfolded = this.#unfolded.has(name);
    const shown = unfolded ? values : values.slice(0, listedValues);
    const length = values.length === 1 ? (values[0]?.length ?? 0) : 0;
    const folds = length > foldsAbove || values.length > listedValues;
    const count = formatCount(length > foldsAbove ? length : values.length, uiLocale());
    const more = length > foldsAbove ? msg(str`Show all ${count} characters`) : msg(str`Show all ${count} values`);
    return html`<div class="attribute">
      <dt title=${name}>${renderText(label, 120)}</dt>
      <dd>
        ${values.length === 0 ? html`<span class="muted">${msg('empty list')}</span>` : nothing}
        ${shown.map((value, at) => this.#renderValue(store, name, value, at, unfolded))}
        ${
          folds
            ? html`<button type="button" class="link fold" aria-expanded=${unfolded} @click=${() => this.#fold(name)}>
                ${unfolded ? msg('Show less') : more}
              </button>`
            : nothing
        }
      </dd>
    </div>`;
  }

  #renderValue(store: ActivityStore, attribute: string, value: string, at: number, unfolded: boolean): TemplateResult {
    const key = `${at} ${attribute}`;
    return renderValueChip(this, store, {
      attribute,
      value,
      ...(!unfolded && value.length > foldsAbove && { maxLength: foldedLength }),
      ...(isTime(attribute, value) && {
        shown: formatDateTime(BigInt(value), store.view.timeZone, uiLocale(), TimePrecision.milliseconds),
      }),
      copy: { copied: this.#copy.done === key, run: () => void this.#copy.copy(key, value) },
    });
  }

  #fold(name: string): void {
    if (!this.#unfolded.delete(name)) this.#unfolded.add(name);
    this.requestUpdate();
  }

  #select(activity: Activity | null): void {
    if (this.dispatchEvent(new ActivitySelectEvent(activity))) this.#stores.store?.select(activity);
  }

  readonly #close = (): void => {
    this.#select(null);
    // Restored from a link, the selection may name an activity that was never here.
    const { store } = this.#stores;
    if (store && store.view.selectedId !== null && store.selected === null)
      store.setView({ selectedId: null }, 'replace');
  };

  readonly #toggleExactTime = (): void => {
    this.#exactTime = !this.#exactTime;
    this.requestUpdate();
  };
}

/** Nanoseconds in digits, few enough to be a moment. */
function isTime(attribute: string, value: string): boolean {
  return attributeKind(attribute) === AttributeKind.time && /^\d{1,19}$/.test(value);
}
