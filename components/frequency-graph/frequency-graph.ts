import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { CountScale } from '../../src/charts/count-axis.js';
import type { TimeTick } from '../../src/charts/time-axis.js';
import { formatCompactCount } from '../../src/format/numbers.js';
import { activityTypes } from '../../src/model/activity.js';
import type { TimeRange } from '../../src/model/time-range.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { LoadState } from '../../src/store/engine-status.js';
import { AnswerTask } from '../internal/answer-task.js';
import { buttonStyles } from '../internal/buttons.js';
import { ActivityRangeEvent } from '../internal/events.js';
import { localized } from '../internal/language-controller.js';
import { msg, str, uiLocale } from '../internal/localise.js';
import { popoverStyles } from '../internal/popover.js';
import { renderMissingProvider, renderProgress, stateStyles } from '../internal/states.js';
import { StoreController } from '../internal/store-controller.js';
import { tokens } from '../internal/tokens.js';
import { renderValueActions, requestFilter, valueChipStyles, valueState } from '../internal/value-chip.js';
import { visibleTextStyles } from '../internal/visible-text.js';
import { askBins, binsWanted, type Counted } from './bins-question.js';
import { BinCursorController } from './bin-cursor-controller.js';
import { BinsTableController } from './bins-table-controller.js';
import { BrushController } from './brush-controller.js';
import { BreakdownPicker } from './breakdown-picker.js';
import { factsTemplate } from './facts-template.js';
import { graphStyles } from './graph-styles.js';
import { binText, selectionText, summaryText, tickText } from './graph-text.js';
import { legendStyles } from './legend-styles.js';
import { legendTemplate } from './legend-template.js';
import { LegendController } from './legend-controller.js';
import { sourceLines, spokenName, type LineInfo } from './line-info.js';
import { noteTemplate } from './note-template.js';
import { Picture } from './picture.js';
import { plotMargins, unknownModel, type PlotModel } from './plot-model.js';
import { PlotSizeController } from './plot-size-controller.js';
import { plotStyles } from './plot-styles.js';
import { plotTemplate } from './plot-template.js';
import { readOutTemplate } from './read-out-template.js';
import { ZoomHistory } from './zoom-history.js';

/**
 * Activity per time bin, one line per data source. Dragging, or Shift with the arrow keys and Enter, zooms; Backspace or a double click goes
 * back. What is not loaded is hatched, never drawn as zero.
 *
 * @element frequency-graph
 * @fires activity-filter - A + or − was pressed at a line's value; prevent it to filter yourself.
 * @fires activity-filter-text - Where nothing matches, the filter was to be removed; prevent it to keep it.
 * @fires activity-range - A stretch of time was chosen to zoom to; prevent it to act yourself.
 * @cssprop --activity-graph-height - Height of the picture, 164px by default.
 * @csspart button - Every button with a frame, and of an icon alone in bars and panels. What reads as a link or a heading, and what belongs to a chip, a row, a value, a choice or the legend, follows the tokens.
 * @csspart field - Every field to type in.
 * @csspart panel - What opens over the page: menus, lists, dialogs.
 * @csspart option - A line of a menu or list.
 * @csspart state - What stands in place of data: nothing found, failed, no provider.
 * @csspart plot - The picture of the graph (SVG).
 * @csspart legend - The lines of the graph with their numbers.
 * @csspart read-out - What is said about the bin that is pointed at.
 */
export class FrequencyGraphElement extends LitElement {
  static {
    localized(this);
  }

  static override styles = [
    tokens,
    buttonStyles,
    popoverStyles,
    stateStyles,
    visibleTextStyles,
    valueChipStyles,
    plotStyles,
    legendStyles,
    graphStyles,
  ];

