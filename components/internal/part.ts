import type { CSSResult, ReactiveControllerHost } from 'lit';
import { AuditError } from '../../src/model/audit-error.js';
import { loadPart } from '../../src/model/load-part.js';
import { renderError, renderProgress } from './states.js';

/** What a part's module may hold besides its code: styles, which the element wears from then on. */
export interface PartModule {
  readonly styles?: readonly CSSResult[];
}

/**
 * Code that an element needs only once somebody wants it: a file of its own, which the page downloads then. What it is for stands in the
 * sentence of a failure. `prepare` on the first sign of interest, so that the click finds it there.
 *
 *     readonly #reports = new Part(this, 'exports', () => import('./reports.js'));
 */
export class Part<Loaded extends PartModule> {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #what: string;
  readonly #load: () => Promise<Loaded>;
  #loading: Promise<Loaded | null> | null = null;
  #loaded: Loaded | null = null;
  #error: AuditError | null = null;

  constructor(host: ReactiveControllerHost & HTMLElement, what: string, load: () => Promise<Loaded>) {
    this.#host = host;
    this.#what = what;
    this.#load = load;
  }

  get loaded(): Loaded | null {
    return this.#loaded;
  }
  get error(): AuditError | null {
    return this.#error;
  }

  /** null where it could not be loaded; `error` says why then, and the next call tries again. */
  wanted(): Promise<Loaded | null> {
    this.#loading ??= this.#fetch();
    return this.#loading;
  }

  readonly prepare = (): void => void this.wanted();

  /** Whoever points at the element or steps into it may soon press something in it. */
  prepareOnInterest(): this {
    for (const type of ['pointerenter', 'focusin']) this.#host.addEventListener(type, this.prepare, { once: true });
    return this;
  }

  readonly retry = (): void => {
    this.#error = null;
    this.#host.requestUpdate();
    this.prepare();
  };

  /** What it draws; until it is there a thin line, or the sentence of the failure. Asking for it loads it. */
  render(draw: (loaded: Loaded) => unknown): unknown {
    if (this.#loaded) return draw(this.#loaded);
    if (this.#error) return renderError(this.#error, this.retry);
    this.prepare();
    return renderProgress(true);
  }

  async #fetch(): Promise<Loaded | null> {
    try {
      const loaded = await loadPart(this.#what, this.#load);
      this.#wear(loaded.styles ?? []);
      this.#loaded = loaded;
      this.#error = null;
    } catch (cause) {
      this.#loading = null;
      if (!(cause instanceof AuditError)) throw cause;
      this.#error = cause;
    }
    this.#host.requestUpdate();
    return this.#loaded;
  }

  #wear(styles: readonly CSSResult[]): void {
    const root = this.#host.shadowRoot;
    const sheets = styles.flatMap(({ styleSheet }) => styleSheet ?? []);
    if (root) root.adoptedStyleSheets = [...root.adoptedStyleSheets, ...sheets];
  }
}
