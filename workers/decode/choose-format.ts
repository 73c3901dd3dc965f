import type { WireFormat } from '../../src/model/reading.js';
import { sureEnough, type FormatDecoder } from './format-decoder.js';
import type { JsonObject } from './json.js';

/** Two formats whose certainties are nearer to each other than this cannot be told apart by one record. */
const leastLead = 0.15;

/**
 * The format that a record is of, null where it is of none, and the candidates where only a person can tell. `seen`: formats that the stream had
 * records of before.
 */
export function chooseFormat(
  record: JsonObject,
  decoders: readonly FormatDecoder[],
  seen: ReadonlyMap<WireFormat, number>,
): FormatDecoder | readonly WireFormat[] | null {
  const found = decoders
    .map((decoder) => ({ decoder, certainty: decoder.recognise(record) }))
    .filter(({ certainty }) => certainty >= sureEnough)
    .sort((a, b) => b.certainty - a.certainty);
  const [best] = found;
  if (!best) return null;
  const rivals = found.filter(
    ({ decoder, certainty }) =>
      decoder !== best.decoder &&
      best.certainty - certainty < leastLead &&
      !(decoder.readsEntries && best.decoder.readsEntries),
  );
  if (rivals.length === 0) return best.decoder;
  const candidates = [best, ...rivals].map(({ decoder }) => decoder);
  // What the stream showed already speaks for one of them.
  const known = candidates.filter(({ format }) => seen.has(format));
  return known.length === 1 ? known[0]! : candidates.map(({ format }) => format);
}
