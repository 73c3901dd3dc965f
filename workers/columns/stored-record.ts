/** A record as bytes: the length of a header as a 32-bit word, the header as JSON in UTF-8, sections. */
import { damaged, paddedLength, SectionReader } from './sections.js';
import { parseFields, type Fields } from './stored-fields.js';

/** @throws AuditError `storage` where the bytes are no record. */
export function openRecord(bytes: Uint8Array): { readonly header: Fields; readonly sections: SectionReader } {
  if (bytes.length < 4) damaged('too short');
  const jsonBytes = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0, true);
  if (4 + jsonBytes > bytes.length) damaged('the header ends behind the data');
  const header = parseFields(new TextDecoder().decode(bytes.subarray(4, 4 + jsonBytes)));
  return { header, sections: new SectionReader(bytes, paddedLength(4 + jsonBytes)) };
}
