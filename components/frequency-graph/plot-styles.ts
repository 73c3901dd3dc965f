import { css } from 'lit';

/** The picture: axes, lines and their hues, hatchings, what is selected. */
export const plotStyles = css`
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
    font-size: var(--_size-xs);
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
  .value-0 {
    --_hue: var(--_series-1);
  }
  .value-1 {
    --_hue: var(--_series-2);
  }
  .line.value-1 {
    stroke-dasharray: 8 2;
  }
  .value-2 {
    --_hue: var(--_series-3);
  }
  .line.value-2 {
    stroke-dasharray: 2 2;
  }
  .value-3 {
    --_hue: var(--_series-4);
  }
  .line.value-3 {
    stroke-dasharray: 7 2 2 2;
  }
  .value-4 {
    --_hue: var(--_series-5);
  }
  .line.value-4 {
    stroke-dasharray: 12 3;
  }
  .value-5 {
    --_hue: var(--_series-6);
  }
  .line.value-5 {
    stroke-dasharray: 4 2;
  }
  .value-6 {
    --_hue: var(--_series-7);
  }
  .line.value-6 {
    stroke-dasharray: 1 2;
  }
  .value-7 {
    --_hue: var(--_series-8);
  }
  .line.value-7 {
    stroke-dasharray: 10 2 2 2 2 2;
  }
  .absent,
  .other {
    --_hue: var(--_muted);
  }
  .line.absent {
    stroke-dasharray: 1 3;
  }
  .line.other {
    stroke-dasharray: 5 4;
  }
  .gap-mark {
    fill: var(--_warn);
  }
  @media (prefers-contrast: more) {
    .line {
      stroke-width: 2.25;
    }
    .hatch-line.partial,
    .hatch-line.unknown {
      stroke-opacity: 0.8;
    }
  }
`;
