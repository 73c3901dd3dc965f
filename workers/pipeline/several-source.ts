import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import type { Decoded } from '../../src/model/reading.js';
import type { Backend } from '../ingest/backend.js';
import { namesOf } from '../../src/model/source-names.js';
import { BackendKind, type BackendSource, type SingleSource } from '../../src/model/source.js';
import type { DurationMs } from '../../src/model/units.js';
import { moveTimes, withClockMoved } from '../ingest/clock-offset.js';
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
  const offsetMs = pushOffsetMs(sources);
  const moved = (decoded: Decoded): Decoded => moveTimes(decoded, offsetMs);
  if (source.kind === BackendKind.push) {
    const made = await create({ kind: source.kind });
    return { ...made, backend: { ...made.backend, moved } };
  }
  const backend: Backend = new SeveralBackend(created.filter((one) => one !== null));
  if (offsetMs !== 0) backend.moved = moved;
  return { backend, reading };
}

/** Whatever is pushed comes in one way: nobody could tell which of several sources it is of. */
function pushOffsetMs(sources: readonly SingleSource[]): DurationMs {
  const offsets = new Set(sources.flatMap((one) => (one.kind === BackendKind.push ? (one.clockOffsetMs ?? 0) : [])));
  if (offsets.size > 1)
    throw new AuditError(
      ErrorCode.badRequest,
      'Several sources that are pushed have clocks that differ: what is pushed does not say which of them it is of.',
      { detail: 'clockOffsetMs of several sources of the kind push' },
    );
  return [...offsets][0] ?? 0;
}

/** Files move the times of each one themselves. */
function atRest(source: SingleSource): { readonly source: SingleSource; readonly offsetMs: DurationMs } {
  if (source.kind === BackendKind.file) return { source, offsetMs: 0 };
  const { clockOffsetMs = 0, ...still } = source;
  return { source: still, offsetMs: clockOffsetMs };
}
