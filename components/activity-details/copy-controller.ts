import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { formatInstant } from '../../src/format/times.js';
import type { Activity } from '../../src/model/activity.js';

const doneForMs = 1_500;

/** Puts exact text on the clipboard, and remembers for a moment what was copied or that it could not be. */
export class CopyController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #done: string | null = null;
  #failed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  /** The key of what was copied last. */
  get done(): string | null {
    return this.#done;
  }
  get failed(): boolean {
    return this.#failed;
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    this.#done = null;
    this.#failed = false;
  }

  async copy(key: string, text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      this.#settle(key, false);
    } catch {
      // Not a secure page, or a page that forbids it.
      this.#settle(null, true);
    }
  }

  #settle(done: string | null, failed: boolean): void {
    this.#done = done;
    this.#failed = failed;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#done = null;
      this.#failed = false;
      this.#host.requestUpdate();
    }, doneForMs);
    this.#host.requestUpdate();
  }
}

/** The activity as the open protocol writes it; attributes in their own order, also one named `__proto__`. */
export function activityJson(activity: Activity): string {
  const lines = [
    ['id', activity.id],
    ['type', activity.type],
    ['timestamp', formatInstant(activity.timeNs)],
    ...activity.attributes,
  ].map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  return `{\n${lines.join(',\n')}\n}`;
}
