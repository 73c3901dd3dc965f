import { isObject, textAt } from './json.js';

/** What an unrecognised JSON value is, for the sentence that refuses a file: "JSON objects with the keys a, b (kind X)". */
export function describeValue(value: unknown): string {
  if (Array.isArray(value)) return 'JSON lists';
  if (!isObject(value)) return `JSON values of the type ${value === null ? 'null' : typeof value}`;
  const keys = Object.keys(value);
  if (keys.length === 0) return 'empty JSON objects';
  const shown = keys.slice(0, 5).map((key) => key.slice(0, 40));
  const more = keys.length > shown.length ? ' and others' : '';
  const kind = textAt(value, 'kind');
  return `JSON objects with the keys ${shown.join(', ')}${more}${kind === undefined ? '' : ` (kind ${kind.slice(0, 60)})`}`;
}

/** What text that is no JSON looks like, by its beginning. */
export function describeText(excerpt: string): string {
  if (/^(?:\uFFFD\uFFFD)?(?:[^\0]\0){4}/.test(excerpt)) return 'UTF-16 text (save it as UTF-8)';
  if (excerpt.startsWith('PK\u0003\u0004')) return 'a ZIP archive (unpack it first)';
  if (excerpt.startsWith('(\uFFFD/\uFFFD')) return 'Zstandard data (unpack it first)';
  if (excerpt.startsWith('BZh')) return 'bzip2 data (unpack it first)';
  if (excerpt.startsWith('\uFFFD7zXZ')) return 'xz data (unpack it first)';
  if (isBinary(excerpt)) return 'binary data';
  const line = (excerpt.split('\n', 1)[0] ?? '').trim();
  if (line.startsWith('<')) return /^<(?:!doctype html|html)/i.test(line) ? 'an HTML page' : 'XML or HTML';
  if (line.startsWith('{') || line.startsWith('[{')) return 'broken JSON';
  if (line === '---' || /^[A-Za-z][\w.]*:(?: |$)/.test(line)) return 'YAML or other text with names and colons';
  if (/^type=[A-Z_]+ msg=audit\(/.test(line)) return 'lines of the Linux audit daemon';
  if ((line.match(/\t/g)?.length ?? 0) >= 2) return 'tab-separated text';
  if ((line.match(/,/g)?.length ?? 0) >= 2 && !/, \w+ \w+/.test(line)) return 'comma-separated text';
  return 'plain text lines';
}

/** Pictures, PDF, programs, databases: their first line can be short and look like text. */
const knownBinary = /^(?:\uFFFDPNG|\uFFFD{3}|GIF8|%PDF|\u007fELF|SQLite format|PAR1)/;

/** Text has no control characters but tabs and escapes, and few damaged places. */
function isBinary(text: string): boolean {
  if (knownBinary.test(text)) return true;
  const start = text.slice(0, 200);
  let odd = 0;
  for (const character of start) {
    const code = character.charCodeAt(0);
    if (code === 0xfffd || (code < 0x20 && code !== 9 && code !== 10 && code !== 13 && code !== 27)) odd += 1;
  }
  return odd > Math.max(1, start.length / 20);
}
