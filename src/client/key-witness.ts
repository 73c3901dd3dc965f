import { keyIdLength, keyIdText, keysChannel, type KeysMessage } from '../model/cache-keys.js';

/** Says, to caches that would be deleted otherwise, which of their keys are in this tab's session storage. Returns the way to stop it. */
export function witnessKeys(storageKeyBegin: string): () => void {
  if (typeof BroadcastChannel !== 'function') return () => {};
  const channel = new BroadcastChannel(keysChannel);
  channel.addEventListener('message', ({ data }: MessageEvent<KeysMessage>) => {
    if (data.kind !== 'whose') return;
    keyIdsHere(storageKeyBegin)
      .then((here) => {
        const keyIds = data.keyIds.filter((keyId) => here.includes(keyId));
        if (keyIds.length > 0) channel.postMessage({ kind: 'mine', keyIds } satisfies KeysMessage);
      })
      // Storage is forbidden in this frame, or nobody listens any more.
      .catch(() => {});
  });
  return () => channel.close();
}

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

async function keyIdsHere(storageKeyBegin: string): Promise<readonly string[]> {
  const names = Object.keys(sessionStorage).filter((name) => name.startsWith(storageKeyBegin));
  return Promise.all(
    names.map(async (name) => {
      const text = new TextEncoder().encode(keyIdText(sessionStorage.getItem(name) ?? ''));
      return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', text))).slice(0, keyIdLength);
    }),
  );
}
