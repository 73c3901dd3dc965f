import { openList } from './chip-parts.js';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { everything, type Filter } from '../../src/model/filter/ast.js';
import { append, conjuncts, replaceTerm, withoutTerm } from '../../src/model/filter/edit.js';
import { disabling } from '../../src/model/filter/normalise.js';
import { parseFilter } from '../../src/model/filter/parse.js';
import { printFilter } from '../../src/model/filter/print.js';
import type { FilterProblem } from '../../src/model/filter/problem.js';
import { withUnread } from './unread-parts.js';

export const DraftMode = {
  /** Conditions as chips, and a field for the next one. */
  chips: 'chips',
  /** The whole filter as one text. */
  text: 'text',
} as const;
export type DraftMode = (typeof DraftMode)[keyof typeof DraftMode];

export interface DraftOptions {
  /** The filter that is in effect, as text, as understood, and what of it could not be read. */
  readonly applied: () => { readonly text: string; readonly filter: Filter; readonly unread: readonly string[] };
  readonly apply: (filterText: string) => void;
}

/**
 * What is being typed, and how it joins the filter that is in effect. Only a text that was understood whole is applied; until then the filter
 * of before stays, and the problems say why.
 */
export class DraftController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #options: DraftOptions;
  #mode: DraftMode = DraftMode.chips;
  #text = '';
  #editing: number | null = null;
  #adding = false;
  #problems: readonly FilterProblem[] = [];
  #judged = false;

  constructor(host: ReactiveControllerHost, options: DraftOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  get mode(): DraftMode {
    return this.#mode;
  }
  get text(): string {
    return this.#text;
  }
  /** Index of the condition that the field replaces; null: it adds one. */
  get editing(): number | null {
    return this.#editing;
  }
  /** Whether something is typed that is not in effect. */
  get dirty(): boolean {
    return this.#text !== (this.#mode === DraftMode.text ? this.#options.applied().text : '');
  }
  /** Whether the field is there for one more value of the condition, which takes effect as soon as it is chosen. */
  get adding(): boolean {
    return this.#adding;
  }
  /** The condition that the field replaces. */
  get edited(): Filter | undefined {
    return this.#editing === null ? undefined : conjuncts(this.#options.applied().filter)[this.#editing];
  }
  /** Shown from the first try to apply on, not while the text is still growing. */
  get problems(): readonly FilterProblem[] {
    return this.#judged ? this.#problems : [];
  }
  /** The filter under which suggestions are counted: what holds besides the condition being typed. */
  get context(): Filter {
    if (this.#mode === DraftMode.text) return everything;
    const { filter } = this.#options.applied();
    return this.#editing === null ? filter : withoutTerm(filter, this.#editing);
  }

  hostDisconnected(): void {
    this.reset();
  }

  type(text: string): void {
    this.#text = text;
    if (this.#judged) this.#judge();
    this.#host.requestUpdate();
  }

  /** Puts a condition into the field; those that could not be read come after the others, and what is wrong with them is said. */
  edit(index: number): void {
    const { filter, unread } = this.#options.applied();
    const terms = conjuncts(filter);
    const term = terms[index];
    const written = unread[index - terms.length];
    if (term) this.#set(printFilter(term.kind === 'disabled' ? term.term : term), index);
    else if (written !== undefined) {
      this.#set(written, index);
      this.#judge();
    }
  }

  /** Puts a condition into the field with room for one more value. Returns where that goes; null where it takes none. */
  addValue(index: number): number | null {
    const term = conjuncts(this.#options.applied().filter)[index];
    const list = term && openList(term);
    if (!list) return null;
    this.#set(list.text, index);
    this.#adding = true;
    return list.caret;
  }

  /** Back to what is in effect. Returns whether there was anything to give up. */
  reset(): boolean {
    const text = this.#mode === DraftMode.text ? this.#options.applied().text : '';
    const changed = text !== this.#text || this.#editing !== null;
    this.#set(text, null);
    return changed;
  }

  /** The filter in effect is another one now. */
  appliedChanged(): void {
    if (this.#mode === DraftMode.text) this.#set(this.#options.applied().text, null);
    else if (this.#editing !== null) this.#set('', null);
  }

  setMode(mode: DraftMode): void {
    if (mode === this.#mode || (this.#text.trim() !== '' && !this.commit())) return;
    this.#mode = mode;
    this.reset();
  }

  /** Applies what was typed. Returns false where it cannot be understood. */
  commit(): boolean {
    const { text: before, filter, unread } = this.#options.applied();
    if (this.#mode === DraftMode.text) {
      if (!this.#judge()) return false;
      if (this.#text.trim() !== before.trim()) this.#options.apply(this.#text.trim());
      return true;
    }
    const typed = this.#text.trim();
    if (typed === '' && this.#editing === null) return true;
    if (!this.#judge()) return false;
    const understood = parseFilter(typed).filter;
    const index = this.#editing;
    // What was switched off stays so until it is switched on.
    const parsed = this.edited?.kind === 'disabled' && typed !== '' ? disabling(understood) : understood;
    const { length } = conjuncts(filter);
    const next = index === null || index >= length ? append(filter, parsed) : replaceTerm(filter, index, parsed);
    const left = unread.filter((_, at) => at + length !== index);
    this.#set('', null);
    if (left.length < unread.length || printFilter(next) !== printFilter(filter))
      this.#options.apply(withUnread(printFilter(next), left));
    return true;
  }

  #judge(): boolean {
    const { errors, complete } = parseFilter(this.#text);
    this.#problems = errors;
    this.#judged = !complete;
    this.#host.requestUpdate();
    return complete;
  }

  #set(text: string, editing: number | null): void {
    this.#text = text;
    this.#editing = editing;
    this.#adding = false;
    this.#problems = [];
    this.#judged = false;
    this.#host.requestUpdate();
  }
}
