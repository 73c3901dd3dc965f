import { css } from 'lit';

export const detailsStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    container: activity-details / inline-size;
    height: 100%;
    min-width: 0;
    min-height: 0;
    background: var(--_surface);
  }
  header {
    display: flex;
    align-items: center;
    gap: var(--_space-2);
    min-height: 41px;
    padding: var(--_space-mid) var(--_space-2) var(--_space-mid) var(--_space-4);
    border-bottom: 1px solid var(--_border);
  }
  h2 {
    margin: 0;
    font-size: var(--_size);
    font-weight: 600;
    flex: 1;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  header > :not(h2) {
    flex: none;
  }
  header .position {
    color: var(--_muted);
    font-size: var(--_size-sm);
    white-space: nowrap;
  }
  .steps {
    display: flex;
  }
  .body {
    flex: 1;
    min-height: 0;
    overflow: hidden auto;
    overscroll-behavior: contain;
    padding-bottom: var(--_space-5);
    scrollbar-width: thin;
    scrollbar-color: var(--_border-strong) transparent;
  }
  .body:focus-visible {
    outline-offset: -2px;
  }
  .when {
    padding: var(--_space-4);
  }
  .clock {
    font-family: var(--_mono);
    font-size: var(--_size-lg);
    font-variant-numeric: tabular-nums;
    line-height: 24px;
    overflow-wrap: anywhere;
  }
  .clock .fraction {
    color: var(--_muted);
  }
  .when .day {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 var(--_space-2);
    color: var(--_muted);
  }
  .when .link {
    font-size: var(--_size-sm);
  }
  section {
    padding: var(--_space-3) var(--_space-4) var(--_space-2);
    border-top: 1px solid var(--_border);
  }
  h3 {
    margin: 0 0 var(--_space-1);
    color: var(--_muted);
    font-size: var(--_size-xs);
    font-weight: 600;
    line-height: var(--_leading);
  }
  dl {
    margin: 0;
  }
  .attribute {
    display: grid;
    grid-template-columns: minmax(96px, 34%) minmax(0, 1fr);
    gap: 0 var(--_space-3);
    padding: 3px 0;
  }
  dt {
    color: var(--_muted);
    overflow-wrap: anywhere;
    line-height: var(--_leading);
  }
  dd {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    gap: var(--_space-half);
    min-width: 0;
    margin: 0;
  }
  .fold {
    font-size: var(--_size-sm);
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: var(--_space-2);
    padding-top: var(--_space-3);
  }
  .source {
    margin: var(--_space-1) 0;
    color: var(--_muted);
    font-size: var(--_size-sm);
  }
  .borrowed {
    margin-top: var(--_space-2);
    padding-top: var(--_space-1);
    border-top: 1px dashed var(--_border);
  }
  .derived dd {
    line-height: var(--_leading);
  }
  .disclosure {
    display: flex;
    align-items: center;
    gap: var(--_space-1);
    min-height: 24px;
    margin-inline-start: calc(-1 * var(--_space-1));
    padding: 0 var(--_space-1) 0 0;
    border: 0;
    border-radius: var(--_radius-sm);
    background: none;
    font-weight: 600;
    cursor: pointer;
  }
  .disclosure:hover {
    color: var(--_text);
    background: var(--_hover);
  }
  .record {
    margin: 0 0 var(--_space-2);
  }
  .record figcaption {
    display: flex;
    align-items: center;
    gap: var(--_space-2);
    color: var(--_muted);
    font-size: var(--_size-sm);
  }
  .record figcaption > .value {
    flex: 0 1 auto;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .record figcaption > button {
    margin-inline-start: auto;
  }
  .record pre {
    max-height: 320px;
    margin: 0;
    padding: var(--_space-2);
    overflow: auto;
    border-radius: var(--_radius);
    background: var(--_sunken);
    font-size: var(--_size-sm);
    line-height: var(--_leading-sm);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .chip {
    line-height: var(--_leading);
  }
  /* Where the value ends at the panel's edge, the buttons lie over its end. */
  .chip > .value-actions {
    inset-inline-start: min(calc(100% + 6px), calc(100cqi - 34cqi - 32px - 108px));
  }
  .notice {
    margin: 0;
    padding: var(--_space-2) var(--_space-4);
    border-bottom: 1px solid var(--_border);
    background: var(--_warn-soft);
  }
  @container activity-details (width < 30em) {
    header .position {
      display: none;
    }
  }
  @container activity-details (width < 24.615em) {
    .attribute {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
