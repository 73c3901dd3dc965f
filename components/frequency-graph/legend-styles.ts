import { css } from 'lit';

/** The legend, and the list of attributes to break the graph down by. */
export const legendStyles = css`
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--_space-half);
    min-width: 0;
    margin-inline-start: calc(-1 * var(--_space-mid));
  }
  .series {
    display: inline-flex;
    align-items: center;
    gap: var(--_space-mid);
    height: var(--_slim);
    padding: 0 var(--_space-mid);
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
  .entry {
    display: inline-flex;
    align-items: center;
    min-width: 0;
  }
  .entry .name {
    overflow: hidden;
    max-width: 28ch;
    text-overflow: ellipsis;
  }
  .entry .value-action {
    width: 24px;
    height: 24px;
  }
  .breakdown .by {
    color: var(--_muted);
    font-weight: 400;
  }
  .breakdown .label-text {
    overflow: hidden;
    max-width: 22ch;
    text-overflow: ellipsis;
  }
`;
