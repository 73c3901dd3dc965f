import type { ReactiveController, ReactiveElement } from 'lit';
import { canonicalTag, closestLanguage, english, loadLanguage, onLanguageReady, readyLanguage } from './languages.js';
import { currentSpeech, sourceSpeech, speak, type Speech } from './localise.js';

/** The nearest `lang` of an element, its ancestors and the hosts around them; empty where nobody says. */
function tagAt(element: Element): string {
  for (let at: Element | null = element; at;) {
    const holder = at.closest('[lang]');
    if (holder) return holder.getAttribute('lang') ?? '';
    const root: Node = at.getRootNode();
    at = root instanceof ShadowRoot ? root.host : null;
  }
  return '';
}

/** The language that an element speaks where it stands; `kept` as long as its messages are on their way. */
function speechAt(element: Element, kept: Speech): Speech {
  const tag = canonicalTag(tagAt(element)) ?? 'en';
  const language = readyLanguage(tag);
  if (!language) return kept;
  // A language that nobody registered: English sentences have English numbers.
  const locale = language === english && tag !== 'en' && !tag.startsWith('en-') ? 'en' : tag;
  return kept.language === language && kept.locale === locale ? kept : { language, locale };
}

const spokenIn = (tag: string): string => tag.split('-', 1).join().toLowerCase();

/** One observer for each tree of nodes, whoever listens. */
const observed = new Map<Node, { readonly observer: MutationObserver; readonly listeners: Set<() => void> }>();

function observe(root: Node, listener: () => void): () => void {
  let entry = observed.get(root);
  if (!entry) {
    const listeners = new Set<() => void>();
    const observer = new MutationObserver(() => {
      for (const each of [...listeners]) each();
    });
    observer.observe(root, { subtree: true, attributes: true, attributeFilter: ['lang'] });
    observed.set(root, (entry = { observer, listeners }));
  }
  const { observer, listeners } = entry;
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    observer.disconnect();
    observed.delete(root);
  };
}

/** Keeps an element in the language of its place: it renders anew when a `lang` around it changes, or a language has come. */
class LanguageController implements ReactiveController {
  readonly #host: ReactiveElement;
  #speech = sourceSpeech;
  #ends: readonly (() => void)[] = [];

  constructor(host: ReactiveElement) {
    this.#host = host;
    host.addController(this);
  }

  get speech(): Speech {
    return this.#speech;
  }

  hostConnected(): void {
    const roots: Node[] = [];
    for (let at: Element | null = this.#host; at;) {
      const root: Node = at.getRootNode();
      roots.push(root);
      at = root instanceof ShadowRoot ? root.host : null;
    }
    this.#ends = [...roots.map((root) => observe(root, this.#look)), onLanguageReady(this.#look)];
    this.#look();
  }

  hostDisconnected(): void {
    for (const end of this.#ends) end();
    this.#ends = [];
  }

  hostUpdate(): void {
    speak(this.#speech);
  }

  /** Words of another language than the page's say so to whoever reads them out. */
  hostUpdated(): void {
    const { locale } = this.#speech;
    const around = tagAt(this.#host);
    const mark = around && spokenIn(around) !== spokenIn(locale) ? locale : null;
    for (const child of this.#host.shadowRoot?.children ?? [])
      if (mark) child.setAttribute('lang', mark);
      else child.removeAttribute('lang');
  }

  readonly #look = (): void => {
    const tag = tagAt(this.#host);
    // English stays where the file does not come; the next change of a language asks again.
    if (!readyLanguage(tag))
      loadLanguage(tag).catch((error: unknown) =>
        console.warn(`The language "${closestLanguage(tag)}" could not be loaded.`, error),
      );
    const next = speechAt(this.#host, this.#speech);
    if (next === this.#speech) return;
    this.#speech = next;
    this.#host.requestUpdate();
  };
}

const controllers = new WeakMap<Element, LanguageController>();

/**
 * For every element with words in it, in a `static` block: a decorator of the class would make the compiler give up its private members for
 * weak maps.
 */
export function localized(elementClass: typeof ReactiveElement): void {
  elementClass.addInitializer((element) => controllers.set(element, new LanguageController(element)));
}

/** What an element says outside of its rendering, to the clipboard or into a file, is in its language too. */
export function inLanguageOf<Value>(element: Element, say: () => Value): Value {
  const before = currentSpeech();
  speak(controllers.get(element)?.speech ?? speechAt(element, sourceSpeech));
  try {
    return say();
  } finally {
    speak(before);
  }
}
