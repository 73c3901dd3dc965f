import { css } from 'lit';
import { forcedSelection } from '../internal/forced-colours.js';
import { treeLineStyles } from './tree-line-styles.js';
import { treeToolsStyles } from './tree-tools-styles.js';

/** The element around its tree: height of a line, what waits, the line at the bottom. */
const frameStyles = css`
  :host {
    --_line: var(--_row);
    --_twist: 24px;
    display: flex;
    flex-direction: column;
    height: 100%;
    min-height: 240px;
    min-width: 0;
    background: var(--_surface);
  }
  .body {
    position: relative;
    display: flex;
    flex-direction: column;
    flex: 1;
    min-height: 0;
  }
  .body > .progress {
    position: absolute;
    z-index: 3;
    inset-block-start: 0;
    inset-inline: 0;
  }
  .probe {
    position: absolute;
    visibility: hidden;
    width: 0;
    height: var(--_line);
  }
  .placeholder {
    overflow: hidden;
    mask-image: linear-gradient(currentcolor 20%, transparent 95%);
  }
  .placeholder > div {
    display: flex;
    align-items: center;
    justify-content: space-between;
    height: var(--_line);
    padding-inline: calc(var(--_twist) + var(--_space-3)) var(--_space-1);
  }
  .placeholder i {
    width: 24px;
    height: 8px;
    border-radius: var(--_radius-sm);
    background: var(--_border);
  }
  .placeholder > :first-child {
    padding-inline-start: var(--_twist);
  }
  .placeholder i:first-child {
    width: 42%;
  }
  .foot {
    flex: none;
    display: flex;
    align-items: baseline;
    justify-content: space-between;
    gap: var(--_space-2);
    min-height: 28px;
    padding: var(--_space-1) var(--_space-2);
    border-block-start: 1px solid var(--_border);
    color: var(--_muted);
    font-size: var(--_size-sm);
  }
  .foot > .tabular {
    white-space: nowrap;
  }
  .coverage {
    text-align: end;
  }
  .coverage::before {
    content: '';
    display: inline-block;
    width: 6px;
    height: 6px;
    margin-inline-end: var(--_space-mid);
    border-radius: 50%;
    background: var(--_ok);
    vertical-align: 1px;
  }
  .coverage.at-least::before,
  .coverage.sampled::before,
  .coverage.unknown::before {
    border: 1.5px solid var(--_warn);
    background: none;
  }
  @media (pointer: coarse) {
    :host {
      --_line: max(var(--_row), 40px);
      --_twist: 36px;
    }
  }
`;

/** What is selected takes the colours of the system last. */
export const scopeTreeStyles = [treeToolsStyles, treeLineStyles, frameStyles, forcedSelection];
