import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { Activity } from '../../src/model/activity.js';
import { attributeText } from '../../src/model/catalogue.js';
import type { Scope } from '../../src/model/query.js';
import { formatClock } from '../../src/format/times.js';
import { nsPerMs, type DurationMs } from '../../src/model/units.js';
import type { SetAside } from '../../src/model/view-state.js';
import { toldElsewhere } from '../../src/model/told-elsewhere.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { icon } from '../internal/icons.js';
import { requestContext, requestOldView } from '../internal/intents.js';
import { msg, str } from '../internal/localise.js';
import { renderText, spokenText } from '../internal/visible-text.js';
import { placeOf } from './row-commands.js';
import { rowValues } from './row-values.js';

const minuteMs = 60_000;
const spans: readonly DurationMs[] = [minuteMs, 5 * minuteMs, 30 * minuteMs];

interface Place {
  readonly label: string;
  readonly title: string;
  readonly scope: Scope;
}

/** While the surroundings of one activity are shown: what they are, how far they reach, and the way back. */
export class ContextStrip implements ReactiveController {
  readonly #host: ReactiveControllerHost & EventTarget;
  #activity: Activity | null = null;
  #askedId: string | null = null;

  constructor(host: ReactiveControllerHost & EventTarget) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#activity = null;
    this.#askedId = null;
  }

  #follow(store: ActivityStore): void {
    const id = store.view.setAside?.activityId ?? null;
    if (id === this.#askedId) return;
    this.#askedId = id;
    this.#activity = store.selected?.id === id ? store.selected : null;
    if (id !== null && !this.#activity) void this.#fetch(store, id);
  }

  async #fetch(store: ActivityStore, id: string): Promise<void> {
    const answer = await store.ask({ activity: { id } }).catch(toldElsewhere); // The list itself shows what failed.
    if (this.#askedId !== id || !answer?.activity) return;
    this.#activity = answer.activity;
    this.#host.requestUpdate();
  }

  render(store: ActivityStore): TemplateResult | typeof nothing {
    this.#follow(store);
    const { setAside, timeZone } = store.view;
    if (!setAside) return nothing;
    const activity = this.#activity;
    const name = activity ? rowValues(activity)[0]?.value : undefined;
    return html`<section class="context" aria-label=${msg('What happened around one activity')}>
      <p>
        ${icon('clock')}
        <span
          >${msg('Around')} <strong class="mono value">${renderText(name ?? setAside.activityId, 60)}</strong>${
            activity ? html` <span class="mono">${formatClock(activity.timeNs, timeZone)}</span>` : nothing
          }</span
        >
        <span class="muted aside">${renderAside(setAside)}</span>
      </p>
      <div class="reach">
        ${activity ? this.#renderSpans(store, activity) : nothing}
        ${activity ? this.#renderPlaces(store, activity) : nothing}
        <button type="button" part="button" class="button small" @click=${() => requestOldView(this.#host, store)}>
          ${icon('undo')}${msg('Back to your filter')}
        </button>
      </div>
    </section>`;
  }

  #renderSpans(store: ActivityStore, activity: Activity): TemplateResult {
    const { window, scope } = store.view;
    const aroundMs =
      window.kind === 'absolute' ? Number((window.range.toNs - window.range.fromNs) / 2n / nsPerMs) : undefined;
    return html`<div part="choices" class="segmented" role="group" aria-label=${msg('How far around')}>
      ${spans.map(
        (span) =>
          html`<button
            type="button"
            aria-pressed=${span === aroundMs}
            @click=${() => requestContext(this.#host, store, activity, scope, span)}
          >
            ${msg(str`±${span / minuteMs} min`)}
          </button>`,
      )}
    </div>`;
  }

  #renderPlaces(store: ActivityStore, activity: Activity): TemplateResult {
    const { window, scope } = store.view;
    const aroundMs =
      window.kind === 'absolute' ? Number((window.range.toNs - window.range.fromNs) / 2n / nsPerMs) : minuteMs;
    const current = JSON.stringify(scope);
    return html`<div part="choices" class="segmented" role="group" aria-label=${msg('Where')}>
      ${placesOf(activity).map(
        ({ label, title, scope: wanted }) =>
          html`<button
            type="button"
            aria-pressed=${JSON.stringify(wanted) === current}
            title=${title}
            @click=${() => requestContext(this.#host, store, activity, wanted, aroundMs)}
          >
            ${label}
          </button>`,
      )}
    </div>`;
  }
}

function renderAside({ filterText, types, scope }: SetAside): unknown {
  const filter = filterText.trim();
  if (filter !== '') return html`${msg('set aside:')} <code class="mono value">${renderText(filter, 80)}</code>`;
  if (scope.length > 0 || types.length < 4) return msg('your scope and data sources are set aside');
  return msg('your window is set aside');
}

function placesOf(activity: Activity): readonly Place[] {
  const title = (attribute: string): string => spokenText(attributeText(activity, attribute) ?? '', 80);
  const candidates: readonly Place[] = [
    { label: msg('Everywhere'), title: msg('Everywhere'), scope: [] },
    { label: msg('This host'), title: title('hostname'), scope: placeOf(activity, [['hostname']]) },
    {
      label: msg('This pod'),
      title: title('kubernetes.pod.name'),
      scope: placeOf(activity, [['kubernetes.namespace.name', 'kubernetes.pod.name']]),
    },
    { label: msg('This container'), title: title('containerId'), scope: placeOf(activity, [['containerId']]) },
  ];
  return candidates.filter(({ scope }, at) => at === 0 || scope.length > 0);
}
