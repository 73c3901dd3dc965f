import { css } from 'lit';

export const treeStyles = css`
  .toolbar {
    display: flex;
    flex: none;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px var(--_space-3);
    min-height: 38px;
    padding: 4px var(--_space-3);
  }
  .choices {
    display: inline-flex;
    flex-wrap: wrap;
    gap: 2px;
  }
  .choice {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    height: 26px;
    padding: 0 8px 0 4px;
    border: 1px solid transparent;
    border-radius: var(--_radius);
    background: none;
    color: var(--_muted);
    font-size: var(--_size-sm);
    cursor: pointer;
  }
  .choice:hover {
    background: var(--_hover);
  }
  .choice[aria-pressed='false'] {
    border-color: var(--_border);
    border-style: dashed;
  }
  .choice[aria-pressed='false'] > * {
    opacity: 0.6;
    text-decoration: line-through;
  }
  .search {
    position: relative;
    display: inline-flex;
    align-items: center;
    gap: 4px;
  }
  .search > .icon {
    position: absolute;
    inset-inline-start: 7px;
    color: var(--_muted);
    pointer-events: none;
  }
  .search .input {
    width: 200px;
    padding-inline-start: 28px;
  }
  .found-count {
    min-width: 8ch;
    padding-inline-start: 4px;
    color: var(--_muted);
    font-size: var(--_size-sm);
    white-space: nowrap;
  }
  .only {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    min-height: 24px;
    color: var(--_muted);
    font-size: var(--_size-sm);
    white-space: nowrap;
  }
  .only input {
    width: 14px;
    height: 14px;
    margin: 0;
    accent-color: var(--_accent);
  }

  .frame {
    position: relative;
    flex: 1;
    min-height: 120px;
    overflow: hidden;
  }
  .scroller {
    --_row-height: var(--_row);
    --_columns: calc(var(--lanes, 0) * 14px + min(var(--lanes, 0), 1) * 6px) var(--_time-width, 98px) 92px
      minmax(0, 1fr) 62px clamp(120px, 20cqi, 300px) 112px;
    position: absolute;
    inset: 0;
    overflow: hidden auto;
    overflow-anchor: none;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    scrollbar-color: var(--_border-strong) transparent;
  }
  .scroller.dated {
    --_time-width: 146px;
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
    box-shadow: inset 3px 0 0 var(--_accent);
  }
  .line[aria-selected='true'] {
    background: var(--_selected);
    box-shadow: inset 2px 0 0 var(--_accent);
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
    margin-inline-end: 12px;
  }
  .mark-words .muted {
    margin-inline-start: 6px;
    font-weight: 400;
    font-variant-numeric: tabular-nums;
  }
  .scroller:focus-visible .line.active {
    outline: 2px solid var(--_accent);
    outline-offset: -2px;
  }
  .scroller:focus-visible .cell.active,
  .scroller:focus-visible .sure.active {
    outline: 2px solid var(--_accent);
    outline-offset: -1px;
    border-radius: 3px;
  }
  .time,
  .offset {
    font-family: var(--_mono);
    font-size: 12px;
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
    white-space: nowrap;
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
    padding-inline-end: 4px;
    line-height: var(--_row-height);
  }
  .fold-button {
    flex: none;
    display: grid;
    place-items: center;
    width: 20px;
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
    margin-inline-end: 8px;
  }
  .count {
    flex: none;
    margin-inline-end: 8px;
    padding: 0 5px;
    border-radius: 3px;
    background: color-mix(in srgb, var(--_border) 70%, transparent);
    font-size: var(--_size-sm);
    font-weight: 600;
    font-variant-numeric: tabular-nums;
    line-height: 18px;
  }
  .line.fold {
    cursor: pointer;
  }
  .cell {
    flex: 0 1 auto;
    min-width: 1ch;
    margin-inline-end: 12px;
    padding: 0 2px;
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
    padding: 2px;
    margin: 0 -2px;
    border-radius: 3px;
    white-space: pre;
  }
  .cell:not(.emphasised) .value {
    color: color-mix(in oklab, var(--_text) 72%, var(--_muted));
  }
  .cell.emphasised .value {
    font-weight: 600;
  }
  .cell .value:hover {
    background: light-dark(rgb(23 27 34 / 7%), rgb(255 255 255 / 9%));
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
    margin-inline-end: 8px;
    color: var(--_muted);
  }
  .joint.close {
    margin: 0;
  }
  .late {
    flex: none;
    order: 9;
    margin-inline-end: 8px;
    padding: 0 6px;
    border: 1px solid var(--_warn);
    border-radius: 3px;
    color: var(--_warn);
    font-size: var(--_size-xs);
    line-height: 16px;
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

  .chart {
    grid-area: chart;
    display: flex;
    align-items: center;
    gap: 8px;
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
    padding-inline-end: 6px;
  }
  .lane {
    position: relative;
    display: grid;
    place-items: center;
    width: 14px;
    font-size: 10px;
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
    border-radius: 3px;
    background: var(--_kubernetes-soft);
    box-shadow: inset 0 0 0 1px var(--_kubernetes);
  }
  .overlay {
    position: absolute;
    z-index: 2;
  }
  .cover {
    position: absolute;
    inset: 27px 0 0;
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
    gap: 6px;
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
    padding: 4px 0;
    border-top: 1px solid var(--_border);
  }
  .why li > span:not(.letter) {
    flex: 1;
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .why li > span > * {
    margin-inline-end: 6px;
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

  @container trace-view (width < 1100px) {
    .cell.minor,
    .joint.minor {
      display: none;
    }
  }
  @container trace-view (width < 900px) {
    .scroller {
      --_columns: calc(var(--lanes, 0) * 14px + min(var(--lanes, 0), 1) * 6px) var(--_time-width, 98px) 0 minmax(0, 1fr)
        58px 0 108px;
    }
    .offset,
    .line > .chart,
    .head > .chart,
    .head > .offset {
      display: none;
    }
  }
  @container trace-view (width < 600px) {
    .scroller,
    .probe {
      --_row-height: calc(var(--_row) + 20px);
    }
    .head {
      display: none;
    }
    .line {
      grid-template-columns: calc(var(--lanes, 0) * 14px + min(var(--lanes, 0), 1) * 6px) auto minmax(0, 1fr) auto;
      padding-inline: var(--_space-2) var(--_space-3);
      grid-template-areas: 'lanes time exit sure' 'lanes what what what';
      grid-template-rows: 20px 24px;
      align-content: center;
    }
    .line .exit .label {
      display: inline;
    }
    .line .time {
      margin-inline: 2px var(--_space-2);
      color: var(--_muted);
    }
    .line .sure {
      justify-self: end;
    }
    .indent {
      width: calc(var(--steps) * 10px);
      background: none;
    }
    .cell.short:not(.emphasised, .changed),
    .joint.short {
      display: none;
    }
    .toolbar .search .input {
      width: 150px;
    }
    .toolbar .space {
      display: none;
    }
    .cover {
      inset: 0;
    }
  }
  @media (pointer: coarse) {
    .choice,
    .found-count,
    .only {
      min-height: 36px;
    }
  }
  @media (forced-colors: active) {
    .bar,
    .tick,
    .lane::before {
      forced-color-adjust: none;
    }
    .line[aria-selected='true'] {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
  }
`;
