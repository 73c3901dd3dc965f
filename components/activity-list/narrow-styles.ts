import { css } from 'lit';

/** Two lines a row where there is little room. */
export const narrowStyles = css`
  @container activity-list (width < 46.154em) {
    .scroller,
    .probe {
      --_row-height: calc(var(--_row) + var(--_leading));
    }
    .head {
      grid-template-columns: 1fr;
    }
    .head > :not(:first-child) {
      display: none;
    }
    .head,
    .row {
      min-width: 0;
    }
    .row {
      grid-template-columns: minmax(0, 1fr) auto 28px;
      grid-template-rows: var(--_leading) var(--_leading);
      align-content: center;
      row-gap: var(--_space-half);
    }
    .row .time {
      color: var(--_muted);
    }
    .row .source {
      justify-self: end;
    }
    .row .details {
      grid-column: 1 / -1;
      grid-row: 2;
    }
    .row .actions {
      grid-column: 3;
      grid-row: 1;
    }
    .row.edge .edge-cell {
      flex-wrap: wrap;
      font-size: var(--_size-sm);
    }
    /* In reading order, cut at the end: the first values are what one recognises a row by. */
    .details {
      display: block;
      text-overflow: ellipsis;
    }
    .cell {
      margin-inline-start: 10px;
      overflow: visible;
    }
  }
`;
