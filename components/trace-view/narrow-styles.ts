import { css } from 'lit';

/** Where there is little room, coarse pointers. Comes after all others. `--_room` tells the keyboard which values are shown (`shownPlaces`). */
export const narrowStyles = css`
  .scroller {
    --_room: wide;
  }
  @container trace-view (width < 84.615em) {
    .scroller {
      --_room: medium;
    }
    .cell.minor,
    .joint.minor {
      display: none;
    }
  }
  @container trace-view (width < 69.231em) {
    .scroller {
      --_columns: calc(var(--lanes, 0) * 14px + min(var(--lanes, 0), 1) * 6px)
        var(--_time-width, calc(var(--_size) * 98 / 13)) 0 minmax(0, 1fr) calc(var(--_size) * 58 / 13) 0
        calc(var(--_size) * 108 / 13);
    }
    .offset,
    .line > .chart,
    .head > .chart,
    .head > .offset {
      display: none;
    }
  }
  @container trace-view (width < 46.154em) {
    .scroller {
      --_room: narrow;
    }
    .scroller,
    .probe {
      --_row-height: calc(var(--_row) + var(--_leading));
    }
    .head {
      display: none;
    }
    .line {
      grid-template-columns: calc(var(--lanes, 0) * 14px + min(var(--lanes, 0), 1) * 6px) auto minmax(0, 1fr) auto;
      padding-inline: var(--_space-2) var(--_space-3);
      grid-template-areas: 'lanes time exit sure' 'lanes what what what';
      grid-template-rows: 20px 24px;
      align-content: center;
    }
    .line .exit .label {
      display: inline;
    }
    .line .time {
      margin-inline: var(--_space-half) var(--_space-2);
      color: var(--_muted);
    }
    .line .sure {
      justify-self: end;
    }
    .indent {
      width: calc(var(--steps) * 10px);
      background: none;
    }
    .cell.short:not(.emphasised, .changed),
    .joint.short {
      display: none;
    }
    .toolbar .search .input {
      width: 150px;
    }
    .toolbar .space {
      display: none;
    }
    .cover {
      inset: 0;
    }
  }
  @media (pointer: coarse) {
    .choice,
    .found-count,
    .only {
      min-height: 36px;
    }
  }
`;
