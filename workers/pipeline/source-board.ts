import type { ActivityType } from '../../src/model/activity.js';
import { activitiesIn } from '../../src/model/reading.js';
import type { Bytes } from '../../src/model/units.js';
import type { SourceStatus } from '../../src/protocol/engine-api.js';
import type { ReadStep } from '../ingest/backend.js';

type Writable<Shape> = { -readonly [Name in keyof Shape]: Shape[Name] };

interface Counts {
  readonly status: Writable<Omit<SourceStatus, 'types'>>;
  readonly types: Set<ActivityType>;
  bytesBefore: Bytes;
  bytesRead: Bytes;
}

/** How far each file, or the one backend, has come. */
export class SourceBoard {
  readonly #sources = new Map<string, Counts>();

  take({ source, bytesRead, bytesTotal, formats, done, refused, candidates, loaded, decoded }: ReadStep): void {
    const counts = this.#of(source);
    const { status, types } = counts;
    // A file that was left in its middle is read again from its beginning, which a step without anything tells.
    const isAgain = !decoded && !done && !status.done && status.formats.length > 0;
    if (isAgain) status.activities = status.skipped = status.unreadable = 0;
    else if (bytesRead < counts.bytesRead) counts.bytesBefore += counts.bytesRead;
    counts.bytesRead = bytesRead;
    status.bytesRead = counts.bytesBefore + bytesRead;
    if (bytesTotal !== undefined) status.bytesTotal = bytesTotal;
    if (formats) status.formats = formats;
    if (loaded) status.loaded = loaded;
    if (done) status.done = true;
    // Whoever goes on has got over it.
    delete status.error;
    delete status.candidates;
    if (refused) status.error = refused;
    if (candidates) status.candidates = candidates;
    if (!decoded) return;
    for (const { type } of [...decoded.activities, ...(decoded.blocks ?? [])]) types.add(type);
    status.activities += activitiesIn(decoded);
    status.skipped += decoded.skipped;
    status.unreadable += decoded.problems.filter((problem) => problem.lost).length;
  }

  status(): readonly SourceStatus[] {
    return [...this.#sources.values()].map(({ status, types }) => ({ ...status, types: [...types] }));
  }

  /** One of them as a whole is missing. */
  get hasRefused(): boolean {
    return this.status().some(({ error }) => error);
  }

  /** What one of them knows may be missing in another. */
  get areSeveral(): boolean {
    return this.status().reduce((count, { formats }) => count + Math.max(1, formats.length), 0) > 1;
  }

  clear(): void {
    this.#sources.clear();
  }

  #of(name: string): Counts {
    let counts = this.#sources.get(name);
    if (!counts) {
      const status = { name, formats: [], bytesRead: 0, activities: 0, skipped: 0, unreadable: 0, done: false };
      this.#sources.set(name, (counts = { status, types: new Set(), bytesBefore: 0, bytesRead: 0 }));
    }
    return counts;
  }
}
