/** What is to be said, and asked, about single sources: files of an unclear format, clocks that differ. */
import { html, type TemplateResult } from 'lit';
import { formatDuration } from '../../src/format/durations.js';
import { formatCount } from '../../src/format/numbers.js';
import { ActivityType } from '../../src/model/activity.js';
import type { ClockDifference } from '../../src/model/trace.js';
import { toldElsewhere } from '../../src/model/told-elsewhere.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import type { EngineStatus, SourceStatus } from '../../src/store/engine-status.js';
import { engineText } from '../internal/engine-text.js';
import { formatLabel } from '../internal/format-label.js';
import { msg, str, uiLocale } from '../internal/localise.js';
import { renderText, spokenText } from '../internal/visible-text.js';
import { renderNotice, type NoticeAction } from './notice.js';

/** Less than this is within the time that a request takes anyway. */
const leastSkewMs = 150;
const mostClocks = 3;

export function renderSources(store: ActivityStore, status: EngineStatus): readonly unknown[] {
  return [
    ...status.sources
      .filter(({ error }) => error && error.message !== status.load.error?.message)
      .map((source) => renderRefusal(store, source)),
    ...renderClocks(store, status),
    ...status.sources.flatMap((source) => renderMoved(store, source)),
  ];
}

/** Why a source is missing; where only its format is in doubt, each one that fits can be chosen. */
function renderRefusal(store: ActivityStore, { name, error, candidates = [] }: SourceStatus): TemplateResult {
  const choices = candidates.map((format): NoticeAction => {
    const label = formatLabel(format);
    // What comes of it is in the status.
    return {
      label: msg(str`Read as: ${label}`),
      run: () => void store.chooseFormat(name, format).catch(toldElsewhere),
    };
  });
  return renderNotice(
    choices.length > 0 ? 'warn' : 'danger',
    'file',
    renderReason(error ? engineText(error.message) : name),
    ...choices,
  );
}

/** The first sentence, and what follows on demand: the list of all formats takes more lines than the rows below it. */
function renderReason(text: string): unknown {
  const [, first = '', rest] = /^(.+?(?:\. |。))(.+)$/s.exec(text) ?? [];
  return rest
    ? html`<details>
        <summary>${renderText(first)}</summary>
        ${renderText(rest)}
      </details>`
    : renderText(text);
}

function renderClocks(store: ActivityStore, { joins, sources }: EngineStatus): readonly TemplateResult[] {
  const clocks = (joins?.clocks ?? []).filter(({ skewMs }) => Math.abs(skewMs) >= leastSkewMs);
  const byWeight = [...clocks].sort((a, b) => b.sessions - a.sessions).slice(0, mostClocks);
  const audit = sources.find((source) => isAuditOnly(source) && store.clockOffset(source.name) !== undefined);
  return byWeight.map((clock, at) => {
    const byMs = Math.round(clock.skewMs);
    const name = audit?.name ?? '';
    const move: NoticeAction = {
      label: msg(str`Correct the times of ${spokenText(name)}`),
      run: () => void store.moveClock(name, byMs).catch(toldElsewhere),
    };
    return renderNotice('info', 'clock', clockSentence(clock), ...(audit && at === 0 ? [move] : []));
  });
}

/** Only requests: moving its times changes how they lie to all that was done. */
const isAuditOnly = ({ types }: SourceStatus): boolean => types.length === 1 && types[0] === ActivityType.kubernetes;

function clockSentence({ node, skewMs, sessions }: ClockDifference): string {
  const length = formatDuration(Math.abs(Math.round(skewMs)), uiLocale());
  const count = formatCount(sessions, uiLocale());
  const name = node === '' ? msg('the node') : spokenText(node);
  return skewMs > 0
    ? msg(str`The clock of ${name} is about ${length} ahead of the audit log (estimated from sessions: ${count}).`)
    : msg(str`The clock of ${name} is about ${length} behind the audit log (estimated from sessions: ${count}).`);
}

function renderMoved(store: ActivityStore, { name: source }: SourceStatus): readonly TemplateResult[] {
  const offsetMs = store.clockOffset(source) ?? 0;
  if (offsetMs === 0) return [];
  const length = formatDuration(Math.abs(offsetMs), uiLocale());
  const name = spokenText(source);
  const sentence =
    offsetMs > 0
      ? msg(str`The times of ${name} are shown ${length} later than they were written.`)
      : msg(str`The times of ${name} are shown ${length} earlier than they were written.`);
  const undo = { label: msg('Undo'), run: () => void store.moveClock(source, 0 - offsetMs).catch(toldElsewhere) };
  return [renderNotice('info', 'clock', sentence, undo)];
}
