import { html, nothing, type LitElement, type TemplateResult } from 'lit';
import type { Activity } from '../../src/model/activity.js';
import { SessionOutcome, type ExecSession, type Trace } from '../../src/model/trace.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { ActivitySelectEvent, ActivityTraceEvent } from '../internal/events.js';
import { msg } from '../internal/localise.js';
import { popoverStyles } from '../internal/popover.js';
import { renderEmpty, renderError, renderProgress } from '../internal/states.js';
import type { StoreController } from '../internal/store-controller.js';
import { valueChipStyles } from '../internal/value-chip.js';
import { badgeStyles } from '../internal/badge-styles.js';
import { visibleTextStyles } from '../internal/visible-text.js';
import { certaintyStyles, renderCertainty, renderSessionCertainty } from './certainty-mark.js';
import { ReportMenu } from './report-menu.js';
import { renderExecSentence, renderNotes, renderWhoSentence, ruleSentence } from './trace-answer.js';
import { renderBack, renderHead } from './trace-head.js';
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

export const styles = [
  badgeStyles,
  popoverStyles,
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

/** What the body needs of the element around it. */
export interface TraceHost extends LitElement {
  readonly activityId: string | null;
}

/** All there is to a trace once one is asked for; the element itself only waits for that. */
export class TraceBody {
  readonly #host: TraceHost;
  readonly #stores: StoreController;
  readonly #tree: TreeState;
  readonly #window = new TreeWindow();
  readonly #question: TraceQuestion;
  readonly #actions: ValueActions;
  readonly #why: WhyPanel;
  readonly #report: ReportMenu;
  readonly #navigation: TreeNavigation;
  readonly #sizes = new ResizeObserver(() => this.#host.requestUpdate());
  readonly #back: () => void;
  #observed: HTMLElement | null = null;
  #factsOpen: boolean | null = null;
  /** Key of the line to bring into view as soon as there are lines. */
  #revealed: string | null = null;

  constructor(host: TraceHost, stores: StoreController, back: () => void) {
    this.#host = host;
    this.#stores = stores;
    this.#back = back;
    this.#tree = new TreeState(host);
    this.#question = new TraceQuestion(host, stores, {
      id: (store) => host.activityId ?? store.view.traceId,
      onValue: (answer) => this.#answered(answer),
    });
    this.#actions = new ValueActions(host, () => this.#find('.frame'));
    this.#why = new WhyPanel(host, () => this.focus());
    this.#report = new ReportMenu(host);
    this.#navigation = new TreeNavigation(host, {
      stores,
      tree: this.#tree,
      window: this.#window,
      open: (activity) => this.#select(activity),
      why: this.#why.show,
      search: () => this.#find('#search')?.focus(),
      pointAt: this.#actions.show,
    });
  }

  get #container(): HTMLElement | null {
    return this.#find('.scroller');
  }

  disconnected(): void {
    this.#sizes.disconnect();
    this.#observed = null;
  }

  /** The tree takes the focus; false where there is none yet. */
  focus(options?: FocusOptions): boolean {
    const container = this.#container;
    container?.focus(options);
    return container !== null;
  }

  willUpdate(): void {
    const container = this.#container;
    if (!container) return;
    const headPx = container.querySelector<HTMLElement>('.head')?.offsetHeight ?? 0;
    if (!this.#window.hasMoved) this.#window.scrolled(container.scrollTop);
    this.#window.resize(
      this.#tree.lines.length,
      this.#find('.probe')?.offsetHeight || this.#window.rowPx,
      Math.max(0, container.clientHeight - headPx),
    );
  }

  updated(): void {
    this.#observe();
    const container = this.#container;
    const spacer = this.#find('.spacer');
    const lines = this.#find('.lines');
    if (!container || !spacer || !lines) return;
    spacer.style.setProperty('height', `${this.#window.contentPx}px`);
    if (this.#window.hasMoved) {
      container.scrollTop = this.#window.topPx;
      this.#window.applied();
    }
    const at = this.#revealed === null ? -1 : this.#tree.indexOf(this.#revealed);
    if (at >= 0 && container.clientHeight > 0) {
      this.#revealed = null;
      this.#window.reveal(at);
      this.#host.requestUpdate();
    }
    lines.style.setProperty('top', `${this.#window.drawn.from * this.#window.rowPx}px`);
  }

  render(store: ActivityStore): TemplateResult {
    const { answer, task } = this.#question;
    const busy = task.state === 'pending' || (!answer && task.state === 'initial') || this.#question.isLoading;
    const load = store.status?.load;
    return html`${renderProgress(busy, this.#question.isLoading ? load?.share : undefined)}
    ${answer?.trace && answer.activity ? this.#renderTrace(store, answer, answer.trace, answer.activity) : this.#renderAbsent(store)}`;
  }

  #renderAbsent(store: ActivityStore): unknown {
    const { task } = this.#question;
    if (task.state === 'error' && task.error)
      return html`${renderHead(this.#back)} ${renderError(task.error, this.#question.retry)}`;
    if (task.waiting)
      return html`${renderHead(this.#back)} ${renderEmpty(msg('The backend is taking its time.'), undefined, 'clock')}`;
    const settled = task.state === 'empty' && store.status?.load.state !== 'loading';
    return html`${renderHead(this.#back)}
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
    const context: HeaderContext = { host: this.#host, store, trace, show: (other) => this.#show(other) };
    const open = this.#factsOpen ?? this.#host.offsetWidth >= narrowPx;
    return html`<header role="none" part="summary">
        <div class="title">
          ${renderBack(this.#back)}
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
                    this.#host.requestUpdate();
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
    this.focus();
  };

  #select(activity: Activity): void {
    if (this.#host.dispatchEvent(new ActivitySelectEvent(activity))) this.#stores.store?.select(activity);
  }

  #show(session: ExecSession): void {
    if (this.#host.dispatchEvent(new ActivityTraceEvent(session.request))) this.#stores.store?.showTrace(session.id);
  }

  readonly #scrolled = (): void => {
    this.#actions.hide();
    this.#host.requestUpdate();
  };

  #observe(): void {
    const container = this.#container;
    if (!this.#host.isConnected || container === this.#observed) return;
    this.#sizes.disconnect();
    this.#observed = container;
    if (!container) return;
    this.#sizes.observe(container);
    const probe = this.#find('.probe');
    if (probe) this.#sizes.observe(probe);
    this.#host.requestUpdate();
  }

  #find(selector: string): HTMLElement | null {
    return this.#host.renderRoot.querySelector<HTMLElement>(selector);
  }
}
