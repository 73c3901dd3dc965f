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
    padding: 6px var(--_space-2) 6px var(--_space-4);
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
    line-height: 20px;
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
    line-height: 20px;
  }
  dd {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    gap: 2px;
    min-width: 0;
    margin: 0;
  }
  .fold {
    font-size: var(--_size-sm);
  }
  .chip {
    line-height: 20px;
  }
  /* Where the value ends at the panel's edge, the buttons lie over its end. */
  .chip > .value-actions {
    left: auto;
    inset-inline-start: min(calc(100% + 6px), calc(100cqi - 34cqi - 32px - 84px));
  }
  .notice {
    margin: 0;
    padding: var(--_space-2) var(--_space-4);
    border-bottom: 1px solid var(--_border);
    background: var(--_warn-soft);
  }
  @container activity-details (width < 390px) {
    header .position {
      display: none;
    }
  }
  @container activity-details (width < 320px) {
    .attribute {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
