/** Needles that are longer, or of other characters, are looked for in a copy of the text in lower case. */
const longestNeedle = 256;
const printableAscii = /^[ -~]*$/;
/** The two characters beyond ASCII whose lower case holds a letter of ASCII: the sign for kelvin is a k, and I with a dot an i with a dot behind it. */
const kelvin = '\\u212a';
const dottedI = '\\u0130';

/**
 * Whether a text holds the needle, whatever the case: what `value.toLowerCase().includes(needle.toLowerCase())` says, without the copy. The
 * expression is a row of letters and nothing else, so that no needle makes it slow.
 */
export function containsIgnoringCase(needle: string): (value: string) => boolean {
  const lower = needle.toLowerCase();
  if (lower.length > longestNeedle || !printableAscii.test(lower))
    return (value) => value.toLowerCase().includes(lower);
  const letters = Array.from(lower, (letter, at) => {
    const upper = letter.toUpperCase();
    if (upper === letter) return letter.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
    const others = letter === 'k' ? kelvin : letter === 'i' && at === lower.length - 1 ? dottedI : '';
    return `[${letter}${upper}${others}]`;
  });
  const expression = new RegExp(letters.join(''));
  return (value) => expression.test(value);
}
