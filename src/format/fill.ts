import { formatCount } from './numbers.js';

/** `fill('{n} of {all}', { n: '1', all: '2' })` is `1 of 2`. */
export function fill(sentence: string, values: Readonly<Record<string, string>>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

/** A sentence that counts something, by plural category (CLDR, as `Intl.PluralRules` names them). */
export type PluralForms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string };

const pluralRules = new Map<string, Intl.PluralRules>();

/** The plural category of a number in a language: `one`, `few`, `other`. */
export function pluralCategory(count: number, locale: string): Intl.LDMLPluralRule {
  let rules = pluralRules.get(locale);
  if (!rules) pluralRules.set(locale, (rules = new Intl.PluralRules(locale)));
  return rules.select(count);
}

/** The sentence for a count; `{count}` in it is the number as the language writes it. */
export function fillCount(
  forms: PluralForms,
  count: number,
  locale: string,
  values: Readonly<Record<string, string>> = {},
): string {
  const form = forms[pluralCategory(count, locale)] ?? forms.other;
  return fill(form, { count: formatCount(count, locale), ...values });
}
