import { css } from 'lit';

export const auditStyles = css`
  :host {
    display: block;
    min-height: 320px;
    height: 100%;
    container: activity-audit / inline-size;
    background: var(--_surface);
    position: relative;
    overflow: hidden;
  }
  .view {
    height: 100%;
    display: grid;
    grid-template-rows: auto auto auto minmax(0, 1fr) auto;
    grid-template-columns: minmax(0, 1fr);
  }
  .tools {
    padding: var(--_space-2) var(--_space-3) 0;
    min-width: 0;
  }
  .time {
    padding: var(--_space-2) var(--_space-3);
    min-width: 0;
  }
  .graph {
    padding: 0 var(--_space-3) var(--_space-2);
    min-width: 0;
  }
  .body {
    min-height: 0;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    border-top: 1px solid var(--_border);
  }
  .body.open {
    grid-template-columns: minmax(0, 1fr) auto var(--_details-width, 380px);
  }
  .list,
  .details {
    min-width: 0;
    min-height: 0;
    height: 100%;
  }
  .details {
    overflow: hidden;
  }
  .divider {
    position: relative;
    width: 1px;
    background: var(--_border);
    cursor: col-resize;
    touch-action: none;
  }
  .divider::after {
    content: '';
    position: absolute;
    inset-block: 0;
    inset-inline: -6px;
    z-index: 1;
  }
  .divider:hover,
  .divider:focus-visible {
    background: var(--_accent);
    outline: 1px solid var(--_accent);
    outline-offset: 0;
  }
  .foot {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 var(--_space-4);
    min-height: 26px;
    padding: 2px var(--_space-3);
    border-top: 1px solid var(--_border);
    background: var(--_sunken);
    color: var(--_muted);
    font-size: var(--_size-xs);
  }
  .foot .warn {
    color: var(--_warn);
  }
  .foot .space {
    flex: 1;
  }
  .foot .link {
    border: 0;
    background: none;
    padding: 0 4px;
    min-height: 24px;
    font-size: var(--_size-xs);
    color: var(--_accent);
    cursor: pointer;
    border-radius: var(--_radius);
  }
  .foot .link:hover {
    text-decoration: underline;
  }
  .opened {
    display: flex;
    align-items: center;
    gap: var(--_space-2);
    padding: 4px var(--_space-3);
    background: var(--_accent-soft);
    border-bottom: 1px solid var(--_border);
    min-width: 0;
  }
  .opened .names {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .drop {
    position: absolute;
    inset: var(--_space-2);
    z-index: 20;
    display: grid;
    place-content: center;
    justify-items: center;
    gap: var(--_space-2);
    border: 2px dashed var(--_accent);
    border-radius: 8px;
    background: color-mix(in srgb, var(--_surface) 92%, var(--_accent));
    font-size: var(--_size-md);
    font-weight: 600;
    pointer-events: none;
  }
  .drop p {
    margin: 0;
  }
  .drop .muted {
    font-size: var(--_size);
    font-weight: 400;
  }
  @container activity-audit (width < 1000px) {
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
  @container activity-audit (width < 700px) {
    .body.open .details {
      width: 100%;
      border: 0;
    }
    .tools,
    .time,
    .graph {
      padding-inline: var(--_space-2);
    }
    .foot .optional {
      display: none;
    }
  }
`;
