import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { LineInfo } from './line-info.js';

/** Which lines the person put out of sight. */
export class LegendController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #hidden: ReadonlySet<string> = new Set();

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  /** Keys of lines. */
  get hidden(): ReadonlySet<string> {
    return this.#hidden;
  }

  hostConnected(): void {
    this.showAll();
  }

  showAll(): void {
    this.#set([]);
  }

  toggle(key: string): void {
    const hidden = new Set(this.#hidden);
    if (!hidden.delete(key)) hidden.add(key);
    this.#set(hidden);
  }

  /** Only this one of the lines; all of them where it is alone already. */
  isolate(key: string, lines: readonly LineInfo[]): void {
    const others = lines.flatMap((line) => (line.key === key ? [] : [line.key]));
    const alone = !this.#hidden.has(key) && others.every((one) => this.#hidden.has(one));
    this.#set(alone ? [] : others);
  }

  #set(hidden: Iterable<string>): void {
    this.#hidden = new Set(hidden);
    this.#host.requestUpdate();
  }
}
