import type { Field } from '@uwdata/flechette';
import { AttributeKind, attributeKind } from '../../src/model/attribute-names.js';
import type { Bytes } from '../../src/model/units.js';
import { ArrowAttributeValues } from './arrow-attribute-values.js';
import { TextTable } from './arrow-texts.js';

/** What may be held of texts and values between two batches. */
const mostBytes = 32 * 1024 * 1024;
/** The same where nothing has come for a while. */
const restingBytes = 4 * 1024 * 1024;
/** Attributes, whose names come from streams. */
const mostAttributes = 4_096;
/** What a value costs that is remembered and is no text. */
const otherBytes = 64;
/** What an attribute costs about which nothing is known. */
const emptyBytes = 1_024;
/** Values that are no texts, beyond which none is remembered. */
const mostOthers = 1 << 16;

/** What is done to a value before the rules for attributes; the same function wherever the same is done. */
export type Refine = (value: unknown) => unknown;
export const asItIs: Refine = (value) => value;

/** What raw values come to: positions among the attribute's values, 0 for none. */
export class Remembered {
  /** By the bytes of a text. */
  readonly texts = new TextTable();
  readonly #others = new Map<unknown, number>();

  get byteLength(): Bytes {
    return this.texts.byteLength + this.#others.size * otherBytes;
  }

  other(key: unknown): number | undefined {
    return this.#others.get(key);
  }

  keepOther(key: unknown, position: number): void {
    if (this.#others.size < mostOthers) this.#others.set(key, position);
  }
}

/** One attribute: its values, each once, and what raw values come to. */
export class ArrowAttribute {
  /** Canonical. */
  readonly name: string;
  readonly isNumber: boolean;
  /** Whether a text is its value as it stands. */
  readonly takesTexts: boolean;
  values = new ArrowAttributeValues();
  #remembered = new Map<Refine, Remembered>();

  constructor(name: string) {
    this.name = name;
    const kind = attributeKind(name);
    this.isNumber = kind === AttributeKind.number;
    this.takesTexts = kind === AttributeKind.text || kind === AttributeKind.address;
  }

  get byteLength(): Bytes {
    let bytes = emptyBytes + this.values.byteLength;
    for (const remembered of this.#remembered.values()) bytes += remembered.byteLength;
    return bytes;
  }

  remembered(refine: Refine): Remembered {
    let found = this.#remembered.get(refine);
    if (!found) this.#remembered.set(refine, (found = new Remembered()));
    return found;
  }

  /** Begins anew. Lists of values that were handed out stay as they are. */
  reset(): void {
    this.values = new ArrowAttributeValues();
    this.#remembered = new Map();
  }
}

/** What the streams of one backend showed of attributes and their values: each text is read and entered once, not once a page. */
export class ArrowMemory {
  /** Of the hashes that texts are remembered by, so that nobody can choose texts whose hashes meet. */
  readonly seed = (Math.random() * 2 ** 32) | 0;
  /** The columns of the last stream by the signature of its schema: most streams of a backend have the same. */
  lastColumns: { readonly signature: string; readonly fields: readonly Field[] } | null = null;
  #attributes = new Map<string, ArrowAttribute>();

  attribute(name: string): ArrowAttribute {
    let attribute = this.#attributes.get(name);
    if (!attribute) this.#attributes.set(name, (attribute = new ArrowAttribute(name)));
    return attribute;
  }

  /** Nothing has come for a while: gives back most of the memory. What comes then is learnt again. */
  rest(): void {
    this.forgetWhatIsTooMuch(restingBytes);
  }

  /** Keeps what is remembered within bounds, whatever comes. */
  forgetWhatIsTooMuch(bytes: Bytes = mostBytes): void {
    if (this.#attributes.size > mostAttributes) this.#attributes = new Map();
    for (;;) {
      let total = 0;
      const sizes = Array.from(this.#attributes.values(), (attribute) => {
        const size = attribute.byteLength;
        total += size;
        return { attribute, size };
      });
      if (total <= bytes || total <= sizes.length * emptyBytes) return;
      for (const { attribute, size } of sizes) if (size * sizes.length >= total) attribute.reset();
    }
  }
}
