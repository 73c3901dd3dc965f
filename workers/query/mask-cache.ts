import type { Bytes } from '../../src/model/units.js';
import type { Found } from './condition.js';

const entryBytes = 96;

/** What conditions found in batches, bounded in bytes: the least recently used masks go. Batches never change, so masks stay right. */
export class MaskCache {
  private readonly found = new Map<string, Found>();
  private held = 0;

  constructor(private readonly mostBytes: Bytes) {}

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
    for (const [oldest, old] of this.found) {
      if (this.held <= this.mostBytes) break;
      this.found.delete(oldest);
      this.held -= sizeOf(oldest, old);
    }
  }

  clear(): void {
    this.found.clear();
    this.held = 0;
  }
}

function sizeOf(key: string, found: Found): number {
  return entryBytes + key.length + (typeof found === 'boolean' ? 0 : found.byteLength);
}
