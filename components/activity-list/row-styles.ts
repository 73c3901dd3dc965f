import { css } from 'lit';

/** Rows, their values and what can be done with them. */
export const rowStyles = css`
  .probe {
    position: absolute;
    visibility: hidden;
    width: 0;
    height: var(--_row-height);
  }
  .scroller,
  .probe {
    --_row-height: var(--_row);
  }
  .head,
  .row {
    display: grid;
    grid-template-columns:
      var(--_time-width, calc(var(--_size) * 84 / 13)) var(--_source-width, calc(var(--_size) * 104 / 13))
      var(--_columns, minmax(0, 1fr)) 28px;
    min-width: calc(
      var(--_time-width, calc(var(--_size) * 84 / 13)) + var(--_source-width, calc(var(--_size) * 104 / 13)) +
        var(--_columns-width, 0px) + 28px + 2 * var(--_space-3)
    );
    padding: 0 var(--_space-3);
  }
  .scroller.years {
    --_year: calc(var(--_size) * 46 / 13);
  }
  .scroller.wide {
    --_time-width: calc(var(--_size) * 132 / 13 + var(--_year, 0px));
  }
  .scroller.folding {
    --_time-width: calc(var(--_size) * 154 / 13);
    --_source-width: calc(var(--_size) * 148 / 13);
  }
  .scroller.folding.dated {
    --_time-width: calc(var(--_size) * 202 / 13 + var(--_year, 0px));
  }
  .head {
    position: sticky;
    top: 0;
    z-index: 2;
    align-items: center;
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
  .rows {
    position: absolute;
    inset-inline: 0;
  }
  .rows.outdated {
    opacity: 0.55;
    transition: opacity var(--_fast);
  }
  .row {
    position: relative;
    align-items: center;
    height: var(--_row-height);
    overflow: hidden;
    box-shadow: inset 0 -1px 0 color-mix(in srgb, var(--_border) 60%, transparent);
    cursor: default;
  }
  .row:hover {
    background: var(--_hover);
  }
  .row[aria-selected='true'] {
    background: var(--_selected);
    box-shadow: inset calc(2px * var(--_inline)) 0 0 var(--_accent);
  }
  .row.new-day {
    box-shadow: inset 0 1px 0 var(--_border-strong);
  }
  .row.new-day .date {
    color: var(--_text);
    font-weight: 600;
  }
  .scroller:focus-visible .row.active {
    outline: 2px solid var(--_focus);
    outline-offset: -2px;
  }
  .scroller:focus-visible .cell.active {
    outline: 2px solid var(--_focus);
    outline-offset: -1px;
    border-radius: var(--_radius-sm);
  }
  .time {
    font-family: var(--_mono);
    font-size: var(--_size-sm);
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .date {
    color: var(--_muted);
  }
  .source {
    display: flex;
  }
  /* An event reads to the right in every language: a socket is address, colon, port. */
  .details {
    display: flex;
    align-items: center;
    justify-content: flex-start;
    min-width: 0;
    overflow: hidden;
    direction: ltr;
    white-space: nowrap;
  }
  .values {
    display: contents;
  }
  .cell {
    flex: 0 1 auto;
    min-width: 2ch;
    margin-inline-start: 14px;
    padding: 0 var(--_space-half);
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    color: var(--_text);
  }
  .cell:first-child {
    margin-inline-start: calc(-1 * var(--_space-half));
  }
  .cell.short {
    flex-shrink: 0;
    max-width: 32ch;
  }
  /* What is long is what people look for: it gives way last. */
  .values > .cell:not(.short) {
    flex-shrink: 0;
    max-width: 60%;
  }
  .cell .label {
    margin-inline-end: 1px;
    color: var(--_muted);
    font-size: var(--_size-xs);
  }
  .cell .value {
    padding: var(--_space-half) var(--_space-half);
    margin: 0 calc(-1 * var(--_space-half));
    border-radius: var(--_radius-sm);
    white-space: pre;
  }
  .cell:not(.emphasised) .value {
    color: color-mix(in oklab, var(--_text) 82%, var(--_muted));
  }
  .cell.emphasised .value {
    font-weight: 600;
  }
  .cell .value:hover {
    background: var(--_touched);
  }
  .joint {
    flex: none;
    color: var(--_muted);
  }
  .cell.joined {
    margin-inline-start: 0;
    padding-inline-start: 0;
  }
  .cell:has(+ .joined),
  .cell:has(+ .joint + .joined) {
    padding-inline-end: 0;
  }
  .joint.arrow {
    margin-inline-start: 10px;
  }
  .joint.arrow + .cell {
    margin-inline-start: var(--_space-2);
  }
  .overlay {
    position: absolute;
    z-index: 2;
  }
  .skeleton i {
    display: block;
    height: 8px;
    border-radius: var(--_radius-sm);
    background: var(--_border);
  }
  .skeleton .time i {
    width: 56px;
  }
  .skeleton .source i {
    width: 40px;
  }
  .skeleton .details i {
    width: 38%;
  }
  .skeleton .details i.w1 {
    width: 62%;
  }
  .skeleton .details i.w2 {
    width: 47%;
  }
  .skeleton .details i.w3 {
    width: 29%;
  }
  .placeholder {
    position: absolute;
    inset: var(--_slim) 0 0;
    overflow: hidden;
    mask-image: linear-gradient(currentcolor 20%, transparent 95%);
    pointer-events: none;
  }
  .source {
    align-items: center;
    gap: var(--_space-1);
  }
`;