  readonly #store = new StoreController(this, { viewChanged: () => this.#cursor.dropSelection() });
  readonly #size = new PlotSizeController(this, () => this.frame);
  readonly #answer = new AnswerTask<Counted>(this, this.#store, {
    ask: (store, signal) => askBins(store, this.#size.widthPx, this.#by, signal),
    args: (store) =>
      this.#size.widthPx > 0 ? [JSON.stringify(binsWanted(store, this.#size.widthPx, this.#by))] : null,
    isEmpty: ({ answer }) => answer.totals?.matching === 0,
    rank: 2,
    coverage: ({ answer }) => answer.coverage,
  });
  readonly #zoomHistory = new ZoomHistory(this, this.#store);
  readonly #cursor = new BinCursorController(this, {
    picture: () => this.#picture.model,
    zoom: (range) => this.#zoom(range),
    back: () => this.#zoomHistory.back(),
  });
  readonly #brush = new BrushController(this, {
    hover: (clientX) => this.#cursor.hover(clientX === null ? null : this.#plotX(clientX)),
    drag: (from, to) => this.#cursor.drag(this.#plotX(from), this.#plotX(to)),
    finish: (done) => (done ? this.#cursor.zoom() : this.#cursor.dropSelection()),
    tap: (clientX) => this.#cursor.place(this.#plotX(clientX)),
  });
  readonly #picker = new BreakdownPicker(
    this,
    () => this.#by,
    (attribute) => this.#breakDown(attribute),
  );
  readonly #legend = new LegendController(this);
  readonly #picture = new Picture();
  readonly #table = new BinsTableController(this);

  @state() private scale: CountScale = CountScale.linear;

  /** Comes before any provider. */
  @property({ attribute: false }) store: ActivityStore | null = null;
  /** Id of an `activity-provider` on the page. */
  @property() provider: string | null = null;

  /** Attribute whose most frequent values have a line each; null or empty: one line per data source. */
  @property({ reflect: true }) breakdown: string | null = null;

  @query('.frame') private frame!: HTMLElement | null;

  protected override async scheduleUpdate(): Promise<void> {
    await this.#answer.untilTurn();
    void super.scheduleUpdate();
  }

  protected override willUpdate(): void {
    const { store } = this.#store;
    if (!store) return this.#picture.forget();
    const { view } = store;
    const { widthPx, heightPx } = this.#size;
    const { hidden } = this.#legend;
    const isNew = this.#picture.make({
      counted: this.#answer.value,
      view,
      widthPx,
      heightPx,
      scale: this.scale,
      hidden,
    });
    if (isNew && this.#picture.model) this.#table.follow(this.#picture.model, view.live);
  }

  protected override render(): TemplateResult {
    const { store, missing } = this.#store;
    if (missing) return renderMissingProvider(this.tagName);
    const { model } = this.#picture;
    const pending = this.#answer.state === 'pending';
    const loading = store?.status?.load.state === LoadState.loading;
    return html`<section aria-label=${msg('Activity over time')} aria-busy=${pending}>
      <div class="head">
        ${legendTemplate({
          lines: this.#legendLines(),
          hidden: this.#legend.hidden,
          total: (line) => this.#totalOf(line),
          certainty: this.#answer.coverage?.certainty,
          toggle: (key) => this.#legend.toggle(key),
          isolate: (key) => this.#legend.isolate(key, this.#legendLines()),
          actions: (line) => this.#renderActions(line),
        })}
        <span class="space"></span>
        ${factsTemplate(this.#answer, model, store)} ${this.#picker.render()}
        <button
          type="button"
          part="button"
          class="button quiet small scale"
          aria-pressed=${this.scale === CountScale.log}
          title=${msg('Logarithmic scale: small counts beside large ones')}
          @click=${this.#toggleScale}
        >
          ${msg('Log')}
        </button>
      </div>
      <div class=${pending && !this.#answer.waiting ? 'frame pending' : 'frame'}>
        ${renderProgress(pending || loading, loading ? store?.status?.load.share : undefined)}
        ${model && store ? this.#renderPicture(model, store) : nothing}
        ${store && (this.#answer.waiting || (this.#answer.error && !model)) ? this.#renderUnknown(store) : nothing}
        ${noteTemplate(this, this.#answer, store)}
      </div>
    </section>`;
  }

  /** A live window shows what is there before the first answer, too. */
  #legendLines(): readonly LineInfo[] {
    const { value } = this.#answer;
    if (value?.breakdown) return this.#picture.lines;
    return this.#by ? [] : sourceLines(this.#store.store?.view.types ?? activityTypes);
  }

  #totalOf({ key, type }: LineInfo): number | undefined {
    const answer = this.#answer.value?.answer;
    if (type !== undefined) return answer?.totals?.byType[type];
    const at = this.#picture.lines.findIndex((line) => line.key === key);
    return answer?.bins?.series[at]?.counts.reduce((sum, count) => sum + count, 0);
  }

  /** + and − of a value; nothing for data sources and for "other". */
  #renderActions(line: LineInfo): TemplateResult | typeof nothing {
    const attribute = this.#answer.value?.breakdown;
    const { value } = line;
    if (!attribute || value === undefined) return nothing;
    const { store } = this.#store;
    return renderValueActions(attribute, value ?? spokenName(line), valueState(store, attribute, value), (negated) =>
      requestFilter(this, store, attribute, value, negated),
    );
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
        aria-valuetext=${selection ? msg(str`Selected ${selectionText(model, selection, zone)}. ${said}`) : said}
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
      ${this.#table.render(zone)}
    `;
  }

  /** Hatched like all of which nothing is known, without a number. */
  #renderUnknown({ range, view: { timeZone } }: ActivityStore): TemplateResult {
    const labels = { time: (tick: TimeTick) => tickText(tick, timeZone), count: () => '' };
    const marks = { cursor: null, selection: null };
    return html`${plotTemplate(unknownModel(range, timeZone, this.#size), marks, labels, this.#size)}`;
  }

  /** An empty attribute is none. */
  get #by(): string | null {
    return this.breakdown || null;
  }

  #plotX(clientX: number): number {
    return clientX - (this.frame?.getBoundingClientRect().left ?? 0) - plotMargins.left;
  }

  #zoom(range: TimeRange): void {
    const window = { kind: 'absolute', range } as const;
    if (this.dispatchEvent(new ActivityRangeEvent(window))) this.#store.store?.setView({ window, live: false });
  }

  #breakDown(attribute: string | null): void {
    this.breakdown = attribute;
    this.#legend.showAll();
  }

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
    this.#zoomHistory.back();
  };
}
