import type { ActivityType } from '../../src/model/activity.js';
import type { ErrorData } from '../../src/model/audit-error.js';
import { activitiesIn, type WireFormat } from '../../src/model/reading.js';
import type { TimeRange } from '../../src/model/time-range.js';
import type { Bytes } from '../../src/model/units.js';
import type { SourceStatus } from '../../src/protocol/engine-api.js';
import type { ReadStep } from '../ingest/backend.js';

interface Counts {
  bytesBefore: Bytes;
  bytesRead: Bytes;
  bytesTotal: Bytes | undefined;
  activities: number;
  skipped: number;
  unreadable: number;
  done: boolean;
  error: ErrorData | undefined;
  candidates: readonly WireFormat[] | undefined;
  loaded: readonly TimeRange[] | undefined;
  readonly types: Set<ActivityType>;
  formats: readonly { readonly format: WireFormat; readonly records: number }[];
}

/** How far each file, or the one backend, has come. */
export class SourceBoard {
  readonly #sources = new Map<string, Counts>();

  take(step: ReadStep): void {
    const counts = this.#of(step.source);
    if (step.bytesRead < counts.bytesRead) counts.bytesBefore += counts.bytesRead;
    counts.bytesRead = step.bytesRead;
    if (step.bytesTotal !== undefined) counts.bytesTotal = step.bytesTotal;
    if (step.formats) counts.formats = step.formats;
    if (step.done) counts.done = true;
    // Whoever goes on has got over it.
    counts.error = step.refused;
    counts.candidates = step.candidates;
    if (step.loaded) counts.loaded = step.loaded;
    if (!step.decoded) return;
    for (const { type } of step.decoded.activities) counts.types.add(type);
    for (const { type } of step.decoded.blocks ?? []) counts.types.add(type);
    counts.activities += activitiesIn(step.decoded);
    counts.skipped += step.decoded.skipped;
    counts.unreadable += step.decoded.problems.filter((problem) => problem.lost).length;
  }

  status(): readonly SourceStatus[] {
    return [...this.#sources].map(([name, counts]) => ({
      name,
      formats: counts.formats,
      bytesRead: counts.bytesBefore + counts.bytesRead,
      activities: counts.activities,
      skipped: counts.skipped,
      unreadable: counts.unreadable,
      done: counts.done,
      ...(counts.bytesTotal !== undefined && { bytesTotal: counts.bytesTotal }),
      types: [...counts.types],
      ...(counts.loaded && { loaded: counts.loaded }),
      ...(counts.error && { error: counts.error }),
      ...(counts.candidates && { candidates: counts.candidates }),
    }));
  }

  /** One of them as a whole is missing. */
  get hasRefused(): boolean {
    return [...this.#sources.values()].some(({ error }) => error);
  }

  /** What one of them knows may be missing in another. */
  get areSeveral(): boolean {
    return this.#sources.size > 1 || [...this.#sources.values()].some(({ formats }) => formats.length > 1);
  }

  clear(): void {
    this.#sources.clear();
  }

  #of(name: string): Counts {
    let counts = this.#sources.get(name);
    if (!counts) {
      counts = {
        bytesBefore: 0,
        bytesRead: 0,
        bytesTotal: undefined,
        activities: 0,
        skipped: 0,
        unreadable: 0,
        done: false,
        error: undefined,
        candidates: undefined,
        loaded: undefined,
        types: new Set(),
        formats: [],
      };
      this.#sources.set(name, counts);
    }
    return counts;
  }
}
