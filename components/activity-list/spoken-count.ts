import { html, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { ViewState } from '../../src/model/view-state.js';
import { activitiesText } from '../internal/coverage-text.js';
import { msg, str } from '../internal/localise.js';

export interface SpokenCountOptions {
  /** The view that is answered, and how many activities are in it, new ones that are held back included; null: nothing is answered. */
  readonly answered: () => { readonly view: ViewState; readonly matching: number } | null;
}

/** After another question: time for a second one, as while typing. */
const settleMs = 600;
/** While activities arrive: one sentence in so long a time, whatever their number. */
const arrivalsEveryMs = 15_000;

const sameQuestion = (a: ViewState, b: ViewState): boolean =>
  a.filterText === b.filterText && a.types === b.types && a.scope === b.scope && a.window === b.window;

/**
 * What a screen reader hears of the list: the number of activities after another question, and while activities arrive, now and then, how many
 * there are. Never a sentence for each of them, and none for what was there at the start.
 */
export class SpokenCount implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #options: SpokenCountOptions;
  #said = '';
  #view: ViewState | null = null;
  #count = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #forQuestion = false;

  constructor(host: ReactiveControllerHost, options: SpokenCountOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  hostUpdated(): void {
    const answered = this.#options.answered();
    if (!answered) return;
    if (this.#view === null) {
      this.#view = answered.view;
      this.#count = answered.matching;
    } else if (!sameQuestion(this.#view, answered.view)) {
      this.#view = answered.view;
      this.#count = answered.matching;
      this.#forQuestion = true;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(this.#sayCount, settleMs);
    } else if (this.#forQuestion) this.#count = answered.matching;
    else if (answered.matching !== this.#count) this.#timer ??= setTimeout(this.#sayArrivals, arrivalsEveryMs);
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#view = null;
    this.#forQuestion = false;
    this.#said = '';
  }

  render(): TemplateResult {
    return html`<span class="visually-hidden" role="status">${this.#said}</span>`;
  }

  readonly #sayCount = (): void => {
    this.#timer = undefined;
    this.#forQuestion = false;
    this.#say(activitiesText(this.#count));
  };

  readonly #sayArrivals = (): void => {
    this.#timer = undefined;
    this.#count = this.#options.answered()?.matching ?? this.#count;
    // A live window loses activities at its other end: the number in all is true, the difference would not be.
    const activities = activitiesText(this.#count);
    this.#say(msg(str`Now ${activities}`));
  };

  #say(sentence: string): void {
    this.#said = sentence;
    this.#host.requestUpdate();
  }
}
