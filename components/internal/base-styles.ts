import { css } from 'lit';

/** What every element of ours begins with: its type, its focus, and classes for text that all of them use. */
export const baseStyles = css`
  :host {
    box-sizing: border-box;
    color: var(--_text);
    font-family: var(--_font);
    font-size: var(--_size);
    font-weight: 400;
    line-height: var(--_leading);
    letter-spacing: normal;
    text-align: start;
    text-transform: none;
    -webkit-font-smoothing: antialiased;
    -webkit-text-size-adjust: 100%;
  }
  :host([hidden]) {
    display: none !important;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  :focus {
    outline: none;
  }
  :focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: 1px;
  }
  ::selection {
    background: color-mix(in srgb, var(--_accent) 32%, var(--_surface));
  }
  .mono {
    font-family: var(--_mono);
    font-size: var(--_size-sm);
    font-variant-ligatures: none;
    font-variant-numeric: tabular-nums;
  }
  .muted {
    color: var(--_muted);
  }
  /* What points along the text points the other way where that runs to the left, turned by a transform or not. */
  .icon-chevron-left,
  .icon-chevron-right,
  .icon-undo,
  .icon-redo {
    scale: var(--_inline) 1;
  }
  .tabular {
    font-variant-numeric: tabular-nums;
  }
  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    padding: 0;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
    border: 0;
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation-duration: 0.01ms !important;
      animation-iteration-count: 1 !important;
      transition-duration: 0.01ms !important;
      scroll-behavior: auto !important;
    }
  }
  /* Without blanks between words, lines end between phrases where the browser knows them. */
  :host(:lang(ja)) {
    line-break: strict;
    word-break: auto-phrase;
  }
`;
