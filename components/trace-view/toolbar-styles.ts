import { css } from 'lit';

/** Filters and search above the tree. */
export const toolbarStyles = css`
  .toolbar {
    display: flex;
    flex: none;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--_space-1) var(--_space-3);
    min-height: 38px;
    padding: var(--_space-1) var(--_space-3);
  }
  .choices {
    display: inline-flex;
    flex-wrap: wrap;
    gap: var(--_space-half);
  }
  .choice {
    display: inline-flex;
    align-items: center;
    gap: var(--_space-mid);
    height: var(--_slim);
    padding: 0 var(--_space-2) 0 var(--_space-1);
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
    gap: var(--_space-1);
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
    padding-inline-start: var(--_space-1);
    color: var(--_muted);
    font-size: var(--_size-sm);
    white-space: nowrap;
  }
  .only {
    display: inline-flex;
    align-items: center;
    gap: var(--_space-1);
    min-height: 24px;
    color: var(--_muted);
    font-size: var(--_size-sm);
    white-space: nowrap;
  }
  .only input {
    width: 16px;
    height: 16px;
    margin: 0;
    accent-color: var(--_accent);
  }
`;
