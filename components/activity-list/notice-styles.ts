import { css } from 'lit';

/** What is said above the rows, and what could not be read. */
export const noticeStyles = css`
  /* However many there are, the rows keep their room. */
  .notices {
    flex: none;
    max-height: 33%;
    overflow: auto;
  }
  .notice {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--_space-1) var(--_space-2);
    min-height: 36px;
    padding: var(--_space-1) var(--_space-3);
    border-top: 1px solid var(--_border);
  }
  .notice .sentence {
    flex: 1 1 14em;
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .notice summary {
    cursor: pointer;
  }
  .notice .countdown {
    color: var(--_muted);
  }
  .notice.info .icon {
    color: var(--_accent);
  }
  .notice.warn {
    background: var(--_warn-soft);
  }
  .notice.warn .icon {
    color: var(--_warn);
  }
  .notice.danger {
    background: var(--_danger-soft);
  }
  .notice.danger .icon {
    color: var(--_danger);
  }
`;
