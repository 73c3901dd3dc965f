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
  .picker {
    display: flex;
    flex-direction: column;
    width: 340px;
    max-width: calc(100vw - 18px);
    max-height: 340px;
  }
  .picker .search {
    display: flex;
    align-items: center;
    gap: var(--_space-mid);
    padding: var(--_space-2);
    border-bottom: 1px solid var(--_border);
    color: var(--_muted);
  }
  .picker .input {
    flex: 1;
  }
  .picker .options {
    overflow: auto;
    padding: var(--_space-1);
  }
  .picker .menu-item.active {
    background: var(--_hover);
  }
  .picker .tick {
    flex: none;
    width: 16px;
    color: var(--_accent);
  }
  .picker .key {
    overflow: hidden;
    margin-inline-start: auto;
    color: var(--_muted);
    font-size: var(--_size-xs);
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .picker .menu-item .name {
    flex: none;
  }
`;
