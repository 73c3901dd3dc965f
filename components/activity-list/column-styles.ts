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
  .chooser {
    width: min(380px, calc(100vw - 16px));
    max-height: min(520px, calc(100vh - 16px));
  }
  .chooser header {
    position: sticky;
    top: 0;
    z-index: 1;
    display: flex;
    gap: var(--_space-2);
    padding: var(--_space-2);
    border-bottom: 1px solid var(--_border);
    background: var(--_raised);
  }
  .chooser header .input {
    flex: 1;
  }
  .chooser header .button {
    height: var(--_control);
  }
  .chooser .hint {
    margin: 0;
    padding: var(--_space-2) var(--_space-3) 0;
    font-size: var(--_size-sm);
  }
  .chooser h3 {
    margin: 0;
    padding: var(--_space-2) var(--_space-3) var(--_space-half);
  }
  .chooser ul,
  .chooser ol {
    margin: 0;
    padding: 0 var(--_space-1) var(--_space-1);
    list-style: none;
  }
  .chooser .chosen {
    padding-top: var(--_space-1);
    border-bottom: 1px solid var(--_border);
  }
  .chooser li {
    display: flex;
    align-items: center;
    border-radius: var(--_radius-sm);
  }
  .chooser li:hover {
    background: var(--_hover);
  }
  .chooser li.dragged {
    opacity: 0.5;
  }
  .chooser .grip {
    display: flex;
    color: var(--_muted);
    cursor: grab;
  }
  .chooser label {
    display: flex;
    flex: 1;
    align-items: center;
    gap: var(--_space-2);
    min-width: 0;
    min-height: 28px;
    padding: 0 var(--_space-2);
    cursor: pointer;
  }
  .chooser label code {
    min-width: 0;
    margin-inline-start: auto;
    overflow: hidden;
    font-family: var(--_mono);
    font-size: var(--_size-xs);
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .chooser input[type='checkbox'] {
    flex: none;
    width: 16px;
    height: 16px;
    margin: 0;
    accent-color: var(--_accent);
  }
`;
