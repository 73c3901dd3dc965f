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

  @container activity-list (width < 46.154em) {
    .columns-button,
    .fold-control .tool-label,
    .keys-button {
      display: none;
    }
    .summary .space {
      display: none;
    }
    /* Below the number rather than in two lines beside it. */
    .tools {
      flex: auto;
      justify-content: flex-end;
    }
  }
`;
