import { css } from 'lit';

/** The list around its rows. */
export const listStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    container: activity-list / inline-size;
    height: 100%;
    min-height: 240px;
    min-width: 0;
    background: var(--_surface);
  }
  .summary {
    flex: none;
    display: flex;
    align-items: center;
    flex-wrap: wrap;
    gap: 0 var(--_space-2);
    min-height: 34px;
    padding: var(--_space-1) var(--_space-3);
  }
  .summary strong {
    font-weight: 600;
  }
  .coverage {
    color: var(--_muted);
  }
  .coverage::before {
    content: '';
    display: inline-block;
    width: 6px;
    height: 6px;
    margin: 0 var(--_space-mid) 1px var(--_space-1);
    border-radius: 50%;
    background: var(--_ok);
  }
  .coverage.at-least::before,
  .coverage.sampled::before,
  .coverage.unknown::before {
    border: 1.5px solid var(--_warn);
    background: none;
  }
  .summary .space {
    flex: 1;
  }
  .problems-button {
    display: inline-flex;
    align-items: center;
    gap: var(--_space-1);
    min-height: 24px;
    font-size: var(--_size-sm);
  }
  .problems-button .icon {
    width: 14px;
    height: 14px;
  }
  .problems-button.warn {
    color: var(--_warn);
  }

  .frame {
    position: relative;
    flex: 1;
    min-height: 0;
    overflow: hidden;
  }
  .frame > .progress {
    position: absolute;
    inset: 0 0 auto;
    z-index: 3;
  }
  .scroller {
    position: absolute;
    inset: 0;
    overflow: hidden auto;
    overflow-anchor: none;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    scrollbar-color: var(--_border-strong) transparent;
  }
  .scroller:focus-visible {
    outline-offset: -2px;
  }
  .scroller.has-active:focus-visible {
    outline: none;
  }
  .newer {
    position: absolute;
    z-index: 3;
    inset-block-start: 34px;
    inset-inline: 0;
    width: fit-content;
    margin-inline: auto;
    border-radius: var(--_radius-full);
    box-shadow: 0 2px 8px var(--_shadow-colour);
  }
  .newer .icon {
    width: 14px;
    height: 14px;
  }
  .cover {
    position: absolute;
    inset: var(--_slim) 0 0;
    overflow: auto;
    background: var(--_surface);
  }
  /* Words only where the thin line alone would leave somebody wondering. */
  .cover.late {
    animation: appear 0s 2s both;
  }
  @keyframes appear {
    from {
      visibility: hidden;
    }
  }

  .said {
    position: absolute;
    z-index: 4;
    inset-block-end: 12px;
    inset-inline: 0;
    width: fit-content;
    max-width: calc(100% - 24px);
    margin-inline: auto;
    padding: var(--_space-1) var(--_space-3);
    border-radius: var(--_radius-full);
    background: var(--_text);
    color: var(--_surface);
    font-size: var(--_size-sm);
    overflow-wrap: anywhere;
    box-shadow: 0 2px 8px var(--_shadow-colour);
    opacity: 0;
    pointer-events: none;
  }
  .said[data-active] {
    opacity: 1;
  }
`;
