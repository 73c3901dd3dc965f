import { html, nothing, type LitElement, type ReactiveController, type TemplateResult } from 'lit';
import { isForNearer } from '../internal/escape.js';
import { icon } from '../internal/icons.js';
import { msg } from '../internal/localise.js';
import { rest } from '../internal/resting.js';
import { Layout, type LayoutController } from './layout-controller.js';
import { SplitController } from './split-controller.js';

/** The groups: a panel beside the list where there is room, a drawer over it where there is not. */
export class GroupsPanel implements ReactiveController {
  readonly split: SplitController;
  /** Shown beside the list, where there is room. */
  shown = true;
  readonly #host: LitElement;
  readonly #layout: LayoutController;
  readonly #changed: () => void;
  #drawerOpen = false;
  #wereShown = false;
  #takesFocus = false;

  constructor(host: LitElement, layout: LayoutController, changed: () => void) {
    this.#host = host;
    this.#layout = layout;
    this.#changed = changed;
    this.split = new SplitController(host, {
      side: 'start',
      min: 200,
      initial: 280,
      max: 520,
      label: () => msg('Width of the groups'),
      onWidth: changed,
    });
    host.addController(this);
  }

  get isDrawerOpen(): boolean {
    return this.#drawerOpen && !this.#beside;
  }
  get isOpen(): boolean {
    return this.#beside ? this.shown : this.#drawerOpen;
  }

  hostUpdate(): void {
    // A page that grew wide enough shows them beside the list again.
    if (this.#beside) this.#drawerOpen = false;
  }

  hostUpdated(): void {
    rest(this.#host.renderRoot.querySelector('[part="groups"]'), !this.isOpen);
    if (!this.#takesFocus) return;
    this.#takesFocus = false;
    this.#host.renderRoot.querySelector<HTMLElement>(this.isDrawerOpen ? '#groups-close' : '#groups-button')?.focus();
  }

  hostDisconnected(): void {
    this.#drawerOpen = false;
  }

  renderButton(): TemplateResult {
    const open = this.isOpen;
    return html`<button
      id="groups-button"
      part="button"
      class="button quiet"
      aria-expanded=${open}
      title=${open ? msg('Hide the groups') : msg('Show the groups')}
      @click=${this.#toggle}
    >
      ${icon('tree')}<span class="optional">${msg('Groups')}</span>
    </button>`;
  }

  /** Once they were shown they stay as they were left: what is opened, searched and sorted in them. */
  render(tree: TemplateResult): TemplateResult | typeof nothing {
    const { isDrawerOpen, isOpen } = this;
    this.#wereShown ||= isOpen;
    if (!this.#wereShown) return nothing;
    const isDrawer = !this.#beside;
    return html`${isDrawerOpen ? html`<div class="scrim" @pointerdown=${this.#close}></div>` : nothing}
      <div
        part=${isDrawer ? 'drawer' : nothing}
        class="groups ${isDrawer ? 'drawer' : ''} ${isOpen ? '' : 'aside'}"
        role=${isDrawer ? 'dialog' : 'complementary'}
        aria-modal=${isDrawer ? 'true' : nothing}
        aria-label=${msg('Groups')}
        ?inert=${!isOpen}
        @keydown=${this.#keyDown}
      >
        ${isDrawerOpen ? this.#renderHead() : nothing} ${tree}
      </div>
      ${isOpen && !isDrawer ? this.split.render() : nothing}`;
  }

  #renderHead(): TemplateResult {
    return html`<div class="drawer-head">
      ${msg('Groups')}
      <button
        id="groups-close"
        part="button"
        class="icon-button"
        aria-label=${msg('Close the groups')}
        @click=${this.#close}
      >
        ${icon('close')}
      </button>
    </div>`;
  }

  get #beside(): boolean {
    return this.#layout.current === Layout.wide;
  }

  readonly #toggle = (): void => {
    if (this.#beside) {
      this.shown = !this.shown;
      this.#changed();
    } else {
      this.#drawerOpen = !this.#drawerOpen;
      this.#takesFocus = true;
    }
    this.#host.requestUpdate();
  };

  readonly #close = (): void => {
    this.#drawerOpen = false;
    this.#takesFocus = true;
    this.#host.requestUpdate();
  };

  readonly #keyDown = (event: KeyboardEvent): void => {
    if (
      event.key !== 'Escape' ||
      event.defaultPrevented ||
      !this.isDrawerOpen ||
      isForNearer(event, this.#host.renderRoot)
    )
      return;
    event.preventDefault();
    this.#close();
  };
}
