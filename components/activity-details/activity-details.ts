import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { Activity } from '../../src/model/activity.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { AnswerTask } from '../internal/answer-task.js';
import { activityTitle, typeBadge } from '../internal/attribute-label.js';
import { buttonStyles } from '../internal/buttons.js';
import { ActivitySelectEvent } from '../internal/events.js';
import { localized } from '../internal/language-controller.js';
import { msg } from '../internal/localise.js';
import { renderEmpty, renderError, renderMissingProvider, renderProgress, stateStyles } from '../internal/states.js';
import { StoreController } from '../internal/store-controller.js';
import { badgeStyles } from '../internal/badge-styles.js';
import { tokens } from '../internal/tokens.js';
import { valueChipStyles } from '../internal/value-chip.js';
import { visibleTextStyles } from '../internal/visible-text.js';
import { renderActions } from './activity-actions.js';
import { CopyController } from './copy-controller.js';
import { headingLabel, renderAttribute, type AttributeView } from './detail-attribute.js';
import { detailSections, type DetailSection } from './detail-sections.js';
import { renderTime } from './detail-time.js';
import { renderHeader, renderSteps, renderUnplaced } from './details-header.js';
import { detailsStyles } from './details-styles.js';
import { NeighbourSteps, selectedId } from './neighbour-steps.js';
import {
  borrowedAttributes,
  needsProcess,
  renderNoProcess,
  renderProcessSource,
  type ProcessAnswer,
} from './process-facts.js';
import { RawController } from './raw-controller.js';
import { renderRaw } from './raw-view.js';
import { sessionLength } from './session-facts.js';

/** Relative times are drawn again so often. */
const relativeEveryMs = 30_000;

/**
 * Every attribute of the selected activity, each with + and −, in the sections of its data source; what its process knows and the event does not;
 * the raw event on demand. J and K (or Alt with the arrows) go to the older and the newer activity of the list while the focus is inside. The parent
 * decides whether it is a panel or a sheet.
 *
 * @element activity-details
 * @fires activity-select - The neighbour was opened, or (null) the details were closed.
 * @fires activity-filter - A + or − was pressed at a value.
 * @fires activity-context - What happened around the activity was asked for; prevent it to show it yourself.
 * @fires activity-trace - The trace of a kube exec was asked for, or who is behind another activity; prevent it to act yourself.
 * @csspart button - Every button with a frame, and of an icon alone in bars and panels. What reads as a link or a heading, and what belongs to a chip, a row, a value, a choice or the legend, follows the tokens.
 * @csspart badge - The name of a data source.
 * @csspart notice - A sentence about the state of things.
 * @csspart state - What stands in place of data: nothing found, failed, no provider.
 * @csspart head - Data source, position and steps.
 * @csspart section - A group of attributes.
 */
