import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { formatDateTime, TimePrecision } from '../../src/format/times.js';
import { attributeText } from '../../src/model/catalogue.js';
import { TraceRule, type Attribution, type ExecSession, type Trace } from '../../src/model/trace.js';
import { sessionLetter } from '../../src/report/session-letter.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { icon } from '../internal/icons.js';
import { msg, uiLocale } from '../internal/localise.js';
import { closesWithFocus, PopoverController } from '../internal/popover.js';
import { renderText } from '../internal/visible-text.js';
import { renderCertainty } from './certainty-mark.js';
import { lineAttribution } from './line-facts.js';
import type { TraceLine } from './trace-lines.js';
import { traceWords } from './trace-words.js';

/** Why a line is given to whom it is given: certainty, rule, everybody who may be behind it, what speaks against it. */
export class WhyPanel {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #popover: PopoverController;
  readonly #closed: () => void;
  #line: TraceLine | null = null;
  #anchor: HTMLElement | null = null;

  /** `closed` gives the focus back. */
  constructor(host: ReactiveControllerHost & HTMLElement, closed: () => void) {
    this.#host = host;
    this.#closed = closed;
    this.#popover = new PopoverController(host, {
      button: () => this.#anchor,
      panel: () => host.shadowRoot?.querySelector<HTMLElement>('#why'),
      align: 'end',
    });
  }

  readonly show = (line: TraceLine, anchor: HTMLElement): void => {
    this.#popover.hide();
    this.#line = line;
    this.#anchor = anchor;
    this.#host.requestUpdate();
    void this.#host.updateComplete.then(() => {
      const panel = this.#host.shadowRoot?.querySelector<HTMLElement>('#why');
      // Not by the controller, which hears of a panel that was just closed only later.
      if (panel && !panel.matches(':popover-open')) panel.showPopover();
      panel?.focus();
    });
  };

  render(store: ActivityStore, trace: Trace, trail: (id: string) => void): TemplateResult {
    return html`<div
      id="why"
      part="panel"
      class="popover why"
      popover
      tabindex="-1"
      role="dialog"
      aria-label=${msg('Why this session')}
      @beforetoggle=${(event: ToggleEvent) => closesWithFocus(event) && this.#closed()}
    >
      ${this.#line ? this.#renderLine(store, trace, this.#line, trail) : nothing}
    </div>`;
  }

  #renderLine(store: ActivityStore, trace: Trace, line: TraceLine, trail: (id: string) => void): TemplateResult {
    const attribution = lineAttribution(line);
    const content = attribution
      ? this.#renderAttribution(store, trace, attribution, trail)
      : line.kind === 'mark'
        ? renderJoin(line.mark.session)
        : nothing;
    return html`${content}
      <button
        type="button"
        part="button"
        class="icon-button small close"
        aria-label=${msg('Close')}
        @click=${() => this.#popover.hide()}
      >
        ${icon('close')}
      </button>`;
  }

  #renderAttribution(
    store: ActivityStore,
    trace: Trace,
    { certainty, rule, statedRule, candidates, sessionId, afterEnd, remarks }: Attribution,
    trail: (id: string) => void,
  ): TemplateResult {
    const words = traceWords();
    const named = sessionId === null ? candidates : [sessionId];
    return html`${renderCertainty(certainty)}
      <p>${words.rule[rule]}</p>
      ${statedRule === undefined ? nothing : html`<p class="mono">${renderText(statedRule, 300)}</p>`}
      ${rule === TraceRule.backend || rule === TraceRule.request ? nothing : html`<p class="muted">${words.claim[certainty]}</p>`}
      ${
        named.length === 0
          ? nothing
          : html`<ul>
              ${named.map((id) =>
                renderCandidate(store, trace, id, () => {
                  this.#popover.hide();
                  trail(id);
                }),
              )}
            </ul>`
      }
      ${afterEnd ? html`<p>${icon('clock')}${msg('It happened after the session had ended.')}</p>` : nothing}
      ${remarks.map((remark) => html`<p>${icon('warning')}${words.remark[remark]}</p>`)}`;
  }
}

function renderJoin({ certainty, rootRule, outcome, remarks }: ExecSession): TemplateResult {
  const words = traceWords();
  return html`${renderCertainty(certainty)}
    <p>${words.rootRule[rootRule]}</p>
    ${words.outcomeNote[outcome] === '' ? nothing : html`<p>${words.outcomeNote[outcome]}</p>`}
    ${remarks.map((remark) => html`<p>${icon('warning')}${words.remark[remark]}</p>`)}`;
}

function renderCandidate(store: ActivityStore, trace: Trace, id: string, show: () => void): TemplateResult {
  const at = trace.sessions.findIndex((session) => session.id === id);
  const session = trace.sessions[at];
  if (!session) return html`<li class="mono">${renderText(id, 80)}</li>`;
  return html`<li>
    ${trace.sessions.length > 1 ? html`<span class="letter">${sessionLetter(at)}</span>` : nothing}
    <span>
      <strong class="value mono"
        >${renderText(attributeText(session.request, 'username') ?? msg('not on record'), 80)}</strong
      >
      <span class="value mono">${renderText(attributeText(session.request, 'sourceAddresses') ?? '', 80)}</span>
      <span class="muted tabular"
        >${formatDateTime(session.startNs, store.view.timeZone, uiLocale(), TimePrecision.milliseconds)}</span
      >
    </span>
    ${id === trace.activityId ? nothing : html`<button type="button" class="link" @click=${show}>${msg('Trace')}</button>`}
  </li>`;
}
