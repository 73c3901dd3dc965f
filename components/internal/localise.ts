/**
 * Every sentence and word that a person reads goes through `msg()`, `plural()` or `phrase`; its source language is English
 * (`languages.ts`). An element speaks the language of the place where it stands: while it renders, these functions and `uiLocale()` answer in
 * it, so that two elements of one page may differ. Numbers and times take their form from `uiLocale()`: always the language of the sentences
 * around them, never the browser's, or `2.315` would be misread.
 */
import { generateMsgId } from '@lit/localize/internal/id-generation.js';
import { runtimeMsg } from '@lit/localize/internal/runtime-msg.js';
import { isStrTagged, joinStringsAndValues, type StrResult } from '@lit/localize/internal/str-tag.js';
import type { MsgOptions } from '@lit/localize/internal/types.js';
import { fill, pluralCategory, type PluralForms } from '../../src/format/fill.js';
import { english, messageId, type Language } from './languages.js';

export { str } from '@lit/localize/internal/str-tag.js';

/** A language and the tag of the page for it: `en-GB` is English with other dates. */
export interface Speech {
  readonly language: Language;
  readonly locale: string;
}

export const sourceSpeech: Speech = { language: english, locale: 'en' };

let speech = sourceSpeech;

/** From now on messages are in this language. */
export function speak(next: Speech): void {
  speech = next;
}

/** Language of the user interface as it is now, for the formatters of `src/format`. */
export function uiLocale(): string {
  return speech.locale;
}

export function currentSpeech(): Speech {
  return speech;
}

/** `message` in the language of the element that renders. The id is needed only where one English word is two in other languages. */
export function msg(message: string | StrResult, options?: MsgOptions): string {
  const { templates } = speech.language;
  if (typeof message === 'string') {
    // A language may say nothing, as Japanese does between sentences.
    const found = templates?.[options?.id ?? idOf(message)];
    return typeof found === 'string' ? found : message;
  }
  const said = runtimeMsg(templates, message, options);
  return typeof said === 'string' ? said : '';
}

const ids = new Map<TemplateStringsArray | string, string>();

/** The id of a message as it stands in the source; each is hashed once. */
function idOf(message: TemplateStringsArray | string): string {
  let id = ids.get(message);
  if (id === undefined)
    ids.set(message, (id = generateMsgId(typeof message === 'string' ? message : [...message], false)));
  return id;
}

/** `1 row`, `2 rows`: the message for a count, by the plural rules of the language. Translations go by the text for many. */
export function plural(count: number, one: string | StrResult, other: string | StrResult): string {
  const { language, locale } = speech;
  const category = pluralCategory(count, locale);
  const values = isStrTagged(other) ? other.values : [];
  const id = idOf(isStrTagged(other) ? other.strings : other);
  const forms = language.plurals.get(id);
  const form = forms?.[category] ?? forms?.other;
  if (form !== undefined)
    return typeof form === 'string' ? form : joinStringsAndValues(form.strings, values, form.values as number[]);
  if (language.templates?.[id] !== undefined) return msg(other);
  const chosen = pluralCategory(count, 'en') === 'one' ? one : other;
  return isStrTagged(chosen) ? joinStringsAndValues(chosen.strings, chosen.values) : chosen;
}

/** A sentence around things to render: phrase`${user} ran ${command}`. Its text is text in every language, never markup. */
export function phrase(strings: TemplateStringsArray, ...values: readonly unknown[]): readonly unknown[] {
  const found = speech.language.templates?.[idOf(strings)];
  const pieces = found === undefined ? strings : typeof found === 'string' ? [found] : found.strings;
  const order = found === undefined ? values.map((_, at) => at) : typeof found === 'string' ? [] : found.values;
  return pieces.flatMap((piece, at) => (at === 0 ? [piece] : [values[Number(order[at - 1])], piece]));
}

/** The texts of a message that counts something and stands in another room, by the plural categories of the language. */
export function knownForms(forms: PluralForms): PluralForms {
  const { language } = speech;
  const id = messageId(forms.other);
  const found = language.plurals.get(id) ?? { other: language.templates?.[id] };
  const texts = Object.entries(found).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return texts.length > 0 ? { other: '', ...Object.fromEntries(texts) } : forms;
}

/** `a, b, c`. */
export function listText(parts: readonly string[]): string {
  return parts.join(msg(', '));
}

/** Sentences one after another. */
export function sentencesText(sentences: readonly string[]): string {
  return sentences.join(msg(' '));
}

/** A message with named places, which another room keeps: `fill` puts the values in. */
export function filled(message: string, values: Readonly<Record<string, string>>): string {
  return fill(knownMessage(message), values);
}

/** A message that stands in another room, which knows no languages: attribute labels, words of reports, problems of filters. */
export function knownMessage(message: string): string {
  const found = speech.language.templates?.[messageId(message)];
  return typeof found === 'string' ? found : message;
}
