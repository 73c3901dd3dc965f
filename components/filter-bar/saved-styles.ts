import { css } from 'lit';

/** The menu of saved filters. */
export const savedStyles = css`
  .saved-filters {
    width: 380px;
    max-width: calc(100vw - 18px);
    max-height: min(70vh, 520px);
    overflow: auto;
    padding: 4px;
  }
  .saved-filters p {
    margin: 0;
    padding: 0 8px;
  }
  .saved-filters ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .saved-filters li {
    display: flex;
    align-items: center;
    gap: 2px;
  }
  .saved-filters li > form {
    flex: 1;
  }
  .saved-filters .line {
    display: flex;
    gap: 6px;
    padding: 4px 8px;
  }
  .saved-filters .line .input {
    flex: 1;
  }
  .saved-filters .apply {
    flex: 1;
    flex-direction: column;
    align-items: flex-start;
    gap: 0;
    min-width: 0;
    padding-block: 4px;
  }
  .saved-filters .apply .name {
    font-weight: 500;
  }
  .saved-filters .what {
    overflow: hidden;
    max-width: 100%;
    color: var(--_muted);
    font-size: var(--_size-sm);
    line-height: 18px;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .saved-filters .hint {
    color: var(--_muted);
    font-size: var(--_size-sm);
    line-height: 18px;
  }
  .saved-filters p.hint:not(:empty) {
    padding-block: 2px;
  }
  .saved-filters .wrong {
    display: flex;
    gap: 6px;
    color: var(--_text);
  }
  .saved-filters .wrong .icon {
    color: var(--_warn);
    margin-top: 1px;
  }
`;
