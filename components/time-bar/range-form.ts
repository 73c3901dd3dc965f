import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { TimeRange } from '../../src/model/time-range.js';
import { icon } from '../internal/icons.js';
import { msg } from '../internal/localise.js';
import { parseTime, writeTime, type TimeContext } from '../internal/parse-time.js';
import { timeProblemText } from '../internal/time-problem.js';

type End = 'from' | 'to';

export interface RangeFormOptions {
  readonly context: () => TimeContext;
  readonly apply: (range: TimeRange) => void;
  readonly cancel: () => void;
}

/** Two fields for a range of one's own. Typed freely, or picked from the browser's calendar; read in the view's zone. */
export class RangeForm {
  readonly #host: ReactiveControllerHost;
  readonly #options: RangeFormOptions;
  #texts: Readonly<Record<End, string>> = { from: '', to: '' };
  #problems: Partial<Record<End, () => string>> = {};

  constructor(host: ReactiveControllerHost, options: RangeFormOptions) {
    this.#host = host;
    this.#options = options;
  }

  /** Begins with the range that is shown. */
  fill(range: TimeRange | null): void {
    const { zone } = this.#options.context();
    this.#texts = { from: range ? writeTime(range.fromNs, zone) : '', to: range ? writeTime(range.toNs, zone) : '' };
    this.#problems = {};
    this.#host.requestUpdate();
  }

  render(): TemplateResult {
    return html`<form class="range-form" novalidate @submit=${this.#submit}>
      ${this.#renderField('from', msg('From', { id: 'From|time' }))}
      ${this.#renderField('to', msg('To', { id: 'To|time' }))}
      <p class="help">${msg('A date and time, a time of today, “now”, “-15m”, or a number of seconds since 1970.')}</p>
      <div class="actions">
        <button type="button" part="button" class="button quiet" @click=${this.#options.cancel}>
          ${msg('Cancel')}
        </button>
        <button type="submit" part="button" class="button primary">${msg('Show this range')}</button>
      </div>
    </form>`;
  }

  #renderField(end: End, label: string): TemplateResult {
    const problem = this.#problems[end]?.();
    const help = `${end}-problem`;
    return html`<div class="field">
      <label for=${end}>${label}</label>
      <div class="entry">
        <input
          id=${end}
          part="field"
          class="input mono"
          type="text"
          autocomplete="off"
          spellcheck="false"
          .value=${this.#texts[end]}
          aria-invalid=${problem ? 'true' : 'false'}
          aria-describedby=${problem ? help : nothing}
          @input=${(event: InputEvent) => this.#typed(end, event)}
        />
        <input
          class="native"
          type="datetime-local"
          step="1"
          tabindex="-1"
          aria-hidden="true"
          .value=${this.#nativeValue(end)}
          @change=${(event: Event) => this.#picked(end, event)}
        />
        <button
          type="button"
          part="button"
          class="icon-button"
          aria-label=${end === 'from' ? msg('Pick the start from a calendar') : msg('Pick the end from a calendar')}
          @click=${this.#showPicker}
        >
          ${icon('calendar')}
        </button>
      </div>
      <p id=${help} class="problem" role="alert">${problem ?? nothing}</p>
    </div>`;
  }

  /** What the browser's own field shows: the same moment, or nothing where it cannot be read. */
  #nativeValue(end: End): string {
    const context = this.#options.context();
    const parsed = parseTime(this.#texts[end], context);
    return parsed.ok ? writeTime(parsed.timeNs, context.zone).slice(0, 19).replace(' ', 'T') : '';
  }

  #setText(end: End, text: string): void {
    this.#texts = { ...this.#texts, [end]: text };
    this.#problems = { ...this.#problems, [end]: undefined };
    this.#host.requestUpdate();
  }

  #typed(end: End, { target }: InputEvent): void {
    if (target instanceof HTMLInputElement) this.#setText(end, target.value);
  }

  #picked(end: End, { target }: Event): void {
    if (target instanceof HTMLInputElement && target.value) this.#setText(end, target.value.replace('T', ' '));
  }

  readonly #showPicker = ({ currentTarget }: Event): void => {
    const native = currentTarget instanceof HTMLElement ? currentTarget.previousElementSibling : null;
    if (native instanceof HTMLInputElement) native.showPicker();
  };

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const context = this.#options.context();
    const from = parseTime(this.#texts.from, context);
    const to = parseTime(this.#texts.to, context);
    const toNs = to.ok ? (to.dayEndNs ?? to.timeNs) : 0n;
    this.#problems = {
      ...(!from.ok && { from: () => timeProblemText(from.problem) }),
      ...(!to.ok && { to: () => timeProblemText(to.problem) }),
      ...(from.ok && to.ok && toNs <= from.timeNs && { to: () => msg('The end has to be later than the start.') }),
    };
    this.#host.requestUpdate();
    if (from.ok && to.ok && toNs > from.timeNs) this.#options.apply({ fromNs: from.timeNs, toNs });
    else this.#focusFirstProblem(event.currentTarget);
  };

  #focusFirstProblem(form: EventTarget | null): void {
    const end = this.#problems.from ? 'from' : 'to';
    if (form instanceof HTMLFormElement) form.querySelector<HTMLElement>(`#${end}`)?.focus();
  }
}
