import { css } from 'lit';

export const auditStyles = css`
  :host {
    display: block;
    min-height: 320px;
    height: 100%;
    container: activity-audit / inline-size;
    background: var(--_surface);
    position: relative;
    overflow: hidden;
  }
  .view {
    height: 100%;
    display: grid;
    grid-template-rows: auto minmax(0, 1fr) auto;
    grid-template-columns: minmax(0, 1fr);
  }
  .tools {
    display: flex;
    align-items: flex-start;
    gap: var(--_space-2);
    padding: var(--_space-2) var(--_space-3) 0;
    min-width: 0;
  }
  .tools .filter {
    flex: 1;
    min-width: 0;
  }
  /* In the middle of the filter's first line, however many it has. */
  .tools > :not(.filter) {
    margin-block-start: var(--_space-half);
  }
  .middle {
    min-height: 0;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    grid-template-rows: minmax(0, 1fr);
  }
  .middle:has(> .groups:not(.drawer, .aside)) {
    grid-template-columns: var(--_groups-width, 280px) auto minmax(0, 1fr);
    margin-top: var(--_space-2);
    border-top: 1px solid var(--_border);
  }
  /* Where there is no room for graph and list, as in text of twice the size, one scrolls to the list. */
  .main {
    min-width: 0;
    min-height: 0;
    display: flex;
    flex-direction: column;
    overflow: hidden auto;
  }
  .main > :not(.body) {
    flex: none;
  }
  .groups {
    min-width: 0;
    min-height: 0;
    overflow: hidden;
    display: flex;
    flex-direction: column;
    background: var(--_surface);
  }
  .groups > :last-child {
    flex: 1;
    min-height: 0;
  }
  /* As high as the list beside it, however many there are. */
  .groups:not(.drawer) {
    height: 0;
    min-height: 100%;
  }
  .groups.drawer {
    position: absolute;
    inset-block: 0;
    inset-inline-start: 0;
    width: min(340px, 100%);
    z-index: 15;
    border-inline-end: 1px solid var(--_border);
    box-shadow: var(--_shadow);
  }
  .drawer-head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    padding: var(--_space-2) var(--_space-3) 0;
    font-weight: 600;
  }
  /* Kept as it was left, with its size and its place of scrolling. */
  .aside {
    visibility: hidden;
    content-visibility: hidden;
    pointer-events: none;
  }
  .groups.aside {
    position: absolute;
    inset-block: 0;
    width: var(--_groups-width, 280px);
    height: auto;
  }
  .scrim {
    position: absolute;
    inset: 0;
    z-index: 14;
    background: color-mix(in srgb, var(--_text) 30%, transparent);
  }
  .time {
    padding: var(--_space-2) var(--_space-3);
    min-width: 0;
  }
  .graph {
    padding: 0 var(--_space-3) var(--_space-2);
    min-width: 0;
  }
  .graph.aside {
    height: 0;
    padding-block: 0;
    overflow: hidden;
  }
  /* A page that gives the view no height of its own gets as many rows as this holds. */
  .body {
    flex: 1 1 420px;
    min-height: min(300px, 100%);
    position: relative;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    grid-template-rows: minmax(0, 1fr);
    border-top: 1px solid var(--_border);
  }
  .body.open {
    grid-template-columns: minmax(0, 1fr) auto var(--_details-width, 380px);
  }
  .list {
    grid-area: 1 / 1;
  }
  .list,
  .details {
    min-width: 0;
    min-height: 0;
    height: 100%;
  }
  .details {
    overflow: hidden;
  }
  .divider {
    position: relative;
    display: grid;
    place-items: center;
    width: 8px;
    border-inline: 1px solid var(--_border);
    background: var(--_sunken);
    cursor: col-resize;
    touch-action: none;
  }
  /* Its grip. */
  .divider::before {
    content: '';
    width: 2px;
    height: 24px;
    border-radius: var(--_radius-sm);
    background: var(--_control-border);
  }
  /* What can be grabbed: more of it where there is padding, less where a scroll bar is. */
  .divider::after {
    content: '';
    position: absolute;
    inset-block: 0;
    inset-inline: -5px -13px;
    z-index: 1;
  }
  .divider:hover,
  .divider:focus-visible {
    border-color: var(--_focus);
    background: var(--_accent-soft);
  }
  .divider:focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: 0;
  }
  .foot {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 var(--_space-4);
    min-height: var(--_slim);
    padding: var(--_space-half) var(--_space-3);
    border-top: 1px solid var(--_border);
    background: var(--_sunken);
    color: var(--_muted);
    font-size: var(--_size-xs);
  }
  .foot .warn {
    color: var(--_warn);
  }
  .foot .files {
    flex: 100 1 12em;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .foot .space {
    flex: 1;
  }
  .foot .link {
    border: 0;
    background: none;
    padding: 0 var(--_space-1);
    min-height: 24px;
    font-size: var(--_size-xs);
    color: var(--_accent);
    cursor: pointer;
    border-radius: var(--_radius);
  }
  .foot .link:hover {
    text-decoration: underline;
  }
  .notice {
    display: flex;
    align-items: center;
    gap: var(--_space-2);
    padding: var(--_space-1) var(--_space-3);
    background: var(--_accent-soft);
    border-bottom: 1px solid var(--_border);
    min-width: 0;
  }
  .notice .words {
    flex: 1;
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .notice .input {
    width: 100%;
  }
  .notice.warn {
    background: var(--_warn-soft, var(--_sunken));
    color: var(--_warn);
  }
  .state .first {
    color: var(--_text);
    font-size: var(--_size-md);
    font-weight: 600;
  }
  .state .hint {
    font-size: var(--_size-sm);
  }
  .drop {
    position: absolute;
    inset: var(--_space-2);
    z-index: 20;
    display: grid;
    place-content: center;
    justify-items: center;
    gap: var(--_space-2);
    border: 2px dashed var(--_accent);
    border-radius: var(--_radius);
    background: color-mix(in srgb, var(--_surface) 92%, var(--_accent));
    font-size: var(--_size-md);
    font-weight: 600;
    pointer-events: none;
  }
  .drop p {
    margin: 0;
  }
  .drop .muted {
    font-size: var(--_size);
    font-weight: 400;
  }
`;
