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
    padding: 2px;
    border: 1px solid var(--_control-border);
    border-radius: var(--_radius);
    background: var(--_surface);
  }
  .box:focus-within {
    border-color: var(--_accent);
    box-shadow: 0 0 0 1px var(--_accent);
  }
  .box.wrong {
    border-color: var(--_danger);
  }
  .box.wrong:focus-within {
    box-shadow: 0 0 0 1px var(--_danger);
  }
  .lead {
    display: grid;
    place-items: center;
    flex: none;
    width: 28px;
    height: 26px;
    color: var(--_muted);
  }
  .content {
    flex: 1;
    display: flex;
    flex-wrap: wrap;
    gap: 2px 4px;
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
    min-height: 26px;
    margin: 0;
    padding: 3px 4px;
    border: 0;
    font-family: var(--_mono);
    font-size: 12px;
    font-variant-ligatures: none;
    line-height: 20px;
    letter-spacing: 0;
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
    border-radius: 2px;
  }
  .box > .icon-button,
  .actions > .icon-button {
    flex: none;
  }
  .box > .icon-button {
    height: 26px;
    width: 26px;
  }
  .actions {
    display: flex;
    gap: 2px;
    padding: 2px 0;
  }
  .actions .button .chevron {
    color: var(--_muted);
  }
  .message {
    display: flex;
    gap: 6px;
    align-items: flex-start;
    margin: 4px 0 0;
    font-size: var(--_size-sm);
    line-height: 18px;
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
      padding-block: 8px !important;
    }
    .option {
      min-height: 40px;
      align-items: center;
    }
  }
  @container filter-bar (width < 560px) {
    .bar {
      gap: 4px;
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
`;
