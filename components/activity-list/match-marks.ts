import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Name under which the style sheet finds the marks. */
const highlightName = 'activity-list-find';
const mostMarks = 2_000;

/** Marks what is looked for in the values on the screen, by ranges: the rows' elements stay as they are. Browsers without it mark nothing. */
export class MatchMarks implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #text: () => string;
  #marks: readonly Range[] = [];

  constructor(host: ReactiveControllerHost & HTMLElement, text: () => string) {
    this.#host = host;
    this.#text = text;
    host.addController(this);
  }

  hostUpdated(): void {
    if (!('highlights' in CSS) || typeof Highlight === 'undefined') return;
    const text = this.#text().toLowerCase();
    if (text === '' && this.#marks.length === 0) return;
    let shared = CSS.highlights.get(highlightName);
    if (!shared) CSS.highlights.set(highlightName, (shared = new Highlight()));
    for (const mark of this.#marks) shared.delete(mark);
    this.#marks = text === '' ? [] : this.#find(text);
    for (const mark of this.#marks) shared.add(mark);
  }

  hostDisconnected(): void {
    const shared = 'highlights' in CSS ? CSS.highlights.get(highlightName) : undefined;
    for (const mark of this.#marks) shared?.delete(mark);
    this.#marks = [];
  }

  #find(text: string): readonly Range[] {
    const marks: Range[] = [];
    for (const value of this.#host.shadowRoot?.querySelectorAll('.rows .value') ?? []) {
      const texts = document.createTreeWalker(value, NodeFilter.SHOW_TEXT);
      for (let node = texts.nextNode(); node && marks.length < mostMarks; node = texts.nextNode()) {
        const within = node.nodeValue?.toLowerCase() ?? '';
        // Some letters change their length with their case; their places would be wrong.
        if (within.length !== node.nodeValue?.length) continue;
        for (let at = within.indexOf(text); at >= 0; at = within.indexOf(text, at + text.length)) {
          const mark = document.createRange();
          mark.setStart(node, at);
          mark.setEnd(node, at + text.length);
          marks.push(mark);
        }
      }
    }
    return marks;
  }
}
