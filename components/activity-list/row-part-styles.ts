import { css } from 'lit';

/** What stands in a row besides its values: folds, buttons, marks; and the lines at the edges. */
export const rowPartStyles = css`
  .folding .source .badge {
    min-width: 38px;
    justify-content: center;
  }
  .row-button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: var(--_space-half);
    min-width: 24px;
    height: 24px;
    padding: 0 3px;
    border: 0;
    border-radius: var(--_radius-sm);
    background: none;
    color: var(--_muted);
    font-size: var(--_size-xs);
    font-weight: 600;
    line-height: 1;
    cursor: pointer;
  }
  .row-button .icon {
    width: 14px;
    height: 14px;
  }
  .row-button:hover {
    color: var(--_text);
    background: var(--_touched);
  }
  .row-button.fold {
    padding-inline-end: var(--_space-mid);
    color: var(--_text);
  }
  .row-button.trace {
    color: var(--_kubernetes);
  }
  .row-button.trace.vague {
    color: var(--_muted);
  }
  .actions {
    position: sticky;
    inset-inline-end: 0;
    display: flex;
    justify-content: flex-end;
  }
  .row-button.more {
    opacity: 0;
  }
  .row:hover .more,
  .row.active .more,
  .row.with-menu .more,
  .row[aria-selected='true'] .more,
  .row:has(.cell.active) .more {
    opacity: 1;
    background: var(--_raised);
  }
  .row.folded {
    cursor: pointer;
  }
  .row.folded .dash {
    color: var(--_muted);
  }
  .row.folded[aria-expanded='true'] {
    background: var(--_sunken);
  }
  .row.member {
    background: color-mix(in srgb, var(--_sunken) 55%, transparent);
  }
  .row.member,
  .row.member:hover {
    box-shadow:
      inset calc(3px * var(--_inline)) 0 0 var(--_border-strong),
      inset 0 -1px 0 color-mix(in srgb, var(--_border) 60%, transparent);
  }
  .in-columns .row {
    overflow: visible;
  }
  .row.member .badge {
    margin-inline-start: 14px;
    opacity: 0.75;
  }
  .row.member:hover {
    background: var(--_hover);
  }
  .row.member[aria-selected='true'] {
    background: var(--_selected);
  }
  .row.around {
    background: var(--_warn-soft);
    box-shadow:
      inset calc(3px * var(--_inline)) 0 0 var(--_warn),
      inset 0 -1px 0 color-mix(in srgb, var(--_border) 60%, transparent);
  }
  .finding .row.active,
  .finding .row.active:hover {
    background: var(--_selected);
    box-shadow: inset calc(2px * var(--_inline)) 0 0 var(--_warn);
  }
  .row.with-menu {
    background: var(--_hover);
  }
  .row.edge {
    display: flex;
    justify-content: center;
    background: var(--_sunken);
  }
  .edge-cell {
    position: sticky;
    inset-inline: 0;
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 0 var(--_space-3);
    max-width: 100%;
    font-size: var(--_size-sm);
    white-space: nowrap;
  }
  .edge-cell .muted {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .edge .link {
    display: inline-flex;
    align-items: center;
    gap: var(--_space-1);
    min-height: 24px;
  }
  .edge .icon {
    width: 14px;
    height: 14px;
  }
  @media (hover: none) {
    .row-button.more {
      opacity: 1;
    }
  }
  ::highlight(activity-list-find) {
    background-color: var(--_mark);
    color: var(--_on-mark);
  }
`;
