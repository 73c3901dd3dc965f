import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const read = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
const english = read('README.md');
const japanese = read('README.ja.md');

interface Section {
  readonly level: number;
  /** Language and content of each code block, without comments, which are translated. */
  readonly code: readonly string[];
  /** The code spans of each row of its tables: names, the same everywhere. */
  readonly tables: readonly string[];
  readonly links: readonly string[];
}

const spans = (line: string): string => (line.match(/`[^`]+`/g) ?? []).join(' ');
const withoutComments = (code: string): string =>
  code
    .replace(/<!--.*?-->/gs, '')
    .replace(/(?:^|(?<=\s))(?:\/\/|#).*$/gm, '')
    .replace(/[ \t]+$/gm, '');

function sectionsOf(readme: string): readonly Section[] {
  const code: string[] = [];
  const kept = readme.replace(/```(\w*)\n(.*?)```/gs, (_, language: string, content: string) => {
    code.push(`${language}\n${withoutComments(content)}`);
    return `\u27e8code ${code.length - 1}\u27e9`;
  });
  return kept
    .split(/^(?=#{1,6} )/m)
    .filter((section) => section.trim() !== '')
    .map((section) => ({
      level: /^#*/.exec(section)?.[0].length ?? 0,
      code: [...section.matchAll(/\u27e8code (\d+)\u27e9/g)].map(([, at]) => code[Number(at)] ?? ''),
      tables: section
        .split('\n')
        .filter((line) => line.startsWith('|'))
        .map((line) => `${line.split('|').length} ${spans(line)}`),
      links: [...section.matchAll(/\]\(([^)]+)\)/g)]
        .map(([, to]) => to ?? '')
        .filter((to) => !/^README/.test(to))
        .sort(),
    }));
}

test('the README is the same in both languages: sections, code, tables and links', () => {
  assert.deepEqual(sectionsOf(japanese), sectionsOf(english));
});

test('each README links the other', () => {
  assert.match(english, /\]\(README\.ja\.md\)/);
  assert.match(japanese, /\]\(README\.md\)/);
});

test('every paragraph of the Japanese README is in Japanese', () => {
  const prose = japanese.replace(/```.*?```/gs, '').split(/\n{2,}/);
  const foreign = prose.filter((part) => /[A-Za-z]{3,}/.test(part) && !/[\u3040-\u30ff\u4e00-\u9fff]/.test(part));
  assert.deepEqual(foreign, ['# activity-audit-elements']);
});
