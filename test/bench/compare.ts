import { fileURLToPath } from 'node:url';
import type { Measured } from './measured.js';
import { figures } from './figures.js';

export const recordedPath = fileURLToPath(new URL('recorded.json', import.meta.url));

/** Ratios to the plain array of now and of when they were recorded: what a machine adds to both falls out. Informs; noise makes a third of it. */
export function compareWithRecorded(measured: readonly Measured[], recordedJson: string): string {
  const recorded = (JSON.parse(recordedJson) as { measured: Measured[] }).measured;
  const lines = ['', 'times better than the plain array: now, and when last recorded'];
  for (const { name, of } of figures) {
    const [now, then] = [measured, recorded].map((all) => {
      const product = all.find((one) => one.name === 'product');
      const array = all.find((one) => one.name === 'array');
      const [own, theirs] = [product && of(product), array && of(array)];
      return own !== undefined && theirs !== undefined ? theirs / own : Number.NaN;
    });
    if (now !== undefined && then !== undefined && Number.isFinite(now) && Number.isFinite(then))
      lines.push(
        `  ${name}: ${now.toFixed(1)}x, was ${then.toFixed(1)}x (${now >= then ? '+' : ''}${((now / then - 1) * 100).toFixed(0)}%)`,
      );
  }
  return lines.join('\n');
}
