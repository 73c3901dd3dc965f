import { css } from 'lit';

/** The whole view where there is no room for all parts beside each other. */
export const narrowStyles = css`
  @container activity-audit (width < 84.615em) {
    .body.open {
      grid-template-columns: minmax(0, 1fr);
    }
    .divider {
      display: none;
    }
    .body.open .details {
      position: absolute;
      inset-block: 0;
      inset-inline-end: 0;
      width: min(420px, 100%);
      z-index: 10;
      background: var(--_surface);
      border-inline-start: 1px solid var(--_border);
      box-shadow: var(--_shadow);
    }
  }
  @container activity-audit (width < 53.846em) {
    .body {
      position: static;
      min-height: min(480px, 100%);
    }
    .body.open .details {
      width: 100%;
      z-index: 16;
      border: 0;
    }
    .tools,
    .time,
    .graph {
      padding-inline: var(--_space-2);
    }
    .groups.drawer {
      width: 100%;
    }
    .tools {
      flex-wrap: wrap;
    }
    .tools .filter {
      order: -1;
      flex-basis: 100%;
    }
    .foot .optional,
    .tools .optional {
      display: none;
    }
  }
`;
