import { css } from 'lit';

/** What hangs below the bar: suggestions and data sources. */
export const listStyles = css`
  .suggestions {
    overflow: hidden;
    flex-direction: column;
  }
  .suggestions:popover-open {
    display: flex;
  }
  .suggestions .options {
    max-height: 264px;
    overflow: auto;
    padding: 0 var(--_space-1) var(--_space-1);
  }
  .option {
    display: flex;
    align-items: baseline;
    gap: var(--_space-3);
    width: 100%;
    min-height: var(--_slim);
    padding: 3px var(--_space-2);
    border: 0;
    border-radius: var(--_radius-sm);
    background: none;
    cursor: pointer;
  }
  .option.active {
    background: var(--_selected);
  }
  .option:hover:not(.active) {
    background: var(--_hover);
  }
  .option .what {
    direction: ltr;
    flex: 0 1 auto;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .option .what b {
    font-weight: 700;
  }
  .option .label {
    color: var(--_muted);
    font-size: var(--_size-sm);
    white-space: nowrap;
  }
  .option .count,
  .source .count {
    position: relative;
    margin-inline-start: auto;
    color: var(--_muted);
    font-size: var(--_size-sm);
    font-variant-numeric: tabular-nums;
  }
  .sources {
    width: 300px;
    max-width: calc(100vw - 18px);
    padding: var(--_space-1);
  }
  .source {
    display: flex;
    align-items: center;
    gap: var(--_space-half);
  }
  .source .menu-item {
    flex: 1;
  }
  .source .badge {
    flex: none;
    justify-content: center;
    width: 72px;
  }
  .source input {
    flex: none;
    width: 16px;
    height: 16px;
    margin: 0;
    accent-color: var(--_accent);
  }
`;
