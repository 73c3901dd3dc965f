/** Encryption of what lies on disk: AES-GCM with a fresh 96-bit nonce a record; the record's place is authenticated with it. */
import { keyIdLength, keyIdText } from '../../src/model/cache-keys.js';

export interface SealedRecord {
  readonly nonce: Uint8Array;
  readonly sealed: ArrayBuffer;
}

export interface RecordSeal {
  /** Tells keys apart without telling the key. */
  readonly keyId: string;
  seal(place: string, data: Uint8Array): Promise<SealedRecord>;
  /** Rejects where the record was damaged, moved to another place, or sealed with another key. */
  open(place: string, record: SealedRecord): Promise<Uint8Array>;
}

const hex = (bytes: ArrayBuffer) =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** The SHA-256 of a text, for names that should not tell what they name. */
export async function fingerprint(text: string): Promise<string> {
  return hex(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
}

/** A copy that certainly does not lie in shared memory, as the crypto API wants it. */
const plain = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);

export async function createSeal(rawKey: Uint8Array): Promise<RecordSeal> {
  const key = await crypto.subtle.importKey('raw', plain(rawKey), 'AES-GCM', false, ['encrypt', 'decrypt']);
  const keyId = (await fingerprint(keyIdText(hex(plain(rawKey).buffer)))).slice(0, keyIdLength);
  const parameters = (place: string, nonce: Uint8Array) => ({
    name: 'AES-GCM',
    iv: plain(nonce),
    additionalData: new TextEncoder().encode(place),
  });
  return {
    keyId,
    seal: async (place, data) => {
      const nonce = crypto.getRandomValues(new Uint8Array(12));
      return { nonce, sealed: await crypto.subtle.encrypt(parameters(place, nonce), key, plain(data)) };
    },
    open: async (place, { nonce, sealed }) =>
      new Uint8Array(await crypto.subtle.decrypt(parameters(place, nonce), key, sealed)),
  };
}
