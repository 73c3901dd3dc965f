import { css } from 'lit';

/** Above the tree: grouping, search, order, and the trail of the scope. */
export const treeToolsStyles = css`
  .grouping,
  .tools,
  .trail {
    flex: none;
    padding-inline: var(--_space-2);
  }
  .grouping {
    padding-block-start: var(--_space-2);
  }
  .grouping .button {
    width: 100%;
    justify-content: start;
  }
  .grouping .title {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    line-height: var(--_leading);
    text-align: start;
  }
  .grouping .icon {
    color: var(--_muted);
  }
  .tools {
    display: flex;
    gap: var(--_space-1);
    padding-block-start: var(--_space-1);
  }
  .find {
    position: relative;
    flex: 1;
    min-width: 0;
  }
  .find > .icon {
    position: absolute;
    inset-block: 0;
    inset-inline-start: 8px;
    margin-block: auto;
    color: var(--_muted);
    pointer-events: none;
  }
  .find .input {
    width: 100%;
    padding-inline: 30px 26px;
  }
  .find .icon-button {
    position: absolute;
    inset-block: 0;
    inset-inline-end: 2px;
    margin-block: auto;
  }
  select.input {
    flex: none;
    width: 108px;
    padding-inline: var(--_space-mid) var(--_space-half);
    font-size: var(--_size-sm);
    cursor: pointer;
  }
  .trail {
    display: flex;
    align-items: center;
    gap: var(--_space-1);
    height: 32px;
    border-block-end: 1px solid var(--_border);
    font-size: var(--_size-sm);
  }
  .trail .hint {
    overflow: hidden;
    color: var(--_muted);
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .trail ol {
    display: flex;
    flex: 1;
    min-width: 0;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .trail li {
    display: flex;
    align-items: center;
    flex: 0 1 auto;
    min-width: 34px;
  }
  .trail li:first-child {
    flex-shrink: 4;
  }
  .trail li.last {
    flex-shrink: 0.5;
  }
  .trail li > .icon {
    width: 12px;
    height: 12px;
    color: var(--_muted);
  }
  .step {
    min-width: 24px;
    height: 24px;
    padding: 0 3px;
    overflow: hidden;
    border: 0;
    border-radius: var(--_radius-sm);
    background: none;
    color: var(--_accent);
    text-overflow: ellipsis;
    white-space: nowrap;
    cursor: pointer;
  }
  .step:hover {
    background: var(--_hover);
  }
  .step:focus-visible {
    outline-offset: -2px;
  }
  .step[aria-current] {
    color: var(--_text);
    font-weight: 600;
    cursor: default;
  }
  @media (pointer: coarse) {
    select.input {
      width: 124px;
    }
  }
`;
