/** A record as bytes: the length of a header as a 32-bit word, the header as JSON in UTF-8, sections. */
import { damaged, paddedLength, SectionReader, writeSections, type Section } from './sections.js';
import { parseFields, type Fields } from './stored-fields.js';

/** A bigint is written as its digits. */
export function encodeRecord(header: unknown, sections: readonly Section[]): Uint8Array {
  const json = new TextEncoder().encode(
    JSON.stringify(header, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
  );
  const start = paddedLength(4 + json.length);
  const bytes = new Uint8Array(sections.reduce((sum, section) => sum + paddedLength(section.byteLength), start));
  new DataView(bytes.buffer).setUint32(0, json.length, true);
  bytes.set(json, 4);
  writeSections(sections, bytes, start);
  return bytes;
}

/** @throws AuditError `storage` where the bytes are no record. */
export function openRecord(bytes: Uint8Array): { readonly header: Fields; readonly sections: SectionReader } {
  if (bytes.length < 4) damaged('too short');
  const jsonBytes = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0, true);
  if (4 + jsonBytes > bytes.length) damaged('the header ends behind the data');
  const header = parseFields(new TextDecoder().decode(bytes.subarray(4, 4 + jsonBytes)));
  return { header, sections: new SectionReader(bytes, paddedLength(4 + jsonBytes)) };
}
