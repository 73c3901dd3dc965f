import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { formatCount } from '../../src/format/numbers.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { unreadableText } from '../internal/coverage-text.js';
import { icon } from '../internal/icons.js';
import { msg, plural, str, uiLocale } from '../internal/localise.js';
import { PopoverController } from '../internal/popover.js';
import type { StoreController } from '../internal/store-controller.js';
import type { ListTools } from './tools-part.js';
import type { ProblemsList } from './problems-list.js';

/** The way to what could not be read, or only with a remark. */
export class ProblemsPanel implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #stores: StoreController;
  readonly #tools: ListTools;
  readonly #popover: PopoverController;
  #list: ProblemsList | null = null;

  constructor(host: ReactiveControllerHost & HTMLElement, tools: ListTools, stores: StoreController) {
    this.#host = host;
    this.#stores = stores;
    this.#tools = tools;
    this.#popover = new PopoverController(host, {
      button: () => host.shadowRoot?.querySelector<HTMLElement>('.problems-button'),
      panel: () => host.shadowRoot?.querySelector<HTMLElement>('.problems'),
      align: 'end',
      onToggle: (open) => {
        if (open) void this.#list?.load(0);
      },
    });
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#list?.forget();
  }

  /** The button in the header; nothing where all could be read without a remark. */
  renderButton(store: ActivityStore): TemplateResult | typeof nothing {
    const problems = store.status?.problems;
    const remarks = problems?.remarks ?? 0;
    if (!problems || problems.unreadable + remarks === 0) return nothing;
    const shown = formatCount(remarks, uiLocale());
    const text =
      problems.unreadable > 0
        ? unreadableText(problems.unreadable)
        : plural(remarks, '1 line read with a remark', str`${shown} lines read with a remark`);
    return html`<button
        type="button"
        class="link problems-button ${problems.unreadable > 0 ? 'warn' : ''}"
        aria-haspopup="dialog"
        aria-expanded=${this.#popover.open}
      >
        ${icon('warning')}${text}
      </button>
      <div
        part="panel"
        class="popover problems"
        popover
        role="dialog"
        aria-label=${msg('What could not be read')}
        tabindex="-1"
      >
        ${this.#popover.open ? this.#renderList() : nothing}
      </div>`;
  }

  #renderList(): unknown {
    return this.#tools.render(({ ProblemsList: List }) => {
      if (!this.#list) {
        this.#list = new List(this.#host, this.#stores, () => this.#popover.hide());
        void this.#list.load(0);
      }
      return this.#list.render();
    });
  }
}
