import { css } from 'lit';

/** What could not be read, line by line. */
export const problemsStyles = css`
  .problems {
    width: min(640px, calc(100vw - 16px));
  }
  .problems header {
    position: sticky;
    top: 0;
    display: flex;
    align-items: center;
    gap: var(--_space-2);
    padding: var(--_space-2) var(--_space-2) var(--_space-2) var(--_space-3);
    border-bottom: 1px solid var(--_border);
    background: var(--_raised);
  }
  .problems h2 {
    margin: 0;
    font-size: var(--_size);
    font-weight: 600;
  }
  .problems header .icon-button {
    margin-inline-start: auto;
  }
  .problems ol {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .problems li {
    padding: var(--_space-2) var(--_space-3);
    border-bottom: 1px solid var(--_border);
  }
  .problems li:last-child {
    border: 0;
  }
  .problems .where {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--_space-2);
    align-items: baseline;
  }
  .problems .kind {
    color: var(--_warn);
    font-weight: 600;
  }
  .problems .kind.lost {
    color: var(--_danger);
  }
  .problems .reason {
    overflow-wrap: anywhere;
  }
  .problems pre {
    margin: var(--_space-1) 0 0;
    padding: var(--_space-1) var(--_space-2);
    border-radius: var(--_radius);
    background: var(--_sunken);
    max-height: 80px;
    overflow: auto;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .problems footer,
  .problems .failure {
    margin: 0;
    padding: var(--_space-2) var(--_space-3);
  }
  .problems .failure {
    color: var(--_danger);
  }
`;
