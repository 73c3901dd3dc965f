import { css } from 'lit';

export const listStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    container: activity-list / inline-size;
    height: 100%;
    min-height: 240px;
    min-width: 0;
    background: var(--_surface);
  }
  .summary {
    display: flex;
    align-items: center;
    flex-wrap: wrap;
    gap: 0 var(--_space-2);
    min-height: 34px;
    padding: 4px var(--_space-3);
  }
  .summary strong {
    font-weight: 600;
  }
  .coverage {
    color: var(--_muted);
  }
  .coverage::before {
    content: '';
    display: inline-block;
    width: 6px;
    height: 6px;
    margin: 0 6px 1px 4px;
    border-radius: 50%;
    background: var(--_ok);
  }
  .coverage.at-least::before,
  .coverage.sampled::before,
  .coverage.unknown::before {
    background: none;
    box-shadow: inset 0 0 0 1.5px var(--_warn);
  }
  .summary .space {
    flex: 1;
  }
  .problems-button {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    min-height: 24px;
    font-size: var(--_size-sm);
  }
  .problems-button .icon {
    width: 14px;
    height: 14px;
  }
  .problems-button.warn {
    color: var(--_warn);
  }

  .notice {
    display: flex;
    align-items: center;
    gap: var(--_space-2);
    min-height: 36px;
    padding: 4px var(--_space-3);
    border-top: 1px solid var(--_border);
  }
  .notice .sentence {
    flex: 1;
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .notice .countdown {
    color: var(--_muted);
  }
  .notice.info .icon {
    color: var(--_accent);
  }
  .notice.warn {
    background: var(--_warn-soft);
  }
  .notice.warn .icon {
    color: var(--_warn);
  }
  .notice.danger {
    background: var(--_danger-soft);
  }
  .notice.danger .icon {
    color: var(--_danger);
  }

  .frame {
    position: relative;
    flex: 1;
    min-height: 0;
    overflow: hidden;
  }
  .frame > .progress {
    position: absolute;
    inset: 0 0 auto;
    z-index: 3;
  }
  .scroller {
    position: absolute;
    inset: 0;
    overflow: hidden auto;
    overflow-anchor: none;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    scrollbar-color: var(--_border-strong) transparent;
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
  .scroller,
  .probe {
    --_row-height: var(--_row);
  }
  .head,
  .row {
    display: grid;
    grid-template-columns: var(--_time-width, 84px) 92px minmax(0, 1fr);
    padding: 0 var(--_space-3);
  }
  .scroller.wide {
    --_time-width: 132px;
  }
  .head {
    position: sticky;
    top: 0;
    z-index: 2;
    align-items: center;
    height: 26px;
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
    box-shadow: inset 2px 0 0 var(--_accent);
  }
  .row.new-day {
    box-shadow: inset 0 1px 0 var(--_border-strong);
  }
  .row.new-day .date {
    color: var(--_text);
    font-weight: 600;
  }
  .scroller:focus-visible .row.active {
    outline: 2px solid var(--_accent);
    outline-offset: -2px;
  }
  .scroller:focus-visible .cell.active {
    outline: 2px solid var(--_accent);
    outline-offset: -1px;
    border-radius: 3px;
  }
  .time {
    font-family: var(--_mono);
    font-size: 12px;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .date {
    color: var(--_muted);
  }
  .source {
    display: flex;
  }
  .details {
    display: flex;
    align-items: center;
    min-width: 0;
    overflow: hidden;
    white-space: nowrap;
  }
  .cell {
    flex: 0 1 auto;
    min-width: 2ch;
    margin-inline-start: 14px;
    padding: 0 2px;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    color: var(--_text);
  }
  .cell:first-child {
    margin-inline-start: -2px;
  }
  .cell.short {
    flex-shrink: 0;
    max-width: 32ch;
  }
  .cell .label {
    margin-inline-end: 1px;
    color: var(--_muted);
    font-size: var(--_size-xs);
  }
  .cell .value {
    padding: 2px 2px;
    margin: 0 -2px;
    border-radius: 3px;
    white-space: pre;
  }
  .cell:not(.emphasised) .value {
    color: color-mix(in oklab, var(--_text) 82%, var(--_muted));
  }
  .cell.emphasised .value {
    font-weight: 600;
  }
  .cell .value:hover {
    background: light-dark(rgb(23 27 34 / 7%), rgb(255 255 255 / 9%));
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
    margin-inline-start: 8px;
  }
  .overlay {
    position: absolute;
    z-index: 2;
  }
  .skeleton i {
    display: block;
    height: 8px;
    border-radius: 4px;
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
  .newer {
    position: absolute;
    z-index: 3;
    inset-block-start: 34px;
    inset-inline-start: 50%;
    translate: -50% 0;
    border-radius: 999px;
    box-shadow: 0 2px 8px var(--_shadow-colour);
  }
  .newer .icon {
    width: 14px;
    height: 14px;
  }
  .cover {
    position: absolute;
    inset: 26px 0 0;
    overflow: auto;
    background: var(--_surface);
  }

  .problems {
    width: min(640px, calc(100vw - 16px));
  }
  .problems header {
    position: sticky;
    top: 0;
    display: flex;
    align-items: center;
    gap: var(--_space-2);
    padding: var(--_space-2) var(--_space-2) var(--_space-2) var(--_space-3);
    border-bottom: 1px solid var(--_border);
    background: var(--_raised);
  }
  .problems h2 {
    margin: 0;
    font-size: var(--_size);
    font-weight: 600;
  }
  .problems header .icon-button {
    margin-inline-start: auto;
  }
  .problems ol {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .problems li {
    padding: var(--_space-2) var(--_space-3);
    border-bottom: 1px solid var(--_border);
  }
  .problems li:last-child {
    border: 0;
  }
  .problems .where {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--_space-2);
    align-items: baseline;
  }
  .problems .kind {
    color: var(--_warn);
    font-weight: 600;
  }
  .problems .kind.lost {
    color: var(--_danger);
  }
  .problems .reason {
    overflow-wrap: anywhere;
  }
  .problems pre {
    margin: var(--_space-1) 0 0;
    padding: var(--_space-1) var(--_space-2);
    border-radius: var(--_radius);
    background: var(--_sunken);
    max-height: 80px;
    overflow: auto;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .problems footer,
  .problems .failure {
    margin: 0;
    padding: var(--_space-2) var(--_space-3);
  }
  .problems .failure {
    color: var(--_danger);
  }

  @container activity-list (width < 600px) {
    .scroller,
    .probe {
      --_row-height: calc(var(--_row) + 20px);
    }
    .head {
      grid-template-columns: 1fr;
    }
    .head > :not(:first-child) {
      display: none;
    }
    .row {
      grid-template-columns: minmax(0, 1fr) auto;
      grid-template-rows: 20px 20px;
      align-content: center;
      row-gap: 2px;
    }
    .row .time {
      color: var(--_muted);
    }
    .row .source {
      justify-self: end;
    }
    .row .details {
      grid-column: 1 / -1;
      grid-row: 2;
    }
    /* In reading order, cut at the end: the first values are what one recognises a row by. */
    .details {
      display: block;
      text-overflow: ellipsis;
    }
    .cell {
      margin-inline-start: 10px;
      overflow: visible;
    }
  }
  @media (forced-colors: active) {
    .row[aria-selected='true'] {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
    .coverage::before {
      forced-color-adjust: none;
    }
  }
`;
