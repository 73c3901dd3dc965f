import type { Bytes } from '../../src/model/units.js';
import type { Found } from './condition.js';

const entryBytes = 96;

/** What conditions found in batches, bounded in bytes: the least recently used masks go. Batches never change, so masks stay right. */
export class MaskCache {
  private readonly found = new Map<string, Found>();
  private held = 0;

  constructor(private mostBytes: Bytes) {}

  get byteLength(): Bytes {
    return this.held;
  }

  get(uid: number, condition: string): Found | undefined {
    const key = `${uid} ${condition}`;
    const found = this.found.get(key);
    if (found !== undefined) {
      this.found.delete(key);
      this.found.set(key, found);
    }
    return found;
  }

  set(uid: number, condition: string, found: Found): void {
    const key = `${uid} ${condition}`;
    this.found.set(key, found);
    this.held += sizeOf(key, found);
    this.shrink();
  }

  /** Another bound. */
  fit(mostBytes: Bytes): void {
    this.mostBytes = mostBytes;
    this.shrink();
  }

  /** Lets go of what was found in batches that are not there any more. */
  keepOnly(uids: ReadonlySet<number>): void {
    for (const [key, found] of this.found) {
      if (uids.has(Number.parseInt(key, 10))) continue;
      this.found.delete(key);
      this.held -= sizeOf(key, found);
    }
  }

  clear(): void {
    this.found.clear();
    this.held = 0;
  }

  private shrink(): void {
    for (const [oldest, found] of this.found) {
      if (this.held <= this.mostBytes) break;
      this.found.delete(oldest);
      this.held -= sizeOf(oldest, found);
    }
  }
}

function sizeOf(key: string, found: Found): number {
  return entryBytes + key.length + (typeof found === 'boolean' ? 0 : found.byteLength);
}
