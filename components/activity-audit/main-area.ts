import { nothing, type TemplateResult } from 'lit';
import { html } from 'lit/static-html.js';
import type { ViewState } from '../../src/model/view-state.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { innerParts, partTag } from './part-tags.js';
import type { SplitController } from './split-controller.js';

export interface MainArea {
  /** Handed down to the elements; null where they find the provider around them. */
  readonly store: ActivityStore | null;
  readonly provider: string | null;
  /** null while nothing is shown. */
  readonly view: ViewState | null;
  /** The details lie over everything else. */
  readonly covered: boolean;
  /** Between the list and the details. */
  readonly divider: SplitController;
}

/** Window, graph, and the list or a trace with the details beside it. */
export function renderMain({ store, provider, view, covered, divider }: MainArea): TemplateResult {
  const open = (view?.selectedId ?? null) !== null;
  const tracing = (view?.traceId ?? null) !== null;
  return html`<div class="time" ?inert=${covered}>
        <${partTag('time-bar')} part="time" exportparts=${innerParts} .store=${store} .provider=${provider}></${partTag('time-bar')}>
      </div>
      ${
        tracing
          ? nothing
          : html`<div class="graph" ?inert=${covered}>
              <${partTag('frequency-graph')} part="graph" exportparts=${innerParts} .store=${store} .provider=${provider}></${partTag('frequency-graph')}>
            </div>`
      }
      <div class="body ${open ? 'open' : ''}">
        ${
          tracing
            ? html`<${partTag('trace-view')} part="trace" exportparts=${innerParts} class="list" ?inert=${covered} .store=${store} .provider=${provider}></${partTag('trace-view')}>`
            : html`<${partTag('activity-list')} part="list" exportparts=${innerParts} class="list" ?inert=${covered} .store=${store} .provider=${provider}></${partTag('activity-list')}>`
        }
        ${
          open
            ? html`${divider.render()}<${partTag('activity-details')} part="details" exportparts=${innerParts} class="details" .store=${store} .provider=${provider}></${partTag('activity-details')}>`
            : nothing
        }
      </div>`;
}
