import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { cache } from 'lit/directives/cache.js';
import { guard } from 'lit/directives/guard.js';
import { chooseBins } from '../../src/charts/bin-width.js';
import { CountScale } from '../../src/charts/count-axis.js';
import { formatCompactCount } from '../../src/format/numbers.js';
import { formatDuration } from '../../src/format/durations.js';
import { activityTypes, type ActivityType } from '../../src/model/activity.js';
import { Certainty } from '../../src/model/coverage.js';
import type { Answer } from '../../src/model/query.js';
import { allTime, type TimeRange } from '../../src/model/time-range.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { LoadState } from '../../src/store/engine-status.js';
import { AnswerTask } from '../internal/answer-task.js';
import { buttonStyles } from '../internal/buttons.js';
import { coverageText } from '../internal/coverage-text.js';
import { ActivityRangeEvent } from '../internal/events.js';
import { icon } from '../internal/icons.js';
import { localized, msg, uiLocale } from '../internal/localise.js';
import { renderMissingProvider, renderProgress, stateStyles } from '../internal/states.js';
import { StoreController } from '../internal/store-controller.js';
import { tokens } from '../internal/tokens.js';
import { BinCursorController } from './bin-cursor-controller.js';
import { binsTableTemplate } from './bins-table-template.js';
import { BrushController } from './brush-controller.js';
import { graphStyles } from './graph-styles.js';
import { binText, selectionText, summaryText, tickText } from './graph-text.js';
import { legendTemplate } from './legend-template.js';
import { plotMargins, plotModel, type PlotModel } from './plot-model.js';
import { PlotSizeController } from './plot-size-controller.js';
import { plotTemplate } from './plot-template.js';
import { readOutTemplate } from './read-out-template.js';

interface Counted {
  readonly answer: Answer;
  /** The range that was asked for; a live window has moved on since. */
  readonly range: TimeRange;
}

/** The table for screen readers follows a live picture at most so often. */
const tableEveryMs = 10_000;

/**
 * Activity per time bin, one line per data source. Dragging, or Shift with the arrow keys and Enter, zooms; Backspace or a double click goes
 * back. What is not loaded is hatched, never drawn as zero.
 *
 * @element frequency-graph
 * @fires activity-range - A stretch of time was chosen to zoom to; prevent it to act yourself.
 * @cssprop --activity-graph-height - Height of the picture, 164px by default.
 */
@localized()
export class FrequencyGraphElement extends LitElement {
  static override styles = [tokens, buttonStyles, stateStyles, graphStyles];

