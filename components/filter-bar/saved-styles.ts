import { css } from 'lit';

/** The menu of saved filters. */
export const savedStyles = css`
  .saved-filters {
    width: 380px;
    max-width: calc(100vw - 18px);
    max-height: min(70vh, 520px);
    overflow: auto;
    padding: var(--_space-1);
  }
  .saved-filters p {
    margin: 0;
    padding: 0 var(--_space-2);
  }
  .saved-filters ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .saved-filters li {
    display: flex;
    align-items: center;
    gap: var(--_space-half);
  }
  .saved-filters li > form {
    flex: 1;
  }
  .saved-filters .line {
    display: flex;
    gap: var(--_space-mid);
    padding: var(--_space-1) var(--_space-2);
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
    padding-block: var(--_space-1);
  }
  .saved-filters .apply .name {
    font-weight: 500;
  }
  .saved-filters .what {
    overflow: hidden;
    max-width: 100%;
    color: var(--_muted);
    font-size: var(--_size-sm);
    line-height: var(--_leading-sm);
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .saved-filters .hint {
    color: var(--_muted);
    font-size: var(--_size-sm);
    line-height: var(--_leading-sm);
  }
  .saved-filters p.hint:not(:empty) {
    padding-block: var(--_space-half);
  }
  .saved-filters .wrong {
    display: flex;
    gap: var(--_space-mid);
    color: var(--_text);
  }
  .saved-filters .wrong .icon {
    color: var(--_warn);
    margin-top: 1px;
  }
`;
