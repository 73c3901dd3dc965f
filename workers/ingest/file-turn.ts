/** How long steps may follow each other before other work of the thread gets a turn. */
const busyMs = 24;

/** Lets timers, messages and cancellation have their turn now and then. */
export class Turn {
  #sinceMs = performance.now();

  async give(): Promise<void> {
    if (performance.now() - this.#sinceMs < busyMs) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    this.#sinceMs = performance.now();
  }
}