  readonly #store = new StoreController(this, { viewChanged: () => this.#cursor.dropSelection() });
  readonly #size = new PlotSizeController(this, () => this.frame);
  readonly #answer = new AnswerTask<Counted>(this, this.#store, {
    ask: (store, signal) => this.#ask(store, signal),
    args: (store) => (this.#size.widthPx > 0 ? [JSON.stringify(this.#binsWanted(store))] : null),
    isEmpty: ({ answer }) => answer.totals?.matching === 0,
    coverage: ({ answer }) => answer.coverage,
  });
  readonly #cursor = new BinCursorController(this, {
    picture: () => this.#model,
    zoom: (range) => this.#zoom(range),
    back: () => this.#store.store?.back(),
  });
  readonly #brush = new BrushController(this, {
    hover: (clientX) => this.#cursor.hover(clientX === null ? null : this.#plotX(clientX)),
    drag: (from, to) => this.#cursor.drag(this.#plotX(from), this.#plotX(to)),
    finish: (done) => (done ? this.#cursor.zoom() : this.#cursor.dropSelection()),
    tap: (clientX) => this.#cursor.place(this.#plotX(clientX)),
  });
  #model: PlotModel | null = null;
  #tableModel: PlotModel | null = null;
  #tableAtMs = 0;

  @state() private hiddenTypes: ReadonlySet<ActivityType> = new Set();
  @state() private scale: CountScale = CountScale.linear;

  /** Comes before any provider. */
  @property({ attribute: false }) store: ActivityStore | null = null;
  /** Id of an `activity-provider` on the page. */
  @property() provider: string | null = null;

  @query('.frame') private frame!: HTMLElement | null;

  protected override willUpdate(): void {
    const { store } = this.#store;
    const counted = this.#answer.value;
    const bins = counted?.answer.bins;
    const { widthPx, heightPx } = this.#size;
    if (!store || !counted || !bins || widthPx === 0 || counted.range === allTime) {
      this.#model = null;
      return;
    }
    const { view } = store;
    this.#model = plotModel({
      bins,
      range: counted.range,
      widthPx,
      heightPx,
      zone: view.timeZone,
      scale: this.scale,
      hidden: this.hiddenTypes,
      live: view.live && view.window.kind === 'relative',
    });
    const now = Date.now();
    if (!view.live || !this.#tableModel || now - this.#tableAtMs >= tableEveryMs) {
      this.#tableModel = this.#model;
      this.#tableAtMs = now;
    }
  }

  protected override render(): TemplateResult {
    const { store, missing } = this.#store;
    if (missing) return renderMissingProvider(this.tagName);
    const pending = this.#answer.state === 'pending';
    const loading = store?.status?.load.state === LoadState.loading;
    return html`<section aria-label=${msg('Activity over time')} aria-busy=${pending}>
      <div class="head">
        ${legendTemplate({
          types: store?.view.types ?? activityTypes,
          hidden: this.hiddenTypes,
          totals: this.#answer.value?.answer.totals,
          certainty: this.#answer.coverage?.certainty,
          toggle: this.#toggle,
          isolate: this.#isolate,
        })}
        <span class="space"></span>
        ${this.#renderFacts()}
        <button
          type="button"
          class="button quiet small scale"
          aria-pressed=${this.scale === CountScale.log}
          title=${msg('Logarithmic scale: small counts beside large ones')}
          @click=${this.#toggleScale}
        >
          ${msg('Log')}
        </button>
      </div>
      <div class=${pending ? 'frame pending' : 'frame'}>
        ${renderProgress(pending || loading, loading ? store?.status?.load.share : undefined)}
        ${cache(this.#model && store ? this.#renderPicture(this.#model, store) : nothing)} ${this.#renderNote()}
      </div>
    </section>`;
  }

  #renderPicture(model: PlotModel, store: ActivityStore): TemplateResult {
    const zone = store.view.timeZone;
    const { shown, selection } = this.#cursor;
    const spoken = this.#cursor.cursor ?? Math.max(0, model.bins.count - 1);
    const said = model.bins.count > 0 ? binText(model, spoken, zone) : '';
    return html`
      ${plotTemplate(
        model,
        { cursor: shown, selection },
        { time: (tick) => tickText(tick, zone), count: (count) => formatCompactCount(count, uiLocale()) },
        this.#size,
      )}
      <div
        class="surface"
        role="slider"
        tabindex="0"
        aria-label=${msg('Time bin')}
        aria-describedby="summary keys"
        aria-valuemin="0"
        aria-valuemax=${Math.max(0, model.bins.count - 1)}
        aria-valuenow=${spoken}
        aria-valuetext=${selection ? `${msg('Selected')} ${selectionText(model, selection, zone)}. ${said}` : said}
        @keydown=${this.#keyDown}
        @blur=${this.#blurred}
        @dblclick=${this.#back}
        @pointerdown=${this.#brush.down}
        @pointermove=${this.#brush.move}
        @pointerup=${this.#brush.up}
        @pointercancel=${this.#brush.lost}
        @pointerleave=${this.#brush.leave}
      ></div>
      ${shown === null ? nothing : readOutTemplate(model, shown, selection, zone)}
      <p id="summary" class="visually-hidden">${summaryText(model, this.#answer.coverage, zone)}</p>
      <p id="keys" class="visually-hidden">
        ${msg('Arrow keys move by one bin, with Shift they select, Enter zooms, Backspace goes back.')}
      </p>
      ${guard([this.#tableModel, zone, uiLocale()], () =>
        this.#tableModel ? binsTableTemplate(this.#tableModel, zone) : nothing,
      )}
    `;
  }

  #renderFacts(): TemplateResult | typeof nothing {
    const { coverage } = this.#answer;
    if (!coverage || !this.#model) return nothing;
    const width = formatDuration(this.#model.bins.widthMs, uiLocale());
    return html`<span class="facts" title=${coverageText(coverage)}>
      <span class="optional" title=${msg('Width of one bin')}>${msg('per')} ${width} ·</span>
      <span class=${coverage.certainty === Certainty.exact ? '' : 'weak'}>${coverageText(coverage)}</span>
    </span>`;
  }

  /** One sentence and one action over the picture, whose place it leaves as it is. */
  #renderNote(): TemplateResult | typeof nothing {
    const { error, state: answerState, coverage } = this.#answer;
    const { store } = this.#store;
    const lost = coverage?.certainty === Certainty.unknown ? store?.status?.load.error : undefined;
    const failure = error ?? lost;
    if (failure) {
      return this.#renderSentence(
        'error',
        html`${icon('warning')} ${failure.message}`,
        msg('Retry'),
        this.#answer.retry,
      );
    }
    if (answerState !== 'empty') return nothing;
    const remove = () => store?.setView({ filterText: '' });
    return store?.view.filterText
      ? this.#renderSentence('empty', this.#emptyText(), msg('Remove the filter'), remove)
      : this.#renderSentence('empty', this.#emptyText());
  }

  #renderSentence(kind: string, sentence: unknown, action?: string, run?: () => void): TemplateResult {
    return html`<div class="note ${kind}" role="status">
      <p>${sentence}</p>
      ${action ? html`<button type="button" class="button small" @click=${run}>${action}</button>` : nothing}
    </div>`;
  }

  #emptyText(): string {
    const { certainty } = this.#answer.coverage ?? {};
    if (certainty === Certainty.unknown) return msg('Nothing of this window is loaded, so nothing is known of it.');
    if (certainty !== Certainty.exact) return msg('Nothing of what is loaded so far matches.');
    const held = this.#answer.value?.answer.totals?.held ?? 0;
    if (held > 0) return msg('Nothing in this window matches.');
    return this.#store.store?.status?.activities === 0
      ? msg('No activity has arrived yet.')
      : msg('No activity in this window.');
  }

  #binsWanted(store: ActivityStore): { widthMs: number; originMs: number } {
    const plotWidth = this.#size.widthPx - plotMargins.left - plotMargins.right;
    return chooseBins(store.range, plotWidth, store.view.timeZone);
  }

  async #ask(store: ActivityStore, signal: AbortSignal): Promise<Counted> {
    const { range } = store;
    const answer = await store.ask({ totals: true, bins: this.#binsWanted(store) }, { range, signal });
    return { answer, range };
  }

  #plotX(clientX: number): number {
    return clientX - (this.frame?.getBoundingClientRect().left ?? 0) - plotMargins.left;
  }

  #zoom(range: TimeRange): void {
    const window = { kind: 'absolute', range } as const;
    if (this.dispatchEvent(new ActivityRangeEvent(window))) this.#store.store?.setView({ window, live: false });
  }

  readonly #toggle = (type: ActivityType): void => {
    const hidden = new Set(this.hiddenTypes);
    if (!hidden.delete(type)) hidden.add(type);
    this.hiddenTypes = hidden;
  };

  readonly #isolate = (type: ActivityType): void => {
    const others = (this.#store.store?.view.types ?? activityTypes).filter((one) => one !== type);
    const alone = !this.hiddenTypes.has(type) && others.every((one) => this.hiddenTypes.has(one));
    this.hiddenTypes = new Set(alone ? [] : others);
  };

  readonly #toggleScale = (): void => {
    this.scale = this.scale === CountScale.log ? CountScale.linear : CountScale.log;
  };

  readonly #keyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && this.#brush.dragging) {
      event.preventDefault();
      this.#brush.cancel();
    } else this.#cursor.keyDown(event);
  };

  readonly #blurred = (): void => this.#cursor.clear();

  readonly #back = (event: MouseEvent): void => {
    event.preventDefault();
    this.#cursor.clear();
    this.#store.store?.back();
  };
}
