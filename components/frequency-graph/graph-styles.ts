import { css } from 'lit';

/** The element around its picture: head, read-out, sentences over the picture. */
export const graphStyles = css`
  :host {
    display: block;
    container: frequency-graph / inline-size;
    --_graph-height: var(--activity-graph-height, 164px);
  }
  .head {
    display: flex;
    align-items: center;
    gap: var(--_space-2);
    min-height: 28px;
    min-width: 0;
  }
  .space {
    flex: 1;
  }
  .facts {
    color: var(--_muted);
    font-size: var(--_size-sm);
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
    min-width: 0;
    /* Cut before the legend wraps. */
    flex: 1000 1 6em;
    text-align: end;
  }
  .facts .weak {
    color: var(--_warn);
  }
  .frame {
    position: relative;
    height: var(--_graph-height);
    direction: ltr;
  }
  .frame .progress {
    position: absolute;
    inset: 0 0 auto 46px;
    z-index: 1;
  }
  .surface {
    position: absolute;
    inset: 4px 4px 0 46px;
    border-radius: var(--_radius-sm);
    cursor: crosshair;
    touch-action: pan-y;
    user-select: none;
    -webkit-user-select: none;
    -webkit-touch-callout: none;
  }
  .read-out {
    position: absolute;
    top: 6px;
    z-index: 3;
    min-width: 168px;
    max-width: 260px;
    padding: var(--_space-mid) 10px 7px;
    border: 1px solid var(--_border-strong);
    border-radius: var(--_radius);
    background: var(--_raised);
    box-shadow: var(--_shadow);
    font-size: var(--_size-sm);
    line-height: var(--_leading-sm);
    pointer-events: none;
  }
  .read-out .when {
    display: flex;
    justify-content: space-between;
    gap: var(--_space-3);
    margin-bottom: var(--_space-half);
    font-weight: 600;
    white-space: nowrap;
  }
  .read-out .zone {
    color: var(--_muted);
    font-weight: 400;
  }
  .read-out .row {
    display: flex;
    align-items: center;
    gap: var(--_space-mid);
  }
  .read-out .row .name {
    flex: 1;
  }
  .read-out .row .count {
    color: var(--_text);
    font-weight: 500;
  }
  .read-out .zero,
  .read-out .zero .count {
    color: var(--_muted);
    font-weight: 400;
  }
  .read-out .coverage {
    margin-top: var(--_space-half);
    color: var(--_muted);
  }
  .read-out .coverage.partial,
  .read-out .coverage.unknown {
    color: var(--_warn);
  }
  .read-out .selected {
    margin-top: 5px;
    padding-top: 5px;
    border-top: 1px solid var(--_border);
  }
  .note {
    position: absolute;
    inset: 8px 8px 24px 46px;
    z-index: 2;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    align-content: center;
    justify-content: center;
    gap: var(--_space-mid) var(--_space-3);
    color: var(--_muted);
    text-align: center;
    pointer-events: none;
  }
  .note > * {
    margin: 0;
    padding: var(--_space-half) var(--_space-2);
    border-radius: var(--_radius);
    background: var(--_surface);
    pointer-events: auto;
  }
  .note > .button {
    padding: 0 10px;
  }
  .note.error {
    color: var(--_text);
  }
  .note.error .icon {
    display: inline-block;
    vertical-align: -3px;
    color: var(--_danger);
  }
  @media (pointer: coarse) {
    .series {
      height: 36px;
    }
  }
  @container frequency-graph (width < 73.846em) {
    .facts {
      flex: none;
    }
    .facts .optional {
      display: none;
    }
  }
  @container frequency-graph (width < 58.462em) {
    .series .name {
      display: none;
    }
    .series .short {
      display: inline;
    }
  }
  @container frequency-graph (width < 43.077em) {
    .head {
      flex-wrap: wrap;
      gap: 0 var(--_space-2);
    }
    .legend {
      flex: 1 1 100%;
    }
    .series {
      padding: 0 5px;
      gap: 5px;
    }
    .facts .optional {
      display: inline;
    }
    .space {
      display: none;
    }
    .facts {
      flex: 1;
      white-space: normal;
    }
  }
`;
