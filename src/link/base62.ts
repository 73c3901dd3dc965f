/**
 * Bytes as letters and digits alone. `-` and `_`, which base64url adds, are marks in Markdown and in the markup of ticket systems, and are cut
 * from the end of a link by several of them. Costs one character in a hundred.
 */
const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const valueOf: ReadonlyMap<string, bigint> = new Map([...digits].map((digit, value) => [digit, BigInt(value)]));
const base = 62n;
/** 43 digits hold 32 bytes and hardly more. */
const blockBytes = 32;
const bitsOfDigit = Math.log2(62);
const digitsFor = (bytes: number): number => Math.ceil((bytes * 8) / bitsOfDigit);
const blockDigits = digitsFor(blockBytes);

export function toBase62(bytes: Uint8Array): string {
  let text = '';
  for (let start = 0; start < bytes.length; start += blockBytes) {
    const block = bytes.subarray(start, start + blockBytes);
    let value = 0n;
    for (const byte of block) value = (value << 8n) | BigInt(byte);
    let part = '';
    for (let left = digitsFor(block.length); left > 0; left--) {
      part = digits[Number(value % base)]! + part;
      value /= base;
    }
    text += part;
  }
  return text;
}

/** As many whole blocks as can be read; `complete` is false where something at the end could not. */
export function fromBase62(text: string): { readonly bytes: Uint8Array; readonly complete: boolean } {
  const bytes: number[] = [];
  for (let start = 0; start < text.length; start += blockDigits) {
    const part = text.slice(start, start + blockDigits);
    const length = Math.floor((part.length * bitsOfDigit) / 8);
    let value = 0n;
    for (const digit of part) {
      const digitValue = valueOf.get(digit);
      if (digitValue === undefined) return { bytes: Uint8Array.from(bytes), complete: false };
      value = value * base + digitValue;
    }
    if (length === 0 || digitsFor(length) !== part.length || value >> BigInt(length * 8) !== 0n)
      return { bytes: Uint8Array.from(bytes), complete: false };
    for (let at = length - 1; at >= 0; at--) bytes.push(Number((value >> BigInt(at * 8)) & 255n));
  }
  return { bytes: Uint8Array.from(bytes), complete: true };
}
