import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { zoneLabel } from '../../src/format/time-zone.js';
import { toErrorData } from '../../src/model/audit-error.js';
import { allTime } from '../../src/model/time-range.js';
import { toEpochMs, type EpochMs, type EpochNs, type RowIndex } from '../../src/model/units.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { isSilent } from '../internal/answer-task.js';
import { engineText } from '../internal/engine-text.js';
import type { Menu } from '../internal/late-menu.js';
import { msg, uiLocale } from '../internal/localise.js';
import { parseTime, writeTime, type ParsedTime } from '../internal/parse-time.js';
import { renderProgress } from '../internal/states.js';
import { timeProblemText } from '../internal/time-problem.js';
import type { StoreController } from '../internal/store-controller.js';
import type { RowLine } from './row-line.js';
import { arrivalText, rowAtTime, type ArrivalParts } from './time-arrival.js';

export interface GoToParts extends ArrivalParts {
  readonly stores: StoreController;
  /** The row on which the person stands, or the first in sight. */
  readonly standing: () => RowLine | undefined;
  /** Stand there, with the focus where asked. */
  readonly arrive: (row: RowIndex, focus: boolean) => void;
  readonly say: (sentence: () => string) => void;
}

const nsPerSecond = 1_000_000_000n;

/** One field that takes a time as people write it, and the way there. */
export class GoToForm implements Menu {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #parts: GoToParts;
  readonly #close: () => void;
  #text = '';
  #problem: (() => string) | null = null;
  #asked = 0;
  #busy = false;

  constructor(host: ReactiveControllerHost & HTMLElement, parts: GoToParts, close: () => void) {
    this.#host = host;
    this.#parts = parts;
    this.#close = close;
    this.reset();
  }

  /** Begins with where the person is, to be changed by a few keys. */
  reset(): void {
    const { stores, standing } = this.#parts;
    const timeNs = standing()?.activity.timeNs;
    this.#text = stores.store && timeNs !== undefined ? writeTime(wholeSecond(timeNs), stores.store.view.timeZone) : '';
    this.#problem = null;
    this.#asked++;
    this.#busy = false;
  }

  focus(): void {
    this.#field?.select();
  }

  render(): TemplateResult | typeof nothing {
    const { store } = this.#parts.stores;
    if (!store) return nothing;
    const atMs = this.#standingMs ?? Date.now();
    const problem = this.#problem?.();
    return html`<form novalidate aria-busy=${this.#busy} @submit=${this.#submit}>
      <label for="go-to-time">${msg('Go to a time')}</label>
      <span id="go-to-zone" class="muted">${zoneLabel(store.view.timeZone, atMs, uiLocale())}</span>
      <div class="entry">
        <input
          id="go-to-time"
          part="field"
          class="input mono"
          type="text"
          autocomplete="off"
          autocapitalize="off"
          spellcheck="false"
          enterkeyhint="go"
          .value=${this.#text}
          aria-invalid=${problem ? 'true' : 'false'}
          aria-describedby=${problem ? 'go-to-problem' : 'go-to-zone go-to-help'}
          @input=${this.#typed}
        />
        <button type="submit" part="button" class="button primary">${msg('Go')}</button>
      </div>
      <p id="go-to-problem" class="problem" role="alert">${problem ?? nothing}</p>
      <p id="go-to-help" class="muted">
        ${msg('A time of day, a date and time, “now”, “-15m”, or a number of seconds since 1970.')}
      </p>
      ${renderProgress(this.#busy)}
    </form>`;
  }

  get #field(): HTMLInputElement | null {
    return this.#host.shadowRoot?.querySelector<HTMLInputElement>('#go-to-time') ?? null;
  }
  get #standingMs(): EpochMs | null {
    const timeNs = this.#parts.standing()?.activity.timeNs;
    return timeNs === undefined ? null : toEpochMs(timeNs);
  }

  readonly #typed = ({ target }: Event): void => {
    if (target instanceof HTMLInputElement) this.#text = target.value;
    this.#problem = null;
    this.#host.requestUpdate();
  };

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const { store } = this.#parts.stores;
    if (!store) return;
    const parsed = this.#read(store);
    if (parsed.ok) void this.#go(store, parsed.timeNs);
    else this.#fail(() => timeProblemText(parsed.problem));
  };

  /** A time without a day is one of the days in the window: of the one that is looked at, if it may be. */
  #read(store: ActivityStore): ParsedTime {
    const { fromNs, toNs } = store.range;
    const nowMs = Date.now();
    const ofWindow = toNs < allTime.toNs ? [toEpochMs(toNs - 1n), toEpochMs(fromNs)] : [];
    let first: ParsedTime | null = null;
    for (const dayMs of [this.#standingMs ?? nowMs, ...ofWindow]) {
      const parsed = parseTime(this.#text, { zone: store.view.timeZone, nowMs, dayMs });
      if (!parsed.ok || (parsed.timeNs >= fromNs && parsed.timeNs < toNs)) return parsed;
      first ??= parsed;
    }
    return first ?? parseTime('', { zone: store.view.timeZone, nowMs });
  }

  async #go(store: ActivityStore, timeNs: EpochNs): Promise<void> {
    const asked = ++this.#asked;
    this.#problem = null;
    this.#busy = true;
    this.#host.requestUpdate();
    const { arrive, say } = this.#parts;
    try {
      const arrival = await rowAtTime(this.#parts, timeNs);
      if (asked !== this.#asked) return this.#parts.release();
      if (!arrival) return this.#fail(() => msg('There is no row to go to.'));
      this.#close();
      arrive(arrival.row, true);
      say(() => arrivalText(arrival, store));
    } catch (thrown) {
      const failure = toErrorData(thrown);
      if (asked === this.#asked) this.#fail(isSilent(failure) ? null : () => engineText(failure.message));
    }
  }

  #fail(problem: (() => string) | null): void {
    this.#busy = false;
    this.#problem = problem;
    this.#host.requestUpdate();
    this.#field?.focus();
  }
}

const wholeSecond = (timeNs: EpochNs): EpochNs => timeNs - (((timeNs % nsPerSecond) + nsPerSecond) % nsPerSecond);
