/**
 * Patterns: `*` any characters, `?` one character, `\` takes the meaning away from the character behind it. Matched by walking, never
 * by a regular expression: the time is bounded by length of text times length of pattern.
 */

const any = Symbol('any characters');
const one = Symbol('one character');
type GlobToken = string | typeof any | typeof one;

/** Literals one code point each; runs of `*` are one. */
function tokenise(pattern: string): readonly GlobToken[] {
  const tokens: GlobToken[] = [];
  let escaped = false;
  for (const character of pattern) {
    if (escaped || (character !== '\\' && character !== '*' && character !== '?')) {
      tokens.push(character);
      escaped = false;
    } else if (character === '\\') escaped = true;
    else if (character === '?') tokens.push(one);
    else if (tokens.at(-1) !== any) tokens.push(any);
  }
  if (escaped) tokens.push('\\');
  return tokens;
}

/** The text between wildcards, where `*` is the only wildcard. */
function literalParts(tokens: readonly GlobToken[]): readonly string[] {
  const parts: string[] = [];
  let part: string[] = [];
  for (const token of tokens) {
    if (typeof token === 'string') part.push(token);
    else {
      parts.push(part.join(''));
      part = [];
    }
  }
  parts.push(part.join(''));
  return parts;
}

function matchParts(parts: readonly string[], value: string): boolean {
  const first = parts[0] ?? '';
  if (parts.length === 1) return value === first;
  const last = parts.at(-1) ?? '';
  if (value.length < first.length + last.length || !value.startsWith(first) || !value.endsWith(last)) return false;
  const end = value.length - last.length;
  let at = first.length;
  for (let index = 1; index < parts.length - 1; index += 1) {
    const part = parts[index] ?? '';
    const found = value.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}

function matchTokens(tokens: readonly GlobToken[], value: string): boolean {
  const characters = Array.from(value);
  let at = 0;
  let token = 0;
  let starAt = -1;
  let starToken = -1;
  while (at < characters.length) {
    const current = tokens[token];
    if (current === any) {
      starAt = at;
      starToken = token;
      token += 1;
    } else if (current === one || (current !== undefined && current === characters[at])) {
      at += 1;
      token += 1;
    } else if (starToken >= 0) {
      starAt += 1;
      at = starAt;
      token = starToken + 1;
    } else return false;
  }
  while (tokens[token] === any) token += 1;
  return token === tokens.length;
}

/** A test of whole values, with regard to case. */
export function compileGlob(pattern: string): (value: string) => boolean {
  const tokens = tokenise(pattern);
  if (tokens.includes(one)) return (value) => matchTokens(tokens, value);
  const parts = literalParts(tokens);
  return (value) => matchParts(parts, value);
}

/** The same pattern in its one canonical spelling: single stars, a backslash only where it is needed. */
export function canonicalGlob(pattern: string): string {
  return tokenise(pattern)
    .map((token) => (token === any ? '*' : token === one ? '?' : escapeGlob(token)))
    .join('');
}

/** The text a pattern without wildcards stands for; `undefined` where it has one. */
export function globLiteral(pattern: string): string | undefined {
  const tokens = tokenise(pattern);
  return tokens.every((token) => typeof token === 'string') ? tokens.join('') : undefined;
}

/** A text as a pattern that matches only itself. */
export function escapeGlob(text: string): string {
  return text.replace(/[\\*?]/g, '\\$&');
}

/**
 * What free text has to contain for the pattern: the pattern without the stars at its ends, `?` taken for itself. `undefined` where a star
 * stands in the middle.
 */
export function globCore(pattern: string): string | undefined {
  const tokens = tokenise(pattern);
  const core = tokens.slice(tokens[0] === any ? 1 : 0, tokens.length > 1 && tokens.at(-1) === any ? -1 : tokens.length);
  if (core.includes(any)) return undefined;
  return core.map((token) => (token === one ? '?' : String(token))).join('');
}
