import { css } from 'lit';

export const headerStyles = css`
  .space {
    flex: 1;
  }
  .title h2 {
    flex: none;
    margin: 0;
    font-size: var(--_size-md);
    font-weight: 600;
  }
  .subject {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .subject .value {
    margin-inline-end: var(--_space-1);
  }
  .certainty-badge {
    display: inline-flex;
    height: 22px;
    padding: 0 9px 0 5px;
    border: 1px solid var(--_border-strong);
    border-radius: var(--_radius-full);
    font-weight: 600;
  }
  .report-notice {
    font-size: var(--_size-sm);
  }
  .button .icon-chevron-down {
    width: 12px;
    height: 12px;
  }
  .menu {
    margin: 0;
    list-style: none;
  }
  .answer {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 var(--_space-3);
    padding: var(--_space-half) var(--_space-3) var(--_space-2);
  }
  .answer p {
    margin: 0;
    overflow-wrap: anywhere;
  }
  .answer strong.value,
  .sessions strong.value {
    font-weight: 650;
  }
  .answer > p:first-child .value {
    font-size: var(--_size);
  }
  .facts {
    display: grid;
    grid-template-columns: repeat(3, minmax(0, 1fr));
    gap: 0 var(--_space-5);
    padding: var(--_space-2) var(--_space-3);
    border-top: 1px solid var(--_border);
    background: var(--_sunken);
  }
  .facts dl {
    margin: 0;
    min-width: 0;
  }
  .facts dl > div {
    display: grid;
    grid-template-columns: 112px minmax(0, 1fr);
    gap: var(--_space-2);
  }
  .facts dt {
    color: var(--_muted);
    font-size: var(--_size-sm);
  }
  .facts dd {
    display: flex;
    flex-wrap: wrap;
    gap: 0 14px;
    min-width: 0;
    margin: 0;
  }
  .facts .chip,
  .facts time {
    line-height: var(--_leading);
  }
  .facts .chip > .value-actions {
    inset-inline-start: min(calc(100% + 2px), calc(100% - 20px));
  }
  .doubt {
    color: var(--_warn);
  }
  .sessions,
  .notes {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .sessions {
    border-top: 1px solid var(--_border);
  }
  .sessions li {
    display: grid;
    grid-template-columns:
      22px minmax(120px, 1.2fr) minmax(90px, 1fr) minmax(60px, 1fr) minmax(200px, 1.4fr)
      104px 48px;
    align-items: center;
    gap: 0 var(--_space-3);
    min-height: var(--_slim);
    padding: 0 var(--_space-3);
  }
  .sessions li + li {
    border-top: 1px solid color-mix(in srgb, var(--_border) 60%, transparent);
  }
  .sessions li > * {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .sessions .link,
  .sessions .current {
    justify-self: start;
    min-height: 24px;
    overflow: visible;
  }
  .sessions .current {
    line-height: 24px;
  }
  .letter {
    display: inline-grid;
    place-items: center;
    width: 18px;
    height: 18px;
    border-radius: var(--_radius-sm);
    background: var(--_kubernetes-soft);
    color: var(--_kubernetes);
    font-size: var(--_size-xs);
    font-weight: 700;
  }
  .notes {
    border-top: 1px solid var(--_border);
  }
  .notes li {
    display: flex;
    align-items: baseline;
    gap: 0 var(--_space-2);
    min-height: 28px;
    padding: 3px var(--_space-3);
  }
  .notes li.warn {
    background: var(--_warn-soft);
  }
  .notes li.warn .icon {
    color: var(--_warn);
  }
  .notes li.info .icon {
    color: var(--_muted);
  }
  .notes .icon {
    flex: none;
    align-self: flex-start;
    width: 14px;
    height: 14px;
    margin-top: 5px;
  }
  .notes span {
    min-width: 0;
    flex: 0 1 auto;
    overflow-wrap: anywhere;
  }
  .notes .link,
  .facts-button {
    min-height: 24px;
  }

  @container trace-view (width < 69.231em) {
    .facts {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
    .sessions li {
      grid-template-columns: 22px minmax(0, 1fr) minmax(0, 1fr) 104px 48px;
    }
    .sessions .command-text,
    .sessions .tabular {
      display: none;
    }
  }
  @container trace-view (width < 46.154em) {
    .facts {
      grid-template-columns: minmax(0, 1fr);
    }
    .title .subject {
      order: 9;
      flex-basis: 100%;
    }
    .answer .rule {
      font-size: var(--_size-sm);
    }
    .sessions li {
      grid-template-columns: 22px minmax(0, 1fr) auto 44px;
      gap: 0 var(--_space-2);
    }
    .sessions li > .value:nth-of-type(2) {
      display: none;
    }
    .sessions .certainty {
      justify-self: end;
    }
  }
`;
