import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { formatIsoDate } from '../../src/format/times.js';
import { toEpochMs, toEpochNs } from '../../src/model/units.js';
import { reportHtml } from '../../src/report/report-html.js';
import { reportJson } from '../../src/report/report-json.js';
import { reportMarkdown } from '../../src/report/report-markdown.js';
import { traceReport, type TraceReport } from '../../src/report/trace-report.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { icon, type IconName } from '../internal/icons.js';
import { inLanguageOf } from '../internal/language-controller.js';
import { msg, str, uiLocale } from '../internal/localise.js';
import { PopoverController } from '../internal/popover.js';
import { printReport } from './print-report.js';
import type { TraceAnswer } from './trace-question.js';
import { traceWords } from './trace-words.js';

const doneForMs = 4_000;

/** The report of what is on the screen: to the clipboard, into a file, onto paper. */
export class ReportMenu implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #popover: PopoverController;
  #notice: (() => string) | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    this.#popover = new PopoverController(host, {
      button: () => host.shadowRoot?.querySelector<HTMLElement>('#report-button'),
      panel: () => host.shadowRoot?.querySelector<HTMLElement>('#report-menu'),
      align: 'end',
    });
    host.addController(this);
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    this.#notice = null;
  }

  render(store: ActivityStore, answer: TraceAnswer): TemplateResult {
    const item = (label: string, symbol: IconName, run: (report: TraceReport) => unknown): TemplateResult =>
      html`<li>
        <button type="button" part="option" class="menu-item" @click=${() => this.#run(store, answer, run)}>
          ${icon(symbol)}<span>${label}</span>
        </button>
      </li>`;
    return html`<span class="report-notice muted" role="status">${this.#notice?.() ?? nothing}</span>
      <button
        type="button"
        id="report-button"
        part="button"
        class="button small"
        aria-expanded=${this.#popover.open}
        aria-controls="report-menu"
      >
        ${icon('file')}${msg('Report')}${icon('chevron-down')}
      </button>
      <div id="report-menu" part="panel" class="popover" popover role="group" aria-label=${msg('Report')}>
        <ul class="menu">
          ${item(msg('Copy as Markdown'), 'copy', (report) => this.#copy(reportMarkdown(report, traceWords())))}
          ${item(msg('Save as Markdown'), 'file', (report) => this.#save(report, 'md', 'text/markdown', reportMarkdown(report, traceWords())))}
          ${item(msg('Save as HTML'), 'file', (report) => this.#save(report, 'html', 'text/html', reportHtml(report, traceWords(), uiLocale())))}
          ${item(msg('Save as JSON'), 'file', (report) => this.#save(report, 'json', 'application/json', reportJson(report)))}
          ${item(msg('Print'), 'external', (report) => printReport(this.#host.ownerDocument, report, traceWords(), uiLocale()))}
        </ul>
      </div>`;
  }

  #run(store: ActivityStore, answer: TraceAnswer, run: (report: TraceReport) => unknown): void {
    this.#popover.hide();
    const { trace, coverage, range, activity } = answer;
    if (!trace || !coverage || !range) return;
    const { filterText, types, scope, timeZone } = store.view;
    const report = traceReport(
      trace,
      {
        query: { filterText, types, scope, range: store.range },
        coverage,
        range,
        timeZone,
        createdNs: toEpochNs(Date.now()),
        tool: 'activity-audit-elements',
      },
      activity ?? undefined,
    );
    try {
      inLanguageOf(this.#host, () => run(report));
    } catch {
      this.#say(() => msg('This page may not do that here. Save the HTML and print it.'));
    }
  }

  async #copy(text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      this.#say(() => msg('Copied'));
    } catch {
      // Not a secure page, or a page that forbids it.
      this.#say(() => msg('This page may not copy. Save the file instead.'));
    }
  }

  /** Named by what we chose, never by what an event says. */
  #save(report: TraceReport, extension: string, type: string, text: string): void {
    const startNs = report.sessions[0]?.startNs ?? report.subject?.timeNs ?? report.createdNs;
    const name = `trace-${formatIsoDate(toEpochMs(startNs), 'UTC')}-${Number(startNs / 1_000_000_000n)}.${extension}`;
    const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
    const link = this.#host.ownerDocument.createElement('a');
    link.href = address;
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    this.#say(() => msg(str`Saved as ${name}`));
  }

  #say(notice: () => string): void {
    this.#notice = notice;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#notice = null;
      this.#host.requestUpdate();
    }, doneForMs);
    this.#host.requestUpdate();
  }
}
