import { html, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { Certainty } from '../../src/model/coverage.js';
import type { ViewState } from '../../src/model/view-state.js';
import { amountText } from '../internal/coverage-text.js';
import { msg, str } from '../internal/localise.js';

/** The view that is answered, how many activities are in it, new ones that are held back included, and what that number is worth. */
export interface CountedView {
  readonly view: ViewState;
  readonly matching: number;
  readonly certainty: Certainty;
}

export interface SpokenCountOptions {
  /** null: nothing is answered. */
  readonly answered: () => CountedView | null;
}

/** After another question: time for a second one, as while typing. */
const settleMs = 600;
/** While activities arrive: one sentence in so long a time, whatever their number. */
const arrivalsEveryMs = 15_000;

const sameQuestion = (a: ViewState, b: ViewState): boolean =>
  a.filterText === b.filterText && a.types === b.types && a.scope === b.scope && a.window === b.window;

/** Whether there is something to say: another number, or that the one which was told is all there is. */
const isNews = (told: CountedView, { matching, certainty }: CountedView): boolean =>
  matching !== told.matching || (certainty !== told.certainty && certainty === Certainty.exact);

/**
 * What a screen reader hears of the list: the number of activities after another question, and while activities arrive, now and then, how many
 * there are. Never a sentence for each of them, and none for what was there at the start.
 */
export class SpokenCount implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #options: SpokenCountOptions;
  /** Put into words where it is rendered: in the language of that place, and again in another. */
  #said: (() => string) | null = null;
  #counted: CountedView | null = null;
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
    if (this.#counted === null) this.#counted = answered;
    else if (!sameQuestion(this.#counted.view, answered.view)) {
      this.#counted = answered;
      this.#forQuestion = true;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(this.#sayCount, settleMs);
    } else if (this.#forQuestion) this.#counted = answered;
    else if (isNews(this.#counted, answered)) this.#timer ??= setTimeout(this.#sayArrivals, arrivalsEveryMs);
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#counted = null;
    this.#forQuestion = false;
    this.#said = null;
  }

  render(): TemplateResult {
    return html`<span class="visually-hidden" role="status">${this.#said?.() ?? ''}</span>`;
  }

  readonly #sayCount = (): void => {
    this.#timer = undefined;
    this.#forQuestion = false;
    this.#say((amount) => amount);
  };

  readonly #sayArrivals = (): void => {
    this.#timer = undefined;
    this.#counted = this.#options.answered() ?? this.#counted;
    // A live window loses activities at its other end: the number in all is true, the difference would not be.
    this.#say((amount) => msg(str`Now ${amount}`));
  };

  #say(sentence: (amount: string) => string): void {
    const counted = this.#counted;
    if (!counted) return;
    this.#said = () => sentence(amountText(counted.matching, counted.certainty));
    this.#host.requestUpdate();
  }
}
