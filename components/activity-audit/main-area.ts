import { nothing, type LitElement, type TemplateResult } from 'lit';
import { html } from 'lit/static-html.js';
import type { ViewState } from '../../src/model/view-state.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { rest } from '../internal/resting.js';
import { innerParts, partTag } from './part-tags.js';
import type { SplitController } from './split-controller.js';

export interface MainParts {
  /** Handed down to the elements; null where they find the provider around them. */
  readonly store: ActivityStore | null;
  readonly provider: string | null;
  /** null while nothing is shown. */
  readonly view: ViewState | null;
  /** The details lie over everything else. */
  readonly covered: boolean;
  /** Between the list and the details. */
  readonly divider: SplitController;
  /** Of the graph. */
  readonly breakdown: string | null;
}

/**
 * Window, graph, and the list or a trace with the details beside it. Behind a trace graph and list stay as they were left: drawn, but neither seen
 * nor reached, and asking nothing.
 */
export class MainArea {
  readonly #host: LitElement;
  /** A view that begins with a trace makes no list yet. */
  #hasList = false;

  constructor(host: LitElement) {
    this.#host = host;
  }

  /** Before they update: what is not seen does not, and what is seen again asks at once. */
  follow(view: ViewState | null): void {
    for (const part of this.#host.renderRoot.querySelectorAll('[part="graph"], [part="list"]'))
      rest(part, isTracing(view));
  }

  render({ store, provider, view, covered, divider, breakdown }: MainParts): TemplateResult {
    const open = (view?.selectedId ?? null) !== null;
    const tracing = isTracing(view);
    this.#hasList ||= !tracing;
    const aside = tracing ? 'aside' : '';
    return html`<div class="time" ?inert=${covered}>
        <${partTag('time-bar')} part="time" exportparts=${innerParts} .store=${store} .provider=${provider}></${partTag('time-bar')}>
      </div>
      ${
        this.#hasList
          ? html`<div class="graph ${aside}" ?inert=${covered || tracing}>
              <${partTag('frequency-graph')} part="graph" exportparts=${innerParts} .breakdown=${breakdown} .store=${store} .provider=${provider}></${partTag('frequency-graph')}>
            </div>`
          : nothing
      }
      <div class="body ${open ? 'open' : ''}">
        ${
          this.#hasList
            ? html`<${partTag('activity-list')} part="list" exportparts=${innerParts} class="list ${aside}" ?inert=${covered || tracing} .store=${store} .provider=${provider}></${partTag('activity-list')}>`
            : nothing
        }
        ${
          tracing
            ? html`<${partTag('trace-view')} part="trace" exportparts=${innerParts} class="list" ?inert=${covered} .store=${store} .provider=${provider}></${partTag('trace-view')}>`
            : nothing
        }
        ${
          open
            ? html`${divider.render()}<${partTag('activity-details')} part="details" exportparts=${innerParts} class="details" .store=${store} .provider=${provider}></${partTag('activity-details')}>`
            : nothing
        }
      </div>`;
  }
}

const isTracing = (view: ViewState | null): boolean => (view?.traceId ?? null) !== null;
