import { css } from 'lit';

/** What is said above the rows, and what could not be read. */
export const noticeStyles = css`
  .notice {
    display: flex;
    align-items: center;
    gap: var(--_space-2);
    min-height: 36px;
    padding: var(--_space-1) var(--_space-3);
    border-top: 1px solid var(--_border);
  }
  .notice .sentence {
    flex: 1;
    min-width: 0;
    overflow-wrap: anywhere;
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
