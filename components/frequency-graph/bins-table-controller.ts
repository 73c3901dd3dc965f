import { nothing, type ReactiveController, type ReactiveControllerHost } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { uiLocale } from '../internal/localise.js';
import { binsTableTemplate } from './bins-table-template.js';
import type { PlotModel } from './plot-model.js';

/** The table follows the picture when that has stood still for so long: its cells are more than the rest of the view. */
const afterMs = 250;
/** And a live picture at most so often. */
const liveEveryMs = 10_000;

/** Keeps the table for those who read rather than look up to date without standing in the way of those who look. */
export class BinsTableController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #wanted: PlotModel | null = null;
  #shown: PlotModel | null = null;
  #shownAtMs = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Told of every new picture. */
  follow(model: PlotModel, live: boolean): void {
    if (model === this.#wanted) return;
    this.#wanted = model;
    if (!this.#shown) {
      this.#shown = model;
      this.#shownAtMs = Date.now();
      return;
    }
    if (live && this.#timer !== undefined) return;
    clearTimeout(this.#timer);
    const dueMs = live ? this.#shownAtMs + liveEveryMs - Date.now() : 0;
    this.#timer = setTimeout(this.#show, Math.max(afterMs, dueMs));
  }

  render(zone: string): unknown {
    const model = this.#shown;
    return guard([model, zone, uiLocale()], () => (model ? binsTableTemplate(model, zone) : nothing));
  }

  readonly #show = (): void => {
    this.#timer = undefined;
    this.#shown = this.#wanted;
    this.#shownAtMs = Date.now();
    this.#host.requestUpdate();
  };
}
