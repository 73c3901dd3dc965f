import { css } from 'lit';

export const timeBarStyles = css`
  :host {
    display: block;
    container: time-bar / inline-size;
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--_space-mid) var(--_space-2);
    min-height: var(--_control);
  }
  .cluster {
    display: inline-flex;
    align-items: center;
    gap: var(--_space-half);
  }
  .space {
    flex: 1;
  }
  .range {
    max-width: 100%;
    gap: var(--_space-2);
    font-variant-numeric: tabular-nums;
  }
  .range .words {
    overflow: hidden;
    line-height: var(--_leading);
    text-overflow: ellipsis;
  }
  .range .duration {
    color: var(--_muted);
    font-weight: 400;
  }
  .range .icon {
    color: var(--_muted);
  }
  .as-of {
    padding-inline: var(--_space-2);
    color: var(--_muted);
    white-space: nowrap;
  }
  .live {
    min-width: 152px;
    justify-content: flex-start;
    font-variant-numeric: tabular-nums;
  }
  @media (forced-colors: none) {
    .live[aria-pressed='true'] {
      color: var(--_text);
      border-color: var(--_border-strong);
      background: var(--_raised);
    }
  }
  .live .glyph {
    display: grid;
    place-items: center;
    flex: none;
    width: 16px;
    height: 16px;
  }
  .live .action {
    margin-inline-start: auto;
    color: var(--_muted);
  }
  .live .icon-play {
    fill: currentcolor;
  }
  .dot {
    position: relative;
    width: 8px;
    height: 8px;
    border-radius: 50%;
    background: var(--_muted);
  }
  .calm .dot {
    background: var(--_ok);
  }
  .calm .dot::after {
    content: '';
    position: absolute;
    inset: 0;
    border-radius: 50%;
    background: var(--_ok);
    animation: time-bar-pulse 2.4s ease-out infinite;
  }
  .warn .dot {
    background: var(--_warn);
  }
  @media (forced-colors: none) {
    .warn.live[aria-pressed='true'] {
      color: var(--_warn);
    }
  }
  .off .dot {
    width: 8px;
    height: 8px;
    border-radius: 1px;
  }
  @keyframes time-bar-pulse {
    0% {
      transform: scale(1);
      opacity: 0.5;
    }
    70%,
    100% {
      transform: scale(2.4);
      opacity: 0;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .calm .dot::after {
      animation: none;
      opacity: 0;
    }
  }
  .zone {
    color: var(--_muted);
    font-weight: 400;
    font-variant-numeric: tabular-nums;
  }
  .range-form {
    display: flex;
    flex-direction: column;
    gap: var(--_space-2);
    width: min(340px, calc(100vw - 32px));
    padding: var(--_space-4);
  }
  .field label {
    display: block;
    margin-bottom: var(--_space-half);
    font-weight: 500;
  }
  .entry {
    position: relative;
    display: flex;
    gap: var(--_space-1);
  }
  .entry .input {
    flex: 1;
  }
  .native {
    position: absolute;
    inset: auto 0 0 auto;
    width: var(--_control);
    height: 1px;
    padding: 0;
    border: 0;
    opacity: 0;
    pointer-events: none;
  }
  .problem {
    margin: var(--_space-half) 0 0;
    color: var(--_danger);
    font-size: var(--_size-sm);
    line-height: var(--_leading-xs);
  }
  .problem:empty {
    display: none;
  }
  /* In two lines: where one looks at, and how one gets back to it. */
  @container time-bar (width < 80em) {
    .space {
      flex: 1 1 100%;
      height: 0;
    }
    .live {
      margin-inline-start: auto;
    }
  }
  @container time-bar (width < 53.846em) {
    .range {
      flex: 1 1 auto;
      justify-content: flex-start;
      order: -2;
    }
    .space {
      display: none;
    }
    .moves {
      flex: 1 1 100%;
    }
    .presets {
      flex: 1;
    }
    .presets > button {
      flex: 1;
      min-width: 24px;
      padding: 0 var(--_space-half);
    }
    .live {
      flex: 1 1 auto;
      margin: 0;
    }
  }
  @container time-bar (width < 33.846em) {
    .range .duration {
      display: none;
    }
    .range {
      flex-basis: 100%;
    }
  }
`;
