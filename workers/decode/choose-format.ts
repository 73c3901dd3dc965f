import type { WireFormat } from '../../src/model/reading.js';
import { sureEnough, type FormatDecoder } from './format-decoder.js';
import type { JsonObject } from './json.js';

/** Two formats whose certainties are nearer to each other than this cannot be told apart by one record. */
const leastLead = 0.15;
/** So many sets of members are remembered, none with longer names. */
const mostShapes = 500;
const longestShape = 1_000;

/** How sure the format is that the record is of it; where several fit only a person can tell, and the candidates are there alone. */
interface Choice {
  readonly decoder?: FormatDecoder;
  readonly certainty: number;
  readonly candidates: readonly WireFormat[];
}

/**
 * What records of one stream are of. What the stream showed before says nothing of the next record: several programs may write into one file. But where a record was of
 * one format alone, others with the same members are asked about no other.
 */
export class FormatChoice {
  /** By format: how sure the least sure record was to be of it. */
  readonly certainties = new Map<WireFormat, number>();
  /** What the last record could be of, where that is more than one format. */
  doubt: readonly WireFormat[] | null = null;
  /** The same of the first record that was so. */
  undecided: readonly WireFormat[] | null = null;
  readonly #decoders: readonly FormatDecoder[];
  readonly #forced: FormatDecoder | null;
  readonly #shapes = new Map<string, FormatDecoder>();

  /** `forced`: somebody said that it is this one. */
  constructor(decoders: readonly FormatDecoder[], forced: FormatDecoder | null) {
    this.#decoders = decoders;
    this.#forced = forced;
  }

  /** Null where it is none of the formats, or of several. `last`: what the record before was of. */
  of(record: JsonObject, last: FormatDecoder | null): FormatDecoder | null {
    this.doubt = null;
    if (this.#forced) return this.#forced.recognise(record) > 0 ? this.#forced : null;
    if (last?.readsEntries && last.recognise(record) >= sureEnough) return last;
    const chosen = this.#choose(record);
    if (!chosen) return null;
    const { decoder, certainty, candidates } = chosen;
    if (!decoder) {
      this.doubt = candidates;
      this.undecided ??= candidates;
      return null;
    }
    if (!(certainty >= this.certainties.get(decoder.format)!)) this.certainties.set(decoder.format, certainty);
    return decoder;
  }

  #choose(record: JsonObject): Choice | undefined {
    const shape = Object.keys(record).join();
    const known = this.#shapes.get(shape);
    const choices = (some: readonly FormatDecoder[]): readonly Required<Choice>[] =>
      some
        .map((decoder) => ({ decoder, certainty: decoder.recognise(record), candidates: [decoder.format] }))
        .filter(({ certainty }) => certainty >= sureEnough);
    const [same] = choices(known ? [known] : []);
    if (same) return same;
    const [best, ...others] = [...choices(this.#decoders)].sort((a, b) => b.certainty - a.certainty);
    const rivals = others.filter(
      ({ certainty, decoder }) =>
        best!.certainty - certainty < leastLead && !(decoder.readsEntries && best!.decoder.readsEntries),
    );
    if (best && rivals.length > 0)
      return { certainty: best.certainty, candidates: [best, ...rivals].flatMap(({ candidates }) => candidates) };
    if (best && this.#shapes.size < mostShapes && shape.length < longestShape) this.#shapes.set(shape, best.decoder);
    return best;
  }
}
