import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { BackendKind, type FileSource } from '../../src/model/source.js';

/** Types of script elements whose text is data: browsers run none of them. */
const dataTypes = ['application/x-ndjson', 'application/jsonl', 'application/json'];
const wanted = dataTypes.map((type) => `:scope > script[type="${type}"]`).join(', ');

/**
 * Activities that stand in the page itself, as the text of `<script type="application/x-ndjson">` directly inside an element. Read when the page has
 * been parsed and again when the text becomes another.
 */
export class InlineData implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #observer: MutationObserver;
  #text = '';
  #source: FileSource | null = null;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    this.#observer = new MutationObserver(this.#read);
    host.addController(this);
  }

  /** null where there is no such script, or nothing in it. */
  get source(): FileSource | null {
    return this.#source;
  }

  hostConnected(): void {
    // While the page is still being parsed, half of the text may be missing.
    if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', this.#read, { once: true });
    else this.#read();
    this.#observer.observe(this.#host, { childList: true, characterData: true, subtree: true });
  }

  hostDisconnected(): void {
    document.removeEventListener('DOMContentLoaded', this.#read);
    this.#observer.disconnect();
  }

  readonly #read = (): void => {
    if (document.readyState === 'loading') return;
    const scripts = [...this.#host.querySelectorAll<HTMLScriptElement>(wanted)].filter(({ text }) => text.trim());
    const text = scripts.map((script) => `${script.title}\n${script.text}`).join('\n');
    if (text === this.#text) return;
    this.#text = text;
    const files = scripts.map(({ title, text: lines }, at) => ({
      name: title || (at === 0 ? 'page' : `page (${at + 1})`),
      blob: new Blob([lines.trim(), '\n']),
    }));
    this.#source = files.length ? { kind: BackendKind.file, files } : null;
    this.#host.requestUpdate();
  };
}
