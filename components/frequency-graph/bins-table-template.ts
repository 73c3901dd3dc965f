import { html, type TemplateResult } from 'lit';
import { formatCount } from '../../src/format/numbers.js';
import { BinState } from '../../src/model/query.js';
import { msg, uiLocale } from '../internal/localise.js';
import { coverageOfBin, spanText } from './graph-text.js';
import { spokenName } from './line-info.js';
import type { PlotModel } from './plot-model.js';

/** The numbers behind the lines, bin by bin, for those who read rather than look. */
export function binsTableTemplate(model: PlotModel, zone: string): TemplateResult {
  const bins = Array.from({ length: model.bins.count }, (_, index) => index);
  // A table is never narrower than its text: something around it has to hide it.
  return html`<div class="visually-hidden">
    <table>
      <caption>
        ${msg('Activity per time bin')}
      </caption>
      <thead>
        <tr>
          <th scope="col">${msg('Time')}</th>
          ${model.series.map(({ info }) => html`<th scope="col">${spokenName(info)}</th>`)}
          <th scope="col">${msg('Coverage')}</th>
        </tr>
      </thead>
      <tbody>
        ${bins.map((index) => {
          const state = model.bins.states[index];
          return html`<tr>
            <th scope="row">${spanText(model, index, index, zone)}</th>
            ${model.series.map(
              ({ counts }) =>
                html`<td>
                  ${state === BinState.unknown ? msg('not known') : formatCount(counts[index] ?? 0, uiLocale())}
                </td>`,
            )}
            <td>${coverageOfBin(model, index)}</td>
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
}
