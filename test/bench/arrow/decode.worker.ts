/** Pages are decoded and nothing else, by what the product's engine decodes them with: `{bodies, arrow}` comes, `DecodeDone` goes. */
import { activitiesIn, WireFormat, type Decoded, type Decoder } from '../../../src/model/reading.js';
import { ArrowMemory, arrowDecoders } from '../../../workers/decode/arrow-decoder.js';
import { EntryMembers } from '../../../workers/decode/entry-members.js';
import { open } from '../../../workers/decode/open.js';
import { StreamDecoder } from '../../../workers/decode/stream-decoder.js';
import { median } from '../turns.js';

export interface DecodeStep {
  readonly bodies: readonly Uint8Array[];
  readonly arrow: boolean;
}
export interface DecodeDone {
  readonly ms: number;
  /** Median of the later half of the pages: what comes first is compiled and seen for the first time. */
  readonly laterPageMs: number;
  readonly activities: number;
}

/** Chunks as a network brings them. */
const chunkBytes = 64 * 1024;

self.onmessage = ({ data: { bodies, arrow } }: MessageEvent<DecodeStep>) => {
  // As the engine does: what one page showed of members, texts and values is known to the next.
  const members = new EntryMembers();
  const createArrowDecoder = arrowDecoders(new ArrowMemory());
  const decoderOf = (): Decoder => {
    const options = { source: 'benchmark', format: WireFormat.open, columns: true };
    return arrow ? createArrowDecoder(options) : new StreamDecoder(options, [open], members);
  };
  let activities = 0;
  const count = (decoded: Decoded): void => {
    activities += activitiesIn(decoded);
    const [problem] = decoded.problems;
    if (problem) throw new Error(problem.reason);
  };
  const pageMs: number[] = [];
  const startMs = performance.now();
  for (const body of bodies) {
    const pageStartMs = performance.now();
    const decoder = decoderOf();
    for (let at = 0; at < body.length; at += chunkBytes) count(decoder.push(body.subarray(at, at + chunkBytes)));
    count(decoder.end());
    pageMs.push(performance.now() - pageStartMs);
  }
  const ms = performance.now() - startMs;
  const laterPageMs = median(pageMs.slice(pageMs.length >> 1));
  self.postMessage({ ms, laterPageMs, activities } satisfies DecodeDone);
};
