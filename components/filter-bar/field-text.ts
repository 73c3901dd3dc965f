/**
 * A field shows its text as it is, and one character that turns the direction of text makes a filter read backwards. In the field such
 * characters are stand-ins of the same length from the private use area, which show as boxes; everywhere else they are themselves.
 */
const turning = '\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069';
const firstStandIn = 0xf5b0;

const toStandIn = new Map([...turning].map((char, index) => [char, String.fromCharCode(firstStandIn + index)]));
const fromStandIn = new Map([...toStandIn].map(([char, standIn]) => [standIn, char]));

function replaceAll(text: string, by: ReadonlyMap<string, string>): string {
  let out = '';
  for (const char of text) out += by.get(char) ?? char;
  return out;
}

/** The text as the field shows it. */
export function toFieldText(text: string): string {
  return replaceAll(text, toStandIn);
}

/** The text that is meant by what the field shows. */
export function fromFieldText(shown: string): string {
  return replaceAll(shown, fromStandIn);
}
