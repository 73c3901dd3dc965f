import { namesOf } from '../../src/model/source-names.js';
import { BackendKind, type SingleSource } from '../../src/model/source.js';
import type { DurationMs } from '../../src/model/units.js';
import type { Backend } from '../ingest/backend.js';
import { withClockMoved } from '../ingest/clock-offset.js';
import { SeveralBackend, type NamedBackend } from '../ingest/several.js';
import type { CreatedBackend } from './create-backend.js';

export * as reading from './reading.js';

type CreateSingle = (source: SingleSource) => Promise<CreatedBackend>;

/** A part of its own: several backends on one time line, or one whose times are moved. A source that only pushes has nothing to be read. */
export async function severalBackend(sources: readonly SingleSource[], create: CreateSingle): Promise<Backend> {
  const names = namesOf(sources);
  const created = await Promise.all(
    sources.map(async (source, at): Promise<NamedBackend | null> => {
      const { source: still, offsetMs } = atRest(source);
      const { backend, reading } = await create(still);
      if (!reading) return null;
      const hasFiles = source.kind === BackendKind.file;
      return { name: names[at]!, hasFiles, backend: withClockMoved(backend, offsetMs) };
    }),
  );
  return new SeveralBackend(created.filter((one) => one !== null));
}

/** Files move the times of each one themselves; whoever counts by itself cannot be moved. */
function atRest(source: SingleSource): { readonly source: SingleSource; readonly offsetMs: DurationMs } {
  if (source.kind !== BackendKind.http && source.kind !== BackendKind.sysdig) return { source, offsetMs: 0 };
  const { clockOffsetMs = 0, ...still } = source;
  return { source: still, offsetMs: clockOffsetMs };
}
