/** Typed arrays one behind the other in one stretch of bytes, each at a multiple of 8. */
import { AuditError, ErrorCode } from '../../src/model/audit-error.js';

export type Section = Uint8Array | Uint16Array | Uint32Array | Float64Array;
/** Bytes of an element, or `f64`. */
type SectionType = 'u8' | 'u16' | 'u32' | 'f64';

const elementBytes: Readonly<Record<SectionType, number>> = { u8: 1, u16: 2, u32: 4, f64: 8 };

export function damaged(detail: string): never {
  throw new AuditError(
    ErrorCode.storage,
    'A stored batch of activities is damaged and cannot be used. Its activities have to be loaded again.',
    { detail },
  );
}

export function paddedLength(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}

/** Reads in the order of writing: arrays over the bytes themselves where they lie right for it, copies elsewhere. */
export class SectionReader {
  constructor(
    private readonly bytes: Uint8Array,
    private at: number,
  ) {}

  u8(length: number): Uint8Array {
    return new Uint8Array(...this.take('u8', length));
  }
  u16(length: number): Uint16Array {
    return new Uint16Array(...this.take('u16', length));
  }
  u32(length: number): Uint32Array {
    return new Uint32Array(...this.take('u32', length));
  }
  f64(length: number): Float64Array {
    return new Float64Array(...this.take('f64', length));
  }

  end(): void {
    if (this.at !== this.bytes.length) damaged(`${this.bytes.length - this.at} bytes too many`);
  }

  private take(type: SectionType, length: number): readonly [ArrayBufferLike, number, number] {
    const byteLength = elementBytes[type] * length;
    if (!Number.isSafeInteger(length) || length < 0 || this.at + byteLength > this.bytes.length) {
      damaged(`a section of ${length} ${type} ends behind the data`);
    }
    const from = this.at;
    this.at += paddedLength(byteLength);
    const offset = this.bytes.byteOffset + from;
    if (offset % 8 === 0) return [this.bytes.buffer, offset, length];
    return [new Uint8Array(this.bytes.subarray(from, from + byteLength)).buffer, 0, length];
  }
}
