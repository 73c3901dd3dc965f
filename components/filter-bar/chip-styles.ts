import { css } from 'lit';

/** The conditions as chips, each a row of buttons. */
export const chipStyles = css`
  .chips {
    display: contents;
    list-style: none;
  }
  .chip {
    display: inline-flex;
    align-items: stretch;
    max-width: 100%;
    height: var(--_slim);
    border-radius: var(--_radius-sm);
    background: var(--_accent-soft);
  }
  .chip.negated {
    background: var(--_danger-soft);
  }
  .chip.editing {
    opacity: 0.5;
  }
  .chip button {
    display: inline-flex;
    align-items: center;
    border: 0;
    border-radius: var(--_radius-sm);
    background: none;
    cursor: pointer;
  }
  .chip > [role='gridcell'] {
    display: flex;
    flex: none;
    min-width: 0;
  }
  /* The text gives way, never what can be pressed. */
  .chip > [role='gridcell']:has(> .term) {
    flex: 0 1 auto;
  }
  .chip.disabled {
    background: none;
    box-shadow: inset 0 0 0 1px var(--_border-strong);
  }
  .chip.disabled .term {
    text-decoration: line-through;
    text-decoration-color: var(--_muted);
  }
  .chip.disabled .term .value,
  .chip.disabled .turn {
    color: var(--_muted);
    font-weight: 400;
  }
  .chip button:hover {
    background: color-mix(in srgb, var(--_text) 8%, transparent);
  }
  .chip button:focus-visible {
    outline-offset: -2px;
  }
  .turn,
  .toggle,
  .another,
  .remove {
    flex: none;
    justify-content: center;
    width: 24px;
    padding: 0;
    color: var(--_muted);
  }
  .turn {
    color: var(--_accent);
  }
  .negated .turn {
    color: var(--_danger);
  }
  .another {
    font-size: var(--_size-sm);
  }
  .another:hover,
  .remove:hover {
    color: var(--_text);
  }
  .track {
    position: relative;
    width: 18px;
    height: 10px;
    border-radius: var(--_radius-full);
    background: var(--_accent);
  }
  .track::after {
    content: '';
    position: absolute;
    top: 2px;
    inset-inline-end: 2px;
    width: 6px;
    height: 6px;
    border-radius: 50%;
    background: var(--_on-accent);
  }
  .negated .track {
    background: var(--_danger);
  }
  .disabled .track {
    background: none;
    border: 1px solid var(--_muted);
  }
  .disabled .track::after {
    top: 1px;
    inset-inline: 2px auto;
    background: var(--_muted);
  }
  .chip.unread {
    background: var(--_warn-soft);
  }
  .unread .icon-warning {
    align-self: center;
    color: var(--_warn);
  }
  .unread .icon-warning,
  .turn .icon,
  .remove .icon {
    width: 12px;
    height: 12px;
    stroke-width: 2;
  }
  .term {
    direction: ltr;
    gap: 0.7ch;
    min-width: 0;
    padding: 0 3px;
    line-height: var(--_slim);
    white-space: pre;
  }
  .term .attribute,
  .term .operator {
    flex: none;
    color: var(--_muted);
  }
  .term .attribute {
    overflow: hidden;
    text-overflow: ellipsis;
    flex: 0 1 auto;
  }
  .term .value {
    overflow: hidden;
    text-overflow: ellipsis;
    font-weight: 500;
  }
  @media (forced-colors: active) {
    .chip {
      outline: 1px solid ButtonBorder;
      outline-offset: -1px;
    }
    .chip.negated {
      outline-style: dashed;
    }
  }
`;
