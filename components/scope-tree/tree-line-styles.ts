import { css } from 'lit';

/** The tree: its lines, each with its bar, its number and its + and −. */
export const treeLineStyles = css`
  .tree {
    flex: 1;
    min-height: 0;
    overflow: hidden auto;
    overscroll-behavior: contain;
  }
  .tree:focus-visible {
    outline: none;
  }
  .lines {
    position: relative;
    overflow: hidden;
  }
  .line {
    position: absolute;
    inset-inline: 0;
    display: flex;
    align-items: center;
    height: var(--_line);
    padding-inline: calc(var(--_space-1) + var(--level) * var(--_space-3)) var(--_space-2);
    cursor: pointer;
    user-select: none;
  }
  .line:hover {
    background: var(--_hover);
  }
  .tree:focus-visible .line.active {
    outline: 2px solid var(--_focus);
    outline-offset: -2px;
  }
  .line.chosen {
    background: var(--_selected);
    box-shadow: inset calc(2px * var(--_inline)) 0 0 var(--_accent);
  }
  .twist {
    display: grid;
    place-items: center;
    flex: none;
    align-self: stretch;
    width: var(--_twist);
    color: var(--_muted);
  }
  .twist:hover {
    color: var(--_text);
  }
  .twist .icon {
    width: 14px;
    height: 14px;
    transition: transform var(--_fast);
  }
  .line[aria-expanded='true'] > .twist .icon {
    transform: rotate(90deg);
  }
  .label {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .line.root .name {
    font-weight: 600;
  }
  .name > .value {
    padding: 1px 3px;
    margin-inline: -3px;
    border-radius: var(--_radius-sm);
  }
  .name mark {
    border-radius: var(--_radius-sm);
    background: var(--_mark);
    color: var(--_on-mark);
  }
  .line.zero .name,
  .line.zero .count {
    color: var(--_muted);
  }
  .actions {
    position: relative;
    flex: none;
    align-self: stretch;
    width: 0;
  }
  .actions .value-actions {
    position: absolute;
    inset-block: 0;
    inset-inline-end: 0;
    z-index: 1;
    height: 26px;
    margin-block: auto;
    padding-block: 0;
  }
  .actions .value-action {
    width: 26px;
    height: 100%;
  }
  .count {
    position: relative;
    flex: none;
    min-width: 44px;
    padding-inline: var(--_space-mid) var(--_space-1);
    margin-inline-start: var(--_space-1);
    font-size: var(--_size-sm);
    text-align: end;
  }
  .line::before {
    content: '';
    position: absolute;
    inset-block: 3px;
    inset-inline-start: calc(2px + var(--_twist) + var(--level) * 12px);
    width: calc((100% - 8px - var(--_twist) - var(--level) * 12px) * var(--share));
    border-radius: var(--_radius-sm);
    background: color-mix(in srgb, var(--_accent) 9%, transparent);
    pointer-events: none;
  }
  .line > * {
    position: relative;
  }
  .line.root::before {
    content: none;
  }
  .line.root .count {
    font-weight: 600;
  }
  .bound::before {
    content: '\\2265\\2009';
    color: var(--_muted);
    font-weight: 400;
  }
  .bucket {
    color: var(--_muted);
    font-style: italic;
  }
  @media (pointer: coarse) {
    .actions .value-actions {
      height: 38px;
    }
    .actions .value-action {
      width: 44px;
    }
  }
  @media (forced-colors: active) {
    .line.zero:not(.chosen) .name,
    .line.zero:not(.chosen) .count {
      color: GrayText;
    }
  }
`;
