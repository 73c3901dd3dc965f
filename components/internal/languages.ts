/**
 * The languages that elements can speak, each one file that is loaded when something on the page first asks for it. English is in the
 * elements themselves: a message is found by its English text, and one that a language lacks stays English.
 */
import { generateMsgId } from '@lit/localize/internal/id-generation.js';
import type { StrResult } from '@lit/localize/internal/str-tag.js';

/**
 * A message in another language. `{0}`, `{1}` and `{name}` stand for values, in any order. A message that counts something has a text for
 * each plural category of the language (CLDR, as `Intl.PluralRules` names them), or one text where the language has no plurals.
 */
export type Translation =
  string | (Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string });

/** What the file of a language holds. All of it is plain text: markup in it is shown, never obeyed. */
export interface LanguageMessages {
  /** English text -> the same in this language. `Open|verb` is the text `Open` where it is a verb. */
  readonly messages: Readonly<Record<string, Translation>>;
  /** The same for sentences of the engine, which come with their values in them: `{0}` is whatever stands there. */
  readonly engineMessages?: Readonly<Record<string, string>>;
}

export type LanguageSource = LanguageMessages | (() => Promise<LanguageMessages>);

type Template = string | StrResult;

/** A language that is ready to be spoken. */
export interface Language {
  /** As it was registered. */
  readonly tag: string;
  /** By the ids of `@lit/localize`. */
  readonly templates: Readonly<Record<string, Template>> | undefined;
  readonly plurals: ReadonlyMap<string, Readonly<Partial<Record<Intl.LDMLPluralRule, Template>>>>;
  readonly engineMessages: Readonly<Record<string, string>>;
}

export const english: Language = { tag: 'en', templates: undefined, plurals: new Map(), engineMessages: {} };

const sources = new Map<string, LanguageSource>([['ja', () => import('./languages/ja.js')]]);
const ready = new Map<string, Language>([['en', english]]);
const loading = new Map<string, Promise<void>>();
const listeners = new Set<() => void>();

/** `ja-JP` as the standard writes it; null where it is no language tag. */
export function canonicalTag(tag: string): string | null {
  try {
    return Intl.getCanonicalLocales(tag.trim())[0] ?? null;
  } catch {
    return null;
  }
}

/** The registered language that comes closest: `ja-Latn-JP`, `ja-Latn`, `ja` (RFC 4647, lookup). `en` where there is none. */
export function closestLanguage(tag: string): string {
  for (let wanted = canonicalTag(tag) ?? 'en'; ; wanted = wanted.slice(0, wanted.lastIndexOf('-'))) {
    if (wanted === 'en' || sources.has(wanted)) return wanted;
    if (!wanted.includes('-')) return 'en';
  }
}

/**
 * Adds a language, or replaces one. `source` is its messages, or a function that loads them when they are first needed.
 * @throws RangeError where `tag` is no language tag (BCP 47), and for English, which is what messages are found by
 */
export function registerLanguage(tag: string, source: LanguageSource): void {
  const name = canonicalTag(tag);
  if (name === null || name === 'en') throw new RangeError(`A language cannot be registered as "${tag}".`);
  sources.set(name, source);
  ready.delete(name);
  loading.delete(name);
  if (typeof source !== 'function') ready.set(name, compile(name, source));
  for (const listener of [...listeners]) listener();
}

/**
 * Loads the messages of the language closest to `tag`, if they are not there yet: whoever waits for it before the elements are first shown
 * never sees them in English.
 */
export async function loadLanguage(tag: string): Promise<void> {
  const name = closestLanguage(tag);
  const source = sources.get(name);
  if (ready.has(name) || typeof source !== 'function') return;
  let load = loading.get(name);
  if (!load) {
    load = source().then((messages) => {
      // Registered anew in the meantime: the later one counts.
      if (sources.get(name) !== source) return;
      ready.set(name, compile(name, messages));
      for (const listener of [...listeners]) listener();
    });
    loading.set(name, load);
    // What failed is tried again when somebody next asks.
    load.catch(() => {
      if (loading.get(name) === load) loading.delete(name);
    });
  }
  return load;
}

/** The language closest to `tag` if it is loaded, else null. */
export function readyLanguage(tag: string): Language | null {
  return ready.get(closestLanguage(tag)) ?? null;
}

/** `listener` is called whenever a language has been loaded or registered, until the function returned is. */
export function onLanguageReady(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const place = /\{(\d+)\}/;

/** `{1} of {0}` as the pieces and the order of values that `@lit/localize` wants. */
function template(text: string): Template {
  const parts = text.split(place);
  if (parts.length === 1) return text;
  const strings = parts.filter((_, at) => at % 2 === 0);
  return {
    strTag: true,
    strings: Object.assign(strings, { raw: strings }),
    values: parts.filter((_, at) => at % 2 === 1).map(Number),
  };
}

/** The id of an English text: `str` templates are known by their pieces, a text with a context by itself. */
export function messageId(text: string): string {
  if (text.includes('|')) return text;
  const pieces = text.split(/\{\d+\}/);
  return generateMsgId(pieces.length === 1 ? text : pieces, false);
}

function compile(tag: string, { messages, engineMessages = {} }: LanguageMessages): Language {
  const templates: Record<string, Template> = {};
  const plurals = new Map<string, Partial<Record<Intl.LDMLPluralRule, Template>>>();
  for (const [english, translation] of Object.entries(messages)) {
    const id = messageId(english);
    if (typeof translation === 'string') templates[id] = template(translation);
    else {
      templates[id] = template(translation.other);
      plurals.set(
        id,
        Object.fromEntries(Object.entries(translation).map(([category, text]) => [category, template(text)])),
      );
    }
  }
  return { tag, templates, plurals, engineMessages };
}
