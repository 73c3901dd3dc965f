import { nothing, svg, type SVGTemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { binEdges } from '../../src/charts/bin-geometry.js';
import { selectionBounds, type BinSelection } from '../../src/charts/bin-selection.js';
import { TickUnit, type TimeTick } from '../../src/charts/time-axis.js';
import type { Gap } from '../../src/model/coverage.js';
import { BinState } from '../../src/model/query.js';
import { toEpochMs } from '../../src/model/units.js';
import { plotMargins, type PlotModel } from './plot-model.js';

export interface PlotMarks {
  readonly cursor: number | null;
  readonly selection: BinSelection | null;
}

export interface PlotLabels {
  readonly time: (tick: TimeTick) => string;
  readonly count: (count: number) => string;
}

/** Prefix of the ids inside one shadow root. */
const patternId = (state: BinState): string => `hatch-${state}`;

/** Hatchings: lines for what is partly known, a denser grain for what is not known at all. */
const patterns = svg`
  <defs>
    <pattern id=${patternId(BinState.partial)} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <line class="hatch-line partial" x1="0.5" y1="0" x2="0.5" y2="6" />
    </pattern>
    <pattern id=${patternId(BinState.unknown)} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect class="hatch-ground" width="5" height="5" />
      <line class="hatch-line unknown" x1="0.75" y1="0" x2="0.75" y2="5" />
    </pattern>
  </defs>
`;

const isDate = ({ unit }: TimeTick): boolean =>
  unit === TickUnit.day || unit === TickUnit.month || unit === TickUnit.year;

/** Hairlines stand on whole pixels plus a half, so that they are one pixel wide. */
const hair = (px: number): number => Math.round(px) + 0.5;

function countAxisTemplate({ y, x }: PlotModel, labels: PlotLabels): SVGTemplateResult[] {
  return y.ticks.map(
    (tick) => svg`
      <line class=${tick === 0 ? 'base' : 'grid'} x1="0" x2=${x.widthPx} y1=${hair(y.y(tick))} y2=${hair(y.y(tick))} />
      <text class="label count" x="-8" y=${y.y(tick)} dy="0.32em">${labels.count(tick)}</text>
    `,
  );
}

function timeAxisTemplate({ timeTicks, x, y }: PlotModel, labels: PlotLabels): SVGTemplateResult[] {
  return timeTicks.map((tick) => {
    const at = x.x(tick.atMs);
    // At the very edge a centred label would be cut.
    const anchor = at < 18 ? 'start' : at > x.widthPx - 18 ? 'end' : 'middle';
    return svg`
      <line class="grid vertical" x1=${hair(at)} x2=${hair(at)} y1="0" y2=${y.heightPx + 4} />
      <text class=${isDate(tick) ? 'label time date' : 'label time'} x=${at} y=${y.heightPx + 16} text-anchor=${anchor}>${labels.time(tick)}</text>
    `;
  });
}

function selectionTemplate(model: PlotModel, selection: BinSelection): SVGTemplateResult {
  const { first, last } = selectionBounds(selection);
  const { leftPx } = binEdges(model.bins, first, model.x);
  const { rightPx } = binEdges(model.bins, last, model.x);
  return svg`
    <rect class="selection" x=${leftPx} y="0" width=${Math.max(1, rightPx - leftPx)} height=${model.y.heightPx} />
    <line class="selection-edge" x1=${hair(leftPx)} x2=${hair(leftPx)} y1="0" y2=${model.y.heightPx} />
    <line class="selection-edge" x1=${hair(rightPx)} x2=${hair(rightPx)} y1="0" y2=${model.y.heightPx} />
  `;
}

function cursorTemplate(model: PlotModel, cursor: number): SVGTemplateResult {
  const { leftPx, rightPx } = binEdges(model.bins, cursor, model.x);
  const middle = (leftPx + rightPx) / 2;
  const known = model.bins.states[cursor] !== BinState.unknown;
  return svg`
    <rect class="cursor-bin" x=${leftPx} y="0" width=${Math.max(1, rightPx - leftPx)} height=${model.y.heightPx} />
    <line class="cursor" x1=${middle} x2=${middle} y1="0" y2=${model.y.heightPx} />
    ${
      known
        ? model.series.map(({ info, counts }) => {
            const count = counts[cursor] ?? 0;
            return svg`<circle class="dot ${info.look}" cx=${middle} cy=${model.y.y(count)} r="3.5" />`;
          })
        : nothing
    }
  `;
}

/** A mark at the upper edge, wide enough to be seen. */
function gapTemplate({ x }: PlotModel, { range }: Gap): SVGTemplateResult {
  const from = Math.max(0, x.x(toEpochMs(range.fromNs)));
  const to = Math.min(x.widthPx, Math.max(from + 4, x.x(toEpochMs(range.toNs))));
  return svg`<rect class="gap-mark" x=${Math.min(from, to - 4)} y="-4" width=${Math.max(4, to - from)} height="4" />`;
}

/** The picture without its interaction. Hidden from assistive technology, which has the sentence and the table. */
export function plotTemplate(
  model: PlotModel,
  marks: PlotMarks,
  labels: PlotLabels,
  size: { readonly widthPx: number; readonly heightPx: number },
): SVGTemplateResult {
  const { left, top } = plotMargins;
  return svg`
    <svg part="plot" class="plot" width=${size.widthPx} height=${size.heightPx} aria-hidden="true" focusable="false">
      ${patterns}
      <g transform="translate(${left} ${top})">
        ${timeAxisTemplate(model, labels)} ${countAxisTemplate(model, labels)}
        ${model.hatches.map(
          ({ state, leftPx, widthPx }) => svg`
            <rect class="hatch ${state}" x=${leftPx} y="0" width=${widthPx} height=${model.y.heightPx} fill="url(#${patternId(state)})" />
          `,
        )}
        ${model.gaps.map((gap) => gapTemplate(model, gap))}
        ${marks.selection ? selectionTemplate(model, marks.selection) : nothing}
        ${repeat(
          model.series,
          ({ info }) => info.key,
          ({ info, area, line }) => svg`
            <path class="area ${info.look}" d=${area} />
            <path class="line ${info.look}" d=${line} />
          `,
        )}
        ${marks.cursor === null ? nothing : cursorTemplate(model, marks.cursor)}
      </g>
    </svg>
  `;
}
