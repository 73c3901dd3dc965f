/** Longest excerpt shown in a problem, in characters. */
const excerptLength = 1000;

const tolerant = new TextDecoder('utf-8', { ignoreBOM: true });
const strict = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });

/** Bytes that are no UTF-8 become replacement characters; `damaged` tells whether there were any. */
export function decodeUtf8(bytes: Uint8Array): { readonly text: string; readonly damaged: boolean } {
  const text = tolerant.decode(bytes);
  return { text, damaged: text.includes('\uFFFD') && !isUtf8(bytes) };
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    strict.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** The first bytes of something whose end may not have come yet. */
export class Excerpt {
  #bytes = new Uint8Array(excerptLength * 4);
  #length = 0;

  add(bytes: Uint8Array): void {
    const room = this.#bytes.length - this.#length;
    if (room === 0) return;
    const taken = bytes.subarray(0, room);
    this.#bytes.set(taken, this.#length);
    this.#length += taken.length;
  }

  /** As text without the line's end, and empty again. */
  take(): string {
    const text = tolerant.decode(this.#bytes.subarray(0, this.#length));
    this.#length = 0;
    return shorten(text);
  }
}

/** The beginning of the bytes as text, without the line's end. */
export function excerptOf(bytes: Uint8Array): string {
  return shorten(tolerant.decode(bytes.subarray(0, excerptLength * 4)));
}

export function shorten(text: string): string {
  return text.slice(0, excerptLength).trimEnd();
}
