/** The files of the languages, and what they lack or say in vain. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { LanguageMessages, Translation } from '../../components/internal/languages.js';
import { keptMessages } from './kept-messages.js';
import { messagesIn, root, sourceFiles } from './source-messages.js';

const folder = 'components/internal/languages';

export interface LanguageFile {
  readonly tag: string;
  readonly messages: LanguageMessages;
}

export async function languageFiles(): Promise<readonly LanguageFile[]> {
  const names = readdirSync(join(root, folder)).filter((name) => name.endsWith('.ts'));
  return Promise.all(
    names.map(async (name) => ({
      tag: name.replace(/\.ts$/, ''),
      messages: (await import(pathToFileURL(join(root, folder, name)).href)) as LanguageMessages,
    })),
  );
}

/** Every message of the source, with whether it counts. */
export function wantedMessages(): ReadonlyMap<string, boolean> {
  const wanted = new Map<string, boolean>();
  const add = (text: string, counts: boolean) => wanted.set(text, counts || wanted.get(text) === true);
  for (const file of sourceFiles('components'))
    for (const { text, counts } of messagesIn(file).messages) add(text, counts);
  for (const { text, counts } of keptMessages()) add(text, counts);
  return wanted;
}

const places = (text: string): string => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort().join(' ');
const textsOf = (translation: Translation): readonly string[] =>
  typeof translation === 'string' ? [translation] : Object.values(translation);

/** What is wrong with the messages of a language, a line each. */
export function faultsOf(
  { tag, messages: { messages } }: LanguageFile,
  wanted: ReadonlyMap<string, boolean>,
): readonly string[] {
  const categories = new Intl.PluralRules(tag).resolvedOptions().pluralCategories;
  const faults: string[] = [];
  for (const [text, counts] of wanted) {
    const translation = Object.hasOwn(messages, text) ? messages[text] : undefined;
    if (translation === undefined) {
      faults.push(`${tag} lacks: ${text}`);
      continue;
    }
    if (typeof translation !== 'string' && !counts) faults.push(`${tag} has plurals where nothing is counted: ${text}`);
    if (counts && categories.length > 1)
      for (const category of categories)
        if (typeof translation === 'string' || translation[category] === undefined)
          faults.push(`${tag} lacks the plural "${category}" of: ${text}`);
    for (const one of textsOf(translation)) {
      // A text for one thing may leave the number out.
      const isPart = counts && places(text).includes(places(one));
      if (places(one) !== places(text) && !(isPart && textsOf(translation).length > 1))
        faults.push(`${tag} has other values than: ${text}`);
      if (one.trim() === '' && text.trim() !== '') faults.push(`${tag} is empty for: ${text}`);
    }
  }
  for (const text of Object.keys(messages)) if (!wanted.has(text)) faults.push(`${tag} says in vain: ${text}`);
  return faults;
}
