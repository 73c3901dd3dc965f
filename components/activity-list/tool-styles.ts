import { css } from 'lit';

/** What works on the list as a whole: folding, finding, context, the row menu, the keys. */
export const toolStyles = css`
  .tools {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--_space-1) var(--_space-1);
  }
  .fold-control {
    display: flex;
    align-items: center;
    gap: var(--_space-mid);
    margin-inline-end: var(--_space-1);
  }
  .tool-label {
    color: var(--_muted);
    font-size: var(--_size-sm);
    white-space: nowrap;
  }
  .tools .segmented,
  .context .segmented {
    height: max(26px, var(--_leading) + 6px);
    padding: 1px;
  }
  .columns-button .icon {
    width: 14px;
    height: 14px;
  }
  .keys-button {
    font-size: var(--_size);
    font-weight: 600;
  }

  .find {
    display: flex;
    align-items: center;
    gap: var(--_space-1);
    padding: var(--_space-1) var(--_space-3);
    border-top: 1px solid var(--_border);
    background: var(--_sunken);
  }
  .find > .icon {
    color: var(--_muted);
  }
  .find .input {
    flex: 1;
    max-width: 360px;
  }
  .find .found {
    min-width: 9ch;
    padding-inline: var(--_space-1);
    color: var(--_muted);
    font-size: var(--_size-sm);
    white-space: nowrap;
  }
  .find .found.none {
    color: var(--_danger);
  }

  .context {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--_space-1) var(--_space-4);
    padding: var(--_space-mid) var(--_space-3);
    border-bottom: 1px solid var(--_border);
    background: var(--_warn-soft);
  }
  .context p {
    display: flex;
    align-items: center;
    flex-wrap: wrap;
    gap: 0 var(--_space-2);
    min-width: 0;
    margin: 0;
  }
  .context p > .icon {
    color: var(--_warn);
  }
  .context .aside {
    overflow-wrap: anywhere;
  }
  .context code {
    font-family: var(--_mono);
  }
  .context .reach {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--_space-1) var(--_space-2);
  }
  .context .button .icon {
    width: 14px;
    height: 14px;
  }

  .row-menu {
    width: max-content;
    max-width: min(420px, calc(100vw - 16px));
  }
  .row-menu .menu-item {
    min-height: 28px;
    padding-block: 3px;
    align-items: baseline;
  }
  .row-menu .menu-item > .icon {
    align-self: center;
    width: 14px;
    height: 14px;
    color: var(--_muted);
  }
  .row-menu .words {
    flex: 1;
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .row-menu .detail {
    display: block;
    color: var(--_muted);
    font-size: var(--_size-xs);
    line-height: var(--_leading-xs);
  }
  .row-menu .menu-item[aria-disabled='true'] {
    color: var(--_muted);
    cursor: default;
  }
  kbd {
    min-width: 18px;
    padding: 0 var(--_space-1);
    border: 1px solid var(--_border-strong);
    border-radius: var(--_radius-sm);
    color: var(--_muted);
    font-family: var(--_mono);
    font-size: var(--_size-xs);
    line-height: var(--_leading-xs);
    text-align: center;
  }

  .keys {
    width: min(420px, calc(100vw - 16px));
  }
  .keys header {
    display: flex;
    align-items: center;
    justify-content: space-between;
    padding: var(--_space-2) var(--_space-2) var(--_space-2) var(--_space-3);
    border-bottom: 1px solid var(--_border);
  }
  .keys h2 {
    margin: 0;
    font-size: var(--_size);
    font-weight: 600;
  }
  .keys dl {
    margin: 0;
    padding: var(--_space-2) var(--_space-3);
  }
  .keys dl > div {
    display: grid;
    grid-template-columns: 96px 1fr;
    padding: 3px 0;
  }
  .keys dt {
    display: flex;
    gap: var(--_space-1);
    align-items: center;
  }
  .keys dd {
    margin: 0;
  }

  @container activity-list (width < 46.154em) {
    .columns-button,
    .fold-control .tool-label,
    .keys-button {
      display: none;
    }
    .summary .space {
      display: none;
    }
    .tools {
      flex: 1;
      justify-content: flex-end;
    }
  }
`;
