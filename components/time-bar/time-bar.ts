import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, query } from 'lit/decorators.js';
import { formatDuration } from '../../src/format/durations.js';
import { zoneSpanLabel } from '../../src/format/time-zone.js';
import { formatMoment } from '../../src/format/times.js';
import { pagesTime } from '../../src/model/source.js';
import { allTime } from '../../src/model/time-range.js';
import { toEpochMs, toEpochNs, type EpochMs } from '../../src/model/units.js';
import { windowPresets, type ViewState } from '../../src/model/view-state.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { buttonStyles } from '../internal/buttons.js';
import { ActivityLiveEvent, ActivityRangeEvent } from '../internal/events.js';
import { icon, type IconName } from '../internal/icons.js';
import { requestStep } from '../internal/intents.js';
import { localized } from '../internal/language-controller.js';
import { msg, str, uiLocale } from '../internal/localise.js';
import { optionListStyles } from '../internal/option-list.js';
import { PopoverController, popoverStyles } from '../internal/popover.js';
import { renderMissingProvider, stateStyles } from '../internal/states.js';
import { StoreController } from '../internal/store-controller.js';
import { tokens } from '../internal/tokens.js';
import { RangeForm } from './range-form.js';
import { timeBarStyles } from './time-bar-styles.js';
import { durationText, liveText, LiveTone, rangeText } from './time-text.js';
import { ActivityTimeZoneEvent } from './time-zone-event.js';
import { ToolbarController } from './toolbar-controller.js';
import { lastWindow, stepWindow, zoomOut, type Present, type WindowChange } from './window-moves.js';
import { ZoneMenu } from './zone-menu.js';

export { ActivityTimeZoneEvent } from './time-zone-event.js';

/**
 * The window of time: presets, steps, zooming out, a range of one's own, the way back, live and pause, and the zone of all times.
 *
 * @element time-bar
 * @fires activity-range - A window was chosen; prevent it to act yourself.
 * @fires activity-live - Live was switched on or off; prevent it to act yourself.
 * @fires activity-history - The view before, or the next one, was asked for; prevent it to act yourself.
 * @fires activity-time-zone - A zone was chosen; prevent it to act yourself.
 * @csspart button - Every button with a frame, and of an icon alone in bars and panels. What reads as a link or a heading, and what belongs to a chip, a row, a value, a choice or the legend, follows the tokens.
 * @csspart choices - A row of buttons of which one is pressed.
 * @csspart field - Every field to type in.
 * @csspart panel - What opens over the page: menus, lists, dialogs.
 * @csspart option - A line of a menu or list.
 * @csspart state - What stands in place of data: nothing found, failed, no provider.
 * @csspart toolbar - A bar of tools.
 */
export class TimeBarElement extends LitElement {
  static {
    localized(this);
  }

  static override styles = [tokens, buttonStyles, popoverStyles, optionListStyles, stateStyles, timeBarStyles];

