import { css } from 'lit';

/** Attributes as columns, and the panel that chooses them. */
export const columnStyles = css`
  .scroller.in-columns {
    overflow-x: auto;
  }
  .in-columns .spacer {
    min-width: calc(
      var(--_time-width, calc(var(--_size) * 84 / 13)) + var(--_source-width, calc(var(--_size) * 104 / 13)) +
        var(--_columns-width, 0px) + 28px + 2 * var(--_space-3)
    );
  }
  .in-columns .cell,
  .in-columns .cell:first-child {
    min-width: 0;
    max-width: none;
    margin: 0;
    padding: 0 var(--_space-3) 0 var(--_space-half);
    justify-self: start;
    width: 100%;
  }
  .in-columns .cell.none {
    color: var(--_muted);
  }
  .in-columns .head .column-head {
    position: relative;
    overflow: visible;
    padding-inline-end: var(--_space-3);
  }
  .column-name {
    display: block;
    padding-inline-start: var(--_space-half);
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .handle {
    position: absolute;
    inset-block: -3px;
    inset-inline-end: 0;
    width: 24px;
    translate: calc(50% * var(--_inline)) 0;
    cursor: col-resize;
    touch-action: none;
  }
  .handle::after {
    content: '';
    position: absolute;
    inset-block: 6px;
    inset-inline-start: 3px;
    width: 1px;
    background: var(--_border-strong);
  }
  .handle:hover::after,
  .handle:focus-visible::after {
    inset-block: 2px;
    width: 3px;
    background: var(--_accent);
  }
  .handle:focus-visible {
    outline-offset: -3px;
  }
  .column-head:nth-last-child(2) .handle {
    inset-inline-end: 12px;
  }

  .columns-button .count {
    color: var(--_accent);
    font-weight: 600;
  }
`;
