/** The browser's own DecompressionStream, which is stricter than that of Node. */
import { expect } from '@open-wc/testing';
import { gunzip } from '../../workers/ingest/file-gunzip.js';

type Chunk = Uint8Array<ArrayBuffer>;

async function gzip(text: string): Promise<Chunk> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function* inPieces(bytes: Chunk, length: number): AsyncGenerator<Chunk> {
  for (let from = 0; from < bytes.length; from += length) yield bytes.slice(from, from + length);
}

async function unpack(bytes: Chunk, pieceLength = 1000): Promise<{ text: string; failed: boolean }> {
  const decoder = new TextDecoder();
  let text = '';
  try {
    for await (const part of gunzip(inPieces(bytes, pieceLength))) text += decoder.decode(part, { stream: true });
    return { text, failed: false };
  } catch {
    return { text, failed: true };
  }
}

function lines(from: number, to: number): string {
  let text = '';
  for (let index = from; index < to; index += 1) text += `{"line":${index},"hash":${Math.sin(index)}}\n`;
  return text;
}

describe('unpacking gzip in the browser', () => {
  it('gives back what was packed, however the bytes come', async () => {
    const text = lines(0, 20_000);
    const packed = await gzip(text);
    for (const length of [packed.length, 65_536, 777]) {
      expect(await unpack(packed, length)).to.deep.equal({ text, failed: false });
    }
  });

  it('reads members that were appended to each other', async () => {
    const parts = [lines(0, 3000), lines(3000, 3001), '', lines(3001, 9000)];
    const packed = await new Blob(await Promise.all(parts.map(gzip))).arrayBuffer();
    for (const length of [packed.byteLength, 4096, 13]) {
      expect(await unpack(new Uint8Array(packed), length)).to.deep.equal({ text: parts.join(''), failed: false });
    }
  });

  it('gives what came before the end when the data is cut off', async () => {
    const text = lines(0, 20_000);
    const packed = await gzip(text);
    const { text: unpacked, failed } = await unpack(packed.slice(0, packed.length >> 1));
    expect(failed).to.equal(true);
    expect(text.startsWith(unpacked)).to.equal(true);
    expect(unpacked.length).to.be.greaterThan(text.length * 0.4);
  });

  it('fails on data that is damaged at the start', async () => {
    expect(await unpack(Uint8Array.of(0x1f, 0x8b, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14))).to.deep.equal({
      text: '',
      failed: true,
    });
  });
});
