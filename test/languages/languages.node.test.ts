import assert from 'node:assert/strict';
import { test } from 'node:test';
import { engineText } from '../../components/internal/engine-text.js';
import { loadLanguage, readyLanguage, registerLanguage } from '../../components/internal/languages.js';
import { sourceSpeech, speak } from '../../components/internal/localise.js';
import { anyValue, engineSentences } from './engine-sentences.js';
import { faultsOf, languageFiles, wantedMessages } from './language-files.js';
import { literalText } from './literal-text.js';
import { messagesIn, sourceFiles } from './source-messages.js';

const files = await languageFiles();
for (const { tag } of files) await loadLanguage(tag);

test('every message can be read from the source', () => {
  const unreadable = sourceFiles('components')
    .filter((file) => file !== 'components/internal/localise.ts')
    .flatMap((file) => messagesIn(file).unreadable);
  assert.deepEqual(unreadable, []);
});

test('no word of an element stands outside of the messages', () => {
  const found = [...sourceFiles('components'), ...sourceFiles('src/format'), ...sourceFiles('src/charts')].flatMap(
    (file) => literalText(file).map(({ line, text }) => `${file}:${line}: ${text}`),
  );
  assert.deepEqual(found, []);
});

test('there is a file for Japanese', () => {
  assert.ok(files.some(({ tag }) => tag === 'ja'));
});

for (const file of files) {
  test(`${file.tag} has every message with its values, and none that nobody says`, () => {
    assert.deepEqual(faultsOf(file, wantedMessages()), []);
  });

  test(`${file.tag} has every sentence of the engine, and none that it does not say`, () => {
    const speech = speechOf(file.tag);
    try {
      speak(speech);
      const said = engineSentences();
      const left = said.filter(({ text }) => leftEnglish(text, engineText(text.trim())));
      assert.deepEqual([...new Set(left.map(({ file: at, line, text }) => `${at}:${line}: ${text}`))], []);
      const spoken = said.flatMap(({ text }) => [text, `${text} ${anyValue}`]);
      const vain = Object.keys(file.messages.engineMessages ?? {}).filter((english) => {
        const pattern = new RegExp(
          `^${english
            .split(/\{\d\}/)
            .map(escapeLiteral)
            .join('(?:.*)')}$`,
          'isu',
        );
        return !spoken.some((text) => pattern.test(text.trim()) || text.toLowerCase().includes(english.toLowerCase()));
      });
      assert.deepEqual(vain, []);
    } finally {
      speak(sourceSpeech);
    }
  });
}

test('what lacks in a language, or is said in vain, is found', () => {
  const wanted = new Map([
    ['Close', false],
    ['{0} rows', true],
    ['Copied: {0}', false],
  ]);
  const faulty = {
    messages: { '{0} rows': { one: '{0} Zeile', other: '{0} Zeilen' }, 'Copied: {0}': 'Kopiert', Ouvrir: 'Auf' },
  };
  assert.deepEqual(faultsOf({ tag: 'de', messages: faulty }, wanted), [
    'de lacks: Close',
    'de has other values than: Copied: {0}',
    'de says in vain: Ouvrir',
  ]);
  assert.deepEqual(
    faultsOf({ tag: 'pl', messages: { messages: { '{0} rows': '{0} wierszy' } } }, new Map([['{0} rows', true]])),
    [
      'pl lacks the plural "few" of: {0} rows',
      'pl lacks the plural "many" of: {0} rows',
      'pl lacks the plural "one" of: {0} rows',
      'pl lacks the plural "other" of: {0} rows',
    ],
  );
});

test('a sentence of the engine keeps its values as they are', () => {
  speak(speechOf('ja'));
  try {
    assert.equal(
      engineText(
        'The backend audit.example could not be reached. Check that it runs, and that this page may connect to it. Tried 4 times.',
      ),
      'バックエンド audit.example に接続できませんでした。稼働していること、このページからの接続が許可されていることを確認してください。4 回試行しました。',
    );
    assert.equal(engineText('"{1} {0}.json" is empty.'), '「{1} {0}.json」は空です。');
    assert.equal(engineText('Nobody knows this sentence.'), 'Nobody knows this sentence.');
    assert.equal(
      engineText('The time of this Falco alert cannot be read: "yesterday".'),
      'この Falco アラートの時刻を読み取れません: "yesterday"。',
    );
  } finally {
    speak(sourceSpeech);
  }
});

test('English and what is no language tag cannot be registered', () => {
  for (const tag of ['en', 'not a tag', '']) assert.throws(() => registerLanguage(tag, { messages: {} }), RangeError);
});

function speechOf(tag: string) {
  const language = readyLanguage(tag);
  assert.ok(language);
  return { language, locale: tag };
}

/** Words of the sentence that are still there in its translation. Names and units that are the same in all languages are none. */
const same =
  /^(?:gzip|kubernetes|falco|tetragon|tracee|sysdig|clickhouse|mib|kubearmor|osquery|cowrie|elastic|common|schema|ecs|zeek|several|json|lines|zip|zstandard|bzip2?|xz|html|xml|yaml|linux|utf|gke|arrow|http|https|file|push|csv|ndjson|persistent|null|legacy|api|page|kind|id|type|timestamp|command|connection|fileaccess|exec|attach|port|forward|content|encoding|process|throttle|syscall|event|drop|rate|limit|info|of|ms|open|and|internal|audit|activity|reader|is|here|instance|pid|dictionary|metadata|javascript|bigint|map)$/i;

function leftEnglish(english: string, translated: string): boolean {
  if (/^(?:activity-audit-reader is here| ?(?:dictionary|type|instance|pid|of) ?\u27e8|HTTP )/.test(english))
    return false;
  if (
    /^(?:rate_limit_info|process_throttle|Falco internal|\u27e8\u27e9 of |window only$| It says: |\u27e8\u27e9, application)/.test(
      english,
    )
  )
    return false;
  const words = new Set(english.match(/[A-Za-z]{2,}/g) ?? []);
  return (translated.match(/[A-Za-z]{2,}/g) ?? []).some((word) => words.has(word) && !same.test(word));
}

function escapeLiteral(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
