/** The kernels of the calibration, written as plainly as their description in the study: any message runs them all. */
import { dayCount, lineChunks } from './activities.js';
import { studyBytes, studyRows, type KernelName, type KernelRun } from './calibration.js';
import { linesOf } from './peers/peer.js';
import { median } from './turns.js';

const code = 3;
const codes = Uint8Array.from({ length: studyRows }, (_, row) => (Math.imul(row, 0x9e37_79b1) >>> 20) % 50);
const numbers = Uint32Array.from({ length: studyRows }, (_, row) => Math.imul(row, 0x85eb_ca6b) >>> 0);
const bitmap = new Uint32Array(Math.ceil(studyRows / 32));
/** 34 of a hundred rows. */
const set = Uint32Array.from({ length: bitmap.length }, (_, word) => {
  let bits = 0;
  for (let bit = 0; bit < 32; bit += 1)
    if ((Math.imul(word * 32 + bit, 0xc2b2_ae35) >>> 8) % 100 < 34) bits |= 1 << bit;
  return bits >>> 0;
});
const table = Uint8Array.from({ length: 256 }, (_, value) => (value === code ? 1 : 0));
const bytes = new Uint8Array(64 * 2 ** 20).map((_, at) => at);
const chunks = lineChunks(0, 20_000, dayCount(studyRows));
const lineBytes = chunks.reduce((sum, { length }) => sum + length, 0);

function touch(): number {
  let total = 0;
  for (let at = 0; at < bytes.length; at += 1) total += bytes[at]!;
  return total;
}

function json(): number {
  let members = 0;
  for (const line of linesOf(chunks)) {
    const row = JSON.parse(line) as { readonly id: string };
    members += row.id.length;
  }
  return members;
}

function compare(): number {
  bitmap.fill(0);
  for (let row = 0; row < codes.length; row += 1) if (codes[row] === code) bitmap[row >> 5]! |= 1 << (row & 31);
  return bitmap[0]!;
}

function byTable(): number {
  for (let word = 0, row = 0; word < bitmap.length; word += 1) {
    let bits = 0;
    for (let bit = 0; bit < 32; bit += 8, row += 8)
      bits |=
        (table[codes[row]!]! |
          (table[codes[row + 1]!]! << 1) |
          (table[codes[row + 2]!]! << 2) |
          (table[codes[row + 3]!]! << 3) |
          (table[codes[row + 4]!]! << 4) |
          (table[codes[row + 5]!]! << 5) |
          (table[codes[row + 6]!]! << 6) |
          (table[codes[row + 7]!]! << 7)) <<
        bit;
    bitmap[word] = bits;
  }
  return bitmap[0]!;
}

function sum(): number {
  let total = 0;
  for (let row = 0; row < numbers.length; row += 1) total += numbers[row]!;
  return total;
}

function count(): number {
  const counts = new Uint32Array(64);
  for (let word = 0; word < set.length; word += 1) {
    for (let bits = set[word]!; bits !== 0; bits &= bits - 1) {
      const row = word * 32 + 31 - Math.clz32(bits & -bits);
      counts[codes[row]!]! += 1;
    }
  }
  return counts[code]!;
}

/** The median of several: the first may be interrupted by what ran before. */
function run(kernel: () => number, times: number, share: number): KernelRun {
  const ms = Array.from({ length: times }, () => {
    const startMs = performance.now();
    if (Number.isNaN(kernel())) throw new Error('A kernel counted nothing.');
    return performance.now() - startMs;
  });
  return { ms: median(ms), share };
}

self.onmessage = () => {
  const runs: Record<KernelName, KernelRun> = {
    touch: run(touch, 3, bytes.length / studyBytes),
    json: run(json, 5, lineBytes / studyBytes),
    compare: run(compare, 25, 1),
    table: run(byTable, 25, 1),
    sum: run(sum, 25, 1),
    count: run(count, 25, 1),
  };
  self.postMessage(runs);
};
