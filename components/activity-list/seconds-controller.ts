import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Draws its element again every second, while something on it counts seconds. */
export class SecondsController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.run(false);
  }

  run(on: boolean): void {
    if (on === (this.#timer !== undefined)) return;
    clearInterval(this.#timer);
    this.#timer = on ? setInterval(() => this.#host.requestUpdate(), 1_000) : undefined;
  }
}
