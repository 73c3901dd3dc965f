import { WireFormat } from '../../src/model/reading.js';
import { decodeEntry, entryType, isSysdigEntry } from './entry.js';
import type { FormatDecoder } from './format-decoder.js';

/**
 * Activities as Sysdig's API and its event forwarder write them: addresses as dotted text or as numbers, protocols by name or number.
 * An entry that shows neither mark could be of the open protocol as well; it counts as Sysdig's among others that are.
 */
export const sysdig: FormatDecoder = {
  format: WireFormat.sysdig,
  readsEntries: true,
  recognise(record) {
    if (entryType(record['type']) === null || record['timestamp'] === undefined) return 0;
    return isSysdigEntry(record) ? 0.9 : 0.5;
  },
  decode: decodeEntry,
};
