import { css } from 'lit';

/** The badge of a data source: told apart by its text as well as by its colour. */
export const badgeStyles = css`
  .badge {
    display: inline-flex;
    align-items: center;
    height: var(--_leading-sm);
    padding: 0 var(--_space-mid);
    border-radius: var(--_radius-sm);
    font-size: var(--_size-xs);
    font-weight: 600;
    line-height: var(--_leading-sm);
    letter-spacing: 0.01em;
    white-space: nowrap;
  }
  .badge.command {
    color: var(--_command);
    background: var(--_command-soft);
  }
  .badge.connection {
    color: var(--_connection);
    background: var(--_connection-soft);
  }
  .badge.kubernetes {
    color: var(--_kubernetes);
    background: var(--_kubernetes-soft);
  }
  .badge.fileaccess {
    color: var(--_fileaccess);
    background: var(--_fileaccess-soft);
  }
  @media (forced-colors: active), (prefers-contrast: more) {
    .badge {
      border: 1px solid currentcolor;
    }
  }
`;
