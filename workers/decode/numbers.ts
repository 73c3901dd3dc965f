/**
 * `JSON.parse` rounds integers above 2^53, and nanosecond times are above 2^53. Such integers are put into quotes first, so that they
 * arrive as the digits that were written.
 */
const candidate = /[[:,\s](-?\d{16,})(?=[\s,}\]]|$)/g;
const anyCandidate = /[[:,\s]-?\d{16}/;

/** `JSON.parse`, with integers it would round as texts of digits. Throws as `JSON.parse` does. */
export function parseExact(text: string): unknown {
  return JSON.parse(anyCandidate.test(text) ? quoteLongIntegers(text) : text);
}

/** The text with every integer outside strings that a double cannot hold in quotes. Linear in its length. */
export function quoteLongIntegers(text: string): string {
  let result = '';
  let copied = 0;
  // Up to here the text was walked through, and here is outside of any string.
  let outside = 0;
  candidate.lastIndex = 0;
  for (let found = candidate.exec(text); found; found = candidate.exec(text)) {
    const digits = found[1] ?? '';
    const start = found.index + 1;
    outside = nextOutside(text, outside, start);
    if (outside > start) {
      candidate.lastIndex = outside;
      continue;
    }
    if (Number.isSafeInteger(Number(digits))) continue;
    result += `${text.slice(copied, start)}"${digits}"`;
    copied = start + digits.length;
  }
  return copied === 0 ? text : result + text.slice(copied);
}

/** The first position at or after `target` that is outside of strings; `from` is outside. */
function nextOutside(text: string, from: number, target: number): number {
  let at = from;
  while (at < target) {
    const opening = text.indexOf('"', at);
    if (opening < 0 || opening >= target) return target;
    const closing = closingQuote(text, opening);
    at = closing + 1;
  }
  return at;
}

/** Position of the quote that ends the text beginning at `opening`; the end of the input where there is none. */
export function closingQuote(text: string, opening: number): number {
  let closing = text.indexOf('"', opening + 1);
  while (closing > 0 && isEscaped(text, closing)) closing = text.indexOf('"', closing + 1);
  return closing < 0 ? text.length : closing;
}

function isEscaped(text: string, quote: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(quote - 1 - backslashes) === 92) backslashes += 1;
  return backslashes % 2 === 1;
}
