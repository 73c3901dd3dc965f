import { paddedLength, type Section } from './sections.js';

/** Bytes that `openRecord` reads. A bigint is written as its digits. */
export function encodeRecord(header: unknown, sections: readonly Section[]): Uint8Array {
  const json = new TextEncoder().encode(
    JSON.stringify(header, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
  );
  const start = paddedLength(4 + json.length);
  const bytes = new Uint8Array(sections.reduce((sum, section) => sum + paddedLength(section.byteLength), start));
  new DataView(bytes.buffer).setUint32(0, json.length, true);
  bytes.set(json, 4);
  let at = start;
  for (const { buffer, byteOffset, byteLength } of sections) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += paddedLength(byteLength);
  }
  return bytes;
}
