import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { formatCount } from '../../src/format/numbers.js';
import { ProblemKind, type Problem } from '../../src/model/reading.js';
import { engineText } from '../internal/engine-text.js';
import { msg, str, uiLocale } from '../internal/localise.js';
import { popoverHead } from '../internal/popover-head.js';
import type { StoreController } from '../internal/store-controller.js';
import { renderText } from '../internal/visible-text.js';

const pageSize = 50;

const saidOf = (error: unknown): string => engineText(error instanceof Error ? error.message : String(error));

function kindText(kind: ProblemKind): string {
  switch (kind) {
    case ProblemKind.notJson:
      return msg('not JSON');
    case ProblemKind.notRecognised:
      return msg('not recognised');
    case ProblemKind.invalid:
      return msg('makes no sense');
    case ProblemKind.tooLong:
      return msg('too long');
    case ProblemKind.encoding:
      return msg('not UTF-8');
    case ProblemKind.valueDropped:
      return msg('value left out');
    case ProblemKind.conflict:
      return msg('same id, other content');
    case ProblemKind.contradiction:
      return msg('contradiction');
  }
}

/** What could not be read, or only with a remark: where it stands, why, and how it begins. */
export class ProblemsList {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #stores: StoreController;
  readonly #close: () => void;
  #problems: readonly Problem[] = [];
  #total = 0;
  #failure: unknown = null;
  #asked = 0;

  constructor(host: ReactiveControllerHost & HTMLElement, stores: StoreController, close: () => void) {
    this.#host = host;
    this.#stores = stores;
    this.#close = close;
  }

  /** Nothing of an answer that is on its way is kept. */
  forget(): void {
    this.#asked++;
    this.#problems = [];
  }

  /** `offset` 0 begins anew. */
  async load(offset: number): Promise<void> {
    const { store } = this.#stores;
    const asked = ++this.#asked;
    try {
      const page = await store?.problems(offset, pageSize);
      if (asked !== this.#asked || !page) return;
      this.#problems = offset === 0 ? page.problems : [...this.#problems, ...page.problems];
      this.#total = page.total;
      this.#failure = null;
    } catch (error) {
      if (asked !== this.#asked) return;
      this.#failure = error;
    }
    this.#host.requestUpdate();
  }

  render(): TemplateResult {
    const shown = formatCount(this.#problems.length, uiLocale());
    const all = formatCount(this.#total, uiLocale());
    return html`${popoverHead(msg('What could not be read'), this.#close, html`<span class="muted tabular">${msg(str`${shown} of ${all}`)}</span>`)}
      ${this.#failure === null ? nothing : html`<p class="failure" role="status">${saidOf(this.#failure)}</p>`}
      <ol>
        ${this.#problems.map(renderProblem)}
      </ol>
      ${
        this.#problems.length < this.#total
          ? html`<footer role="none">
              <button
                type="button"
                part="button"
                class="button small"
                @click=${() => void this.load(this.#problems.length)}
              >
                ${msg('Show more')}
              </button>
            </footer>`
          : nothing
      }`;
  }
}

function renderProblem(problem: Problem): TemplateResult {
  const locale = uiLocale();
  const line = problem.line === undefined ? '' : formatCount(problem.line, locale);
  const byte = problem.byteOffset === undefined ? '' : formatCount(problem.byteOffset, locale);
  return html`<li>
    <div class="where">
      <span class="kind ${problem.lost ? 'lost' : ''}">${kindText(problem.kind)}</span>
      <span class="value">${renderText(problem.source, 120)}</span>
      ${line ? html`<span class="muted tabular">${msg(str`line ${line}`)}</span>` : nothing}
      ${byte ? html`<span class="muted tabular">${msg(str`byte ${byte}`)}</span>` : nothing}
    </div>
    <div class="reason">${renderText(engineText(problem.reason), 500)}</div>
    ${problem.excerpt ? html`<pre class="value mono">${renderText(problem.excerpt, 300)}</pre>` : nothing}
  </li>`;
}
