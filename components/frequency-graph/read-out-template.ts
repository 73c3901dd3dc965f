import { html, nothing, type TemplateResult } from 'lit';
import { binEdges, binSpan } from '../../src/charts/bin-geometry.js';
import type { BinSelection } from '../../src/charts/bin-selection.js';
import { zoneSpanLabel } from '../../src/format/time-zone.js';
import { formatCount } from '../../src/format/numbers.js';
import { BinState } from '../../src/model/query.js';
import { msg, uiLocale } from '../internal/localise.js';
import { coverageOfBin, dayText, selectionText, spanText } from './graph-text.js';
import { lineNameTemplate, swatchTemplate } from './legend-template.js';
import { plotMargins, type PlotModel } from './plot-model.js';

const gapPx = 12;

/** Beside the bin, on the side with more room. */
function placeOf(model: PlotModel, index: number): string {
  const { leftPx, rightPx } = binEdges(model.bins, index, model.x);
  const left = plotMargins.left + leftPx;
  const right = plotMargins.left + rightPx;
  return (leftPx + rightPx) / 2 > model.x.widthPx / 2
    ? `inset-inline:auto calc(100% - ${Math.round(left) - gapPx}px)`
    : `inset-inline:${Math.round(right) + gapPx}px auto`;
}

/** What is known of one bin; a picture for eyes, `binText` is its sentence. */
export function readOutTemplate(
  model: PlotModel,
  index: number,
  selection: BinSelection | null,
  zone: string,
): TemplateResult {
  const state = model.bins.states[index];
  const { fromMs, toMs } = binSpan(model.bins, index, model.x);
  const day = dayText(model, zone);
  return html`<div part="read-out" class="read-out" aria-hidden="true" .style=${placeOf(model, index)}>
    ${day ? html`<div class="muted">${day}</div>` : nothing}
    <div class="when">
      <span class="tabular">${spanText(model, index, index, zone)}</span>
      <span class="zone">${zoneSpanLabel(zone, fromMs, toMs, uiLocale())}</span>
    </div>
    ${
      state === BinState.unknown
        ? nothing
        : model.series.map(({ info, counts }) => {
            const count = counts[index] ?? 0;
            return html`<div class="row ${count === 0 ? 'zero' : ''}">
              ${swatchTemplate(info)}<span class="name">${lineNameTemplate(info)}</span>
              <span class="count">${formatCount(count, uiLocale())}</span>
            </div>`;
          })
    }
    <div class="coverage ${state ?? ''}">${coverageOfBin(model, index)}</div>
    ${
      selection
        ? html`<div class="selected">
            <div class="tabular">${selectionText(model, selection, zone)}</div>
            <div class="muted">${msg('Let go or press Enter to zoom')}</div>
          </div>`
        : nothing
    }
  </div>`;
}
