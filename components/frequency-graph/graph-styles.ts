import { css } from 'lit';

export const graphStyles = css`
  :host {
    display: block;
    container: frequency-graph / inline-size;
    --_graph-height: var(--activity-graph-height, 164px);
  }
  .head {
    display: flex;
    align-items: center;
    gap: var(--_space-2);
    min-height: 28px;
    min-width: 0;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 0 2px;
    min-width: 0;
    margin-inline-start: -6px;
  }
  .series {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    height: 26px;
    padding: 0 6px;
    border: 0;
    border-radius: var(--_radius);
    background: none;
    color: var(--_text);
    font-size: var(--_size-sm);
    cursor: pointer;
    white-space: nowrap;
    user-select: none;
  }
  .series:hover {
    background: var(--_hover);
  }
  .series .short {
    display: none;
  }
  .scale:not([aria-pressed='true']) {
    color: var(--_muted);
  }
  .scale[aria-pressed='true'] {
    border-color: var(--_accent);
    background: var(--_accent-soft);
  }
  .series .count,
  .read-out .count {
    font-variant-numeric: tabular-nums;
    color: var(--_muted);
  }
  .series[aria-pressed='false'] {
    color: var(--_muted);
  }
  .series[aria-pressed='false'] .name {
    text-decoration: line-through;
  }
  .series[aria-pressed='false'] .swatch {
    opacity: 0.35;
  }
  .space {
    flex: 1;
  }
  .facts {
    color: var(--_muted);
    font-size: var(--_size-sm);
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
    min-width: 0;
  }
  .facts .weak {
    color: var(--_warn);
  }
  .frame {
    position: relative;
    height: var(--_graph-height);
    direction: ltr;
  }
  .frame .progress {
    position: absolute;
    inset: 0 0 auto 46px;
    z-index: 1;
  }
  .plot {
    position: absolute;
    inset: 0;
    display: block;
    overflow: hidden;
  }
  .pending .plot {
    opacity: 0.6;
  }
  .grid,
  .base {
    stroke: var(--_border);
    stroke-width: 1;
    shape-rendering: crispEdges;
  }
  .base {
    stroke: var(--_border-strong);
  }
  .grid.vertical {
    stroke: color-mix(in srgb, var(--_border) 65%, transparent);
  }
  .label {
    fill: var(--_muted);
    font-size: 11px;
    font-variant-numeric: tabular-nums;
  }
  .label.count {
    text-anchor: end;
  }
  .label.date {
    fill: var(--_text);
    font-weight: 500;
  }
  .area {
    fill-opacity: 0.1;
  }
  .line {
    fill: none;
    stroke-width: 1.5;
    stroke-linejoin: round;
  }
  .command {
    --_hue: var(--_command);
  }
  .connection {
    --_hue: var(--_connection);
  }
  .kubernetes {
    --_hue: var(--_kubernetes);
  }
  .fileaccess {
    --_hue: var(--_fileaccess);
  }
  .line {
    stroke: var(--_hue);
  }
  .area,
  .dot {
    fill: var(--_hue);
  }
  .line.connection {
    stroke-dasharray: 8 2;
  }
  .line.kubernetes {
    stroke-width: 2;
    stroke-dasharray: 2 2;
  }
  .line.fileaccess {
    stroke-dasharray: 7 2 2 2;
  }
  .dot {
    stroke: var(--_surface);
    stroke-width: 1.5;
  }
  .hatch-ground {
    fill: var(--_sunken);
  }
  .hatch-line {
    stroke: var(--_muted);
    stroke-width: 1;
    stroke-opacity: 0.5;
  }
  .hatch-line.unknown {
    stroke-width: 1.5;
    stroke-opacity: 0.3;
  }
  .cursor-bin {
    fill: var(--_text);
    fill-opacity: 0.05;
  }
  .cursor {
    stroke: var(--_muted);
    stroke-width: 1;
  }
  .selection {
    fill: var(--_accent);
    fill-opacity: 0.14;
  }
  .selection-edge {
    stroke: var(--_accent);
    stroke-width: 1;
  }
  .surface {
    position: absolute;
    inset: 4px 4px 0 46px;
    border-radius: 2px;
    cursor: crosshair;
    touch-action: pan-y;
    user-select: none;
    -webkit-user-select: none;
    -webkit-touch-callout: none;
  }
  .read-out {
    position: absolute;
    top: 6px;
    z-index: 3;
    min-width: 168px;
    max-width: 260px;
    padding: 6px 10px 7px;
    border: 1px solid var(--_border-strong);
    border-radius: var(--_radius);
    background: var(--_raised);
    box-shadow: var(--_shadow);
    font-size: var(--_size-sm);
    line-height: 18px;
    pointer-events: none;
  }
  .read-out .when {
    display: flex;
    justify-content: space-between;
    gap: var(--_space-3);
    margin-bottom: 2px;
    font-weight: 600;
    white-space: nowrap;
  }
  .read-out .zone {
    color: var(--_muted);
    font-weight: 400;
  }
  .read-out .row {
    display: flex;
    align-items: center;
    gap: 6px;
  }
  .read-out .row .name {
    flex: 1;
  }
  .read-out .row .count {
    color: var(--_text);
    font-weight: 500;
  }
  .read-out .zero,
  .read-out .zero .count {
    color: var(--_muted);
    font-weight: 400;
  }
  .read-out .coverage {
    margin-top: 2px;
    color: var(--_muted);
  }
  .read-out .coverage.partial,
  .read-out .coverage.unknown {
    color: var(--_warn);
  }
  .read-out .selected {
    margin-top: 5px;
    padding-top: 5px;
    border-top: 1px solid var(--_border);
  }
  .note {
    position: absolute;
    inset: 8px 8px 24px 46px;
    z-index: 2;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    align-content: center;
    justify-content: center;
    gap: 6px 12px;
    color: var(--_muted);
    text-align: center;
    pointer-events: none;
  }
  .note > * {
    margin: 0;
    padding: 2px 8px;
    border-radius: var(--_radius);
    background: var(--_surface);
    pointer-events: auto;
  }
  .note > .button {
    padding: 0 10px;
  }
  .note.error {
    color: var(--_text);
  }
  .note.error .icon {
    display: inline-block;
    vertical-align: -3px;
    color: var(--_danger);
  }
  @media (pointer: coarse) {
    .series {
      height: 36px;
    }
  }
  @container frequency-graph (width < 560px) {
    .head {
      flex-wrap: wrap;
      gap: 0 var(--_space-2);
    }
    .legend {
      flex: 1 1 100%;
    }
    .series {
      padding: 0 5px;
      gap: 5px;
    }
    .series .name {
      display: none;
    }
    .series .short {
      display: inline;
    }
    .space {
      display: none;
    }
    .facts {
      flex: 1;
    }
  }
  @media (forced-colors: active) {
    .line,
    .area,
    .dot,
    .selection {
      forced-color-adjust: none;
    }
  }
`;
