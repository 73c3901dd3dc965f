/**
 * The key that encrypts the cache on disk. It lives in the tab's session storage, so it outlives a reload and not the browser session; a second
 * tab gets it from the first over a broadcast channel. Where nobody has it any more, a new one is made, and what the old one encrypted is
 * unreadable for good.
 */
import { witnessKeys } from './key-witness.js';

const storageKey = (cacheId: string) => `activity-audit:key:${cacheId}`;
const channelName = (cacheId: string) => `activity-audit:key:${cacheId}`;
const keyBytes = 32;

interface KeyMessage {
  readonly kind: 'want' | 'have';
  readonly key?: Uint8Array;
}

export interface SessionKey {
  readonly key: Uint8Array;
  /** Stops answering other tabs. */
  close(): void;
}

/** Resolves in at most `waitMs`, and at once on a reload. */
export async function sessionKey(cacheId: string, waitMs = 150): Promise<SessionKey> {
  const channel = typeof BroadcastChannel === 'function' ? new BroadcastChannel(channelName(cacheId)) : null;
  let key = read(cacheId) ?? (channel ? await askOtherTabs(channel, waitMs) : null);
  key ??= crypto.getRandomValues(new Uint8Array(keyBytes));
  write(cacheId, key);
  const known = key;
  const stopWitness = witnessKeys(storageKey(''));
  channel?.addEventListener('message', (event: MessageEvent<KeyMessage>) => {
    if (event.data.kind === 'want') channel.postMessage({ kind: 'have', key: known } satisfies KeyMessage);
  });
  const close = (): void => {
    channel?.close();
    stopWitness();
  };
  return { key: known, close };
}

function askOtherTabs(channel: BroadcastChannel, waitMs: number): Promise<Uint8Array | null> {
  return new Promise((resolve) => {
    const settle = (key: Uint8Array | null) => {
      clearTimeout(timer);
      channel.removeEventListener('message', onMessage);
      resolve(key);
    };
    const onMessage = ({ data }: MessageEvent<KeyMessage>) => {
      if (data.kind === 'have' && data.key?.length === keyBytes) settle(data.key);
    };
    const timer = setTimeout(() => settle(null), waitMs);
    channel.addEventListener('message', onMessage);
    channel.postMessage({ kind: 'want' } satisfies KeyMessage);
  });
}

function read(cacheId: string): Uint8Array | null {
  try {
    const text = sessionStorage.getItem(storageKey(cacheId));
    if (!text || !/^[0-9a-f]{64}$/.test(text)) return null;
    return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
  } catch {
    // Storage is forbidden in this frame: the key lives as long as the page.
    return null;
  }
}

function write(cacheId: string, key: Uint8Array): void {
  try {
    sessionStorage.setItem(storageKey(cacheId), Array.from(key, (byte) => byte.toString(16).padStart(2, '0')).join(''));
  } catch {
    // As above.
  }
}
