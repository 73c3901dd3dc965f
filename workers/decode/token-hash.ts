/** Hashes have 30 bits: so many a processor's whole number has in a field of an object, without a box around it. */
const hashMask = 0x3fff_ffff;

/** To begin hashes with, so that nobody can choose tokens whose hashes meet. */
export const randomSeed = (): number => Math.floor(Math.random() * 2 ** 30);

/** Continues a hash over the bytes; three bytes behind them must be readable. */
export function hashBytes(view: DataView, from: number, length: number, seed: number): number {
  let hash = seed;
  const end = from + (length & ~3);
  let at = from;
  for (; at < end; at += 4) hash = mix(hash, view.getInt32(at, true));
  return finish((length & 3) === 0 ? hash : mix(hash, view.getInt32(at, true) & tailMask(length)));
}

export function mix(hash: number, word: number): number {
  return Math.imul(((hash << 5) | (hash >>> 27)) ^ word, 0x9e3779b1);
}

export function finish(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return (mixed ^ (mixed >>> 13)) & hashMask;
}

/** Of a token's last word, the bytes that belong to it; its length is no multiple of four. */
export function tailMask(length: number): number {
  return (1 << ((length & 3) * 8)) - 1;
}
