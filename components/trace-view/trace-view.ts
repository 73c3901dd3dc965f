import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query } from 'lit/decorators.js';
import type { Activity } from '../../src/model/activity.js';
import { SessionOutcome, type ExecSession, type Trace } from '../../src/model/trace.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { buttonStyles } from '../internal/buttons.js';
import { ActivitySelectEvent, ActivityTraceEvent } from '../internal/events.js';
import { icon } from '../internal/icons.js';
import { localized } from '../internal/language-controller.js';
import { msg } from '../internal/localise.js';
import { popoverStyles } from '../internal/popover.js';
import { renderEmpty, renderError, renderMissingProvider, renderProgress, stateStyles } from '../internal/states.js';
import { StoreController } from '../internal/store-controller.js';
import { badgeStyles, densityStyles, tokens } from '../internal/tokens.js';
import { valueChipStyles } from '../internal/value-chip.js';
import { visibleTextStyles } from '../internal/visible-text.js';
import { certaintyStyles, renderCertainty, renderSessionCertainty } from './certainty-mark.js';
import { ReportMenu } from './report-menu.js';
import { renderExecSentence, renderNotes, renderWhoSentence, ruleSentence } from './trace-answer.js';
import { renderFacts, renderSessions, renderSubject, type HeaderContext } from './trace-header.js';
import { TraceQuestion, type TraceAnswer } from './trace-question.js';
import { renderTree } from './tree-template.js';
import { treeStyles } from './tree-styles.js';
import { lineStyles } from './line-styles.js';
import { pictureStyles } from './picture-styles.js';
import { toolbarStyles } from './toolbar-styles.js';
import { narrowStyles } from './narrow-styles.js';
import { renderToolbar } from './trace-toolbar.js';
import { headerStyles } from './header-styles.js';
import { TreeNavigation } from './tree-navigation.js';
import { TreeState } from './tree-state.js';
import { TreeWindow } from './tree-window.js';
import { ValueActions } from './value-actions.js';
import { WhyPanel } from './why-panel.js';

/** Below this width the facts of a session are folded until somebody wants them. */
const narrowPx = 760;

/**
 * One exec session: who, from where, what they ran, what that touched, and how sure it is. Of anything else: who did this. Shows what
 * `store.view.traceId` names.
 *
 * @element trace-view
 * @fires activity-trace - The person went back to the list (null) or to the trace of another session.
 * @fires activity-select - A line was opened; prevent it to show the details yourself.
 * @fires activity-filter - A + or − was pressed at a value; prevent it to filter yourself.
 * @csspart button - Every button.
 * @csspart field - Every field to type in.
 * @csspart panel - What opens over the page: menus, lists, dialogs.
 * @csspart option - A line of a menu or list.
 * @csspart badge - The name of a data source.
 * @csspart state - What stands in place of data: nothing found, failed, no provider.
 * @csspart head - The names of the columns.
 * @csspart row - One row.
 * @csspart summary - Who, from where, how sure, above the tree.
 * @csspart toolbar - A bar of tools.
 */
@localized()
export class TraceViewElement extends LitElement {
  static override styles = [
    tokens,
    densityStyles,
    badgeStyles,
    buttonStyles,
    popoverStyles,
    stateStyles,
    visibleTextStyles,
    valueChipStyles,
    certaintyStyles,
    headerStyles,
    toolbarStyles,
    treeStyles,
    lineStyles,
    pictureStyles,
    narrowStyles,
  ];