export class ActivityDetailsElement extends LitElement {
  static {
    localized(this);
  }

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
    about: selectedId,
    ask: async (store, signal) => {
      const id = store.view.selectedId;
      if (id === null || store.selected?.id === id) return store.selected;
      return (await store.ask({ activity: { id } }, { signal })).activity ?? null;
    },
    isEmpty: (activity) => activity === null,
  });
  readonly #neighbours = new NeighbourSteps(this, this.#stores, (neighbour) => this.#select(neighbour));
  readonly #process = new AnswerTask<ProcessAnswer | null>(this, this.#stores, {
    args: (store) => {
      const activity = this.#shown(store);
      return activity && needsProcess(activity) ? [activity.id] : null;
    },
    about: (store) => this.#shown(store)?.id ?? null,
    ask: async (store, signal) => {
      const activity = this.#shown(store);
      if (!activity) return null;
      const { process } = await store.ask({ process: { ofActivityId: activity.id } }, { signal });
      return { activityId: activity.id, process: process ?? null };
    },
  });
  readonly #raw = new RawController(this);
  readonly #copy = new CopyController(this);
  readonly #unfolded = new Set<string>();
  #exactTime = false;
  #stepped = false;
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

  /** What is shown takes the focus, as soon as it is there. */
  override focus(options?: FocusOptions): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('.body')?.focus(options));
  }

  protected override render(): unknown {
    const { store } = this.#stores;
    if (!store) return this.#stores.missing ? renderMissingProvider(this.localName) : nothing;
    const id = store.view.selectedId;
    if (id === null) return renderEmpty(msg('Choose an activity to see all of it here.'), undefined, 'panel');
    const activity = this.#shown(store);
    if (activity) return this.#renderActivity(store, activity);
    return html`${renderHeader(html`<h2>${msg('Activity')}</h2>`, nothing, this.#close)}
    ${renderProgress(this.#activity.state === 'pending')} ${this.#renderAbsent()}`;
  }

  protected override willUpdate(): void {
    this.#raw.follow(this.#stores.store?.view.selectedId ?? null);
  }

  /** A step keeps the focus inside, also where what had it is gone. */
  protected override updated(): void {
    if (!this.#stepped) return;
    this.#stepped = false;
    if (!this.shadowRoot?.activeElement) this.renderRoot.querySelector<HTMLElement>('.body')?.focus();
  }

  #shown(store: ActivityStore): Activity | null {
    const id = store.view.selectedId;
    return store.selected ?? (this.#activity.value?.id === id ? this.#activity.value : null);
  }

  #renderAbsent(): unknown {
    const { state, error, retry } = this.#activity;
    if (state === 'error' && error) return renderError(error, retry);
    if (state !== 'empty') return nothing;
    return renderEmpty(msg('This activity is not loaded.'), { label: msg('Close'), run: this.#close }, 'info');
  }

  #renderActivity(store: ActivityStore, activity: Activity): TemplateResult {
    const title = activityTitle(activity.type);
    return html`${renderHeader(
        html`<span part="badge" class="badge ${activity.type}">${typeBadge(activity.type)}</span>
          <h2 id="title">${title}</h2>`,
        renderSteps(activity, this.#neighbours.known, this.#copy, this.#neighbours.step),
        this.#close,
      )}
      ${this.#neighbours.task.error ? renderUnplaced(this.#neighbours.task.retry) : nothing}
      ${
        this.#copy.failed
          ? html`<p part="notice" class="notice" role="status">
              ${msg('This page may not copy. Select the text and copy it.')}
            </p>`
          : nothing
      }
      <div class="body" role="region" aria-labelledby="title" tabindex="0" @keydown=${this.#keyDown}>
        <div class="when">
          ${renderTime(store, activity, this.#exactTime, this.#toggleExactTime)} ${renderActions(this, store, activity)}
        </div>
        ${detailSections(activity).map((section) => this.#renderSection(store, activity, section))}
        <section part="section">
          <h3>${msg('Identity')}</h3>
          <dl>
            ${renderAttribute(this.#attributeView(store), { name: 'id', values: [activity.id] }, msg('Activity ID'))}
          </dl>
        </section>
        ${renderRaw({
          store,
          activityId: activity.id,
          raw: this.#raw,
          copies: this.#copy,
          unfolded: this.#unfolded,
          fold: (key) => this.#fold(key),
        })}
      </div>
      <span class="visually-hidden" role="status">${this.#copy.done ? msg('Copied') : ''}</span>`;
  }

  #renderSection(store: ActivityStore, activity: Activity, { heading, attributes }: DetailSection): TemplateResult {
    return html`<section part="section">
      <h3>${headingLabel(heading)}</h3>
      <dl>
        ${attributes.map((attribute) => renderAttribute(this.#attributeView(store), attribute))}
        ${heading === 'session' ? this.#renderLength(activity) : nothing}
      </dl>
      ${heading === 'process' ? this.#renderProcess(store, activity) : nothing}
    </section>`;
  }

  #renderLength(activity: Activity): unknown {
    const length = sessionLength(activity);
    return length === null
      ? nothing
      : html`<div class="attribute derived">
          <dt>${msg('Length')}</dt>
          <dd>${length}</dd>
        </div>`;
  }

  #renderProcess(store: ActivityStore, activity: Activity): unknown {
    const { value: answer, error } = this.#process;
    if (!needsProcess(activity)) return nothing;
    if (error) return renderNoProcess(error);
    if (answer?.activityId !== activity.id) return nothing;
    const { process } = answer;
    if (!process) return renderNoProcess(null);
    const attributes = borrowedAttributes(activity, process);
    if (attributes.length === 0) return nothing;
    return html`<div class="borrowed">
      ${renderProcessSource(activity, process, store.view.timeZone, () => this.#select(process))}
      <dl>${attributes.map((attribute) => renderAttribute(this.#attributeView(store), attribute))}</dl>
    </div>`;
  }

  #attributeView(store: ActivityStore): AttributeView {
    return {
      host: this,
      store,
      copies: this.#copy,
      exactTime: this.#exactTime,
      unfolded: this.#unfolded,
      fold: (key) => this.#fold(key),
    };
  }

  #fold(name: string): void {
    if (!this.#unfolded.delete(name)) this.#unfolded.add(name);
    this.requestUpdate();
  }

  /** No single key of ours reaches beyond the element, so none can get in the way of the page. */
  readonly #keyDown = (event: KeyboardEvent): void => {
    const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey;
    const key = plain ? `${event.altKey ? 'Alt+' : ''}${event.key}` : '';
    const newer = key === 'k' || key === 'Alt+ArrowUp';
    if (!newer && key !== 'j' && key !== 'Alt+ArrowDown') return;
    event.preventDefault();
    this.#neighbours.step(newer ? -1 : 1);
  };

  /** False where a host prevented it. */
  #select(activity: Activity | null): boolean {
    this.#stepped = activity !== null && Boolean(this.shadowRoot?.activeElement);
    const isOurs = this.dispatchEvent(new ActivitySelectEvent(activity));
    if (isOurs) this.#stores.store?.select(activity);
    return isOurs;
  }

  readonly #close = (): void => {
    if (!this.#select(null)) return;
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
