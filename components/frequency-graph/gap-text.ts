/** Where the collector itself said that it lost events. */
import { formatCount } from '../../src/format/numbers.js';
import type { Gap } from '../../src/model/coverage.js';
import { toEpochMs, type EpochMs } from '../../src/model/units.js';
import { engineText } from '../internal/engine-text.js';
import { msg, plural, str, uiLocale } from '../internal/localise.js';
import { spokenText } from '../internal/visible-text.js';

/** Gaps that touch the time from `fromMs` to `toMs` (exclusive). */
export function gapsWithin(gaps: readonly Gap[], fromMs: EpochMs, toMs: EpochMs): readonly Gap[] {
  return gaps.filter(({ range }) => toEpochMs(range.fromNs) < toMs && toEpochMs(range.toNs) >= fromMs);
}

/** `120 events lost (rate_limit_info of node-1)`. */
export function gapText({ dropped, statedBy }: Gap): string {
  const by = spokenText(engineText(statedBy), 80);
  if (dropped === undefined) return msg(str`events lost (${by})`);
  const shown = formatCount(dropped, uiLocale());
  return plural(dropped, str`1 event lost (${by})`, str`${shown} events lost (${by})`);
}
