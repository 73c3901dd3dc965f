import { css } from 'lit';

/**
 * Controls. Markup: `<button class="button">` (also `primary`, `quiet`, `danger`, `small`), `<button class="icon-button">`,
 * `<div class="segmented" role="group">` of buttons, `<input class="input">`, `<div class="menu">` of `<button class="menu-item">`.
 * A pressed button (`aria-pressed`), a checked one (`aria-checked`) and a current one (`aria-current`, `aria-selected`) look the same.
 */
export const buttonStyles = css`
  .icon {
    display: block;
    flex: none;
  }
  .icon-drag,
  .icon-more {
    stroke-width: 2;
  }
  button {
    appearance: none;
    margin: 0;
    font: inherit;
    color: inherit;
    text-align: inherit;
    letter-spacing: inherit;
    -webkit-tap-highlight-color: transparent;
    touch-action: manipulation;
  }
  .button,
  .icon-button,
  .segmented > button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: var(--_space-mid);
    height: var(--_control);
    padding: 0 10px;
    border: 1px solid transparent;
    border-radius: var(--_radius);
    background: none;
    font-size: var(--_size);
    font-weight: 500;
    line-height: 1;
    white-space: nowrap;
    cursor: pointer;
    user-select: none;
    transition:
      background-color var(--_fast),
      border-color var(--_fast),
      color var(--_fast);
  }
  .button {
    border-color: var(--_border-strong);
    background: var(--_raised);
  }
  .button:hover {
    background: var(--_hover);
  }
  .button:active,
  .icon-button:active {
    background: var(--_border);
  }
  .button[aria-pressed='true'],
  .button[aria-expanded='true'] {
    border-color: var(--_accent);
    color: var(--_accent);
    background: var(--_accent-soft);
  }
  .button.primary {
    border-color: var(--_accent);
    color: var(--_on-accent);
    background: var(--_accent);
  }
  .button.primary:hover {
    border-color: color-mix(in oklab, var(--_accent), var(--_text) 15%);
    background: color-mix(in oklab, var(--_accent), var(--_text) 15%);
  }
  .button.quiet {
    border-color: transparent;
    background: none;
  }
  .button.quiet:hover {
    background: var(--_hover);
  }
  .button.danger {
    color: var(--_danger);
  }
  .button.small {
    height: 24px;
    padding: 0 var(--_space-2);
    font-size: var(--_size-sm);
  }
  .icon-button {
    width: var(--_control);
    padding: 0;
    color: var(--_muted);
  }
  .icon-button:hover {
    color: var(--_text);
    background: var(--_hover);
  }
  .icon-button.small {
    width: 24px;
    height: 24px;
  }
  .icon-button[aria-pressed='true'],
  .icon-button[aria-expanded='true'] {
    color: var(--_accent);
    background: var(--_accent-soft);
  }
  .button:disabled,
  .icon-button:disabled,
  .segmented > button:disabled,
  .button[aria-disabled='true'],
  .icon-button[aria-disabled='true'] {
    opacity: 0.45;
    cursor: default;
  }
  .link {
    min-height: 24px;
    padding: 0;
    border: 0;
    border-radius: var(--_radius-sm);
    background: none;
    color: var(--_accent);
    font-weight: 500;
    text-decoration: underline;
    text-decoration-color: color-mix(in srgb, currentcolor 35%, transparent);
    text-underline-offset: 2px;
    cursor: pointer;
  }
  .link:hover {
    text-decoration-color: currentcolor;
  }
  .segmented {
    display: inline-flex;
    gap: 1px;
    padding: var(--_space-half);
    height: var(--_control);
    border-radius: var(--_radius);
    background: color-mix(in srgb, var(--_border) 60%, var(--_surface));
  }
  .segmented > button {
    height: 100%;
    padding: 0 var(--_space-2);
    border-radius: var(--_radius-sm);
    border-width: 0;
    color: var(--_muted);
    font-size: var(--_size-sm);
    font-variant-numeric: tabular-nums;
  }
  .segmented > button:hover {
    color: var(--_text);
  }
  .segmented > button[aria-pressed='true'],
  .segmented > button[aria-checked='true'],
  .segmented > button[aria-selected='true'],
  .segmented > button[aria-current='true'] {
    color: var(--_text);
    background: var(--_raised);
    box-shadow: 0 1px 2px var(--_shadow-colour);
  }
  .input {
    height: var(--_control);
    min-width: 0;
    padding: 0 var(--_space-2);
    border: 1px solid var(--_control-border);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: var(--_text);
    font: inherit;
    font-size: var(--_size);
    line-height: var(--_leading);
  }
  .input::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  .input:focus-visible {
    outline-offset: -1px;
    border-color: var(--_accent);
  }
  .input[aria-invalid='true'] {
    border-color: var(--_danger);
  }
  .menu {
    display: flex;
    flex-direction: column;
    min-width: 180px;
    padding: var(--_space-1);
  }
  .menu-item {
    display: flex;
    align-items: center;
    gap: var(--_space-2);
    width: 100%;
    min-height: 28px;
    padding: 0 var(--_space-2);
    border: 0;
    border-radius: var(--_radius-sm);
    background: none;
    font-size: var(--_size);
    cursor: pointer;
  }
  .menu-item:hover,
  .menu-item[aria-selected='true'],
  .menu-item:focus-visible {
    background: var(--_hover);
  }
  .menu-item:focus-visible {
    outline-offset: -2px;
  }
  .menu-heading {
    padding: var(--_space-2) var(--_space-2) var(--_space-1);
    color: var(--_muted);
    font-size: var(--_size-xs);
    font-weight: 600;
  }
  .menu-separator {
    height: 1px;
    margin: var(--_space-1) 0;
    background: var(--_border);
  }
  @media (pointer: coarse) {
    :host {
      --_control: 40px;
    }
    .button.small,
    .icon-button.small {
      min-width: 40px;
      height: 40px;
    }
    .menu-item {
      min-height: 44px;
    }
  }
  @media (prefers-contrast: more) {
    .segmented {
      padding: 1px;
      border: 1px solid var(--_control-border);
      background: none;
    }
    .segmented > button[aria-pressed='true'],
    .segmented > button[aria-checked='true'],
    .segmented > button[aria-selected='true'],
    .segmented > button[aria-current='true'] {
      color: var(--_surface);
      background: var(--_text);
    }
    .button:disabled,
    .icon-button:disabled,
    .segmented > button:disabled,
    .button[aria-disabled='true'],
    .icon-button[aria-disabled='true'] {
      opacity: 0.7;
    }
  }
  @media (forced-colors: active) {
    .button,
    .icon-button,
    .segmented > button {
      border: 1px solid ButtonText;
    }
    .segmented > button[aria-pressed='true'],
    .segmented > button[aria-checked='true'],
    .segmented > button[aria-selected='true'],
    .segmented > button[aria-current='true'],
    .button.primary,
    .button[aria-pressed='true'],
    .button[aria-expanded='true'],
    .icon-button[aria-pressed='true'],
    .icon-button[aria-expanded='true'] {
      --_muted: HighlightText;
      --_text: HighlightText;
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
    .button:disabled,
    .icon-button:disabled,
    .segmented > button:disabled,
    .button[aria-disabled='true'],
    .icon-button[aria-disabled='true'] {
      border-color: GrayText;
      color: GrayText;
      opacity: 1;
    }
  }
`;
