import { css } from 'lit';

/** The two pictures of a line: its time on the scale of the trace, and the lanes of the sessions. */
export const pictureStyles = css`
  .chart {
    grid-area: chart;
    display: flex;
    align-items: center;
    gap: var(--_space-2);
    min-width: 0;
    padding-inline-end: var(--_space-3);
  }
  .track {
    position: relative;
    flex: 1;
    height: 14px;
    min-width: 40px;
  }
  .ended .track::after {
    content: '';
    position: absolute;
    inset-block: -8px;
    left: var(--end);
    border-inline-start: 1px dashed color-mix(in srgb, var(--_kubernetes) 45%, transparent);
  }
  .length {
    flex: none;
    width: 74px;
    color: var(--_muted);
    font-size: var(--_size-xs);
    font-variant-numeric: tabular-nums;
    text-align: end;
    white-space: nowrap;
  }
  .chart > .track:only-child {
    margin-inline-end: 82px;
  }
  .bar,
  .tick {
    position: absolute;
    top: 3px;
    height: 8px;
    background: var(--_bar, var(--_command));
  }
  .bar {
    min-width: 2px;
    border-radius: 1px;
  }
  .bar.endless {
    background: linear-gradient(to right, var(--_bar), color-mix(in srgb, var(--_bar) 15%, transparent));
  }
  .bar.repeats {
    background: repeating-linear-gradient(
      to right,
      var(--_bar) 0 2px,
      color-mix(in srgb, var(--_bar) 25%, transparent) 2px 4px
    );
  }
  .tick {
    width: 2px;
    top: 1px;
    height: 12px;
    border-radius: 1px;
  }
  .tick.edge {
    --_bar: var(--_kubernetes);
    top: -8px;
    height: 30px;
    width: 1px;
  }
  .command {
    --_bar: var(--_command);
  }
  .connection {
    --_bar: var(--_connection);
  }
  .fileaccess {
    --_bar: var(--_fileaccess);
  }
  .kubernetes {
    --_bar: var(--_kubernetes);
  }

  .lanes {
    grid-area: lanes;
    display: flex;
    align-self: stretch;
    padding-inline-end: var(--_space-mid);
  }
  .lane {
    position: relative;
    display: grid;
    place-items: center;
    width: 14px;
    font-size: var(--_size-2xs);
    font-style: normal;
    font-weight: 700;
    color: var(--_kubernetes);
  }
  .line .lane::before {
    content: '';
    position: absolute;
    inset-block: 0;
    inset-inline-start: 6px;
    width: 1px;
    background: var(--_border);
  }
  .line .lane.given::before {
    inset-inline-start: 4px;
    width: 5px;
    background: var(--_kubernetes);
  }
  .line .lane.maybe::before {
    inset-inline-start: 3px;
    width: 7px;
    background: repeating-linear-gradient(-45deg, var(--_warn) 0 2px, transparent 2px 4.5px);
    box-shadow: inset 0 0 0 1px color-mix(in srgb, var(--_warn) 45%, transparent);
  }
  .line .lane.start,
  .line .lane.end {
    z-index: 1;
  }
  .line .lane.start::before,
  .line .lane.end::before {
    z-index: -1;
    inset: calc(50% - 7px) auto auto 0;
    width: 14px;
    height: 14px;
    border-radius: var(--_radius-sm);
    background: var(--_kubernetes-soft);
    box-shadow: inset 0 0 0 1px var(--_kubernetes);
  }
`;