  readonly #store = new StoreController(this);
  readonly #toolbar = new ToolbarController(this, () => this.bar);
  readonly #rangePanel = new PopoverController(this, {
    button: () => this.rangeButton,
    panel: () => this.rangeDialog,
    onToggle: (open) => this.#rangeToggled(open),
  });
  readonly #zonePanel = new PopoverController(this, {
    button: () => this.zoneButton,
    panel: () => this.zoneDialog,
    align: 'end',
    onToggle: (open) => {
      this.#zones.reset();
      this.#focusZones = open;
    },
  });
  readonly #form = new RangeForm(this, {
    context: () => ({ zone: this.#store.store?.view.timeZone ?? 'UTC', nowMs: this.#nowMs }),
    apply: (range) => {
      this.#rangePanel.hide();
      this.#go({ window: { kind: 'absolute', range }, live: false });
    },
    cancel: () => this.#rangePanel.hide(),
  });
  readonly #zones = new ZoneMenu(this, (zone) => this.#chooseZone(zone));
  #focusZones = false;

  /** Comes before any provider. */
  @property({ attribute: false }) store: ActivityStore | null = null;
  /** Id of an `activity-provider` on the page. */
  @property() provider: string | null = null;

  @query('.bar') private bar!: HTMLElement | null;
  @query('#range-button') private rangeButton!: HTMLElement | null;
  @query('#range-dialog') private rangeDialog!: HTMLElement | null;
  @query('#zone-button') private zoneButton!: HTMLElement | null;
  @query('#zone-dialog') private zoneDialog!: HTMLElement | null;

  protected override render(): TemplateResult {
    const { store, missing } = this.#store;
    if (missing) return renderMissingProvider(this.tagName);
    if (!store) return html`<div class="bar"></div>`;
    const { view } = store;
    const present = this.#presentOf(store);
    return html`
      <div
        part="toolbar"
        class="bar"
        role="toolbar"
        aria-label=${msg('Time window')}
        @keydown=${this.#toolbar.keyDown}
        @focusin=${this.#toolbar.focusIn}
      >
        ${this.#renderRange(view, present)} ${this.#renderMoves(store, present)}
        <span class="space"></span>
        <span class="cluster">
          ${this.#renderStep('undo', msg('Back to the view before'), store.canGoBack, () => requestStep(this, store, -1))}
          ${this.#renderStep('redo', msg('Forward again'), store.canGoForward, () => requestStep(this, store, 1))}
        </span>
        ${present.follows ? this.#renderLive(store) : this.#renderAsOf(store)} ${this.#renderZone(view, present)}
      </div>
      <div id="range-dialog" part="panel" class="popover" popover role="dialog" aria-label=${msg('Range of your own')}>
        ${this.#form.render()}
      </div>
      <div id="zone-dialog" part="panel" class="popover" popover role="dialog" aria-label=${msg('Time zone')}>
        ${this.#zonePanel.open ? this.#zones.render(view.timeZone, toEpochMs(present.range.toNs)) : nothing}
      </div>
    `;
  }

  protected override updated(): void {
    // Once: whoever has gone on from there keeps the focus when the clock moves the bar.
    if (!this.#focusZones || !this.#zonePanel.open) return;
    this.#focusZones = false;
    this.#zones.focus();
  }

  #renderRange({ window, timeZone }: ViewState, { range }: Present): TemplateResult {
    const known = range !== allTime;
    const words = known ? rangeText(range, timeZone, this.#nowMs) : msg('Everything');
    return html`<button
      id="range-button"
      type="button"
      part="button"
      class="button range"
      aria-haspopup="dialog"
      aria-expanded=${this.#rangePanel.open}
    >
      ${icon('calendar')}<span class="visually-hidden">${msg('Range:')}</span>
      <span class="words">${words}</span>
      ${
        known
          ? html`<span class="duration">${window.kind === 'whole' ? msg('everything') : durationText(range)}</span>`
          : nothing
      }
    </button>`;
  }

  #renderMoves(store: ActivityStore, present: Present): TemplateResult {
    const { window, live } = store.view;
    const bounded = window.kind !== 'whole';
    const atEnd = present.range.toNs >= toEpochNs(present.nowMs);
    return html`<span class="cluster moves">
      ${this.#renderStep('step-back', msg('One window earlier'), bounded, () => this.#go(stepWindow(-1, present)))}
      <span part="choices" class="segmented presets" role="group" aria-label=${msg('Length of the window')}>
        ${windowPresets.map(({ label, lengthMs }) => {
          const length = formatDuration(lengthMs, uiLocale());
          return html`<button
            type="button"
            aria-pressed=${window.kind === 'relative' && window.lengthMs === lengthMs}
            aria-label=${msg(str`${label}: last ${length}`)}
            title=${msg(str`Last ${length}`)}
            @click=${() => this.#go(lastWindow(lengthMs, present))}
          >
            ${label}
          </button>`;
        })}
        ${
          pagesTime(store.options.source)
            ? nothing
            : html`<button
                type="button"
                aria-pressed=${!bounded}
                title=${msg('Everything that is loaded')}
                @click=${() => this.#go({ window: { kind: 'whole' }, live: present.follows })}
              >
                ${msg('All')}
              </button>`
        }
      </span>
      ${this.#renderStep('step', msg('One window later'), bounded && !live && !atEnd, () => this.#go(stepWindow(1, present)))}
      ${this.#renderStep('zoom-out', msg('Zoom out: twice as long'), bounded, () => this.#go(zoomOut(live, present)))}
    </span>`;
  }

  #renderStep(symbol: IconName, label: string, enabled: boolean, run: () => void): TemplateResult {
    return html`<button
      type="button"
      part="button"
      class="icon-button"
      aria-label=${label}
      title=${label}
      aria-disabled=${!enabled}
      @click=${() => enabled && run()}
    >
      ${icon(symbol)}
    </button>`;
  }

  #renderLive(store: ActivityStore): TemplateResult {
    const { live } = store.view;
    const { text, tone } = liveText(store.view, store.status?.live.state, store.failure !== null);
    const action = live ? msg('Pause') : msg('Follow what arrives');
    return html`<button
        type="button"
        part="button"
        class="button live ${tone}"
        aria-pressed=${live}
        aria-label=${msg(str`Live updates: ${text}`)}
        title=${action}
        @click=${() => this.#setLive(store, !live)}
      >
        <span class="glyph"><span class="dot"></span></span>${text}
        <span class="action">${icon(live ? 'pause' : 'play')}</span>
      </button>
      <span class="visually-hidden" role="status">${tone === LiveTone.warn ? text : nothing}</span>`;
  }

  /** A pinned view stands still: it says since when, and offers no way to follow. */
  #renderAsOf({ asOfNs, view }: ActivityStore): TemplateResult | typeof nothing {
    if (asOfNs === null) return nothing;
    const moment = formatMoment(asOfNs, view.timeZone, uiLocale());
    return html`<span class="as-of" title=${msg('This view shows what was known then; nothing is followed.')}
      >${msg(str`As of ${moment}`)}</span
    >`;
  }

  #renderZone({ timeZone }: ViewState, { range }: Present): TemplateResult {
    const label = zoneSpanLabel(timeZone, toEpochMs(range.fromNs), toEpochMs(range.toNs), uiLocale());
    return html`<button
      id="zone-button"
      type="button"
      part="button"
      class="button quiet zone"
      aria-haspopup="dialog"
      aria-expanded=${this.#zonePanel.open}
      aria-label=${msg(str`Time zone: ${label}`)}
    >
      ${icon('clock')}${label}
    </button>`;
  }

  get #nowMs(): EpochMs {
    return this.#store.store?.options.now?.() ?? Date.now();
  }

  #presentOf(store: ActivityStore): Present {
    const { range, asOfNs, status } = store;
    const extent = status?.extent;
    if (!store.isPinned) return { range, nowMs: this.#nowMs, follows: true, extent };
    const end = asOfNs ?? extent?.toNs;
    return {
      range,
      nowMs: end === undefined ? this.#nowMs : toEpochMs(end),
      follows: false,
      extent:
        end === undefined ? extent : { fromNs: extent && extent.fromNs < end ? extent.fromNs : end - 1n, toNs: end },
    };
  }

  #go(change: WindowChange): void {
    if (this.dispatchEvent(new ActivityRangeEvent(change.window))) this.#store.store?.setView(change);
  }

  #setLive(store: ActivityStore, live: boolean): void {
    if (this.dispatchEvent(new ActivityLiveEvent(live))) store.setLive(live);
  }

  #chooseZone(timeZone: string): void {
    this.#zonePanel.hide();
    if (this.dispatchEvent(new ActivityTimeZoneEvent(timeZone))) this.#store.store?.setView({ timeZone }, 'replace');
  }

  #rangeToggled(open: boolean): void {
    if (!open) return;
    const range = this.#store.store?.range ?? allTime;
    this.#form.fill(range === allTime ? null : range);
    void this.updateComplete.then(() => this.rangeDialog?.querySelector<HTMLInputElement>('#from')?.select());
  }
}
