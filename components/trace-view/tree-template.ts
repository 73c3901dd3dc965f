import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { toZonedTime, zonedDay, zoneLabel } from '../../src/format/time-zone.js';
import type { ExecSession, Trace } from '../../src/model/trace.js';
import { toEpochMs, type EpochMs, type EpochNs } from '../../src/model/units.js';
import { sessionLetter } from '../../src/report/session-letter.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { msg, uiLocale } from '../internal/localise.js';
import { endPercent } from './time-span.js';
import { columnOf } from './trace-columns.js';
import { renderLine, type RowContext } from './trace-row.js';
import type { TraceTree } from './trace-tree.js';
import type { TreeNavigation } from './tree-navigation.js';
import type { TreeState } from './tree-state.js';

export interface TreeParts {
  readonly store: ActivityStore;
  readonly trace: Trace;
  /** The one that the trace is of, where there is one. */
  readonly session: ExecSession | undefined;
  readonly tree: TraceTree;
  readonly state: TreeState;
  /** Lines that exist as elements: from, and to (exclusive). */
  readonly drawn: { readonly from: number; readonly to: number };
  readonly navigation: TreeNavigation;
  readonly busy: boolean;
  readonly scrolled: () => void;
  readonly left: () => void;
}

/** The treegrid: its head, and the lines that are seen. */
export function renderTree(parts: TreeParts): TemplateResult {
  const { store, trace, session, tree, state, drawn, navigation, busy, scrolled, left } = parts;
  const zone = store.view.timeZone;
  const [fromMs, toMs] = [toEpochMs(tree.fromNs), toEpochMs(tree.toNs)];
  const yearOf = (timeMs: EpochMs): number => toZonedTime(timeMs, zone).year;
  const isThisYear = yearOf(fromMs) === yearOf(Date.now()) && yearOf(toMs) === yearOf(Date.now());
  const dated = zonedDay(fromMs, zone) === zonedDay(toMs, zone) ? '' : isThisYear ? 'dated' : 'dated yearly';
  const context: RowContext = {
    store,
    zone,
    dated: dated !== '',
    yearly: dated === 'dated yearly',
    selectedId: store.view.selectedId,
    askedId: trace.activityId,
    lanes: trace.sessions.map(({ id }) => id),
    fromNs: tree.fromNs,
    toNs: tree.toNs,
    zeroNs: session?.startNs ?? trace.sessions[0]?.startNs ?? tree.fromNs,
    active: navigation.active,
    foundId: state.foundId,
    searching: state.isSearching,
  };
  const lanes = context.lanes.length > 1 ? context.lanes.length : 0;
  return html`<div
    class="scroller ${dated} ${session?.endNs ? 'ended' : ''} ${navigation.active ? 'has-active' : ''}"
    .style=${`--lanes:${lanes};--end:${endPercent(tree, session)}`}
    role="treegrid"
    tabindex="0"
    aria-label=${msg('What happened in the session')}
    aria-rowcount=${state.lines.length + 1}
    aria-colcount=${columnOf('sure', lanes)}
    aria-busy=${busy}
    aria-keyshortcuts="Enter + - * / ?"
    aria-activedescendant=${navigation.activeId ?? nothing}
    @scroll=${scrolled}
    @keydown=${navigation.keyDown}
    @focus=${navigation.focused}
    @click=${navigation.clicked}
    @pointerover=${navigation.pointedAt}
    @pointerleave=${left}
  >
    ${renderHead(zone, tree.fromNs, lanes)}
    <div class="spacer" role="rowgroup">
      <div class="lines">
        ${repeat(
          state.lines.slice(drawn.from, drawn.to),
          ({ key }) => key,
          (line, at) => renderLine(context, line, drawn.from + at),
        )}
      </div>
    </div>
    <div class="probe" aria-hidden="true"></div>
  </div>`;
}

function renderHead(zone: string, fromNs: EpochNs, lanes: number): TemplateResult {
  const letters = Array.from({ length: lanes }, (_, at) => sessionLetter(at));
  const head = (column: Parameters<typeof columnOf>[0], name: string): TemplateResult =>
    html`<span role="columnheader" aria-colindex=${columnOf(column, lanes)} class=${column}>${name}</span>`;
  return html`<div part="head" class="head" role="row" aria-rowindex="1">
    ${
      lanes > 0
        ? html`<span class="lanes" role="columnheader" aria-colindex="1" aria-label=${msg('Sessions')}
            >${letters.map((letter) => html`<i class="lane">${letter}</i>`)}</span
          >`
        : nothing
    }
    <span role="columnheader" aria-colindex=${columnOf('time', lanes)} class="time"
      >${msg('Time')} <span class="zone">${zoneLabel(zone, toEpochMs(fromNs), uiLocale())}</span></span
    >
    ${head('offset', msg('Since start'))} ${head('what', msg('Process, connections and files'))}
    ${head('exit', msg('Exit', { id: 'Exit|column' }))} ${head('chart', msg('When and how long'))}
    ${head('sure', msg('Certainty'))}
  </div>`;
}
