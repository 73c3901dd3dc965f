import { readShared } from '../decode/shared-data.js';

const lines = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');

/** What lies beside the project: naughty strings, script injections, bidi tricks, terminal escapes. */
export function hostileTexts(): readonly string[] {
  const naughty = JSON.parse(readShared('naughty-blns/blns.json').toString('utf8')) as readonly string[];
  const scripts = lines(readShared('xss-payloadbox/xss-even-lines.txt').toString('utf8'));
  const tricks = lines(readShared('bidi-trojan-source/lines.jsonl').toString('utf8')).map(
    (line) => (JSON.parse(line) as { readonly text: string }).text,
  );
  return [...naughty, ...scripts, ...tricks];
}
