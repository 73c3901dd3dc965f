/** What an answer covers, in words that a tired person understands. */
import { formatBytes, formatCount, formatShare } from '../../src/format/numbers.js';
import { Certainty, CoverageReason, type CountedBy, type Coverage } from '../../src/model/coverage.js';
import { LoadState, type EngineStatus } from '../../src/store/engine-status.js';
import { msg, plural, str, uiLocale } from './localise.js';
import { spokenText } from './visible-text.js';

export function activitiesText(count: number): string {
  const shown = formatCount(count, uiLocale());
  return plural(count, str`${shown} activity`, str`${shown} activities`);
}

/** `2,315 activities`; `at least 2,315 activities`. */
export function amountText(count: number, certainty: Certainty): string {
  const activities = activitiesText(count);
  switch (certainty) {
    case Certainty.exact:
      return activities;
    case Certainty.atLeast:
      return msg(str`at least ${activities}`);
    case Certainty.sampled:
      return msg(str`${activities} of a sample`);
    case Certainty.unknown:
      return msg(str`${activities}, and an unknown number more`);
  }
}

/** `exact`; `exact, counted by HOST`; `at least: still loading`; `2,315 of about 40,000 loaded`; `not known yet`. */
export function coverageText(coverage: Coverage): string {
  const { certainty, expected, activities, reasons, countedBy } = coverage;
  if (certainty === Certainty.exact)
    return countedBy ? msg(str`exact, counted by ${spokenText(countedBy.name)}`) : msg('exact', { id: 'exact|count' });
  if (certainty === Certainty.unknown)
    return reasons.includes(CoverageReason.loading)
      ? msg('not known yet: loading')
      : msg('not known: nothing is loaded');
  if (certainty === Certainty.sampled) return msg('a sample: the collector keeps only a part');
  const why = shortWhyText(coverage);
  if (expected !== undefined && expected > activities) {
    const loaded = loadedText(activities, expected);
    return reasons.includes(CoverageReason.loading) ? loaded : `${loaded}: ${why}`;
  }
  return msg(str`at least: ${why}`);
}

/** Why there is no first answer yet. */
export function waitingText(status: EngineStatus | null): string {
  if (!status) return msg('not known yet: starting');
  return status.load.state === LoadState.loading ? msg('not known yet: loading') : msg('not known yet: counting');
}

/** `shortWhyText`, and where something can be done about it, what. */
export function whyText(coverage: Coverage): string {
  return mainReason(coverage.reasons) === CoverageReason.limit
    ? msg('the limit of this page is reached: shorten the window, or have max-activities raised')
    : shortWhyText(coverage);
}

/** The reason that matters most, with what did not answer by name: `1 of 2 parts of HOST did not answer: NODE`. */
function shortWhyText({ reasons, countedBy }: Coverage): string {
  return countedBy && countedBy.silent.length > 0 ? silentText(countedBy) : reasonText(mainReason(reasons));
}

function silentText({ name: backend, shards, silent }: CountedBy): string {
  const name = spokenText(backend);
  const names = spokenText(silent.join(', '));
  if (shards === undefined) return msg(str`a part of ${name} did not answer: ${names}`);
  return msg(str`${silent.length} of ${shards} parts of ${name} did not answer: ${names}`);
}

/** `2,315 of about 40,000 loaded`. */
export function loadedText(loaded: number, expected: number): string {
  const [some, all] = [formatCount(loaded, uiLocale()), formatCount(expected, uiLocale())];
  return msg(str`${some} of about ${all} loaded`);
}

/** `at least 1,204`, or the number alone where it is exact. For chart readouts and totals. */
export function countText(count: number, certainty: Certainty): string {
  const shown = formatCount(count, uiLocale());
  switch (certainty) {
    case Certainty.exact:
      return shown;
    case Certainty.atLeast:
      return msg(str`at least ${shown}`);
    case Certainty.sampled:
      return msg(str`${shown} in the sample`);
    case Certainty.unknown:
      return msg('not known');
  }
}

/** What matters most to the person first. */
const byWeight: readonly CoverageReason[] = [
  CoverageReason.loading,
  CoverageReason.shards,
  CoverageReason.failed,
  CoverageReason.contradicted,
  CoverageReason.limit,
  CoverageReason.notLoaded,
  CoverageReason.dropped,
  CoverageReason.unreadable,
];

const mainReason = (reasons: readonly CoverageReason[]): CoverageReason | undefined =>
  byWeight.find((reason) => reasons.includes(reason));

function reasonText(reason: CoverageReason | undefined): string {
  switch (reason) {
    case CoverageReason.loading:
      return msg('still loading');
    case CoverageReason.shards:
      return msg('a part of the cluster did not answer');
    case CoverageReason.failed:
      return msg('loading stopped');
    case CoverageReason.contradicted:
      return msg('the backend contradicts itself');
    case CoverageReason.limit:
      return msg('the limit of this page is reached');
    case CoverageReason.notLoaded:
      return msg('the rest is not loaded');
    case CoverageReason.dropped:
      return msg('the collector dropped events here');
    case CoverageReason.unreadable:
      return msg('some lines could not be read');
    case undefined:
      return msg('there may be more');
  }
}

/** `3 lines could not be read`. */
export function unreadableText(count: number): string {
  const shown = formatCount(count, uiLocale());
  return plural(count, '1 line could not be read', str`${shown} lines could not be read`);
}

/** `the collector dropped 120 events here`. */
export function droppedText(coverage: Coverage): string | null {
  if (coverage.gaps.length === 0) return null;
  if (coverage.gaps.some((gap) => gap.dropped === undefined)) return msg('The collector dropped events here.');
  const dropped = coverage.gaps.reduce((sum, gap) => sum + (gap.dropped ?? 0), 0);
  const shown = formatCount(dropped, uiLocale());
  return plural(dropped, 'The collector dropped 1 event here.', str`The collector dropped ${shown} events here.`);
}

/** `loading: 40%`; without a known share, what is there so far. */
export function progressText(share: number | undefined, loadedActivities: number, bytesRead?: number): string {
  if (share !== undefined) return msg(str`loading: ${formatShare(share, uiLocale())}`);
  if (loadedActivities > 0) return msg(str`loading: ${formatCount(loadedActivities, uiLocale())} so far`);
  return bytesRead ? msg(str`loading: ${formatBytes(bytesRead, uiLocale())} read`) : msg('loading');
}
