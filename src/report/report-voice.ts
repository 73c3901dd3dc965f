import { resolveZone } from '../model/time-zone.js';
import type { AttributeValue } from '../model/activity.js';
import type { EpochNs } from '../model/units.js';
import type { Piece, Pieces } from './report-document.js';
import type { ReportWords } from './report-labels.js';
import { formatReportTime, isOtherZone } from './report-times.js';
import type { TraceReport } from './trace-report.js';

export function textOf(value: AttributeValue | undefined): string | null {
  return value === undefined ? null : typeof value === 'object' ? value.join(', ') : String(value);
}

/** How one report names its times, values and sessions. */
export class ReportVoice {
  readonly report: TraceReport;
  readonly words: ReportWords;
  readonly #letters: ReadonlyMap<string, string>;

  constructor(report: TraceReport, words: ReportWords) {
    this.report = report;
    this.words = words;
    this.#letters = new Map(report.sessions.map(({ id, letter }) => [id, letter]));
  }

  /** Whether times stand in another zone beside UTC. */
  get zoned(): boolean {
    return isOtherZone(this.report.timeZone);
  }
  get zone(): string {
    return resolveZone(this.report.timeZone);
  }

  letter(sessionId: string): string {
    return this.#letters.get(sessionId) ?? '?';
  }

  /** Somebody else's text. */
  value(text: string): Piece {
    return text === '' ? this.words.labels.empty : { value: text };
  }

  optional(value: AttributeValue | null | undefined): Pieces {
    const text = value === null ? null : textOf(value);
    return text === null ? [] : [this.value(text)];
  }

  recorded(text: string | null): Pieces {
    return [text === null ? this.words.labels.notRecorded : this.value(text)];
  }

  recordedAll(texts: readonly string[]): Pieces {
    if (texts.length === 0) return this.recorded(null);
    return texts.flatMap((text, at) =>
      at === 0 ? [this.value(text)] : [this.words.labels.listSeparator, this.value(text)],
    );
  }

  /** `2026-11-23 19:20:31.123 UTC (2026-11-24 04:20:31.123 Asia/Tokyo)`. */
  moment(timeNs: EpochNs): string {
    const utc = `${formatReportTime(timeNs, 'UTC')} UTC`;
    return this.zoned ? `${utc} (${formatReportTime(timeNs, this.zone)} ${this.zone})` : utc;
  }

  /** `A: johndoe, 172.20.45.252, 2026-11-23 19:20:31.123 UTC`. */
  session(id: string): Pieces {
    const found = this.report.sessions.find((candidate) => candidate.id === id);
    if (!found) return [this.value(id)];
    return [
      `${found.letter}: `,
      ...this.recorded(found.user),
      this.words.labels.listSeparator,
      ...this.recordedAll(found.sourceAddresses),
      this.words.labels.listSeparator,
      this.moment(found.startNs),
    ];
  }
}
