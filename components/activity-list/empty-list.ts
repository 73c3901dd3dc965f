import type { TemplateResult } from 'lit';
import { formatDuration } from '../../src/format/durations.js';
import { Certainty, CoverageReason, type Coverage } from '../../src/model/coverage.js';
import { BackendKind } from '../../src/model/source.js';
import { activityTypes } from '../../src/model/activity.js';
import { windowPresets, type ViewState } from '../../src/model/view-state.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { LoadState } from '../../src/store/engine-status.js';
import { ActivityRangeEvent } from '../internal/events.js';
import { clearNarrowing } from '../internal/intents.js';
import { msg, str, uiLocale } from '../internal/localise.js';
import { renderEmpty } from '../internal/states.js';

function narrows({ filterText, scope, types }: ViewState): boolean {
  return filterText.trim() !== '' || scope.length > 0 || types.length < activityTypes.length;
}

/** Why there is no row, in one sentence, and the one thing to do about it. Nothing known is never told as nothing there. */
export function renderEmptyList(host: EventTarget, store: ActivityStore, coverage: Coverage | null): TemplateResult {
  const { view, status } = store;
  if (status?.load.state === LoadState.waiting && (coverage?.activities ?? 0) === 0)
    return renderEmpty(msg('Nothing could be loaded yet.'), undefined, 'clock');
  const loading = coverage?.reasons.includes(CoverageReason.loading) || status?.load.state === LoadState.loading;
  if (loading) return renderEmpty(msg('Nothing found yet: still loading.'), undefined, 'clock');
  if (coverage?.certainty === Certainty.unknown && status?.load.state === LoadState.failed)
    return renderEmpty(msg('Nothing is known of this time: it could not be loaded.'), undefined, 'warning');
  if (narrows(view) && (coverage?.activities ?? 0) > 0)
    return renderEmpty(msg('No activity matches the filter in this window.'), {
      label: msg('Clear the filter'),
      run: () => clearNarrowing(host, store),
    });
  const { kind } = store.options.source;
  if (kind === BackendKind.push) return renderEmpty(msg('Waiting for the first activity.'), undefined, 'clock');
  if (kind === BackendKind.file)
    return coverage?.reasons.includes(CoverageReason.failed)
      ? renderEmpty(msg('Nothing could be read from these files.'), undefined, 'warning')
      : renderEmpty(msg('These files hold no activity.'), undefined, 'file');
  const { window } = view;
  const longer = window.kind === 'relative' && windowPresets.find((preset) => preset.lengthMs > window.lengthMs);
  const sentence =
    coverage?.certainty === Certainty.exact
      ? msg('No activity in this window.')
      : msg('No activity is loaded for this window.');
  if (!longer) return renderEmpty(sentence, undefined, 'clock');
  return renderEmpty(
    sentence,
    {
      label: msg(str`Look back ${formatDuration(longer.lengthMs, uiLocale())}`),
      run: () => {
        const wider = { ...window, lengthMs: longer.lengthMs };
        if (host.dispatchEvent(new ActivityRangeEvent(wider))) store.setView({ window: wider });
      },
    },
    'clock',
  );
}
