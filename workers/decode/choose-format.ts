import type { WireFormat } from '../../src/model/reading.js';
import { sureEnough, type FormatDecoder } from './format-decoder.js';
import type { JsonObject } from './json.js';

/** Two formats whose certainties are nearer to each other than this cannot be told apart by one record. */
const leastLead = 0.15;
/** So many sets of members are remembered, none with longer names. */
const mostShapes = 500;
const longestShape = 1_000;

/** How sure the format is that the record is of it; where several fit only a person can tell, and the candidates are there alone. */
export interface Choice {
  readonly decoder?: FormatDecoder;
  readonly certainty: number;
  readonly candidates: readonly WireFormat[];
}

/**
 * What records are of; undefined where it is none of the formats. What the stream showed before says nothing of the next record: several programs may write into one
 * file. But where a record was of one format alone, others with the same members are asked about no other.
 */
export function formatChooser(decoders: readonly FormatDecoder[]): (record: JsonObject) => Choice | undefined {
  const shapes = new Map<string, FormatDecoder>();
  return (record) => {
    const shape = Object.keys(record).join();
    const known = shapes.get(shape);
    const choices = (some: readonly FormatDecoder[]): readonly Required<Choice>[] =>
      some
        .map((decoder) => ({ decoder, certainty: decoder.recognise(record), candidates: [decoder.format] }))
        .filter(({ certainty }) => certainty >= sureEnough);
    const [same] = choices(known ? [known] : []);
    if (same) return same;
    const [best, ...others] = [...choices(decoders)].sort((a, b) => b.certainty - a.certainty);
    const rivals = others.filter(
      ({ certainty, decoder }) =>
        best!.certainty - certainty < leastLead && !(decoder.readsEntries && best!.decoder.readsEntries),
    );
    if (best && rivals.length > 0)
      return { certainty: best.certainty, candidates: [best, ...rivals].flatMap(({ candidates }) => candidates) };
    if (best && shapes.size < mostShapes && shape.length < longestShape) shapes.set(shape, best.decoder);
    return best;
  };
}
