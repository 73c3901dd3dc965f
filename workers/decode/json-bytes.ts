/** The bytes of JSON's structure. */
export const newline = 0x0a;
export const carriageReturn = 0x0d;
export const tab = 0x09;
export const space = 0x20;
export const quote = 0x22;
export const backslash = 0x5c;
export const comma = 0x2c;
export const colon = 0x3a;
export const openBrace = 0x7b;
export const closeBrace = 0x7d;
export const openBracket = 0x5b;
export const closeBracket = 0x5d;

export function isSpace(byte: number): boolean {
  return byte === space || byte === newline || byte === carriageReturn || byte === tab;
}

/** Neither white space nor a bracket, comma, colon or quote: part of a number, `true`, `false` or `null`, or of an error. */
export function isScalarByte(byte: number): boolean {
  return (
    byte > space &&
    byte !== comma &&
    byte !== colon &&
    byte !== quote &&
    byte !== openBrace &&
    byte !== closeBrace &&
    byte !== openBracket &&
    byte !== closeBracket
  );
}
