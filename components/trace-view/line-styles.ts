import { css } from 'lit';

/** What stands in a line. */
export const lineStyles = css`
  .time,
  .offset {
    font-family: var(--_mono);
    font-size: var(--_size-sm);
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .head .offset,
  .head .time {
    font-family: inherit;
    font-size: inherit;
  }
  .time {
    grid-area: time;
  }
  .offset {
    grid-area: offset;
    color: var(--_muted);
  }
  .date {
    color: var(--_muted);
  }
  .what {
    grid-area: what;
    display: flex;
    align-items: center;
    align-self: stretch;
    min-width: 0;
    overflow: hidden;
    direction: ltr;
    --_inline: 1;
    white-space: nowrap;
  }
  .values {
    display: contents;
  }
  /* One guide for each step into the tree. */
  .indent {
    flex: none;
    align-self: stretch;
    width: calc(var(--steps) * 16px);
    color: var(--_muted);
    font-size: var(--_size-xs);
    background: repeating-linear-gradient(to right, transparent 0 9px, var(--_border) 9px 10px, transparent 10px 16px);
  }
  .deeper {
    float: inline-end;
    padding-inline-end: var(--_space-1);
    line-height: var(--_row-height);
  }
  .fold-button {
    flex: none;
    display: grid;
    place-items: center;
    width: 24px;
    align-self: stretch;
    color: var(--_muted);
  }
  .fold-button[data-fold] {
    cursor: pointer;
  }
  .fold-button[data-fold]:hover {
    color: var(--_text);
  }
  .fold-button .icon {
    width: 12px;
    height: 12px;
    stroke-width: 2;
  }
  .kind {
    flex: none;
    margin-inline-end: var(--_space-2);
  }
  .count {
    flex: none;
    margin-inline-end: var(--_space-2);
    padding: 0 5px;
    border-radius: var(--_radius-sm);
    background: color-mix(in srgb, var(--_border) 70%, transparent);
    font-size: var(--_size-sm);
    font-weight: 600;
    font-variant-numeric: tabular-nums;
    line-height: var(--_leading-sm);
  }
  .line.fold {
    cursor: pointer;
  }
  .cell {
    flex: 0 1 auto;
    min-width: 1ch;
    margin-inline-end: var(--_space-3);
    padding: 0 var(--_space-half);
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .cell.short {
    flex-shrink: 0;
    max-width: 34ch;
  }
  .cell.emphasised {
    flex-shrink: 2;
  }
  .cell.short.emphasised {
    flex-shrink: 0;
  }
  .cell .label,
  .exit .label {
    color: var(--_muted);
    font-size: var(--_size-xs);
  }
  .cell .value {
    padding: var(--_space-half);
    margin: 0 calc(-1 * var(--_space-half));
    border-radius: var(--_radius-sm);
    white-space: pre;
  }
  .cell:not(.emphasised) .value {
    color: color-mix(in oklab, var(--_text) 72%, var(--_muted));
  }
  .cell.emphasised .value {
    font-weight: 600;
  }
  .cell .value:hover {
    background: var(--_touched);
  }
  .cell:has(+ .cell.joined),
  .cell:has(+ .joint.close) {
    margin-inline-end: 0;
    padding-inline-end: 0;
  }
  .cell.joined {
    padding-inline-start: 0;
  }
  .joint {
    flex: none;
    margin-inline-end: var(--_space-2);
    color: var(--_muted);
  }
  .joint.close {
    margin: 0;
  }
  .late {
    flex: none;
    order: 9;
    margin-inline-end: var(--_space-2);
    padding: 0 var(--_space-mid);
    border: 1px solid var(--_warn);
    border-radius: var(--_radius-sm);
    color: var(--_warn);
    font-size: var(--_size-xs);
    line-height: var(--_leading-xs);
  }
  .cell.changed .value {
    color: var(--_warn);
    font-weight: 600;
  }
  .line .exit .label {
    display: none;
  }
  .exit {
    grid-area: exit;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .exit.failed {
    color: var(--_danger);
    font-weight: 600;
  }
  .exit.failed .label {
    color: var(--_danger);
    font-weight: 400;
  }
  .sure {
    grid-area: sure;
    align-self: stretch;
    display: flex;
    align-items: center;
    cursor: help;
  }
  .head .sure {
    cursor: default;
  }
  .sure:hover .word {
    text-decoration: underline dotted;
    text-underline-offset: 3px;
  }
`;
