import { css } from 'lit';

/** The tree and its lines as wholes, and what lies over them. */
export const treeStyles = css`
  .frame {
    position: relative;
    flex: 1;
    min-height: 120px;
    overflow: hidden;
  }
  .scroller {
    --_row-height: var(--_row);
    --_columns: calc(var(--lanes, 0) * 14px + min(var(--lanes, 0), 1) * 6px)
      var(--_time-width, calc(var(--_size) * 98 / 13)) calc(var(--_size) * 92 / 13) minmax(0, 1fr)
      calc(var(--_size) * 62 / 13) clamp(120px, 20cqi, 300px) calc(var(--_size) * 112 / 13);
    position: absolute;
    inset: 0;
    overflow: hidden auto;
    overflow-anchor: none;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    scrollbar-color: var(--_border-strong) transparent;
  }
  .scroller.dated {
    --_time-width: calc(var(--_size) * 146 / 13);
  }
  .scroller.yearly {
    --_time-width: calc(var(--_size) * 190 / 13);
  }
  .scroller:focus-visible {
    outline-offset: -2px;
  }
  .scroller.has-active:focus-visible {
    outline: none;
  }
  .probe {
    position: absolute;
    visibility: hidden;
    width: 0;
    height: var(--_row-height);
  }
  .head,
  .line {
    display: grid;
    grid-template-columns: var(--_columns);
    grid-template-areas: 'lanes time offset what exit chart sure';
    align-items: center;
    padding: 0 var(--_space-3);
  }
  .head {
    position: sticky;
    top: 0;
    z-index: 3;
    height: var(--_slim);
    border-block: 1px solid var(--_border);
    background: var(--_sunken);
    color: var(--_muted);
    font-size: var(--_size-xs);
    font-weight: 500;
    white-space: nowrap;
  }
  .head > span {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .head .zone {
    font-weight: 400;
  }
  .spacer {
    position: relative;
    min-height: 1px;
  }
  .lines {
    position: absolute;
    inset-inline: 0;
  }
  .line {
    position: relative;
    height: var(--_row-height);
    overflow: hidden;
    box-shadow: inset 0 -1px 0 color-mix(in srgb, var(--_border) 60%, transparent);
    cursor: default;
  }
  .line:hover {
    background: var(--_hover);
  }
  .line.asked {
    background: color-mix(in srgb, var(--_accent-soft) 55%, transparent);
    box-shadow: inset calc(3px * var(--_inline)) 0 0 var(--_accent);
  }
  .line[aria-selected='true'] {
    background: var(--_selected);
    box-shadow: inset calc(2px * var(--_inline)) 0 0 var(--_accent);
  }
  .line.found {
    background: var(--_warn-soft);
  }
  .line.dimmed > :not(.lanes) {
    opacity: 0.5;
  }
  .line.session-mark {
    background: color-mix(in srgb, var(--_kubernetes-soft) 60%, transparent);
  }
  .line.session-mark.end {
    background: none;
    box-shadow:
      inset 0 1px 0 var(--_kubernetes),
      inset 0 -1px 0 color-mix(in srgb, var(--_border) 60%, transparent);
  }
  .mark-words {
    flex: none;
    color: var(--_kubernetes);
    font-weight: 600;
  }
  .mark-words {
    margin-inline-end: var(--_space-3);
  }
  .mark-words .muted {
    margin-inline-start: var(--_space-mid);
    font-weight: 400;
    font-variant-numeric: tabular-nums;
  }
  .scroller:focus-visible .line.active {
    outline: 2px solid var(--_focus);
    outline-offset: -2px;
  }
  .scroller:focus-visible .cell.active,
  .scroller:focus-visible .sure.active {
    outline: 2px solid var(--_focus);
    outline-offset: -1px;
    border-radius: var(--_radius-sm);
  }
  .overlay {
    position: absolute;
    z-index: 2;
  }
  .cover {
    position: absolute;
    inset: calc(var(--_slim) + 1px) 0 0;
    pointer-events: none;
  }
  .cover button {
    pointer-events: auto;
  }
  .why {
    width: min(380px, calc(100vw - 16px));
    padding: var(--_space-3) var(--_space-4);
  }
  .why:focus-visible {
    outline: none;
  }
  .why p {
    display: flex;
    gap: var(--_space-mid);
    margin: var(--_space-2) 0 0;
  }
  .why ul {
    margin: var(--_space-2) 0 0;
    padding: 0;
    list-style: none;
  }
  .why li {
    display: flex;
    gap: var(--_space-2);
    align-items: baseline;
    padding: var(--_space-1) 0;
    border-top: 1px solid var(--_border);
  }
  .why li > span:not(.letter) {
    flex: 1;
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .why li > span > * {
    margin-inline-end: var(--_space-mid);
  }
  .why .close {
    position: absolute;
    inset-block-start: 6px;
    inset-inline-end: 6px;
  }
  .why > .certainty {
    font-size: var(--_size);
    font-weight: 600;
  }
`;
