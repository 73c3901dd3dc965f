import { html, type TemplateResult } from 'lit';
import { ActivityType } from '../../src/model/activity.js';
import type { ExecSession } from '../../src/model/trace.js';
import type { EpochNs } from '../../src/model/units.js';
import { formatShortLength } from './relative-time.js';
import type { TraceLine } from './trace-lines.js';
import { msg } from '../internal/localise.js';

export interface SpanScale {
  readonly fromNs: EpochNs;
  readonly toNs: EpochNs;
}

/** Share of the scale, 0 to 100. */
function percent({ fromNs, toNs }: SpanScale, timeNs: EpochNs): number {
  const whole = Number(toNs - fromNs);
  return whole <= 0 ? 0 : Math.min(100, Math.max(0, (Number(timeNs - fromNs) / whole) * 100));
}

/** Where the session ends, as CSS. */
export function endPercent(scale: SpanScale, session: ExecSession | undefined): string {
  return `${session?.endNs ? percent(scale, session.endNs) : 100}%`;
}

/**
 * When and how long, on the scale of the whole trace: a bar for a process whose end is known, a fading one up to the last thing it is known to
 * have done where it is not, a tick for what happened at one moment.
 */
export function renderSpan(scale: SpanScale, line: TraceLine): TemplateResult {
  if (line.kind === 'mark') {
    const x = percent(scale, line.mark.timeNs);
    return html`<span class="track" aria-hidden="true"><i class="tick edge" .style=${`left:${x}%`}></i></span>`;
  }
  if (line.kind === 'fold') {
    const { nodes, firstNs, lastNs } = line.fold;
    const type = nodes[0]?.row.activity.type ?? ActivityType.command;
    return renderBar(scale, `${type} repeats`, firstNs, lastNs, formatShortLength(lastNs - firstNs));
  }
  const { row, lastNs } = line.node;
  const { type, timeNs } = row.activity;
  if (type !== ActivityType.command)
    return html`<span class="track" aria-hidden="true"
      ><i class="tick ${type}" .style=${`left:${percent(scale, timeNs)}%`}></i
    ></span>`;
  if (row.endNs !== null) return renderBar(scale, type, timeNs, row.endNs, formatShortLength(row.endNs - timeNs));
  return renderBar(scale, `${type} endless`, timeNs, lastNs, '');
}

function renderBar(scale: SpanScale, kind: string, fromNs: EpochNs, toNs: EpochNs, length: string): TemplateResult {
  const left = percent(scale, fromNs);
  const width = percent(scale, toNs) - left;
  return html`<span class="track" aria-hidden="true"
      ><i class="bar ${kind}" .style=${`left:${left}%;width:${width}%`}></i></span
    ><span class="length"
      >${length === '' ? html`<span class="visually-hidden">${msg('end unknown')}</span>` : length}</span
    >`;
}
