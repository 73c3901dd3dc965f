/**
 * As much of GitHub-flavoured Markdown as a reader of reports needs to see what a value became: table rows cut at bars, then code spans, escapes
 * and character references. Anything else that would mean something (a link, emphasis, HTML, an address made a link) is reported.
 */
export interface ReadCell {
  /** What a person reads. */
  readonly text: string;
  /** The parts of it that stand in code spans. */
  readonly code: readonly string[];
  /** Markup that arose where none may. */
  readonly markup: readonly string[];
}

/** Cells of one line of a table: cut at every bar that no backslash precedes; `\|` is then a bar. */
export function tableCells(line: string): readonly string[] {
  const cells: string[] = [];
  let cell = '';
  for (let at = 0; at < line.length; at++) {
    const character = line[at] ?? '';
    const next = line[at + 1];
    if (character === '\\' && next === '|') {
      cell += '|';
      at++;
    } else if (character === '|') {
      cells.push(cell);
      cell = '';
    } else cell += character;
  }
  cells.push(cell);
  return cells.slice(1, -1).map((text) => text.trim());
}

const punctuation = /[!-/:-@[-`{-~]/;

export function readInline(source: string): ReadCell {
  let text = '';
  let plain = '';
  const code: string[] = [];
  for (let at = 0; at < source.length;) {
    const rest = source.slice(at);
    const run = /^`+/.exec(rest)?.[0];
    if (run !== undefined) {
      const close = new RegExp(`(?<!\`)${run}(?!\`)`).exec(rest.slice(run.length));
      if (close) {
        const raw = rest.slice(run.length, run.length + close.index);
        const stripped = raw.startsWith(' ') && raw.endsWith(' ') && raw.trim() !== '' ? raw.slice(1, -1) : raw;
        code.push(stripped);
        text += stripped;
        plain += '\u0000';
        at += run.length * 2 + close.index;
        continue;
      }
      text += run;
      plain += run;
      at += run.length;
    } else if (source[at] === '\\' && punctuation.test(source[at + 1] ?? '')) {
      text += source[at + 1];
      // Escaped: means nothing, and breaks what would become a link by itself.
      plain += '\u0001';
      at += 2;
    } else if (rest.startsWith('&#124;')) {
      text += '|';
      plain += '\u0001';
      at += 6;
    } else {
      text += source[at];
      plain += source[at];
      at++;
    }
  }
  const markup = plain.match(/!?\[[^\]]*\]\(|<[a-z/!?][^>]*>|\*\*?[^\s*]|~~|https?:\/\/|www\.|\w@\w+\.\w|`/gi) ?? [];
  return { text, code, markup };
}
