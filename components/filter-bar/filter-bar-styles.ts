import { css } from 'lit';

/** The bar with its field, and what differs on a small or coarse screen. */
export const filterBarStyles = css`
  :host {
    display: block;
    container: filter-bar / inline-size;
  }
  .bar {
    display: flex;
    align-items: flex-start;
    gap: var(--_space-2);
    min-width: 0;
  }
  .box {
    flex: 1;
    display: flex;
    align-items: flex-start;
    min-width: 0;
    min-height: 32px;
    padding: var(--_space-half);
    border: 1px solid var(--_control-border);
    border-radius: var(--_radius);
    background: var(--_surface);
  }
  .box:focus-within {
    border-color: var(--_focus);
    outline: 1px solid var(--_focus);
  }
  .box.wrong {
    border-color: var(--_danger);
  }
  .box.wrong:focus-within {
    outline-color: var(--_danger);
  }
  .lead {
    display: grid;
    place-items: center;
    flex: none;
    width: 28px;
    height: var(--_slim);
    color: var(--_muted);
  }
  .content {
    flex: 1;
    display: flex;
    flex-wrap: wrap;
    gap: var(--_space-half) var(--_space-1);
    min-width: 0;
  }
  .entry {
    position: relative;
    flex: 1 1 140px;
    display: grid;
    min-width: 0;
  }
  .entry > .field,
  .entry > .mirror {
    grid-area: 1 / 1;
    min-width: 0;
    min-height: var(--_slim);
    margin: 0;
    padding: 3px var(--_space-1);
    border: 0;
    font-family: var(--_mono);
    font-size: var(--_size-sm);
    font-variant-ligatures: none;
    line-height: var(--_leading);
    letter-spacing: 0;
    text-align: match-parent;
    direction: ltr;
  }
  .field {
    position: relative;
    width: 100%;
    background: none;
    color: var(--_text);
    resize: none;
    overflow: hidden;
    outline: none;
  }
  .field:focus-visible {
    outline: none;
  }
  .field::placeholder {
    color: var(--_muted);
    font-family: var(--_font);
    font-size: var(--_size);
    opacity: 1;
  }
  .mirror {
    overflow: hidden;
    color: transparent;
    forced-color-adjust: none;
    white-space: pre;
    pointer-events: none;
    user-select: none;
  }
  .entry.text > .field,
  .entry.text > .mirror {
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .wrong-part {
    text-decoration: underline wavy var(--_danger) 1px;
    text-underline-offset: 3px;
    background: var(--_danger-soft);
    border-radius: var(--_radius-sm);
  }
  .box > .icon-button,
  .actions > .icon-button {
    flex: none;
  }
  .box > .icon-button {
    height: var(--_slim);
    width: 26px;
  }
  .actions {
    display: flex;
    gap: var(--_space-half);
    padding: var(--_space-half) 0;
  }
  .actions .button .chevron {
    color: var(--_muted);
  }
  .message {
    display: flex;
    gap: var(--_space-mid);
    align-items: flex-start;
    margin: var(--_space-1) 0 0;
    font-size: var(--_size-sm);
    line-height: var(--_leading-sm);
  }
  .message .icon {
    flex: none;
    margin-top: 1px;
    color: var(--_danger);
  }
  .message.notice .icon {
    color: var(--_warn);
  }
  .message .link {
    border: 0;
    font-size: var(--_size-sm);
    cursor: pointer;
  }
  @media (pointer: coarse) {
    .chip,
    .lead,
    .box > .icon-button {
      height: 36px;
    }
    .turn,
    .toggle,
    .another,
    .remove,
    .box > .icon-button {
      width: 36px;
    }
    .field,
    .mirror {
      padding-block: var(--_space-2) !important;
    }
    .option {
      min-height: 40px;
      align-items: center;
    }
  }
  @container filter-bar (width < 43.077em) {
    .bar {
      gap: var(--_space-1);
    }
    #source-button {
      width: var(--_control);
      padding: 0;
    }
    #source-button .label,
    #source-button .chevron {
      display: none;
    }
  }
  /* On a phone, conditions have the whole width, and lines as they need them: what is asked for can be read. */
  @container filter-bar (width < 32em) {
    .bar:has(.chip) {
      flex-wrap: wrap;
      justify-content: flex-end;
    }
    .bar:has(.chip) .box {
      flex: 1 0 100%;
    }
    .bar:has(.chip) .lead {
      display: none;
    }
    .chip {
      height: auto;
      min-height: var(--_slim);
    }
    .chip .term {
      flex-wrap: wrap;
      row-gap: 0;
      line-height: var(--_leading);
      text-align: start;
    }
    .chip .term .attribute,
    .chip .term .value {
      white-space: pre-wrap;
      overflow-wrap: anywhere;
    }
  }
`;
