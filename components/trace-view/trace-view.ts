import { html, LitElement, nothing } from 'lit';
import { property } from 'lit/decorators.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { buttonStyles } from '../internal/buttons.js';
import { ActivityTraceEvent } from '../internal/events.js';
import { localized } from '../internal/language-controller.js';
import { msg } from '../internal/localise.js';
import { Part } from '../internal/part.js';
import { renderEmpty, renderMissingProvider, stateStyles } from '../internal/states.js';
import { StoreController } from '../internal/store-controller.js';
import { densityStyles } from '../internal/density-styles.js';
import { tokens } from '../internal/tokens.js';
import type { TraceBody } from './trace-body.js';
import { headStyles, renderHead } from './trace-head.js';

/**
 * One exec session: who, from where, what they ran, what that touched, and how sure it is. Of anything else: who did this. Shows what
 * `store.view.traceId` names.
 *
 * @element trace-view
 * @fires activity-trace - The person went back to the list (null) or to the trace of another session.
 * @fires activity-select - A line was opened; prevent it to show the details yourself.
 * @fires activity-filter - A + or − was pressed at a value; prevent it to filter yourself.
 * @csspart button - Every button with a frame, and of an icon alone in bars and panels. What reads as a link or a heading, and what belongs to a chip, a row, a value, a choice or the legend, follows the tokens.
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
export class TraceViewElement extends LitElement {
  static {
    localized(this);
  }

  static override styles = [tokens, densityStyles, buttonStyles, stateStyles, headStyles];

  readonly #stores = new StoreController(this);
  readonly #part = new Part(this, 'traces', () => import('./trace-body.js'));
  #body: TraceBody | null = null;
  /** The tree is not there yet; until it is, the way back has the focus. */
  #focusWanted = false;
  #hadFocus = false;
  #gotFocus = false;

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
    this.#body?.disconnected();
  }

  /** The tree takes the focus, once it is there. */
  override focus(options?: FocusOptions): void {
    this.#gotFocus = false;
    this.#takeFocus(options);
  }

  protected override willUpdate(): void {
    this.#hadFocus = !!this.shadowRoot?.activeElement;
    if (this.#part.loaded) this.#body ??= new this.#part.loaded.TraceBody(this, this.#stores, this.#back);
    this.#body?.willUpdate();
  }

  protected override updated(): void {
    this.#body?.updated();
    if (!this.#focusWanted) return;
    // Whoever went on to something else meanwhile stays there.
    if (this.#gotFocus && !this.#hadFocus) this.#focusWanted = false;
    else this.#takeFocus();
  }

  protected override render(): unknown {
    const { store } = this.#stores;
    if (!store) return this.#stores.missing ? renderMissingProvider(this.localName) : nothing;
    const id = this.activityId ?? store.view.traceId;
    if (id === null) return renderEmpty(msg('Choose an activity and ask who did this.'), undefined, 'user');
    return this.#body?.render(store) ?? html`${renderHead(this.#back)} ${this.#part.render(() => nothing)}`;
  }

  #takeFocus(options?: FocusOptions): void {
    this.#focusWanted = !this.#body?.focus(options);
    if (this.#focusWanted) this.renderRoot.querySelector<HTMLElement>('.back')?.focus(options);
    this.#gotFocus = !!this.shadowRoot?.activeElement;
  }

  readonly #back = (): void => {
    if (this.dispatchEvent(new ActivityTraceEvent(null))) this.#stores.store?.showTrace(null);
  };
}
