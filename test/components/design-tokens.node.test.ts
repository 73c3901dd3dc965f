import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import {
  componentSources,
  currentTokenPage,
  documentedTokens,
  fallbacks,
  inBothThemes,
  stylesIn,
  tablePath,
  tokensFile,
} from '../tools/token-table.js';

const sources = componentSources();
const tokens = sources.get(tokensFile) ?? '';
const allStyles = [...sources].flatMap(([file, source]) => stylesIn(source).map((text) => ({ file, text })));
/** Styles of elements, which have to use what the tokens name. */
const elementStyles = allStyles.filter(({ file }) => file !== tokensFile);

const where = (pattern: RegExp, styles = elementStyles): readonly string[] =>
  styles.flatMap(({ file, text }) =>
    text
      .split('\n')
      .filter((line) => pattern.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  );
const names = (pattern: RegExp, text: string): ReadonlySet<string> =>
  new Set([...text.matchAll(pattern)].map(([, name = '']) => name));

describe('design tokens', () => {
  const documented = documentedTokens(tokens).map(({ name }) => name);
  const styles = allStyles.map(({ text }) => text).join('\n');

  test('the table is the one that the styles and their doc comment give', async () => {
    const page = readFileSync(tablePath, 'utf8');
    assert.equal(page, await currentTokenPage(page), 'run: node --import tsx test/tools/token-table.ts --write');
  });

  test('every token that a style reads is documented, and every documented one is read', () => {
    assert.deepEqual([...names(/var\(\s*(--activity-[\w-]+)/g, styles)].sort(), [...documented].sort());
  });

  test('every name that the tokens give is used', () => {
    const given = names(/^\s+(--_[\w-]+):/gm, stylesIn(tokens).join('\n'));
    const used = names(/var\((--_[\w-]+)/g, styles);
    assert.deepEqual(
      [...given].filter((name) => !used.has(name)),
      [],
    );
  });

  test('every name that a style uses is given somewhere', () => {
    const used = names(/var\((--_[\w-]+)\)/g, styles);
    const everything = [...sources.values()].join('\n');
    assert.deepEqual(
      [...used].filter((name) => !new RegExp(`${name}(?::|'|\`)`).test(everything)),
      [],
    );
  });

  test('no element has a colour of its own', () => {
    assert.deepEqual(where(/#[\da-f]{3,8}\b|\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch|light-dark)a?\(/i), []);
    assert.deepEqual(where(/:\s[^;]*\b(?:black|white|gr[ae]y|red|blue|green|orange|yellow|purple)\b/), []);
  });

  test('no element has a size where a token has it', () => {
    assert.deepEqual(where(/font-size: (?!1px)[\d.]+(?:px|rem|em)/), []);
    assert.deepEqual(where(/line-height: (?:16|18|20)px/), []);
    assert.deepEqual(where(/border-radius: [^;]*\b(?:2|3|4|5|8|999)px/), []);
    assert.deepEqual(
      where(/^\s*(?:padding|margin|gap|row-gap|column-gap)[\w-]*: [^;]*\b(?:2|4|6|8|12|16|24|32)px/),
      [],
    );
  });
});

/** Contrast as WCAG 2 counts it, 1 to 21, of two colours `#rrggbb`. */
function contrast(one: string, other: string): number {
  const luminance = (colour: string): number =>
    [1, 3, 5].reduce((sum, at, channel) => {
      const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
      const linear = share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      return sum + linear * ([0.2126, 0.7152, 0.0722][channel] ?? 0);
    }, 0);
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

describe('contrast', () => {
  const defaults = fallbacks(stylesIn(tokens).join('\n'));
  const sources = ['command', 'connection', 'kubernetes', 'fileaccess'];
  const grounds = ['surface', 'raised', 'sunken', 'hover', 'selected'];
  const series = Array.from({ length: 8 }, (_, at) => `series-${at + 1}`);
  const texts: readonly (readonly [text: string, grounds: readonly string[]])[] = [
    ['text', [...grounds, 'accent-soft', 'danger-soft', 'warn-soft']],
    ['muted', [...grounds, 'accent-soft', 'danger-soft', 'warn-soft']],
    ['accent', [...grounds, 'accent-soft']],
    ['on-accent', ['accent']],
    ['danger', ['surface', 'raised', 'sunken', 'danger-soft']],
    ['warn', ['surface', 'raised', 'sunken', 'warn-soft']],
    ['on-mark', ['mark']],
    ...sources.map((source) => [source, [`${source}-soft`, 'surface', 'selected']] as const),
  ];
  const marks = ['control-border', 'ok', ...sources, ...series].map((mark) => [mark, ['surface', 'raised']] as const);

  for (const [at, theme] of ['light', 'dark'].entries()) {
    const colour = (name: string): string => inBothThemes(defaults.get(`--activity-${name}`) ?? '')[at] ?? '';
    const tooLow = (pairs: typeof texts, atLeast: number): readonly string[] =>
      pairs.flatMap(([one, others]) =>
        others
          .filter((other) => !(contrast(colour(one), colour(other)) >= atLeast))
          .map((other) => `${one} on ${other}: ${contrast(colour(one), colour(other)).toFixed(2)}`),
      );
    test(`of text is 4.5 and more, of marks 3 and more, in ${theme}`, () => {
      assert.deepEqual(tooLow(texts, 4.5), []);
      assert.deepEqual(tooLow(marks, 3), []);
    });
  }
});

describe('layout', () => {
  test('follows the width of the element, never that of the window', () => {
    assert.deepEqual(where(/@media[^{]*(?:width|height|orientation)/, allStyles), []);
  });

  test('follows the direction of text', () => {
    assert.deepEqual(
      where(/(?:margin|padding|border)-(?:left|right)|text-align: (?:left|right)|float: (?:left|right)/),
      [],
    );
    // Time runs to the right in every language: what lies on its scale is placed by it.
    const onTheScaleOfTime = /picture-styles\.ts: left: var\(--end\)/;
    assert.deepEqual(
      where(/^\s*(?:left|right):/).filter((line) => !onTheScaleOfTime.test(line)),
      [],
    );
  });
});

const buttonSentence =
  'Every button with a frame, and of an icon alone in bars and panels. What reads as a link or a heading, and what belongs to a chip, a row, a value, a choice or the legend, follows the tokens.';

describe('parts', () => {
  const folders = new Set([...sources.keys()].map((file) => file.split('/')[1] ?? ''));

  for (const tag of folders) {
    const element = `components/${tag}/${tag}.ts`;
    if (!existsSync(new URL(`../../${element}`, import.meta.url))) continue;
    test(`of ${tag} are documented, and the documented ones are there`, () => {
      const own = [...sources].filter(([file]) => file.startsWith(`components/${tag}/`));
      const text = own.map(([, source]) => source).join('\n');
      const there = new Set([
        ...names(/(?<![\w-])part="([^"]+)"/g, text),
        ...names(/(?<![\w-])part=\$\{\w+ \? '([\w-]+)' : nothing\}/g, text),
      ]);
      // Templates that elements share bring their own.
      if (/render(?:Empty|Error|MissingProvider)\b/.test(text)) for (const part of ['state', 'button']) there.add(part);
      if (/\bOptionList\b/.test(text)) for (const part of ['field', 'option']) there.add(part);
      const [, handedOn = ''] = /innerParts =\s*'([^']+)'/.exec(text) ?? [];
      for (const part of handedOn.split(', ').filter(Boolean)) there.add(part);
      const documented = names(/@csspart ([\w-]+) - \S/g, sources.get(element) ?? '');
      assert.deepEqual([...documented].sort(), [...there].sort());
    });
  }

  /** The tags of a kind in the templates of all elements, each with its attributes, and where it stands. */
  function* tags(name: RegExp): Generator<{ readonly place: string; readonly attributes: string }> {
    for (const [file, source] of sources)
      for (const { index } of source.matchAll(new RegExp(`<(?:${name.source})\\s`, 'g'))) {
        // Documentation shows tags too.
        if (/^\s*\*/.test(source.slice(source.lastIndexOf('\n', index) + 1, index + 1))) continue;
        let end = index;
        for (let depth = 0; end < source.length && (depth > 0 || source[end] !== '>'); end++)
          if (source[end] === '{') depth++;
          else if (source[end] === '}') depth--;
        yield { place: `${file}:${source.slice(0, index).split('\n').length}`, attributes: source.slice(index, end) };
      }
  }
  const partsOf = (attributes: string): readonly string[] => /\bpart="([^"]*)"/.exec(attributes)?.[1]?.split(' ') ?? [];
  const classOf = (attributes: string): string =>
    /\bclass=(?:"([^"]*)"|\$\{([^}]*)\})/.exec(attributes)?.slice(1).join(' ') ?? '';

  test('every button with a frame, or of an icon alone, is a "button", and of the others one can say what they are', () => {
    const others: Readonly<Record<string, RegExp>> = {
      'reads as a link or a heading': /\b(?:link|step|disclosure)\b/,
      'belongs to a chip': /\b(?:turn|term|another|toggle|remove)\b/,
      'belongs to a row': /\brow-button\b/,
      'belongs to a value': /\bvalue-action\b/,
      'belongs to the legend': /\bseries\b/,
      'is a choice': /\bchoice\b/,
    };
    const wrong: string[] = [];
    for (const { place, attributes } of tags(/button/)) {
      const isPart = partsOf(attributes).some((part) => part === 'button' || part === 'option');
      const name = classOf(attributes);
      const isFramed = /(?:^|[\s'"`])(?:icon-)?button(?:$|[\s'"`])/.test(name);
      // Buttons of a row of choices have no class of their own.
      const isOther =
        Object.values(others).some((kind) => kind.test(name)) || (name === '' && /aria-pressed/.test(attributes));
      if (isPart ? isOther : isFramed || !isOther) wrong.push(`${place} ${name}`);
    }
    assert.deepEqual(wrong, []);
    for (const [file, source] of sources)
      for (const [, sentence = ''] of source.matchAll(/@csspart button - (.*)/g))
        assert.equal(sentence, buttonSentence, file);
  });

  test('every field to type in is a "field", but for the filter itself', () => {
    const wrong = [...tags(/input|textarea|select/)].filter(
      ({ attributes }) =>
        !partsOf(attributes).includes('field') &&
        !/type="(?:checkbox|radio|file)"|class="native"|class="field"/.test(attributes),
    );
    assert.deepEqual(wrong, []);
  });

  test('activity-audit hands on all of the elements inside it', () => {
    const [, handedOn = ''] =
      /innerParts =\s*'([^']+)'/.exec(sources.get('components/activity-audit/part-tags.ts') ?? '') ?? [];
    const inner = [...folders]
      .filter((tag) => tag !== 'activity-audit')
      .flatMap((tag) => [...names(/@csspart ([\w-]+) - \S/g, sources.get(`components/${tag}/${tag}.ts`) ?? '')]);
    assert.deepEqual(handedOn.split(', ').sort(), [...new Set(inner)].sort());
  });
});
