import { css } from 'lit';
import { forcedSelection } from '../internal/tokens.js';

export const scopeTreeStyles = [
  css`
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
    .grouping,
    .tools,
    .trail,
    .foot {
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
    .bucket {
      color: var(--_muted);
      font-style: italic;
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
    .twist:dir(rtl) .icon {
      transform: scaleX(-1);
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
      display: flex;
      align-items: baseline;
      justify-content: space-between;
      gap: var(--_space-2);
      min-height: 28px;
      padding-block: var(--_space-1);
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
      .actions .value-actions {
        height: 38px;
      }
      .actions .value-action {
        width: 44px;
      }
      select.input {
        width: 124px;
      }
    }
    @media (forced-colors: active) {
      .line.zero:not(.chosen) .name,
      .line.zero:not(.chosen) .count {
        color: GrayText;
      }
    }
  `,
  forcedSelection,
];