  readonly #stores = new StoreController(this);
  readonly #tree = new TreeState(this);
  readonly #window = new TreeWindow();
  readonly #question = new TraceQuestion(this, this.#stores, {
    id: (store) => this.activityId ?? store.view.traceId,
    onValue: (answer) => this.#answered(answer),
  });
  readonly #actions = new ValueActions(this, () => this.frame);
  readonly #why = new WhyPanel(this, () => this.container?.focus());
  readonly #report = new ReportMenu(this);
  readonly #navigation = new TreeNavigation(this, {
    stores: this.#stores,
    tree: this.#tree,
    window: this.#window,
    open: (activity) => this.#select(activity),
    why: this.#why.show,
    search: () => this.search?.focus(),
    pointAt: this.#actions.show,
  });
  readonly #sizes = new ResizeObserver(() => this.requestUpdate());
  #observed: HTMLElement | null = null;
  #factsOpen: boolean | null = null;
  /** Key of the line to bring into view as soon as there are lines. */
  #revealed: string | null = null;

  @query('.frame') private frame!: HTMLElement | null;
  @query('.scroller') private container!: HTMLElement | null;
  @query('.spacer') private spacer!: HTMLElement | null;
  @query('.lines') private drawnLines!: HTMLElement | null;
  @query('.probe') private probe!: HTMLElement | null;
  @query('#search') private search!: HTMLInputElement | null;

  /** A store set by the host; comes before `provider` and context. */
  @property({ attribute: false }) store: ActivityStore | null = null;
  /** Id of an `activity-provider` on the page. */
  @property() provider: string | null = null;
  /** The activity to trace, in place of the one that the view names. */
  @property({ attribute: 'activity-id' }) activityId: string | null = null;
  /** `compact`, `normal` or `comfortable`. */
  @property({ reflect: true }) density: string | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes.disconnect();
    this.#observed = null;
  }

  /** The tree takes the focus. */
  override focus(options?: FocusOptions): void {
    this.container?.focus(options);
  }

  protected override willUpdate(_changed: PropertyValues<this>): void {
    if (!this.container) return;
    const headPx = this.container.querySelector<HTMLElement>('.head')?.offsetHeight ?? 0;
    if (!this.#window.hasMoved) this.#window.scrolled(this.container.scrollTop);
    this.#window.resize(
      this.#tree.lines.length,
      this.probe?.offsetHeight || this.#window.rowPx,
      Math.max(0, this.container.clientHeight - headPx),
    );
  }

  protected override updated(): void {
    this.#observe();
    if (!this.container || !this.spacer || !this.drawnLines) return;
    this.spacer.style.setProperty('height', `${this.#window.contentPx}px`);
    if (this.#window.hasMoved) {
      this.container.scrollTop = this.#window.topPx;
      this.#window.applied();
    }
    const at = this.#revealed === null ? -1 : this.#tree.indexOf(this.#revealed);
    if (at >= 0 && this.container.clientHeight > 0) {
      this.#revealed = null;
      this.#window.reveal(at);
      this.requestUpdate();
    }
    this.drawnLines.style.setProperty('top', `${this.#window.drawn.from * this.#window.rowPx}px`);
  }

  protected override render(): unknown {
    const { store } = this.#stores;
    if (!store) return this.#stores.missing ? renderMissingProvider(this.localName) : nothing;
    const id = this.activityId ?? store.view.traceId;
    if (id === null) return renderEmpty(msg('Choose an activity and ask who did this.'), undefined, 'user');
    const { answer, task } = this.#question;
    const busy = task.state === 'pending' || (!answer && task.state === 'initial') || this.#question.isLoading;
    const load = store.status?.load;
    return html`${renderProgress(busy, this.#question.isLoading ? load?.share : undefined)}
    ${answer?.trace && answer.activity ? this.#renderTrace(store, answer, answer.trace, answer.activity) : this.#renderAbsent(store)}`;
  }

  #renderBack(): TemplateResult {
    return html`<button
      type="button"
      part="button"
      class="button small quiet back"
      aria-label=${msg('Back to the list')}
      title=${msg('Back to the list')}
      @click=${this.#back}
    >
      ${icon('chevron-left')}<span class="back-word">${msg('Back')}</span>
    </button>`;
  }

  #renderAbsent(store: ActivityStore): unknown {
    const { task } = this.#question;
    if (task.state === 'error' && task.error)
      return html`<header role="none" part="summary"><div class="title">${this.#renderBack()}</div></header>
        ${renderError(task.error, this.#question.retry)}`;
    const settled = task.state === 'empty' && store.status?.load.state !== 'loading';
    return html`<header role="none" part="summary"><div class="title">${this.#renderBack()}</div></header>
      ${
        settled
          ? renderEmpty(
              msg('This activity is not loaded, so nothing can be said about it.'),
              { label: msg('Back to the list'), run: this.#back },
              'info',
            )
          : nothing
      }`;
  }

  #renderTrace(store: ActivityStore, answer: TraceAnswer, trace: Trace, activity: Activity): TemplateResult {
    const asked = trace.sessions.find(({ id }) => id === activity.id);
    const session = asked ?? trace.sessions.find(({ id }) => id === trace.attribution.sessionId);
    const context: HeaderContext = { host: this, store, trace, show: (other) => this.#show(other) };
    const open = this.#factsOpen ?? this.offsetWidth >= narrowPx;
    return html`<header role="none" part="summary">
        <div class="title">
          ${this.#renderBack()}
          <h2>${asked ? msg('Exec session') : msg('Who did this?')}</h2>
          ${asked ? nothing : renderSubject(activity)}
          <span class="certainty-badge"
            >${asked ? renderSessionCertainty(asked) : renderCertainty(trace.attribution.certainty)}</span
          >
          <span class="space"></span>
          ${this.#report.render(store, answer)}
        </div>
        <div class="answer">
          <p>${asked ? renderExecSentence(asked) : renderWhoSentence(store, trace)}</p>
          <p class="rule muted">${ruleSentence(trace, asked)}</p>
          ${
            session
              ? html`<button
                  type="button"
                  class="link facts-button"
                  aria-expanded=${open}
                  @click=${() => {
                    this.#factsOpen = !open;
                    this.requestUpdate();
                  }}
                >
                  ${open ? msg('Less') : msg('More')}
                </button>`
              : nothing
          }
        </div>
        ${renderSessions(context)} ${renderNotes(trace, answer.coverage, this.#question, asked !== undefined)}
        ${session && open ? renderFacts(context, session) : nothing}
      </header>
      ${trace.rows.length > 0 ? renderToolbar(this.#tree, { step: (by) => this.#step(by), leaveSearch: this.#leaveSearch }) : nothing}
      <div class="frame">
        ${this.#renderTree(store, trace, session)} ${this.#actions.render(store)}
        ${this.#tree.lines.length === 0 ? this.#renderNoLines(asked) : nothing}
      </div>
      ${this.#why.render(store, trace, (id) => {
        const other = trace.sessions.find((candidate) => candidate.id === id);
        if (other) this.#show(other);
      })}`;
  }

  #renderNoLines(asked: ExecSession | undefined): TemplateResult {
    const sentence =
      this.#tree.isFiltered || !asked
        ? msg('Nothing in this trace matches.')
        : asked.outcome === SessionOutcome.denied
          ? msg('There is nothing to trace: the request was refused.')
          : msg('Nothing is known to have been started by this session.');
    return html`<div class="cover">
      ${renderEmpty(sentence, this.#tree.isFiltered ? { label: msg('Show all'), run: () => this.#tree.clearFilters() } : undefined, 'info')}
    </div>`;
  }

  #renderTree(store: ActivityStore, trace: Trace, session: ExecSession | undefined): TemplateResult | typeof nothing {
    const { tree } = this.#tree;
    if (!tree) return nothing;
    return renderTree({
      store,
      trace,
      session,
      tree,
      state: this.#tree,
      drawn: this.#window.drawn,
      navigation: this.#navigation,
      busy: this.#question.task.state === 'pending',
      scrolled: this.#scrolled,
      left: this.#actions.leave,
    });
  }

  #answered({ trace }: TraceAnswer): void {
    const isNew = trace?.activityId !== this.#tree.trace?.activityId;
    this.#tree.show(trace);
    if (!isNew || !trace) return;
    this.#navigation.forget();
    this.#actions.hide();
    this.#factsOpen = null;
    this.#revealed = this.#tree.keyOf(trace.activityId);
  }

  #step(by: 1 | -1): void {
    const key = this.#tree.step(by);
    if (key !== null) this.#navigation.goTo(key);
  }

  readonly #leaveSearch = (): void => {
    if (this.#tree.isSearching) this.#tree.searchFor('');
    this.container?.focus();
  };

  #select(activity: Activity): void {
    if (this.dispatchEvent(new ActivitySelectEvent(activity))) this.#stores.store?.select(activity);
  }

  #show(session: ExecSession): void {
    if (this.dispatchEvent(new ActivityTraceEvent(session.request))) this.#stores.store?.showTrace(session.id);
  }

  readonly #back = (): void => {
    if (this.dispatchEvent(new ActivityTraceEvent(null))) this.#stores.store?.showTrace(null);
  };

  readonly #scrolled = (): void => {
    this.#actions.hide();
    this.requestUpdate();
  };

  #observe(): void {
    if (!this.isConnected || this.container === this.#observed) return;
    this.#sizes.disconnect();
    this.#observed = this.container;
    if (!this.container) return;
    this.#sizes.observe(this.container);
    if (this.probe) this.#sizes.observe(this.probe);
    this.requestUpdate();
  }
}
