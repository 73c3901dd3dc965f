import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Filter } from '../../src/model/filter/ast.js';
import type { Candidate } from '../../src/model/filter/candidates.js';
import type { Suggestion } from '../../src/model/filter/suggest.js';
import { toldElsewhere } from '../../src/model/told-elsewhere.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { attributesLabelled } from '../internal/attribute-label.js';
import type { CompletionOption } from './completion-option.js';
import type { FilterTools } from './filter-tools-part.js';

export interface CompletionSource {
  /** Whose values are offered; null: only what is known without activities. */
  readonly store: () => ActivityStore | null;
  /** The filter under which values are counted. */
  readonly filter: () => Filter;
  /** Values that are not worth offering: the condition has them already. */
  readonly named: () => readonly string[];
}

const maxOptions = 60;
const maxValues = 20;
/** So long after the last key the engine is asked for values. */
const askAfterMs = 120;

/**
 * What is offered while a filter is typed: attributes and operators at once, values with their counts as soon as the engine has counted them.
 * The offer of before stays until then, so that the list does not blink with every key.
 */
export class CompletionController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #source: CompletionSource;
  readonly #tools: FilterTools;
  #text = '';
  #suggestion: Suggestion | null = null;
  #options: readonly CompletionOption[] = [];
  #active = -1;
  #open = false;
  /** What was to be shown before that could be. */
  #early: { readonly text: string; readonly caret: number } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking: AbortController | null = null;

  constructor(host: ReactiveControllerHost, tools: FilterTools, source: CompletionSource) {
    this.#host = host;
    this.#tools = tools;
    this.#source = source;
    host.addController(this);
  }

  /** Whether there is a list to see. */
  get open(): boolean {
    return this.#open && this.#options.length > 0;
  }
  get options(): readonly CompletionOption[] {
    return this.#options;
  }
  /** Index of the marked option; -1: none. */
  get active(): number {
    return this.#active;
  }
  /** What was typed of the option so far. */
  get prefix(): string {
    return this.#suggestion?.prefix ?? '';
  }
  get expects(): Suggestion['expects'] | null {
    return this.#suggestion?.expects ?? null;
  }
  get inList(): boolean {
    return this.#suggestion?.expects === 'value' && this.#suggestion.inList;
  }
  /** Whether values are being counted. */
  get counting(): boolean {
    return this.#asking !== null || this.#timer !== undefined;
  }

  hostDisconnected(): void {
    this.close();
  }

  /** Offers what may stand at the caret. */
  show(text: string, caret: number): void {
    const tools = this.#tools.loaded;
    if (!tools) return this.#showLater(text, caret);
    const before = this.#suggestion;
    const next = tools.suggest(text, caret);
    this.#text = text;
    this.#suggestion = next;
    this.#open = true;
    this.#stopAsking();
    const samePlace = before?.expects === 'value' && next.expects === 'value' && before.from === next.from;
    const staying = samePlace ? this.#options.filter(({ text: value }) => contains(value, next.prefix)) : [];
    this.#setOptions(staying.length > 0 ? staying : candidatesOf(next).slice(0, maxOptions).map(optionOf));
    if (next.expects === 'value') this.#askLater(next.attribute, next.prefix);
  }

  #showLater(text: string, caret: number): void {
    this.#early = { text, caret };
    void this.#tools.wanted().then((tools) => {
      const early = this.#early;
      this.#early = null;
      // Suggestions are an aid: where they do not come, nobody is told.
      if (tools && early) this.show(early.text, early.caret);
    });
  }

  close(): void {
    this.#early = null;
    this.#stopAsking();
    if (!this.#open && this.#suggestion === null) return;
    this.#open = false;
    this.#suggestion = null;
    this.#setOptions([]);
  }

  /** Marks the option so many further, around the ends; -1 to -1 again means none. */
  move(step: number): void {
    const places = this.#options.length + 1;
    this.#active = ((((this.#active + 1 + step) % places) + places) % places) - 1;
    this.#host.requestUpdate();
  }

  mark(index: number): void {
    this.#active = index;
    this.#host.requestUpdate();
  }

  /** The text with the option taken, and where the caret goes. */
  accept(index: number): { readonly text: string; readonly caret: number } | null {
    const option = this.#options[index];
    const tools = this.#tools.loaded;
    if (!tools || !this.#suggestion || !option) return null;
    return tools.applySuggestion(this.#text, this.#suggestion, option);
  }

  #setOptions(options: readonly CompletionOption[]): void {
    this.#options = options;
    this.#active = -1;
    this.#host.requestUpdate();
  }

  #stopAsking(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#asking?.abort();
    this.#asking = null;
  }

  #askLater(attribute: string, search: string): void {
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#askValues(attribute, search);
    }, askAfterMs);
  }

  async #askValues(attribute: string, search: string): Promise<void> {
    const store = this.#source.store();
    if (!store) return;
    const asking = new AbortController();
    this.#asking = asking;
    try {
      const facet = { attribute, limit: maxValues + this.#source.named().length, ...(search && { search }) };
      const { facets, coverage } = await store.ask(
        { facets: [facet] },
        { signal: asking.signal, filter: this.#source.filter() },
      );
      const suggestion = this.#suggestion;
      if (this.#asking !== asking || suggestion?.expects !== 'value') return;
      const named = this.#source.named();
      const values = (facets?.[0]?.values ?? []).filter(({ value }) => !named.includes(value));
      const { certainty } = coverage;
      const counted = values.map(
        ({ value, count }) => ({ kind: 'value', text: value, label: '', counted: { count, certainty } }) as const,
      );
      const known = suggestion.candidates.filter(({ text }) => !values.some(({ value }) => value === text));
      this.#setOptions([...counted, ...known.map(optionOf)]);
    } catch (error) {
      // Suggestions are an aid: what failed is said by the elements that show data.
      toldElsewhere(error);
    } finally {
      if (this.#asking === asking) {
        this.#asking = null;
        this.#host.requestUpdate();
      }
    }
  }
}

function optionOf({ kind, text, label }: Candidate): CompletionOption {
  return { kind, text, label: label === text ? '' : label };
}

/** Attributes are found by their labels in the language spoken, too. */
function candidatesOf({ expects, prefix, candidates }: Suggestion): readonly Candidate[] {
  if (expects !== 'attribute') return candidates;
  const labelled = attributesLabelled(prefix).filter(({ name }) => candidates.every(({ text }) => text !== name));
  return [...candidates, ...labelled.map(({ name, label }) => ({ kind: 'attribute', text: name, label }) as const)];
}

function contains(value: string, part: string): boolean {
  return value.toLowerCase().includes(part.toLowerCase());
}
