import { scaleLog } from 'd3-scale';
import { line } from 'd3-shape';
import { growthFigures, type Growth } from './growth-page.js';

const width = 860;
const height = 460;
const margin = { top: 20, right: 330, bottom: 40, left: 60 };
/** Distinct in light and dark, told apart by their dashes as well. */
const looks = [
  ['#2f6fd0', ''],
  ['#2f6fd0', '6 3'],
  ['#b4501e', ''],
  ['#b4501e', '6 3'],
  ['#1f8a5b', ''],
  ['#1f8a5b', '6 3'],
  ['#8a4fc0', ''],
  ['#8a4fc0', '6 3'],
  ['#a8781a', ''],
  ['#a8781a', '6 3'],
] as const;

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const duration = (ms: number): string => (ms >= 1_000 ? `${ms / 1_000} s` : `${ms} ms`);
const at = (px: number): string => px.toFixed(1);

/** Milliseconds against activities, one line for each figure of time; as text of an SVG file. */
export function growthChart(growth: readonly Growth[]): string {
  const lines = growthFigures.flatMap(({ name, unit }) => {
    const points = growth.flatMap(({ rows, figures }): [number, number][] => {
      const value = figures[name];
      return unit === 'ms' && typeof value === 'number' && value > 0 ? [[rows, value]] : [];
    });
    return points.length > 0 ? [{ name, points }] : [];
  });
  const counts = growth.map(({ rows }) => rows);
  const values = lines.flatMap(({ points }) => points.map(([, value]) => value));
  const x = scaleLog([Math.min(...counts), Math.max(...counts)], [margin.left, width - margin.right]);
  const y = scaleLog([Math.min(...values), Math.max(...values)], [height - margin.bottom, margin.top]).nice();
  const path = line<[number, number]>(
    ([rows]) => x(rows),
    ([, value]) => y(value),
  );
  const powers = y.ticks().filter((tick) => Number.isInteger(Math.log10(tick)));
  // Labels keep the order of the lines' ends and do not overlap.
  const ends = lines
    .map((one, index) => ({ ...one, index, endPx: y(one.points.at(-1)![1]) }))
    .sort((a, b) => a.endPx - b.endPx);
  let below = margin.top - 15;
  const labels = ends.map(({ name, index, endPx, points }) => {
    below = Math.max(below + 15, endPx);
    const fromPx = x(points.at(-1)![0]);
    return `<path d="M${at(fromPx + 4)} ${at(endPx)}L${at(width - margin.right + 14)} ${at(below)}" class="lead"/><text x="${width - margin.right + 18}" y="${at(below + 4)}" fill="${looks[index % looks.length]![0]}">${escaped(name)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title desc">
<title id="title">How each figure grows with the number of activities</title>
<desc id="desc">Milliseconds on a logarithmic axis against activities on a logarithmic axis. ${escaped(
    lines
      .map(({ name, points }) => `${name}: ${points.map(([rows, value]) => `${value} at ${rows}`).join(', ')}`)
      .join('; '),
  )}.</desc>
<style>svg{font:12px system-ui,sans-serif;background:#fff}text:not([fill]){fill:#444}.grid{stroke:#ddd}.lead{stroke:#bbb;fill:none}@media (prefers-color-scheme:dark){svg{background:#16191f}text:not([fill]){fill:#c8ccd4}.grid{stroke:#333842}.lead{stroke:#555}}</style>
${powers
  .map(
    (tick) =>
      `<line class="grid" x1="${margin.left}" x2="${width - margin.right}" y1="${at(y(tick))}" y2="${at(y(tick))}"/><text x="${margin.left - 8}" y="${at(y(tick) + 4)}" text-anchor="end">${duration(tick)}</text>`,
  )
  .join('\n')}
${counts
  .map(
    (rows) =>
      `<line class="grid" x1="${at(x(rows))}" x2="${at(x(rows))}" y1="${margin.top}" y2="${height - margin.bottom}"/><text x="${at(x(rows))}" y="${height - margin.bottom + 18}" text-anchor="middle">${rows.toLocaleString('en')}</text>`,
  )
  .join('\n')}
${lines
  .map(
    ({ points }, index) =>
      `<path d="${path(points) ?? ''}" fill="none" stroke="${looks[index % looks.length]![0]}" stroke-width="2" stroke-dasharray="${looks[index % looks.length]![1]}"/>`,
  )
  .join('\n')}
${labels.join('\n')}
</svg>
`;
}
