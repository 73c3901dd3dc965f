import { css } from 'lit';

/** What opens in the list, and what stands over it while something is found or looked around. */
export const panelStyles = css`
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
    white-space: normal;
    overflow-wrap: anywhere;
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

  .go-to {
    width: min(330px, calc(100vw - 16px));
  }
  .go-to form {
    position: relative;
    display: grid;
    grid-template-columns: 1fr auto;
    align-items: baseline;
    gap: var(--_space-1) var(--_space-2);
    padding: var(--_space-3);
  }
  .go-to label {
    font-weight: 600;
  }
  .go-to .entry,
  .go-to p {
    display: flex;
    grid-column: 1 / -1;
    gap: var(--_space-2);
    margin: 0;
  }
  .go-to .input {
    flex: 1;
    min-width: 0;
  }
  .go-to p {
    font-size: var(--_size-sm);
    line-height: var(--_leading-xs);
  }
  .go-to .problem {
    color: var(--_danger);
    overflow-wrap: anywhere;
  }
  .go-to .problem:empty {
    display: none;
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
`;
