import { css } from 'lit';

/** The menu of groupings, and the editor in it. */
export const groupingMenuStyles = css`
  .options .menu-item {
    padding-block: var(--_space-1);
  }
  .words {
    display: flex;
    flex-direction: column;
    min-width: 0;
  }
  .words > span {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .words > .levels {
    color: var(--_muted);
    font-size: var(--_size-xs);
    line-height: var(--_leading-xs);
  }
  .menu-foot {
    display: flex;
    justify-content: space-between;
    gap: var(--_space-2);
    padding: var(--_space-2);
    border-block-start: 1px solid var(--_border);
  }
  .levels-list {
    margin: 0;
    padding: 0 var(--_space-1) var(--_space-1);
    list-style: none;
  }
  .level {
    display: flex;
    align-items: center;
    gap: var(--_space-1);
    min-height: 28px;
    padding-inline: var(--_space-1) 0;
    border-radius: var(--_radius-sm);
  }
  .level:hover,
  .level:focus-within {
    background: var(--_hover);
  }
  .level .number {
    flex: none;
    width: 16px;
    color: var(--_muted);
    font-size: var(--_size-sm);
    text-align: end;
  }
  .level .title {
    flex: 1;
    min-width: 0;
    margin-inline-start: var(--_space-1);
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .level .icon-button {
    flex: none;
  }
`;
