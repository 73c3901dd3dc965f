import { namesOf } from '../../src/model/source-names.js';
import { BackendKind, type BackendSource, type SingleSource } from '../../src/model/source.js';
import type { DurationMs } from '../../src/model/units.js';
import { withClockMoved } from '../ingest/clock-offset.js';
import { SeveralBackend, type NamedBackend } from '../ingest/several.js';
import type { CreatedBackend } from './create-backend.js';
import * as reading from './reading.js';

type CreateSingle = (source: SingleSource) => Promise<CreatedBackend>;

/** A part of its own: several backends on one time line, or one whose times are moved. A source that only pushes has nothing to be read. */
export async function severalBackend(source: BackendSource, create: CreateSingle): Promise<CreatedBackend> {
  const sources = source.kind === BackendKind.several ? source.sources : [source];
  const names = namesOf(sources);
  const created = await Promise.all(
    sources.map(async (source, at): Promise<NamedBackend | null> => {
      const { source: still, offsetMs } = atRest(source);
      const made = await create(still);
      if (!made.reading) return null;
      const hasFiles = source.kind === BackendKind.file;
      return { name: names[at]!, hasFiles, backend: withClockMoved(made.backend, offsetMs) };
    }),
  );
  return { backend: new SeveralBackend(created.filter((one) => one !== null)), reading };
}

/** Files move the times of each one themselves; whoever counts by itself cannot be moved. */
function atRest(source: SingleSource): { readonly source: SingleSource; readonly offsetMs: DurationMs } {
  if (source.kind !== BackendKind.http && source.kind !== BackendKind.sysdig) return { source, offsetMs: 0 };
  const { clockOffsetMs = 0, ...still } = source;
  return { source: still, offsetMs: clockOffsetMs };
}
